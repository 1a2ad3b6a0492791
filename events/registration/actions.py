"""What visitors do with their seats: ask for some, change who comes and where mails go, give them back."""

from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, live, outbox
from events.agenda.models import Event
from events.registration import (
    asker,
    ending,
    gates,
    guarding,
    news,
    refusals,
    rules,
    seating,
    timetable,
    waiting,
)
from events.registration.models import Registration, Seat, Terms, lead_of, new_key
from events.registration.seating import Companion
from people.accounts import actions as accounts
from people.accounts.models import Address, Person, User
from people.organisations.models import Organisation

#: How often to ask again when the registration we clashed with was cancelled before we could read it.
TRIES = 3


@transaction.atomic
def register(
    *,
    event: Event,
    name: str,
    email: str,
    language: str,
    idempotency_key: str,
    organisation: Organisation | None = None,
    wants_reminder: bool = True,
    person: Person | None = None,
    companions: Sequence[Companion] = (),
    age_band: str = "",
    guardian: guarding.Named | None = None,
    code: str = "",
    source: str = Registration.Source.FORM,
) -> Registration:
    """Ask for a seat, or for a party's: confirmed if they are free and nobody waits before them, else a place on the
    waiting list, all of them together; an application where the event chooses whom it takes.

    ``person`` is who is signed in, None for a guest. ``code``: of an invitation, where the event asks for one. Asking twice
    (the same ``idempotency_key``, the same address and name, or the same person) gives the first registration and changes
    nothing; compare keys to know. At the door (``source``) the form's hours and audience do not count, which
    ``events.doors`` has looked at; without an address no mail leaves, and the form page alone tells two askers apart.

    Cost: 10 queries and a savepoint for a new guest who gets a seat, 4 more for the waiting list; a seat of somebody
    signed in is one more, in their timetable; companions are one more, and one for each with a name.

    Raises NotOpenYet, RegistrationClosed, EventCancelled, EventOver, AudienceNotMet, PartyTooLarge, LargerThanEvent,
    GuardianMissing or GuardianTooLate, and what a room above raises of a code that is used up; nothing is kept then.
    """
    at_the_door = source == Registration.Source.DOOR
    rules.refuse_event(event, at_the_door=at_the_door)
    if not at_the_door:
        rules.refuse_person(event, person, code=code)
    terms, size = Terms.of(event), 1 + len(companions)
    seating.refuse_party(terms, event, size)
    email, name = Address.normalise(email), " ".join(name.split())
    asked_by = asker.digest(email or idempotency_key, name)
    known = person or (accounts.known_guest(name=name, email=email) if email else None)
    for _try in range(TRIES):
        try:
            # The constraints decide who is first; a savepoint, so that the loser can go on and read what the winner wrote.
            with transaction.atomic():
                contact = known or seating.new_contact(name=name, email=email, language=language)
                registration = Registration.objects.create(
                    event=event,
                    contact=contact,
                    email=email,
                    language=language,
                    organisation=organisation,
                    state=Registration.State.CONFIRMED,
                    size=size,
                    wants_reminder=wants_reminder,
                    idempotency_key=idempotency_key,
                    asked_by=asked_by,
                    confirmed_at=timezone.now(),
                    source=source,
                )
                seat = seating.lead_seat(registration, contact, name, age_band, known_before=known is not None)
            break
        except IntegrityError as clash:
            if first := _first(event, idempotency_key, asked_by, known):
                return first
            trouble = clash  # the first was cancelled between the clash and the reading: it is our turn
    else:
        raise trouble
    party = [seat, *(seating.seat_companions(registration, companions) if companions else ())]
    if any(one.is_minor for one in party):
        guarding.entrust(registration, event, guardian, lead_is_minor=seat.is_minor)
    if terms.is_by_review:
        event = _apply(event, registration, party, person, code)
    else:
        event = _take_places(event, registration, party, person, code)
    gates.use(registration, event, person, code)
    if person is not None and registration.state == Registration.State.CONFIRMED:
        timetable.expect(event, [person])
    if not event.is_past:  # whoever is noted from a paper list afterwards needs no ticket
        _announce(registration, seat, event)
    audit.record(
        "registration.made",
        registration,
        by=person,
        values={"state": str(registration.state), "guest": person is None, "seats": size},
    )
    ending.count_changed(event)
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by: Person | None) -> Registration:
    """Give the seats or the waiting place back, of the whole party; whoever waits is served. Twice changes nothing.

    ``by`` is None when it comes from the mailed link. Cost: 13 queries, 1 a seat, 2 more for somebody with a login, and
    what serving those who wait costs.

    Raises EventCancelled, EventOver, or AlreadyIn if a ticket was used at the door.
    """
    event = waiting.hold(registration.event_id)
    registration = Registration.objects.get(pk=registration.pk)
    if registration.is_cancelled:
        return registration
    ending.refuse_to_change(registration, event)
    by_organiser = by is not None and by.pk != registration.contact_id
    ending.end(
        registration,
        event,
        ending=Registration.Ending.BY_ORGANISER if by_organiser else Registration.Ending.GIVEN_BACK,
        by=by,
        by_organiser=by_organiser,
    )
    return registration


