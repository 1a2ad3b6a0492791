"""Events with several sittings, as plain functions."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from events.agenda import sittings as actions
from events.agenda.models import Event, Kind
from events.agenda.series import Sitting
from events.agenda.sittings import Hours, repeated
from tests.factories.registration import open_event


def series(*, times: int = 3, first: int = 10, every: int = 7, at: int = 18, **fields: Any) -> Event:
    """A published training in ``times`` sittings of two hours, the first one ``first`` days from today at ``at`` o'clock."""
    start = datetime.combine(timezone.localdate() + timedelta(days=first), time(at))
    event = open_event(
        **{"kind": Kind.TRAINING, "title_fr": "Réalités du travail", "title_en": "Realities of Work"}
        | fields
        | {"starts": start, "hours": 2, "published_at": None}
    )
    actions.add_sittings(
        event=event, by=None, hours=repeated(Hours(start, start + timedelta(hours=2)), times=times, days=every)
    )
    published = fields.get("published_at", timezone.now() - timedelta(days=60))
    Event.objects.filter(pk=event.pk).update(published_at=published)
    return Event.objects.select_related("venue", "region", "organisation").get(pk=event.pk)


def sittings_of(event: Event) -> list[Sitting]:
    """In order, each with its event as it is now."""
    return list(Sitting.objects.filter(event=event).select_related("event__venue", "event__region"))


def other_day(sitting: Sitting, days: int = 1) -> Hours:
    return Hours(sitting.starts + timedelta(days=days), sitting.ends + timedelta(days=days))
