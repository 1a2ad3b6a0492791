"""Sittings in the calendar of whoever holds a seat: what each is told, and under which name.

Every sitting is an entry of its own, with a UID made of the seat's and the sitting's: ``seat-SEAT-SITTING@maillage``. One
entry with a rule of repetition would not do: sittings move one by one, and programmes disagree on RECURRENCE-ID, so that
one evening called off takes the whole course out of some calendars. All entries of a seat carry the seat's SEQUENCE. It
grows with everything that is told to that seat, so each entry only ever meets a higher number, also the ones that a
message left out; that a number is skipped, RFC 5545 (3.8.7.4) allows.

A REQUEST or CANCEL holds one UID (RFC 5546, 3.2.2 and 3.2.5), so a letter about six sittings carries six messages. The
file that is opened by hand has no method, and holds all of them.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import translation

from core.bilingual import pick
from core.dates import span_words
from events.agenda.entries import sitting_words
from events.agenda.models import Event
from events.agenda.series import Sitting


def entries_told(event: Event, *, language: str, only: Collection[int] | None = None) -> list[dict[str, Any]]:
    """What a calendar hears of each sitting, frozen in the letter: of those to come, or of ``only`` these (ids).

    What is over stays in calendars as it was: it took place where it took place. Cost: 1 query.
    """
    sittings = Sitting.objects.filter(event=event)
    if only is not None:
        found = list(sittings.filter(pk__in=only))
    else:
        found = [one for one in sittings if not one.is_cancelled and not one.is_past]
        # Whoever opens the file once all is over gets what there was.
        found = found or [one for one in sittings if not one.is_cancelled]
    with translation.override(language):
        return [_told(event, sitting, language) for sitting in found]


def _told(event: Event, sitting: Sitting, language: str) -> dict[str, Any]:
    sitting.event = event
    return {
        "key": sitting.pk,
        "number": sitting.number,
        "start": sitting.starts.isoformat(),
        "end": sitting.ends.isoformat(),
        "title": f"{pick(event, 'title', language).text} ({sitting_words(sitting, event.sitting_count)})",
        "when": span_words(sitting),
    }


def spread(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One entry for each sitting of what was told, or the entry itself for an event held once."""
    if "sittings" not in told:
        return [dict(told)]
    return [
        {**told, "uid": uid_with(told["uid"], one["key"]), **{name: one[name] for name in ("start", "end", "title")}}
        for one in told["sittings"]
    ]


def uid_with(uid: str, sitting: int) -> str:
    """The seat's UID with the sitting's number in it."""
    name, at, host = uid.partition("@")
    return f"{name}-{sitting}{at}{host}"
