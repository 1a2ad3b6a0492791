"""The seats of a party: who gets one, which of them leads, and how a seat is given up."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.ages import MINORS
from events.agenda.models import Event
from events.registration import refusals
from events.registration.models import Registration, Seat, Terms, lead_of, new_key
from people.accounts import actions as accounts
from people.accounts.models import Person


@dataclass(frozen=True)
class Companion:
    """Somebody who comes along: an adult by name, somebody under 18 by age band alone."""

    name: str = ""
    age_band: str = ""

    @property
    def is_minor(self) -> bool:
        return self.age_band in MINORS


def refuse_party(terms: Terms, event: Event, size: int) -> None:
    """Raise PartyTooLarge, or LargerThanEvent for one that could never come."""
    if size > terms.largest_party:
        raise refusals.PartyTooLarge(terms.largest_party)
    if event.capacity is not None and size > event.capacity:
        raise refusals.LargerThanEvent(event.capacity)


def new_contact(*, name: str, email: str, language: str) -> Person:
    """Whoever registers for the first time; at a door perhaps without an address. Cost: 2 queries, 1 without."""
    if not email:
        return accounts.new_companion(name=name, language=language)
    return accounts.new_guest(name=name, email=email, language=language)


def lead_seat(registration: Registration, person: Person, name: str, age_band: str, *, known_before: bool) -> Seat:
    """The seat of whoever registers. Cost: 1 query, 1 more for somebody we know."""
    seat = Seat(
        registration=registration,
        event=registration.event,
        person=person,
        name=name,
        age_band=age_band,
        state=Seat.State.EXPECTED,
    )
    if known_before:
        former = Seat.objects.filter(event=registration.event, person=person, state=Seat.State.CANCELLED)
        # Whoever registers again keeps the entry in their calendar, and its numbering.
        if last := former.order_by("-pk").first():
            seat.calendar_uid, seat.sequence = last.calendar_uid, last.sequence
            seat.calendar_cancelled = last.calendar_cancelled
    seat.save(force_insert=True)
    return seat


def seat_companions(
    registration: Registration, companions: Iterable[Companion], state: str = Seat.State.EXPECTED
) -> list[Seat]:
    """A seat for each. Cost: 1 query, and 1 for each of them with a name."""
    seats = []
    for companion in companions:
        name = "" if companion.is_minor else " ".join(companion.name.split())
        person = accounts.new_companion(name=name, language=registration.language) if name else None
        seats.append(
            Seat(
                registration=registration,
                event_id=registration.event_id,
                person=person,
                name=name,
                age_band=companion.age_band,
                state=state,
            )
        )
    # One by one where rows come back without their keys: the door and the tickets need them.
    return list(Seat.objects.bulk_create(seats))


def give_up(seats: Collection[Seat]) -> None:
    """Cancel seats that nobody has used yet; the calendar of the lead among them is to be told. Cost: 1 query a seat.

    Raises AlreadyIn when the door was faster with one of them.
    """
    for seat in seats:
        was, seat.state = seat.state, Seat.State.CANCELLED
        if was == Seat.State.EXPECTED and not seat.calendar_cancelled:
            seat.sequence, seat.calendar_cancelled = seat.sequence + 1, True
        # The door may check the same seat in at this moment: one of the two finds the row as it expects.
        unused = Seat.objects.filter(pk=seat.pk, state=was).exclude(state__in=[Seat.State.PRESENT, Seat.State.ABSENT])
        if not unused.update(state=seat.state, sequence=seat.sequence, calendar_cancelled=seat.calendar_cancelled):
            raise refusals.AlreadyIn


def leave_party(party: Sequence[Seat], going: Collection[Seat], *, minors_may_stay: bool = False) -> Seat:
    """Give up some seats of a party, not all; the lead of those that stay. Cost: 1 query a seat, 2 more for a new lead.

    The entry in the calendar is the party's: a lead that goes hands it on. Raises AlreadyIn, or MinorsAlone unless they
    may stay by themselves: their day is over, or they are in.
    """
    staying = [seat for seat in party if seat not in going]
    lead, next_lead = lead_of(party), lead_of(staying)
    if next_lead.person_id is None and not minors_may_stay:
        raise refusals.MinorsAlone
    told = (lead.calendar_uid, lead.sequence, lead.calendar_cancelled)
    give_up(going)
    if next_lead != lead:
        lead.calendar_uid, lead.sequence, lead.calendar_cancelled = new_key(), 0, False
        lead.save(update_fields=["calendar_uid", "sequence", "calendar_cancelled"])
        next_lead.calendar_uid, next_lead.sequence, next_lead.calendar_cancelled = told
        next_lead.save(update_fields=["calendar_uid", "sequence", "calendar_cancelled"])
    return next_lead


def set_states(registrations: Collection[Registration], was: str, now: str) -> None:
    """Seats of these registrations in one state come to be in another. Cost: 1 query."""
    Seat.objects.filter(registration__in=registrations, state=was).update(state=now)


def leads_of(registrations: Collection[Registration]) -> dict[int, Seat]:
    """The lead of each, with its registration loaded. Cost: 1 query."""
    seats = Seat.objects.filter(registration__in=registrations).active().select_related("registration").order_by("-pk")
    return {seat.registration_id: seat for seat in seats}
