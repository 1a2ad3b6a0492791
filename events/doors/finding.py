"""From what was scanned, typed or asked for to the seat of this event, or to the reason why there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from core.dates import span_words
from core.folding import fold
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.models import spoken
from events.doors.refusals import AnotherEvent, NothingScanned, UnknownReference, UnknownTicket
from events.doors.rules import doors_open_to, seats_of_door
from events.doors.sittings import attended_by
from events.registration import tickets
from events.registration.models import ALPHABET, Seat, seat_words

REFERENCE_LENGTH = 8
#: Most people a search shows: at a door, a longer list means another word is needed.
MOST_FOUND = 12
#: What a check-in and its verdict read, of the seventy columns that a seat, its event and its registration have.
NEEDED = (
    "name",
    "age_band",
    "state",
    "present_at",
    "registration__reference",
    "registration__size",
    "registration__awaits_guardian",
    "event__cancelled_at",
    "event__zone",
    "event__sitting_count",
)
#: Crockford's reading rules: what people type for what they see.
_MISREAD = str.maketrans("OIL", "011", " -\u2011\u2013\u00a0.\t\r\n")


def as_reference(text: str) -> str | None:
    """The reference that somebody typed: case, spaces, hyphens and O, I, L are forgiven. None: something else."""
    typed = text.upper().translate(_MISREAD)
    return typed if len(typed) == REFERENCE_LENGTH and set(typed) <= set(ALPHABET) else None


def seat_at_door(text: str, *, event_id: int, user: Any) -> Seat:
    """The seat that a scanned or typed text stands for, at a door where the user may stand.

    It comes with the :data:`NEEDED` of itself, its event and its registration. Cost: 1 query when all is well; up to 3 to say why not.

    Raises NothingScanned, NotATicket, UnknownReference, UnknownTicket or AnotherEvent; Event.DoesNotExist when
    the door is not the user's.
    """
    if not text.strip():
        raise NothingScanned
    here = seats_of_door(event_id, user).select_related("event", "registration").only(*NEEDED).order_by()
    if reference := as_reference(text):
        # Whoever cancelled and came back has two seats: the living one is meant. Sorted here, where it costs nothing.
        found = sorted(
            here.filter(registration__reference=reference), key=lambda seat: (seat.state == "cancelled", seat.pk)
        )
        wanted = Q(registration__reference=reference)
    else:
        code = tickets.read_typed(text)
        found = list(here.filter(code=code))
        wanted = Q(code=code)
    if found:
        return found[0]
    doors_open_to(user).get(pk=event_id)
    elsewhere = Seat.objects.filter(wanted).exclude(event=event_id).select_related("event__venue").first()
    if elsewhere:
        raise AnotherEvent(_sentence_on(elsewhere.event))
    raise UnknownReference if reference else UnknownTicket


def others_of_the_party(seat: Seat) -> list[Seat]:
    """Who of the same registration is still expected beside this seat. Cost: 1 query for a party, else none."""
    if not seat.registration.is_party:
        return []
    party = Seat.objects.filter(registration=seat.registration_id).exclude(pk=seat.pk)
    return list(party.expected().order_by("pk"))


def seats_named(numbers: Sequence[int], *, event_id: int, user: Any) -> list[Seat]:
    """Seats by their ids, as a button of the door names them, in order. Cost: 1 query.

    Raises Event.DoesNotExist when the door is not the user's, UnknownTicket when none of them is of this event.
    """
    here = seats_of_door(event_id, user).select_related("event", "registration").only(*NEEDED)
    if found := list(here.filter(pk__in=numbers).order_by("pk")):
        return found
    doors_open_to(user).get(pk=event_id)
    raise UnknownTicket


def _sentence_on(event: Event) -> str | None:
    """Says which event the ticket is for, not whose it is; None while that event is not public."""
    if event.published_at is None:
        return None
    other = gettext("This ticket is for another event: %(title)s, %(when)s.") % {
        "title": event.title,
        "when": span_words(event),
    }
    return f"{other} {gettext('Search by name: the person may be registered for this one too.')}"


@dataclass(frozen=True)
class Found:
    """One line of a search at the door."""

    seat: int
    name: str
    reference: str
    state: str
    present_at: datetime | None
    #: Of a series: whoever was at another sitting may enter this one.
    may_come_again: bool = False

    @property
    def spoken(self) -> str:
        return spoken(self.reference)

    @property
    def state_label(self) -> str:
        return str(Seat.State.EXPECTED.label if self.may_come_again else Seat.State(self.state).label)

    @property
    def can_enter(self) -> bool:
        return self.state == Seat.State.EXPECTED or self.may_come_again


def people_named(words: str, *, event: Event, sitting: Sitting | None = None) -> tuple[Sequence[Found], bool]:
    """Whoever is registered under every word, as the beginning of a name; and whether there were more.

    Accents and case do not count. Names are folded here and not in the database, which knows no accents on
    SQLite: 5,000 seats take some 20 ms. Of a series, who is in is in at ``sitting``. Cost: 1 query, 2 for a sitting.
    """
    wanted = fold(words).split()
    if not wanted:
        return [], False
    columns = (
        "pk",
        "name",
        "age_band",
        "registration__contact__name",
        "registration__reference",
        "state",
        "present_at",
    )
    seats = Seat.objects.filter(event=event).exclude(state=Seat.State.CANCELLED).values_list(*columns)
    # Children of a party are found under the name of whoever registered.
    rows = ((row[0], seat_words(*row[1:4]), *row[4:]) for row in seats.order_by("name", "pk").iterator())
    found = [Found(*row) for row in rows if _answers(wanted, row[1])]
    more, found = len(found) > MOST_FOUND, found[:MOST_FOUND]
    return (_at_sitting(found, sitting) if sitting else found), more


def _at_sitting(found: Sequence[Found], sitting: Sitting) -> list[Found]:
    """Present is who is at this sitting; who was at another is expected."""
    there = attended_by([one.seat for one in found], sitting)
    return [
        replace(one, present_at=there.get(one.seat), may_come_again=one.seat not in there)
        if one.state == Seat.State.PRESENT
        else one
        for one in found
    ]


def _answers(wanted: Sequence[str], name: str) -> bool:
    parts = re.split(r"\s", fold(name))
    return all(any(part.startswith(word) for part in parts) for word in wanted)
