"""Mails about a seat, as rows to post: each keeps the fact it tells, and what the visitor's calendar is to hold from then on.

All mails about a seat share the stream (recipient, UID), so they leave in the order in which things happened:
a CANCEL never overtakes the REQUEST before it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from core import calendars, outbox
from core.bilingual import pick
from core.outbox import Mail
from events.agenda.models import Event
from events.registration import series
from events.registration.models import Guardian, Registration, Seat

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


def page_of(event: Event, language: str) -> str:
    """Address of the event's page in the language of the mail."""
    with translation.override(language):
        return settings.PUBLIC_URL.rstrip("/") + event.get_absolute_url()


def entry_of(seat: Seat, event: Event, *, language: str, method: str) -> dict[str, Any]:
    """What the visitor's calendar is told, frozen: a letter written later still tells what was true when it was posted."""
    told = {
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
        "page": page_of(event, language),
    }
    if event.is_series:
        told["sittings"] = series.entries_told(event, language=language)
    return told


def calendar_entries(told: Mapping[str, Any], **options: Any) -> list[calendars.Entry]:
    """The entries of what :func:`entry_of` froze: one, or one for each sitting; ``options`` as in :func:`calendar_entry`."""
    return [calendar_entry(one, **options) for one in series.spread(told)]


def calendar_entry(
    told: Mapping[str, Any], *, attendee_name: str = "", attendee_email: str = "", is_off: bool = False
) -> calendars.Entry:
    """The calendar entry of what :func:`entry_of` froze; with an attendee it can be sent by its method."""
    sender_name, sender_email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return calendars.Entry(
        uid=told["uid"],
        sequence=told["sequence"],
        stamp=datetime.fromisoformat(told["stamp"]),
        start=datetime.fromisoformat(told["start"]),
        end=datetime.fromisoformat(told["end"]),
        zone=told["zone"],
        summary=told["title"],
        location=told["place"],
        description=told["link"],
        url=told["page"],
        status=calendars.Status.CANCELLED if is_off or told["method"] == CANCEL else calendars.Status.CONFIRMED,
        organiser_name=sender_name,
        organiser_email=sender_email,
        attendee_name=attendee_name,
        attendee_email=attendee_email,
    )


def about_seat(
    what: str,
    *,
    registration: Registration,
    seat: Seat,
    event: Event,
    fact: str,
    method: str = "",
    priority: int = outbox.NORMAL,
    sittings: Collection[int] | None = None,
    **facts: Any,
) -> Mail:
    """The row of the mail ``registration/what``; ``fact`` tells it from others of that name about the same seat.

    ``sittings``: those (ids) that the calendar hears of alone; None: all that are to come.
    """
    if method:
        facts["entry"] = entry_of(seat, event, language=registration.language, method=method)
        if sittings is not None:
            facts["entry"]["sittings"] = series.entries_told(event, language=registration.language, only=sittings)
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


def seated(what: str, *, registration: Registration, seat: Seat, event: Event, fact: str) -> Mail:
    """The mail ``registration/what`` with tickets and entry; the word that a guardian is still to say yes, in its place."""
    if registration.awaits_guardian:
        return about_seat("held", registration=registration, seat=seat, event=event, fact=fact)
    return about_seat(what, registration=registration, seat=seat, event=event, fact=fact, method=REQUEST)


def to_guardian(
    what: str, *, guardian: Guardian, registration: Registration, seat: Seat, event: Event, fact: str = ""
) -> Mail:
    """A mail to the parent or guardian, in the language of the registration."""
    return outbox.draft(
        f"registration/{what}",
        to=guardian.email,
        language=registration.language,
        key=f"{guardian.pk}:{fact}" if fact else str(guardian.pk),
        about=registration,
        payload={"registration": registration.pk, "seat": seat.pk, "guardian": guardian.pk},
    )
