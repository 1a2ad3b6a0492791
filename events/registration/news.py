"""Mails about a seat, as rows to post: each keeps the fact it tells, and what the visitor's calendar is to hold from then on.

All mails about a seat share the stream (recipient, UID), so they leave in the order in which things happened:
a CANCEL never overtakes the REQUEST before it.
"""

from typing import Any

from django.utils import timezone

from core import outbox
from core.bilingual import pick
from core.outbox import Mail
from events.agenda.models import Event
from events.registration.models import Registration, Seat

#: What an entry does to a calendar: RFC 5546, section 3.2.
REQUEST, CANCEL = "REQUEST", "CANCEL"


def uid_of(seat: Seat) -> str:
    """UID of the seat's entry in its holder's calendar; says nothing about the holder."""
    return f"seat-{seat.calendar_uid}@maillage"


def place_of(event: Event) -> str:
    """Where, on one line: the venue, else the link of an online meeting."""
    venue = event.venue
    if venue is None:
        return event.online_url
    parts = (venue.name, venue.street, venue.locality, venue.postal_code)
    return ", ".join(part for part in parts if part)


def entry_of(seat: Seat, event: Event, *, language: str, method: str) -> dict[str, Any]:
    """What the visitor's calendar is told, frozen: a letter written later still tells what was true when it was posted."""
    return {
        "method": method,
        "uid": uid_of(seat),
        "sequence": seat.sequence,
        "stamp": timezone.now().isoformat(timespec="seconds"),
        "start": f"{event.start_date}T{event.start_time:%H:%M:%S}",
        "end": f"{event.end_date}T{event.end_time:%H:%M:%S}",
        "zone": event.zone,
        "title": pick(event, "title", language).text,
        "place": place_of(event),
        "link": event.online_url,
    }


def about_seat(
    what: str,
    *,
    registration: Registration,
    seat: Seat,
    event: Event,
    fact: str,
    method: str = "",
    priority: int = outbox.NORMAL,
    **facts: Any,
) -> Mail:
    """The row of the mail ``registration/what``; ``fact`` tells it from others of that name about the same seat."""
    if method:
        facts["entry"] = entry_of(seat, event, language=registration.language, method=method)
    return outbox.draft(
        f"registration/{what}",
        to=registration.email,
        language=registration.language,
        key=f"{seat.pk}:{fact}",
        about=registration,
        stream=f"{registration.email}|{uid_of(seat)}",
        priority=priority,
        payload={"registration": registration.pk, "seat": seat.pk, **facts},
    )
