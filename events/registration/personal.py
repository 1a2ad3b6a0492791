"""What registrations hold about people, and what becomes of two seats at one event when two Persons turn out to be one."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import Beside, Held, Keep, declare, keep
from core.refusals import Refusal
from events.registration import actions, ending, waiting
from events.registration.models import Guardian, PlaceOffer, Registration, Seat, new_key, new_reference
from people.accounts.models import Person

ORGANISERS = _("The person, and those who run the event")
THEMSELVES = _("The person alone, by the link we mailed")
AFTER_EVENT = _("Six months after the event")
UNTIL_OVER = _("Until the event is over")
WHILE_SEAT = _("As long as the seat counts in a report")
COUNTED = _("How many asked and came, and when, is counted in the plan's indicators; whose it was does not stay")
#: What the form promises is six months after the event. The shortest six months there are: never later than said.
SIX_MONTHS = 181
#: What stands in place of an address.
ERASED = "efface@exemple.invalid"

#: The states that outweigh others when one person turns out to hold two seats at an event: who came has come.
RANKS = [
    Seat.State.PRESENT,
    Seat.State.EXPECTED,
    Seat.State.ABSENT,
    Seat.State.OFFERED,
    Seat.State.WAITING,
    Seat.State.APPLIED,
]


def weight(seat: Seat) -> tuple[int, int, int, int]:
    """Sorts the seat that stays to the front: the better state, the shorter wait, the one others come with, the older one."""
    registration = seat.registration
    return RANKS.index(Seat.State(seat.state)), registration.waiting_position or 0, -registration.size, seat.pk


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
            ending.give_back_double(double=double, stays=stays, event=event)
    Seat.objects.filter(person=gone).update(person=keep)


def give_seats_back(people: Sequence[int]) -> None:
    """Whoever is erased comes to no event any more: their places are free, and whoever waits moves up.

    A registration they made ends with its whole party, since nobody is left to write to; of somebody else's party
    their own seat alone goes.
    """
    to_come = Registration.objects.active().filter(event__ends_at__gt=timezone.now(), event__cancelled_at=None)
    # In the order of the events' ids, as merges hold them.
    for registration in to_come.filter(contact__in=people).order_by("event_id", "pk"):
        with suppress(Refusal):
            # Refused: the ticket was used at the door, or the event ended just now. The seat counts.
            actions.cancel(registration=registration, by=None)
    beside = to_come.filter(seats__in=Seat.objects.filter(person__in=people).active()).exclude(contact__in=people)
    for registration in beside.distinct().order_by("event_id", "pk"):
        own = Seat.objects.filter(registration=registration, person__in=people).active()
        with suppress(Refusal):
            actions.change_party(registration=registration, leaving=list(own.values_list("pk", flat=True)))


def event_of(row: Registration | Seat) -> str:
    return pick(row.event, "title").text


EVENT = {
    "event": Beside(_("event"), event_of),
    "starts_on": Beside(_("day of the event"), lambda row: row.event.start_date),
    "state": Beside(_("state"), lambda row: row.get_state_display()),
}

declare(
    Registration,
    owner="contact",
    label=_("registrations"),
    fields={
        "email": Held(
            purpose=_("To send the ticket, and news of the event"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase=ERASED,
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
            erase=lambda _registration: new_reference(),
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
            stays=COUNTED,
            label=_("moment of the registration"),
        ),
    },
    not_personal=(
        "event",
        "state",
        "waiting_position",
        "times_passed",
        "size",
        "ending",
        "source",
        "awaits_guardian",
        "idempotency_key",
        "confirmed_at",
        "cancelled_at",
    ),
    order=60,
    known_until="event__ends_at",
    beside=EVENT,
    related=("event", "organisation"),
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
            stays=COUNTED,
            label=_("moment of arrival"),
        ),
        "age_band": Held(
            purpose=_("To count seats and meals by age, and to ask a parent or guardian where somebody is under 18"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
        ),
    },
    not_personal=("registration", "event", "state", "sequence", "calendar_cancelled"),
    merge=merge_seats,
    order=50,
    leave=give_seats_back,
    known_until="event__ends_at",
    beside=EVENT,
    related=("event",),
)

declare(
    Guardian,
    owner="registration__contact",
    label=_("parents and guardians named"),
    fields={
        "name": Held(
            purpose=_("To know who answers for somebody under 18"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase="–",
        ),
        "email": Held(
            purpose=_("To ask the parent or guardian"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            erase=ERASED,
        ),
        "key": Held(
            purpose=_("To let the parent or guardian answer without a password"),
            audience=_("The parent or guardian, by the link we mailed"),
            retention=AFTER_EVENT,
            export=False,
            erase=lambda _guardian: new_key(),
            label=_("secret of the mailed link"),
        ),
        "asked_at": Held(
            purpose=_("To show that somebody was asked"),
            audience=ORGANISERS,
            retention=WHILE_SEAT,
            stays=COUNTED,
        ),
        "confirmed_at": Held(
            purpose=_("To show that somebody agreed"),
            audience=ORGANISERS,
            retention=WHILE_SEAT,
            stays=COUNTED,
        ),
    },
    not_personal=("registration", "until"),
    order=61,
    known_until="registration__event__ends_at",
    related=("registration__event",),
)

declare(
    PlaceOffer,
    owner="registration__contact",
    label=_("places offered"),
    fields={
        "made_at": Held(
            purpose=_("To give everybody the same time to answer"),
            audience=ORGANISERS,
            retention=WHILE_SEAT,
            stays=COUNTED,
        ),
        "reason": Held(
            purpose=_("To show why somebody was served out of turn"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
        ),
    },
    not_personal=("registration", "seats", "state", "expires_at", "answered_at", "out_of_turn"),
    order=62,
    known_until="registration__event__ends_at",
    related=("registration__event",),
)

# ------------------------------------------------------------------ how long


def past_registrations(before: datetime) -> QuerySet[Registration]:
    """Of events that ended before a moment, and that still say whose they are."""
    return Registration.objects.filter(event__ends_at__lt=before).exclude(email=ERASED)


def past_seats(before: datetime) -> QuerySet[Seat]:
    # A seat without a person is known by its age band alone, which stays: nobody is found by it.
    return Seat.objects.filter(event__ends_at__lt=before, person__isnull=False).exclude(name="")


def past_guardians(before: datetime) -> QuerySet[Guardian]:
    return Guardian.objects.filter(registration__event__ends_at__lt=before).exclude(email=ERASED)


def past_reasons(before: datetime) -> QuerySet[PlaceOffer]:
    return PlaceOffer.objects.filter(registration__event__ends_at__lt=before).exclude(reason="")


keep(
    Keep(
        code="registration.registrations",
        model=Registration,
        label=_("registrations: address, language, number and mailed link"),
        since=_("the end of the event"),
        days=SIX_MONTHS,
        due=past_registrations,
        organisation="event__organisation",
        longest=SIX_MONTHS,
    )
)
keep(
    Keep(
        code="registration.seats",
        model=Seat,
        label=_("seats: name on the ticket, and its code"),
        since=_("the end of the event"),
        days=SIX_MONTHS,
        due=past_seats,
        organisation="event__organisation",
        longest=SIX_MONTHS,
    )
)
keep(
    Keep(
        code="registration.guardians",
        model=Guardian,
        label=_("parents and guardians: name and address"),
        since=_("the end of the event"),
        days=SIX_MONTHS,
        due=past_guardians,
        organisation="registration__event__organisation",
        longest=SIX_MONTHS,
    )
)
keep(
    Keep(
        code="registration.offers",
        model=PlaceOffer,
        label=_("reasons for serving somebody out of turn"),
        since=_("the end of the event"),
        days=SIX_MONTHS,
        due=past_reasons,
        organisation="registration__event__organisation",
        longest=SIX_MONTHS,
    )
)
