"""What the doors hold about people: who was posted where, and who scanned. A visitor's presence is the seat's."""

from django.utils.translation import gettext_lazy as _

from core import personal
from events.doors.models import Attendance, DoorPass, Scan
from people.accounts.models import Person


def held() -> personal.Held:
    return personal.Held(
        purpose=_("Knowing who worked at which door of an event, and who noted an arrival"),
        audience=_("Those who run the event"),
        retention=_("As long as the attendance of the event is kept"),
        stays=_("It proves somebody's arrival at an event, and then names nobody"),
    )


def merge_passes(keep: Person, gone: Person) -> None:
    """One pass for one person and event: the kept person's own pass wins."""
    own = list(DoorPass.objects.filter(person=keep).values_list("event", flat=True))
    DoorPass.objects.filter(person=gone, event__in=own).delete()
    DoorPass.objects.filter(person=gone).update(person=keep)


personal.declare(
    DoorPass,
    owner="person",
    fields={"door": held()},
    not_personal={"event", "given_at"},
    merge=merge_passes,
    known_until="event__ends_at",
)
personal.declare(
    Scan,
    owner="by",
    fields={"door": held(), "at": held()},
    not_personal={"seat", "event", "sitting", "outcome"},
    known_until="at",
)
personal.declare(
    Attendance,
    owner="seat__person",
    label=_("sittings attended"),
    fields={
        "present_at": personal.Held(
            purpose=_("To know who was at which sitting, and who has completed a series"),
            audience=_("The person, and those who run the event"),
            retention=_("As long as the seat counts in a report"),
            stays=_("How many came to each sitting is counted; whose it was does not stay"),
            label=_("moment of arrival"),
        ),
    },
    not_personal={"seat", "sitting"},
    # Two seats of one person become one where seats are merged; ``receivers`` hand this over.
    known_until="sitting__ends_at",
    order=55,
    beside={"sitting": personal.Beside(_("day of the sitting"), lambda row: row.sitting.start_date)},
    related=("sitting",),
)
