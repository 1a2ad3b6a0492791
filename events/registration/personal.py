"""What registrations hold about people, and what becomes of two seats at one event when two Persons turn out to be one."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from core.personal import Held, declare
from events.registration import actions, waiting
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Person

ORGANISERS = _("The person, and those who run the event")
THEMSELVES = _("The person alone, by the link we mailed")
AFTER_EVENT = _("Six months after the event")
UNTIL_OVER = _("Until the event is over")
WHILE_SEAT = _("As long as the seat counts in a report")

#: The states that outweigh others when one person turns out to hold two seats at an event: who came has come.
RANKS = [Seat.State.PRESENT, Seat.State.EXPECTED, Seat.State.ABSENT, Seat.State.WAITING]


def weight(seat: Seat) -> tuple[int, int, int]:
    """Sorts the seat that stays to the front: the better state, the shorter wait, the older one."""
    return RANKS.index(Seat.State(seat.state)), seat.registration.waiting_position or 0, seat.pk


def merge_seats(keep: Person, gone: Person) -> None:
    """Seats move; where both have one at the same event, the better one stays and the other is given back.

    Events are held in the order of their ids, so that two merges queue in place of deadlocking.
    """
    theirs = Seat.objects.filter(person=gone).active()
    both = theirs.filter(event__seats__in=Seat.objects.filter(person=keep).active())
    for event_id in both.order_by("event").values_list("event", flat=True):
        event = waiting.hold(event_id)
        seats = Seat.objects.filter(event=event, person__in=[keep, gone]).active().select_related("registration")
        # Held as well: a door may let one of the two in at this moment.
        stays, *doubles = sorted(seats.select_for_update(of=("self",)), key=weight)
        for double in doubles:
            actions.give_back_double(double=double, stays=stays, event=event)
    Seat.objects.filter(person=gone).update(person=keep)


declare(
    Registration,
    owner="contact",
    label=_("registrations"),
    fields={
        "email": Held(
            purpose=_("To send the ticket, and news of the event"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase="efface@exemple.invalid",
        ),
        "language": Held(
            purpose=_("To write in the language chosen for this event"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase="fr",
        ),
        "organisation": Held(
            purpose=_("To know for which organisation somebody comes"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase=None,
        ),
        "wants_reminder": Held(
            purpose=_("To remind only those who wish it"),
            audience=THEMSELVES,
            retention=UNTIL_OVER,
            erase=False,
        ),
        "reference": Held(
            purpose=_("To find the registration again, aloud and at the door"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase=attrgetter("reference"),
            label=_("registration number"),
        ),
        "link_key": Held(
            purpose=_("To let the person change and cancel without a password"),
            audience=THEMSELVES,
            retention=AFTER_EVENT,
            export=False,
            # Another key: the link that was mailed opens nothing any more.
            erase=lambda _registration: new_key(),
            label=_("secret of the mailed link"),
        ),
        "asked_by": Held(
            purpose=_("To know the same person again when they ask twice; a digest that cannot be turned back"),
            audience=_("Nobody"),
            retention=AFTER_EVENT,
            export=False,
            erase=lambda _registration: new_key(),
            label=_("digest of address and name"),
        ),
        "made_at": Held(
            purpose=_("To keep the order in which people asked"),
            audience=ORGANISERS,
            retention=WHILE_SEAT,
            erase=attrgetter("made_at"),
            label=_("moment of the registration"),
        ),
    },
    not_personal=("event", "state", "waiting_position", "idempotency_key", "confirmed_at", "cancelled_at"),
    order=60,
)

declare(
    Seat,
    owner="person",
    label=_("seats and tickets"),
    fields={
        "name": Held(
            purpose=_("To print the ticket, and to find the person at the door"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
        ),
        "code": Held(
            purpose=_("To let the ticket open the door, once"),
            audience=THEMSELVES,
            retention=AFTER_EVENT,
            export=False,
            # Another code: the ticket opens no door any more.
            erase=lambda _seat: new_key(),
            label=_("code of the ticket"),
        ),
        "calendar_uid": Held(
            purpose=_("To keep the entry in the person's calendar right"),
            audience=THEMSELVES,
            retention=UNTIL_OVER,
            export=False,
            erase=lambda _seat: new_key(),
            label=_("name of the calendar entry"),
        ),
        "present_at": Held(
            purpose=_("To count who came, and when the doors were busy"),
            audience=ORGANISERS,
            retention=WHILE_SEAT,
            erase=attrgetter("present_at"),
            label=_("moment of arrival"),
        ),
    },
    not_personal=("registration", "event", "state", "sequence", "calendar_cancelled"),
    merge=merge_seats,
    order=50,
)
