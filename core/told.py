"""What a calendar is told, frozen in the payload of a letter: one written later still tells what was true when it was posted."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.utils import timezone

from core import calendars

#: What an entry does to a calendar: RFC 5546, section 3.2.
REQUEST, CANCEL = calendars.Method.REQUEST.value, calendars.Method.CANCEL.value


class Hours(Protocol):
    """Something with a beginning, an end and the zone they are told in."""

    @property
    def starts(self) -> datetime: ...
    @property
    def ends(self) -> datetime: ...
    @property
    def zone(self) -> str: ...


def frozen(hours: Hours, *, method: str, uid: str, sequence: int, place: str) -> dict[str, Any]:
    """As it stands now; :func:`calendar_entry` reads it."""
    return {
        "method": method,
        "uid": uid,
        "sequence": sequence,
        "stamp": timezone.now().isoformat(timespec="seconds"),
        "start": hours.starts.isoformat(),
        "end": hours.ends.isoformat(),
        "zone": hours.zone,
        "place": place,
    }


def calendar_entry(
    told: Mapping[str, Any],
    *,
    summary: str,
    url: str = "",
    description: str = "",
    attendee_name: str = "",
    attendee_email: str = "",
    is_off: bool = False,
) -> calendars.Entry:
    """What was frozen, as an entry from the site to one reader; ``is_off``: it holds no more, whatever was told."""
    sender_name, sender_email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return calendars.Entry(
        uid=told["uid"],
        sequence=told["sequence"],
        stamp=datetime.fromisoformat(told["stamp"]),
        start=datetime.fromisoformat(told["start"]),
        end=datetime.fromisoformat(told["end"]),
        zone=told["zone"],
        summary=summary,
        location=told["place"],
        description=description,
        url=url,
        status=calendars.Status.CANCELLED if is_off or told["method"] == CANCEL else calendars.Status.CONFIRMED,
        organiser_name=sender_name,
        organiser_email=sender_email,
        attendee_name=attendee_name,
        attendee_email=attendee_email,
    )
