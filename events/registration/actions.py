"""What visitors do with their seats: ask for one, change their details, give it back."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, generations, live, outbox
from events.agenda.models import Event
from events.registration import asker, news, refusals, rules, signals, timetable, waiting
from events.registration.models import Registration, Seat, new_key
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
) -> Registration:
    """Ask for a seat: confirmed if one is free and nobody waits, else a place on the waiting list.

    ``person`` is who is signed in, None for a guest. Asking twice (the same ``idempotency_key``, the same address and name,
    or the same person) gives the first registration and changes nothing; compare keys to know.

    Cost: 10 queries and a savepoint for a new guest who gets a seat, 5 more for the waiting list; a seat of somebody
    signed in is one more, in their timetable.

    Raises NotOpenYet, RegistrationClosed, EventCancelled, EventOver or AudienceNotMet; nothing is kept then.
    """
    rules.refuse_event(event)
    rules.refuse_person(event, person)
    email, name = Address.normalise(email), " ".join(name.split())
    asked_by = asker.digest(email, name)
    known = person or accounts.known_guest(name=name, email=email)
    for _try in range(TRIES):
        try:
            # The constraints decide who is first; a savepoint, so that the loser can go on and read what the winner wrote.
            with transaction.atomic():
                contact = known or accounts.new_guest(name=name, email=email, language=language)
                registration = Registration.objects.create(
                    event=event,
                    contact=contact,
                    email=email,
                    language=language,
                    organisation=organisation,
                    state=Registration.State.CONFIRMED,
                    wants_reminder=wants_reminder,
                    idempotency_key=idempotency_key,
                    asked_by=asked_by,
                    confirmed_at=timezone.now(),
                )
                seat = _new_seat(registration, contact, name, known_before=known is not None)
            break
        except IntegrityError as clash:
            if first := _first(event, idempotency_key, asked_by, known):
                return first
            trouble = clash  # the first was cancelled between the clash and the reading: it is our turn
    else:
        raise trouble
    event = _take_place(event, registration, seat, person)
    if person is not None and not registration.is_waiting:
        timetable.expect(event, [person])
    _announce(registration, seat, event)
    audit.record(
        "registration.made", registration, by=person, values={"state": registration.state, "guest": person is None}
    )
    _count_changed(event)
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by: Person | None) -> Registration:
    """Give the seat or the waiting place back; the first who waits moves up. Cancelling twice changes nothing.

    ``by`` is None when it comes from the mailed link. Cost: 12 queries, 2 more for somebody with a login, and promotion's.

    Raises EventCancelled, EventOver, or AlreadyIn if the ticket was used at the door.
    """
    event = waiting.hold(registration.event_id)
    registration = Registration.objects.get(pk=registration.pk)
    if registration.is_cancelled:
        return registration
    _refuse_to_change(registration, event)
    seat = registration.seats.active().get()
    _free(seat)
    timetable.leave(event, seat.person_id)
    signals.seat_given_back.send(Seat, seat=seat, event=event, stays=None)
    letter = news.about_seat(
        "cancelled",
        registration=registration,
        seat=seat,
        event=event,
        fact="",
        method=news.CANCEL if seat.calendar_cancelled and not registration.is_waiting else "",
        by_organiser=by is not None and by.pk != registration.contact_id,
    )
    outbox.post_all([letter])
    _end(registration, event, by=by)
    return registration


@transaction.atomic
def give_back_double(*, double: Seat, stays: Seat, event: Event) -> None:
    """One person held two seats at an event: ``double`` is given back, whatever its state; the caller holds the event.

    The address of the double is told, and its calendar forgets the entry, unless the event is over or off.
    Whoever waits moves up. Cost: 7 queries, and what promotion costs.
    """
    is_to_come = double.state in {Seat.State.EXPECTED, Seat.State.WAITING} and not event.is_past
    method = ""
    if double.state == Seat.State.EXPECTED and is_to_come and not double.calendar_cancelled:
        double.sequence, double.calendar_cancelled, method = double.sequence + 1, True, news.CANCEL
    double.state, double.present_at = Seat.State.CANCELLED, None
    double.save(update_fields=["state", "present_at", "sequence", "calendar_cancelled"])
    signals.seat_given_back.send(Seat, seat=double, event=event, stays=stays)
    if is_to_come and not event.is_cancelled:
        letter = news.about_seat(
            "joined",
            registration=double.registration,
            seat=double,
            event=event,
            fact="",
            method=method,
            stays=stays.registration.reference,
        )
        outbox.post_all([letter])
    _end(double.registration, event, by=None)


def _end(registration: Registration, event: Event, *, by: Person | None) -> None:
    """Cancel a registration whose seat is cancelled, give its place back and promote. Cost: 6 queries, and promotion's."""
    if registration.is_waiting:
        Event.objects.leave_waiting_list(event.pk, 1)
    else:
        Event.objects.give_back_seats(event.pk, 1)
    registration.state = Registration.State.CANCELLED
    registration.waiting_position = None
    registration.cancelled_at = timezone.now()
    registration.save(update_fields=["state", "waiting_position", "cancelled_at"])
    audit.record("registration.cancelled", registration, by=by)
    waiting.promote(event)
    _count_changed(event)