@transaction.atomic
def change_party(
    *,
    registration: Registration,
    leaving: Collection[int] = (),
    joining: Sequence[Companion] = (),
    is_guardian: bool = False,
    by: Person | None = None,
) -> Registration:
    """Some do not come (ids of their seats), others come along. Whoever stays keeps seat, ticket and place in the list.

    Whoever joins takes the seats of those who leave. Beyond these a confirmed party grows by the seats that are free while
    nobody waits; a party that waits grows where it stands. ``is_guardian``: whoever registered says so of the minors who
    join. Cost: 12 to 20 queries, and what serving costs.

    Raises AlreadyCancelled, EventCancelled, EventOver, AlreadyIn, NobodyComes, MinorsAlone, PartyTooLarge, LargerThanEvent,
    NoRoomToGrow, NotWhileOffered, GuardianMissing or GuardianAgreedToOthers; nothing is changed then.
    """
    event = waiting.hold(registration.event_id)
    registration = Registration.objects.select_related("contact").get(pk=registration.pk)
    ending.refuse_to_change(registration, event)
    party = list(Seat.objects.of_party(registration))
    going = [seat for seat in party if seat.pk in leaving]
    if len(going) == len(party):
        raise refusals.NobodyComes
    if not going and not joining:
        return registration
    awaited, taken_over = registration.awaits_guardian, min(len(going), len(joining))
    lead = lead_of(party)
    if going:
        lead = ending.leave_seats(registration, event, going, by=by, taken_over=taken_over)
    if joining:
        _grow(registration, event, joining, is_guardian=is_guardian, lead=lead, taken_over=taken_over)
    # Nobody's word is awaited any more: these are their first tickets, and their calendars hear of it.
    method = news.REQUEST if awaited and registration.has_tickets else ""
    fact = timezone.now().isoformat()
    outbox.post_all(
        [news.about_seat("party", registration=registration, seat=lead, event=event, fact=fact, method=method)]
    )
    audit.record("registration.party_changed", registration, by=by, values={"seats": registration.size})
    if going:
        waiting.serve(event)
    ending.count_changed(event)
    return registration


def _grow(
    registration: Registration,
    event: Event,
    joining: Sequence[Companion],
    *,
    is_guardian: bool,
    lead: Seat,
    taken_over: int,
) -> None:
    """``taken_over``: seats of others of the party, who left them. Cost: 4 queries, 1 for each with a name."""
    if registration.is_offered:
        raise refusals.NotWhileOffered
    more, beyond = len(joining), len(joining) - taken_over
    seating.refuse_party(Terms.of(event), event, registration.size + more)
    if any(one.is_minor for one in joining):
        guarding.answer_for_more(registration, event, is_guardian=is_guardian, lead_is_minor=lead.is_minor)
    if beyond and registration.is_waiting:
        Event.objects.leave_waiting_list(event.pk, -beyond)
    has_seats = registration.state == Registration.State.CONFIRMED
    if beyond and has_seats and not Event.objects.take_seats(event.pk, beyond):
        raise refusals.NoRoomToGrow(0 if event.seats_waiting else event.seats_free or 0)
    states = {
        Registration.State.CONFIRMED: Seat.State.EXPECTED,
        Registration.State.WAITING: Seat.State.WAITING,
        Registration.State.APPLIED: Seat.State.APPLIED,
    }
    seating.seat_companions(registration, joining, states[Registration.State(registration.state)])
    registration.size += more
    registration.save(update_fields=["size"])


