"""The waiting list: strict order with a bounded bypass (``policy``), and no seat stays free for whom it fits.

Whoever frees seats holds the event's row, so that two of them never give the same seat away, nor two seats to one.
A freed seat is offered for a time (:class:`PlaceOffer`), or given at once where the event asks nobody or no time is left.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.utils import timezone

from core import audit, clock, outbox
from core.outbox import Mail
from events.agenda.models import Event
from events.registration import answering, news, policy, seating, timetable
from events.registration.models import PlaceOffer, Registration, Seat, Terms
from people.accounts.models import Person

#: Due work: an offer whose time is over.
OFFER_ENDS = "registration.offer"
#: Rows of the list that are read at a time: most of it is never looked at.
CHUNK = 50


def hold(event_id: int) -> Event:
    """The event as it is now, its row held to the end of the transaction. Cost: 1 query.

    Not against foreign keys to it (PostgreSQL's NO KEY): somebody else may insert a registration meanwhile.
    """
    held = Event.objects.select_for_update(of=("self",), no_key=True).select_related("venue", "terms")
    return held.get(pk=event_id)


def serve(event: Event, *, newcomer: Registration | None = None) -> list[Registration]:
    """Give the free seats to those whose turn it is; the caller holds the event. Nobody is served once it is over.

    A ``newcomer`` whose turn it is gets the seats at once: they are asking just now.
    Cost: 1 query if no seat is free or nobody waits, 2 if none of them fits; else 8 to 12, however many are served, and 1
    for each of them.
    """
    if event.is_cancelled or event.is_past:
        return []
    capacity, taken, waiting = Event.objects.values_list("capacity", "seats_taken", "seats_waiting").get(pk=event.pk)
    free = waiting if capacity is None else min(waiting, capacity - taken)
    if free <= 0:
        return []
    if capacity is not None:
        free = capacity - taken
    terms = Terms.of(event)
    line = Registration.objects.filter(event=event).waiting().values_list("pk", "size", "times_passed")
    found = policy.serve(
        (policy.Waiting(*row) for row in line.iterator(chunk_size=CHUNK)),
        free=free,
        bound=terms.bypass_bound,
        capacity=capacity,
    )
    _note_passes(found.passes)
    by_key = Registration.objects.in_bulk(found.keys)
    served = [by_key[key] for key in found.keys]
    until = _time_to_answer(event, terms)
    at_once = [one for one in served if until is None or (newcomer is not None and one.pk == newcomer.pk)]
    asked = [one for one in served if one not in at_once]
    if at_once:
        seat(event, at_once, what="promoted", tell=newcomer is None)
    if asked and until is not None:
        offer(event, asked, until=until)
    return served


def _time_to_answer(event: Event, terms: Terms) -> datetime | None:
    if not terms.offer_hours:
        return None
    return answering.time_to_answer(timezone.now(), starts_at=event.starts_at, zone=event.zone, hours=terms.offer_hours)


def _note_passes(passes: Mapping[int, int]) -> None:
    by_times: dict[int, list[int]] = defaultdict(list)
    for key, times in passes.items():
        by_times[times].append(key)
    for times, keys in by_times.items():
        Registration.objects.filter(pk__in=keys).update(times_passed=F("times_passed") + times)


def _hold_seats(event: Event, registrations: Collection[Registration]) -> None:
    """Seats of the list count as taken from here on."""
    seats = sum(registration.size for registration in registrations)
    if not Event.objects.promote_seats(event.pk, seats):
        raise AssertionError("Whoever holds the event knows how many seats are free.")


def seat(
    event: Event,
    registrations: Collection[Registration],
    *,
    what: str,
    was: str = Seat.State.WAITING,
    tell: bool = True,
    by: Person | None = None,
) -> None:
    """Give their seats to parties that waited for them or to whom they were offered (``was``); the caller holds the event.

    ``what`` names the letter. Cost: 6 queries, 1 if any of them has a login, and 1 for each (the audit).
    """
    if was == Seat.State.WAITING:
        _hold_seats(event, registrations)
    now = timezone.now()
    for registration in registrations:
        registration.state, registration.waiting_position = Registration.State.CONFIRMED, None
        registration.confirmed_at = now
    Registration.objects.bulk_update(registrations, ["state", "waiting_position", "confirmed_at"])
    moved = Seat.objects.filter(registration__in=registrations)
    moved.filter(state=was).update(
        state=Seat.State.EXPECTED,
        # A calendar that was told CANCEL listens to nothing but a higher number.
        sequence=Case(
            When(calendar_cancelled=True, then=F("sequence") + 1),
            default=F("sequence"),
            output_field=PositiveIntegerField(),
        ),
        calendar_cancelled=Value(False),
    )
    timetable.promoted(event, list(moved.expected()))
    if tell:
        leads = seating.leads_of(registrations)
        outbox.post_all(
            news.seated(what, registration=one, seat=leads[one.pk], event=event, fact="") for one in registrations
        )
    for registration in registrations:
        audit.record("registration.promoted", registration, by=by)


def offer(
    event: Event,
    registrations: Collection[Registration],
    *,
    until: datetime,
    by: Person | None = None,
    reason: str = "",
) -> list[PlaceOffer]:
    """Hold their seats for parties that wait, until they answer or the time is over; the caller holds the event.

    ``by`` and ``reason``: out of turn. Cost: 6 queries, and 2 for each (its clock, the audit).
    """
    _hold_seats(event, registrations)
    for registration in registrations:
        registration.state = Registration.State.OFFERED
    Registration.objects.bulk_update(registrations, ["state"])
    seating.set_states(registrations, Seat.State.WAITING, Seat.State.OFFERED)
    offers = PlaceOffer.objects.bulk_create(
        PlaceOffer(registration=one, seats=one.size, expires_at=until, out_of_turn=bool(reason), reason=reason)
        for one in registrations
    )
    leads = seating.leads_of(registrations)
    outbox.post_all(_letter(one, leads[one.registration_id], event) for one in offers)
    for one in offers:
        clock.schedule(OFFER_ENDS, str(one.pk), due_at=until, payload={"offer": one.pk})
        values = {"seats": one.seats, "out_of_turn": bool(reason)}
        audit.record("registration.offered", one.registration, by=by, values=values)
    return offers


def _letter(offer: PlaceOffer, lead: Seat, event: Event, *, fact: str = "") -> Mail:
    """The question; ``fact`` tells one that is asked again from the first."""
    return news.about_seat(
        "offered",
        registration=offer.registration,
        seat=lead,
        event=event,
        fact=f"{offer.pk}:{fact}" if fact else str(offer.pk),
        until=offer.expires_at.isoformat(),
        offer=offer.pk,
    )


def asked_again(registration: Registration, event: Event, lead: Seat, *, fact: str) -> Mail:
    """The question that is open, for the address the registration has now. Cost: 1 query."""
    offer = PlaceOffer.objects.open().get(registration=registration)
    offer.registration = registration
    return _letter(offer, lead, event, fact=fact)


def sooner(event: Event) -> None:
    """The event begins before some of its offers end, since it was moved: the time to answer is cut, and they are asked again.

    The caller holds the event. Cost: 1 query, else 3 and 2 for each offer.
    """
    now = timezone.now()
    late = PlaceOffer.objects.open().filter(registration__event=event, expires_at__gt=event.starts_at)
    offers = list(late.select_related("registration").order_by("pk"))
    if not offers or event.starts_at <= now:
        return
    until = _time_to_answer(event, Terms.of(event)) or event.starts_at
    leads = seating.leads_of([one.registration for one in offers])
    for one in offers:
        one.expires_at = until
        one.save(update_fields=["expires_at"])
        clock.schedule(OFFER_ENDS, str(one.pk), due_at=until, payload={"offer": one.pk})
    outbox.post_all(_letter(one, leads[one.registration_id], event, fact=until.isoformat()) for one in offers)


def rank(registration: Registration) -> int:
    """How many parties are to be seated until it is this registration's turn, itself included. Cost: 1 query."""
    ahead = Registration.objects.filter(event=registration.event_id).waiting()
    return ahead.filter(waiting_position__lte=registration.waiting_position).count()
