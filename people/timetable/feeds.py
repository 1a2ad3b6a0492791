"""A person's timetable as a calendar to subscribe to."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars
from core.alternates import absolute
from people.accounts.models import Person
from people.timetable.models import Busy, Feed

#: How long what is over stays in it.
KEPT = timedelta(days=30)


def of_token(token: str) -> Feed | None:
    """The feed in use that this address opens. Cost: 1 query."""
    return Feed.objects.held_by(token).select_related("person").first()


def of_person(person: Person) -> Feed | None:
    """The feed the person has opened, if they have. Cost: 1 query."""
    return Feed.objects.filter(person=person).first()


def entry_of(busy: Busy) -> calendars.Entry:
    """One row in the language of the moment; its UID lasts as long as the row. No query."""
    path = busy.get_absolute_url()
    return calendars.Entry(
        uid=calendars.uid("busy", busy.pk),
        sequence=busy.sequence,
        start=busy.starts,
        end=busy.ends,
        zone=busy.zone,
        summary=busy.title.text,
        stamp=busy.changed_at,
        last_modified=busy.changed_at,
        location=busy.place.text,
        url=absolute(path) if path else "",
        status=calendars.Status.TENTATIVE if busy.is_tentative else calendars.Status.CONFIRMED,
    )


def text_of(person: Person) -> str:
    """The whole feed: to come, and what ended in the last 30 days; what was cancelled is not in it. Cost: 1 query."""
    rows = Busy.objects.of_person(person).filter(ends_at__gt=timezone.now() - KEPT)
    return calendars.text(map(entry_of, rows), name=_("Maillage – my calendar"), takes_time=True)
