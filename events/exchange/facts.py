"""From what the audit writes down to what other systems are told, in the same transaction.

The audit is the one place where every room says what was done, whoever did it: a form, the door, the clock, the API.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from core import clock, generations
from core.audit import Entry
from events.agenda.models import Event
from events.exchange import ears, rules
from events.exchange.models import Delivery, Kind, Subscription
from events.registration.models import Registration, Seat

#: Due work: messages of one subscription are to leave.
DELIVER = "exchange.deliver"

#: Action of the audit -> what it is called abroad. The other actions are told to nobody.
TOLD: dict[str, Kind] = {
    "registration.made": Kind.REGISTRATION_MADE,
    "registration.changed": Kind.REGISTRATION_CHANGED,
    "registration.party_changed": Kind.REGISTRATION_CHANGED,
    "registration.guardian_confirmed": Kind.REGISTRATION_CHANGED,
    "registration.offer_taken_back": Kind.REGISTRATION_CHANGED,
    "registration.reserved": Kind.REGISTRATION_CHANGED,
    "registration.cancelled": Kind.REGISTRATION_CANCELLED,
    "registration.offered": Kind.REGISTRATION_OFFERED,
    "registration.promoted": Kind.REGISTRATION_PROMOTED,
    "doors.checked_in": Kind.SEAT_CHECKED_IN,
    "doors.check_in_undone": Kind.SEAT_UNDONE,
    "agenda.edited": Kind.EVENT_CHANGED,
    "agenda.published": Kind.EVENT_CHANGED,
    "agenda.unpublished": Kind.EVENT_CHANGED,
    "agenda.moved": Kind.EVENT_CHANGED,
    "agenda.capacity_changed": Kind.EVENT_CHANGED,
    "agenda.sittings_added": Kind.EVENT_CHANGED,
    "agenda.sitting_edited": Kind.EVENT_CHANGED,
    "agenda.sitting_removed": Kind.EVENT_CHANGED,
    "agenda.sitting_moved": Kind.EVENT_CHANGED,
    "agenda.sitting_cancelled": Kind.EVENT_CHANGED,
    "agenda.cancelled": Kind.EVENT_CANCELLED,
}


def count_change() -> None:
    """Who is subscribed has changed, in the caller's transaction. Cost: as ``generations.bump``."""
    generations.bump(ears.GENERATION)
    # What happens later in this very transaction is told, too.
    generations.forget()
    ears.forget()


def entry_written(instance: Entry, **_news: Any) -> None:
    """Write a message for each subscription that is told of this. Cost: none where nobody is (``ears``), else 2 to 4 queries."""
    kind = TOLD.get(instance.action)
    if kind is None or instance.thing is None or not ears.may_hear(kind, _whereabouts(instance.thing)):
        return
    fact = _fact(instance, kind)
    if fact is None:
        return
    event, about, data = fact
    told = [one for one in rules.told_of(event) if kind.value in one.kinds]
    write(told, kind=kind, about=about, event=event, data=data | {"fields": list(instance.fields)})


def _whereabouts(thing: Model) -> Event | int:
    """The event that this is about, or its number where it is not at hand. No query."""
    if isinstance(thing, Event):
        return thing
    event: Event | int = thing._state.fields_cache.get("event") or thing.event_id  # type: ignore[attr-defined]  # seats and registrations have one
    return event


def write(
    told: Collection[Subscription], *, kind: Kind, about: str = "", event: Event | None = None, data: dict[str, Any]
) -> list[Delivery]:
    """Messages, and the clock that lets them leave. Cost: 1 query, and 1 for each subscription."""
    if not told:
        return []
    now = timezone.now()
    written = Delivery.objects.bulk_create(
        Delivery(
            subscription=one,
            kind=kind,
            about=about,
            event_id=event.pk if event else None,
            data=data,
            happened_at=now,
            not_before=now,
        )
        for one in told
    )
    for one in told:
        if one.is_active:
            plan(one, now)
    return list(written)


def plan(subscription: Subscription, at: Any) -> None:
    """Let the messages of a subscription leave from a moment on. Cost: 1 query."""
    clock.schedule(DELIVER, str(subscription.pk), due_at=at, payload={"subscription": subscription.pk})


def _fact(entry: Entry, kind: Kind) -> tuple[Event, str, dict[str, Any]] | None:
    """The event, what it is about, and numbers and states as they are now. Cost: 1 query."""
    number = int(entry.object_id)
    if kind.value.startswith("event."):
        event = _events(Event.objects.filter(pk=number)).first()
        return (event, f"event/{number}", {"event": number}) if event else None
    if kind.value.startswith("seat."):
        seat = Seat.objects.filter(pk=number).select_related("event", "registration").first()
        if seat is None:
            return None
        data = {
            "event": seat.event_id,
            "registration": seat.registration_id,
            "seat": seat.pk,
            "state": seat.state,
            "door": entry.values.get("door", ""),
            "sitting": entry.values.get("sitting"),
        }
        return seat.event, f"registration/{seat.registration_id}", data
    held = Registration.objects.filter(pk=number).select_related("event").first()
    if held is None:
        return None
    data = {
        "event": held.event_id,
        "registration": held.pk,
        "reference": held.reference,
        "state": held.state,
        "seats": held.size,
    }
    return held.event, f"registration/{held.pk}", data


def _events(found: QuerySet[Event]) -> QuerySet[Event]:
    return found.only("pk", "region", "organisation")
