"""Events as calendar entries: one download, and feeds by region and kind."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars
from core.alternates import absolute
from events.agenda.jsonld import description
from events.agenda.listing import Filters
from events.agenda.models import Event
from events.agenda.querysets import EventQuerySet
from events.agenda.series import Sitting

#: How long a subscriber's calendar still hears of an event that was cancelled, or is over.
KEPT = timedelta(days=30)


def uid(event: Event) -> str:
    """Of its entry in the public calendars; a registered person's own entry has another."""
    return calendars.uid("event", event.pk)


def place_words(event: Event) -> str:
    """Venue and address on one line, or that it is online."""
    if event.venue is None:
        return _("Online")
    return f"{event.venue.name}, {event.venue.address}"


def entry_of(event: Event) -> calendars.Entry:
    """The public entry in the page's language. Cost: none if venue and organisation are loaded.

    It never holds the link of an online meeting: that one is for registered people.
    """
    path = absolute(event.get_absolute_url())
    summary, told = event.title.text, [description(event)]
    if event.is_cancelled:
        summary = _("Cancelled: %(title)s") % {"title": summary}
        told.insert(0, event.cancellation_reason.text)
    elif event.is_moved and event.move_reason:
        told.insert(0, event.move_reason.text)
    return calendars.Entry(
        uid=uid(event),
        sequence=event.sequence,
        start=event.starts,
        end=event.ends,
        zone=event.zone,
        summary=summary,
        stamp=event.updated_at,
        last_modified=event.updated_at,
        description="\n\n".join([*filter(None, told), path]),
        location=place_words(event),
        url=path,
        status=calendars.Status.CANCELLED if event.is_cancelled else calendars.Status.CONFIRMED,
    )


def entries_of(event: Event) -> list[calendars.Entry]:
    """One entry, or one for each sitting. Cost: none if the sittings of a series are loaded, else 1 query.

    Each sitting has a UID of its own: one that moves or is called off changes alone, in programmes too that know no
    RECURRENCE-ID, and no RRULE says six dates of which two are on another day. Both counts of changes only grow, so their
    sum does: moving the whole event raises every sitting's SEQUENCE.
    """
    if not event.is_series:
        return [entry_of(event)]
    whole = entry_of(event)
    return [_sitting_entry(whole, event, sitting) for sitting in event.sittings.all() if _is_told(sitting)]


def entries_of_all(events: Iterable[Event]) -> Iterator[calendars.Entry]:
    for event in events:
        yield from entries_of(event)


def _is_told(sitting: Sitting) -> bool:
    return sitting.cancelled_at is None or sitting.cancelled_at > timezone.now() - KEPT


def sitting_words(sitting: Sitting, count: int) -> str:
    """ "sitting 3 of 6", with its title if it has one."""
    if sitting.number > count:  # another one was called off
        numbered = _("sitting %(number)d") % {"number": sitting.number}
    else:
        numbered = _("sitting %(number)d of %(count)d") % {"number": sitting.number, "count": count}
    return f"{numbered} – {sitting.title}" if sitting.title else numbered


def _sitting_entry(whole: calendars.Entry, event: Event, sitting: Sitting) -> calendars.Entry:
    is_off = sitting.is_cancelled or event.is_cancelled
    summary = f"{whole.summary} ({sitting_words(sitting, event.sitting_count)})"
    if sitting.is_cancelled and not event.is_cancelled:
        summary = _("Cancelled: %(title)s") % {"title": summary}
    told = [sitting.reason.text] if sitting.reason else []
    return replace(
        whole,
        uid=calendars.uid("sitting", sitting.pk),
        sequence=event.sequence + sitting.sequence,
        start=sitting.starts,
        end=sitting.ends,
        summary=summary,
        description="\n\n".join([*told, whole.description]),
        status=calendars.Status.CANCELLED if is_off else calendars.Status.CONFIRMED,
    )


def in_feed(filters: Filters) -> EventQuerySet:
    """What a subscriber hears of: to come and just over; a cancelled event for 30 days more. Soonest first."""
    since = timezone.now() - KEPT
    still_told = Q(cancelled_at=None, ends_at__gt=since) | Q(cancelled_at__gt=since)
    events = Event.objects.public().filter(still_told).select_related("region", "venue", "organisation")
    events = events.prefetch_related("sittings")
    return filters.apply(events).order_by("starts_at", "pk")