@transaction.atomic
def change_details(
    *, registration: Registration, name: str, email: str, language: str, wants_reminder: bool
) -> Registration:
    """Correct who comes and where the mails go; the state and the place in the waiting list stay.

    A new address gets the ticket under a new code and a new link: what the old one holds opens nothing any more, since a
    stranger may read it. The old address is told, and its calendar forgets the event. Cost: 4 to 12 queries.

    Raises AlreadyCancelled, EventCancelled, EventOver, or AskerTaken.
    """
    event = waiting.hold(registration.event_id)
    registration = Registration.objects.select_related("contact").get(pk=registration.pk)
    _refuse_to_change(registration, event)
    seat = registration.seats.active().get()
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
    registration.email, registration.language, registration.wants_reminder = email, language, wants_reminder
    registration.asked_by = asker.digest(email, name)
    seat.name = name
    try:
        with transaction.atomic():
            registration.save(update_fields=["email", "language", "wants_reminder", "asked_by", "link_key"])
    except IntegrityError:
        raise refusals.AskerTaken from None
    seat.save(update_fields=["name", "code", "sequence", "calendar_cancelled"])
    _follow_guest(registration.contact, name, email)
    if "email" in changed:
        _announce(registration, seat, event, fact=timezone.now().isoformat())
    elif "name" in changed:
        outbox.post_all(
            [
                news.about_seat(
                    "renamed", registration=registration, seat=seat, event=event, fact=timezone.now().isoformat()
                )
            ]
        )
    audit.record("registration.changed", registration, by=None, fields=changed)
    live.publish(f"desk/{event.pk}")
    return registration


@transaction.atomic
def send_link_again(*, registration: Registration) -> None:
    """Mail the link once more, to the address it was made with; at most once an hour. Cost: 3 queries."""
    event = Event.objects.select_related("venue").get(pk=registration.event_id)
    seat = registration.seats.active().get()
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    outbox.post_all([news.about_seat("link", registration=registration, seat=seat, event=event, fact=hour)])


def _new_seat(registration: Registration, person: Person, name: str, *, known_before: bool) -> Seat:
    """The seat, taken for free until :func:`_take_place` knows better. Cost: 1 query, 1 more for somebody we know."""
    seat = Seat(
        registration=registration, event=registration.event, person=person, name=name, state=Seat.State.EXPECTED
    )
    if known_before:
        former = Seat.objects.filter(event=registration.event, person=person, state=Seat.State.CANCELLED)
        # Whoever registers again keeps the entry in their calendar, and its numbering.
        if last := former.order_by("-pk").first():
            seat.calendar_uid, seat.sequence = last.calendar_uid, last.sequence
            seat.calendar_cancelled = last.calendar_cancelled
    seat.save(force_insert=True)
    return seat


def _first(event: Event, idempotency_key: str, asked_by: str, person: Person | None) -> Registration | None:
    """The registration that a new one clashed with. Cost: 1 to 3 queries."""
    here = Registration.objects.filter(event=event)
    ways = [here.filter(idempotency_key=idempotency_key), here.active().filter(asked_by=asked_by)]
    if person is not None:
        seats = Seat.objects.filter(event=event, person=person).active()
        ways.append(here.filter(pk__in=seats.values("registration")))
    return next((found for way in ways if (found := way.first())), None)


