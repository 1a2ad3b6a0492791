"""Events as calendar entries: one download, and feeds by region and kind."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars
from core.alternates import absolute
from events.agenda.jsonld import description
from events.agenda.listing import Filters
from events.agenda.models import Event
from events.agenda.querysets import EventQuerySet

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
        start=datetime.combine(event.start_date, event.start_time),
        end=datetime.combine(event.end_date, event.end_time),
        zone=event.zone,
        summary=summary,
        stamp=event.updated_at,
        last_modified=event.updated_at,
        description="\n\n".join([*filter(None, told), path]),
        location=place_words(event),
        url=path,
        status=calendars.Status.CANCELLED if event.is_cancelled else calendars.Status.CONFIRMED,
    )


def in_feed(filters: Filters) -> EventQuerySet:
    """What a subscriber hears of: to come and just over; a cancelled event for 30 days more. Soonest first."""
    since = timezone.now() - KEPT
    still_told = Q(cancelled_at=None, ends_at__gt=since) | Q(cancelled_at__gt=since)
    events = Event.objects.public().filter(still_told).select_related("region", "venue", "organisation")
    return filters.apply(events).order_by("starts_at", "pk")
