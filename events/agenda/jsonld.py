"""What search engines read: schema.org Event, as data in the page."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from core.alternates import absolute
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.agenda.texts import to_plain

#: Characters that could end the script element or confuse an old parser. JSON reads the escapes as the same text.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def script(data: dict[str, Any]) -> SafeString:
    """The data as a script element that no text in it can break out of."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped above)


def description(event: Event) -> str:
    """The summary, or how the text begins: at most 300 characters, cut between words."""
    if event.summary:
        return event.summary.text
    return Truncator(" ".join(to_plain(event.text.text).split())).chars(300)


def of_event(event: Event, sittings: Sequence[Sitting] = ()) -> dict[str, Any]:
    """schema.org/Event in the page's language, with its sittings as ``subEvent``. Cost: none if region, venue and organisation are loaded."""
    path = event.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BusinessEvent" if event.kind in {"job_fair", "recruiting_mission", "network_meeting"} else "Event",
        "@id": absolute(path) + "#event",
        "url": absolute(path),
        "name": event.title.text,
        "startDate": event.start_local.isoformat(),
        "endDate": event.end_local.isoformat(),
        "eventStatus": _status(event),
        "eventAttendanceMode": _mode(event),
        "location": _location(event),
        "organizer": {"@type": "Organization", "name": event.organisation.name},
        "inLanguage": ["fr-CA", "en-CA"] if event.has_english else ["fr-CA"],
        "isAccessibleForFree": True,
        "offers": _offer(event, absolute(path)),
    }
    if words := description(event):
        data["description"] = words
    if event.is_moved and event.previous_starts_at:
        data["previousStartDate"] = event.previous_starts_at.astimezone(event.zone_info).isoformat()
    if event.picture:
        data["image"] = event.picture.url if "://" in event.picture.url else absolute(event.picture.url)
    if event.capacity:
        data["maximumAttendeeCapacity"] = event.capacity
        data["remainingAttendeeCapacity"] = event.seats_free
    if sittings:
        data["subEvent"] = [_of_sitting(event, sitting) for sitting in sittings]
    return data


def _of_sitting(event: Event, sitting: Sitting) -> dict[str, Any]:
    """One sitting; its place is the event's, said once more for readers that look no higher."""
    path = event.get_absolute_url()
    starts, ends = (moment.astimezone(event.zone_info) for moment in (sitting.starts_at, sitting.ends_at))
    status = "EventCancelled" if sitting.is_cancelled or event.is_cancelled else "EventScheduled"
    if status == "EventScheduled" and sitting.previous_starts_at:
        status = "EventRescheduled"
    data: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{absolute(path)}#sitting-{sitting.pk}",
        "name": sitting.title.text or event.title.text,
        "startDate": starts.isoformat(),
        "endDate": ends.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": _mode(event),
        "location": _location(event),
    }
    if sitting.previous_starts_at and not sitting.is_cancelled:
        data["previousStartDate"] = sitting.previous_starts_at.astimezone(event.zone_info).isoformat()
    return data


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "https://schema.org/EventCancelled"
    if event.is_moved and event.previous_starts_at:
        return "https://schema.org/EventRescheduled"
    if event.is_moved and event.previous_place and event.venue is None:
        return "https://schema.org/EventMovedOnline"
    return "https://schema.org/EventScheduled"


def _mode(event: Event) -> str:
    if event.venue is None:
        return "https://schema.org/OnlineEventAttendanceMode"
    if event.is_online:
        return "https://schema.org/MixedEventAttendanceMode"
    return "https://schema.org/OfflineEventAttendanceMode"


def _location(event: Event) -> Any:
    """Place, virtual place, or both. The meeting's own link is for registered people: the page stands for it."""
    places: list[dict[str, Any]] = []
    if venue := event.venue:
        address = {
            "@type": "PostalAddress",
            "addressLocality": venue.locality,
            "addressRegion": "QC",
            "addressCountry": "CA",
        }
        if venue.street:
            address["streetAddress"] = venue.street
        if venue.postal_code:
            address["postalCode"] = venue.postal_code
        places.append({"@type": "Place", "name": venue.name, "address": address})
    if event.is_online:
        places.append({"@type": "VirtualLocation", "url": absolute(event.get_absolute_url())})
    return places[0] if len(places) == 1 else places


def _offer(event: Event, url: str) -> dict[str, Any]:
    waits = event.registration_is_to_come and not (event.is_cancelled or event.is_past)
    gone = event.is_full or not (waits or event.takes_registrations)
    can_be_had = "PreOrder" if waits else "InStock"
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "CAD",
        "availability": f"https://schema.org/{'SoldOut' if gone else can_be_had}",
        "url": url,
    }
    opens = event.registration_opens_at or event.published_at
    if opens:
        offer["validFrom"] = opens.astimezone(event.zone_info).isoformat(timespec="seconds")
    if event.registration_closes_at:
        offer["validThrough"] = event.registration_closes_at.astimezone(event.zone_info).isoformat(timespec="seconds")
    return offer