def _take_place(event: Event, registration: Registration, seat: Seat, person: Person | None) -> Event:
    """A free seat or the next waiting place, and the event it was taken in: as it is now, not as a page showed it.

    The condition on ``updated_at`` makes the one UPDATE also say "and the event is still what was read": somebody who
    registers while it is moved or called off is told the new time, or refused.
    """
    for fresh in (False, True):
        if fresh:
            event = waiting.hold(event.pk)
            rules.refuse_event(event)
            rules.refuse_person(event, person)
        as_read = Event.objects.filter(updated_at=event.updated_at, cancelled_at=None)
        if as_read.take_seats(event.pk, 1):
            return event
        if position := as_read.without_free_seats().next_waiting_position(event.pk):
            registration.state, registration.waiting_position = Registration.State.WAITING, position
            registration.confirmed_at = None
            registration.save(update_fields=["state", "waiting_position", "confirmed_at"])
            seat.state = Seat.State.WAITING
            seat.save(update_fields=["state"])
            return event
    raise AssertionError("An event whose row is held either has a free seat or has none.")


def _refuse_to_change(registration: Registration, event: Event) -> None:
    if registration.is_cancelled:
        raise refusals.AlreadyCancelled
    if event.is_cancelled:
        raise refusals.EventCancelled
    if event.is_past:
        raise refusals.EventOver


def _leave_address(registration: Registration, seat: Seat, event: Event) -> None:
    """Tell the address that is given up, and void what it holds; not saved yet. Cost: 1 query."""
    method = ""
    if seat.state == Seat.State.EXPECTED:
        seat.sequence, seat.calendar_cancelled, method = seat.sequence + 1, True, news.CANCEL
    fact = timezone.now().isoformat()
    outbox.post_all(
        [news.about_seat("left", registration=registration, seat=seat, event=event, fact=fact, method=method)]
    )
    registration.link_key, seat.code = new_key(), new_key()


def _follow_guest(person: Person, name: str, email: str) -> None:
    """A guest is known by what they last gave; somebody with a login says so in their account. Cost: 1 to 3 queries."""
    if User.objects.filter(person=person).exists():
        return
    if person.name != name:
        person.name = name
        person.save(update_fields=["name"])
    Address.objects.get_or_create(person=person, email=email)


def _announce(registration: Registration, seat: Seat, event: Event, fact: str = "") -> None:
    """Confirmation with the ticket, or the place on the waiting list. Cost: 1 query, 1 more after a CANCEL."""
    if registration.is_waiting:
        mail = news.about_seat(
            "waiting",
            registration=registration,
            seat=seat,
            event=event,
            fact=fact,
            rank=waiting.rank(registration),
        )
    else:
        if seat.calendar_cancelled:
            seat.sequence, seat.calendar_cancelled = seat.sequence + 1, False
            seat.save(update_fields=["sequence", "calendar_cancelled"])
        mail = news.about_seat(
            "confirmed", registration=registration, seat=seat, event=event, fact=fact, method=news.REQUEST
        )
    outbox.post_all([mail])


def _free(seat: Seat) -> None:
    """Cancel a seat that nobody has used yet; its calendar will be told. Raises AlreadyIn. Cost: 1 query."""
    was, seat.state = seat.state, Seat.State.CANCELLED
    if was == Seat.State.EXPECTED and not seat.calendar_cancelled:
        seat.sequence, seat.calendar_cancelled = seat.sequence + 1, True
    # The door may check the same seat in at this moment: one of the two finds the row as it expects.
    unused = Seat.objects.filter(pk=seat.pk, state=was).exclude(state__in=[Seat.State.PRESENT, Seat.State.ABSENT])
    if not unused.update(state=seat.state, sequence=seat.sequence, calendar_cancelled=seat.calendar_cancelled):
        raise refusals.AlreadyIn


def _count_changed(event: Event) -> None:
    """Free seats show on the agenda's cached pages and on the live desk. Cost: 2 queries."""
    live.publish(f"desk/{event.pk}")
    # Last: every registration of the house meets at this row, and holds it until it is committed.
    generations.bump("agenda", f"event/{event.pk}")