@transaction.atomic
def change_details(
    *, registration: Registration, name: str, email: str, language: str, wants_reminder: bool
) -> Registration:
    """Correct who comes and where the mails go; the state and the place in the waiting list stay.

    A new address gets the tickets under new codes and a new link: what the old one holds opens nothing any more, since a
    stranger may read it. The old address is told, and its calendar forgets the event. Cost: 4 to 12 queries, 1 more a seat
    for a new address.

    Raises AlreadyCancelled, EventCancelled, EventOver, or AskerTaken.
    """
    event = waiting.hold(registration.event_id)
    registration = Registration.objects.select_related("contact").get(pk=registration.pk)
    ending.refuse_to_change(registration, event)
    party = list(Seat.objects.of_party(registration).select_related("person"))
    seat = lead_of(party)
    email, name = Address.normalise(email), " ".join(name.split())
    was = (seat.name, registration.email, registration.language, registration.wants_reminder)
    now = (name, email, language, wants_reminder)
    changed = [
        field
        for field, before, after in zip(("name", "email", "language", "wants_reminder"), was, now, strict=True)
        if before != after
    ]
    if not changed:
        return registration
    if "email" in changed:
        _leave_address(registration, seat, event)
        for companion in party[1:]:
            companion.code = new_key()
            companion.save(update_fields=["code"])
    registration.email, registration.language, registration.wants_reminder = email, language, wants_reminder
    registration.asked_by = asker.digest(email, name)
    seat.name = name
    try:
        with transaction.atomic():
            registration.save(update_fields=["email", "language", "wants_reminder", "asked_by", "link_key"])
    except IntegrityError:
        raise refusals.AskerTaken from None
    seat.save(update_fields=["name", "code", "sequence", "calendar_cancelled"])
    _follow_guest(registration.contact, seat.person or registration.contact, name, email)
    if "email" in changed:
        _announce(registration, seat, event, fact=timezone.now().isoformat())
    elif "name" in changed:
        fact = timezone.now().isoformat()
        outbox.post_all([news.about_seat("renamed", registration=registration, seat=seat, event=event, fact=fact)])
    audit.record("registration.changed", registration, by=None, fields=changed)
    live.publish(f"desk/{event.pk}")
    return registration


@transaction.atomic
def send_link_again(*, registration: Registration) -> None:
    """Mail the link once more, to the address it was made with; at most once an hour. Cost: 3 queries."""
    event = Event.objects.select_related("venue").get(pk=registration.event_id)
    seat = lead_of(Seat.objects.of_party(registration))
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    outbox.post_all([news.about_seat("link", registration=registration, seat=seat, event=event, fact=hour)])


def _first(event: Event, idempotency_key: str, asked_by: str, person: Person | None) -> Registration | None:
    """The registration that a new one clashed with. Cost: 1 to 3 queries."""
    here = Registration.objects.filter(event=event)
    ways = [here.filter(idempotency_key=idempotency_key), here.active().filter(asked_by=asked_by)]
    if person is not None:
        seats = Seat.objects.filter(event=event, person=person).active()
        ways.append(here.filter(pk__in=seats.values("registration")))
    return next((found for way in ways if (found := way.first())), None)


def _apply(event: Event, registration: Registration, party: Sequence[Seat], person: Person | None, code: str) -> Event:
    """The event chooses: no seat is taken, no place drawn; the event as it is now, which may have been called off since
    the page was read. Cost: 3 queries.
    """
    as_read, event = event.updated_at, waiting.hold(event.pk)
    if event.updated_at != as_read:
        _refuse_now(event, registration, person, code)
    registration.state, registration.confirmed_at = Registration.State.APPLIED, None
    registration.save(update_fields=["state", "confirmed_at"])
    _set_state(party, Seat.State.APPLIED)
    return event


