"""Mails about a seat, as rows to post: each keeps the fact it tells, and what the visitor's calendar is to hold from then on.

All mails about a seat share the stream (recipient, UID), so they leave in the order in which things happened:
a CANCEL never overtakes the REQUEST before it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from core import calendars, outbox
from core.bilingual import pick
from core.outbox import Mail
from core.told import CANCEL as CANCEL
from core.told import REQUEST as REQUEST
from core.told import calendar_entry as read
from core.told import frozen
from events.agenda.models import Event
from events.registration import series
from events.registration.models import Guardian, Registration, Seat


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
    told = frozen(event, method=method, uid=uid_of(seat), sequence=seat.sequence, place=place_of(event)) | {
        "title": pick(event, "title", language).text,
        "link": event.online_url,
        "page": page_of(event, language),
    }
    if event.is_series:
        told["sittings"] = series.entries_told(event, language=language)
    return told


def calendar_entries(told: Mapping[str, Any], **options: Any) -> list[calendars.Entry]:
    """The entries of what :func:`entry_of` froze: one, or one for each sitting; ``options`` as in :func:`calendar_entry`."""
    return [calendar_entry(one, **options) for one in series.spread(told)]


def calendar_entry(told: Mapping[str, Any], **options: Any) -> calendars.Entry:
    """The calendar entry of what :func:`entry_of` froze; ``options`` as in :func:`core.told.calendar_entry`: an attendee, ``is_off``."""
    return read(told, summary=told["title"], description=told["link"], url=told["page"], **options)


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
