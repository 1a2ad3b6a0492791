"""How events, registrations and seats look from outside: rows as other systems are shown them.

Nothing that opens something by itself goes out: neither the link of a registration nor the code of a ticket. The worker
tells by these, so nothing of the interface's framework is loaded here.
"""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.crypto import salted_hmac

from core.alternates import absolute
from events.agenda.models import Event
from events.registration.models import PlaceOffer, Registration, Seat


def with_seats(found: QuerySet[Registration]) -> QuerySet[Registration]:
    """Registrations with all that :func:`registration` shows. Cost: 2 queries when it is read."""
    seats = Seat.objects.select_related("person").order_by("pk")
    return found.select_related("event__organisation", "organisation", "contact").prefetch_related(
        Prefetch("seats", seats)
    )


def with_sittings(found: QuerySet[Event]) -> QuerySet[Event]:
    """Events with all that :func:`event` shows. Cost: 2 queries when it is read."""
    return found.select_related("venue", "organisation").prefetch_related("sittings")


def event(held: Event) -> dict[str, Any]:
    state = "cancelled" if held.is_cancelled else "draft" if held.is_draft else "published"
    return {
        "id": held.pk,
        "kind": held.kind,
        "state": state,
        "title_fr": held.title_fr,
        "title_en": held.title_en,
        "starts_at": held.starts_at,
        "ends_at": held.ends_at,
        "zone": held.zone,
        "place": f"{held.venue.name}, {held.venue.address}" if held.venue else None,
        "region": held.region_id,
        "organisation": held.organisation.name,
        "capacity": held.capacity,
        "seats_taken": held.seats_taken,
        "seats_waiting": held.seats_waiting,
        "sittings": [
            {
                "id": one.pk,
                "number": one.number,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "cancelled": one.cancelled_at is not None,
            }
            for one in sorted(held.sittings.all(), key=lambda one: one.number)
        ],
        "url": absolute(held.get_absolute_url()),
        "updated_at": held.updated_at,
    }


def registration(held: Registration) -> dict[str, Any]:
    return {
        "id": held.pk,
        "event": held.event_id,
        "reference": held.reference,
        "state": held.state,
        "ending": held.ending,
        "source": held.source,
        "email": held.email,
        "language": held.language,
        "wants_reminder": held.wants_reminder,
        "organisation": held.organisation.name if held.organisation else None,
        "waiting_position": held.waiting_position,
        "awaits_guardian": held.awaits_guardian,
        "made_at": held.made_at,
        "confirmed_at": held.confirmed_at,
        "cancelled_at": held.cancelled_at,
        "seats": [
            {
                "id": seat.pk,
                "name": seat.name,
                "age_band": seat.age_band,
                "state": seat.state,
                "present_at": seat.present_at,
            }
            for seat in held.seats.all()
        ],
    }


def receipt(held: Registration) -> dict[str, Any]:
    return {
        "id": held.pk,
        "event": held.event_id,
        "reference": held.reference,
        "state": held.state,
        "seats": [{"id": seat.pk, "state": seat.state} for seat in held.seats.all()],
    }


def offer(held: PlaceOffer) -> dict[str, Any]:
    return {
        "id": held.pk,
        "registration": held.registration_id,
        "seats": held.seats,
        "state": held.state,
        "made_at": held.made_at,
        "expires_at": held.expires_at,
        "answered_at": held.answered_at,
        "out_of_turn": held.out_of_turn,
    }


def tag_of(shown: dict[str, Any]) -> str:
    """ETag of what is shown: changes when it does. Keyed, for it goes where names must not."""
    return f'"{salted_hmac("events.exchange.tag", repr(shown), algorithm="sha256").hexdigest()[:32]}"'