def _refuse_now(event: Event, registration: Registration, person: Person | None, code: str) -> None:
    """Raise what keeps them out of the event, which is held and not as it was read."""
    at_the_door = registration.source == Registration.Source.DOOR
    rules.refuse_event(event, at_the_door=at_the_door)
    if not at_the_door:
        rules.refuse_person(event, person, code=code)


def _take_places(
    event: Event, registration: Registration, party: Sequence[Seat], person: Person | None, code: str
) -> Event:
    """Free seats for all or the next waiting place, and the event they were taken in: as it is now, not as a page showed it.

    The condition on ``updated_at`` makes the one UPDATE also say "and the event is still what was read": somebody who
    registers while it is moved or called off is told the new time, or refused.
    """
    size = len(party)
    for fresh in (False, True):
        if fresh:
            event = waiting.hold(event.pk)
            _refuse_now(event, registration, person, code)
        as_read = Event.objects.filter(updated_at=event.updated_at, cancelled_at=None)
        if as_read.take_seats(event.pk, size):
            return event
        if drawn := as_read.without_free_seats(size).next_waiting_position(event.pk, size):
            position, free = drawn
            registration.state, registration.waiting_position = Registration.State.WAITING, position
            registration.confirmed_at = None
            registration.save(update_fields=["state", "waiting_position", "confirmed_at"])
            _set_state(party, Seat.State.WAITING)
            if free >= size:
                _pass_if_it_may(event, registration, party)
            return event
    raise AssertionError("An event whose row is held either has free seats or has not.")


def _pass_if_it_may(event: Event, registration: Registration, party: Sequence[Seat]) -> None:
    """Seats are free although somebody waits: a larger party. Who fits goes first as often as the event allows."""
    waiting.serve(waiting.hold(event.pk), newcomer=registration)
    registration.refresh_from_db()
    for seat in party:
        seat.refresh_from_db()


def _set_state(party: Sequence[Seat], state: str) -> None:
    Seat.objects.filter(pk__in=[seat.pk for seat in party]).update(state=state)
    for seat in party:
        seat.state = state


def _leave_address(registration: Registration, seat: Seat, event: Event) -> None:
    """Tell the address that is given up, and void what it holds; not saved yet. Cost: 1 query."""
    method = ""
    if seat.state == Seat.State.EXPECTED and not registration.awaits_guardian:
        seat.sequence, seat.calendar_cancelled, method = seat.sequence + 1, True, news.CANCEL
    fact = timezone.now().isoformat()
    outbox.post_all(
        [news.about_seat("left", registration=registration, seat=seat, event=event, fact=fact, method=method)]
    )
    registration.link_key, seat.code = new_key(), new_key()


def _follow_guest(contact: Person, named: Person, name: str, email: str) -> None:
    """A guest is known by what they last gave; somebody with a login says so in their account. Cost: 1 to 3 queries.

    ``named``: whose seat leads, which is another's than the contact's once the contact does not come.
    """
    with_login = set(User.objects.filter(person__in=[contact, named]).values_list("person", flat=True))
    if named.pk not in with_login and named.name != name:
        named.name = name
        named.save(update_fields=["name"])
    if contact.pk not in with_login:
        Address.objects.get_or_create(person=contact, email=email)


def _announce(registration: Registration, seat: Seat, event: Event, fact: str = "") -> None:
    """Confirmation with the tickets, the place on the waiting list, the offered place, or that the application is here.
    Cost: 1 query, 1 more after a CANCEL, 1 more for a guardian or an offer.
    """
    if registration.awaits_guardian:
        guarding.ask(registration, event, seat)
    if registration.is_offered:
        mail = waiting.asked_again(registration, event, seat, fact=fact)
    elif registration.is_waiting or registration.is_applied:
        what = "applied" if registration.is_applied else "waiting"
        mail = news.about_seat(what, registration=registration, seat=seat, event=event, fact=fact)
    else:
        if seat.calendar_cancelled:
            seat.sequence, seat.calendar_cancelled = seat.sequence + 1, False
            seat.save(update_fields=["sequence", "calendar_cancelled"])
        mail = news.seated("confirmed", registration=registration, seat=seat, event=event, fact=fact)
    outbox.post_all([mail])
