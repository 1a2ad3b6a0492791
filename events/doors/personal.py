"""What the doors hold about people: who was posted where, and who scanned. A visitor's presence is the seat's."""

from django.utils.translation import gettext_lazy as _

from core import personal
from events.doors.models import DoorPass, Scan
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
    not_personal={"seat", "event", "outcome"},
    known_until="at",
)
