"""How hours are told to whoever reads them: in their own zone, and in the place's where clocks differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.dates import hours_words, local_of, span_lines, span_words, zone_note
from core.localtime import Zone
from people.accompaniment.models import Appointment, OwnZone, Slot
from people.accompaniment.zones import NAMES, differs
from people.accounts.models import Person


@dataclass
class Span:
    """A span as clocks show it in one zone: what ``core.dates`` puts into words."""

    start_date: date
    start_time: time
    end_date: date
    end_time: time
    zone: str

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime, zone: str) -> "Span":
        start, end = local_of(starts_at, zone), local_of(ends_at, zone)
        return cls(start.date(), start.time(), end.date(), end.time(), zone)


@dataclass(frozen=True)
class Told:
    """A span of local time (an opened hour, an appointment, a meeting of a room above), as one reader reads it."""

    #: Has what ``core.dates.Span`` asks for, and ``starts_at`` and ``ends_at``.
    thing: Any
    zone: str

    @property
    def span(self) -> Span:
        return Span.of(self.thing.starts_at, self.thing.ends_at, self.zone)

    @property
    def day(self) -> date:
        return self.span.start_date

    @property
    def hours(self) -> str:
        """« de 9 h à 9 h 30 », without the day."""
        # Under the heading of its first day: what ends past midnight needs no other day.
        plain = self._plain
        return hours_words(plain.start_time, plain.end_time) + zone_note(plain.zone)

    @property
    def when(self) -> str:
        """Day and hours in the reader's zone, the zone named where the place has another one."""
        words = span_words(self._plain)
        return (
            _("%(when)s (time of: %(place)s)") % {"when": words, "place": self.zone_name}
            if self.is_elsewhere
            else words
        )

    @property
    def is_elsewhere(self) -> bool:
        """Whether the reader's clocks show another hour than the place's."""
        return differs(self.zone, self.thing.zone, self.thing.starts_at)

    @property
    def zone_name(self) -> str:
        return str(NAMES.get(self.zone, self.zone))

    @property
    def there(self) -> str:
        """Day and hours in the zone of the place; "" where they are the reader's own."""
        if not self.is_elsewhere:
            return ""
        return _("%(when)s in Québec") % {"when": span_words(self.thing)}

    @property
    def hours_there(self) -> str:
        """The same in short, beside hours of a day: the day is said where it is another one."""
        if not self.is_elsewhere:
            return ""
        same_day = self.thing.start_date == self.day
        words = span_lines(self.thing)[1] if same_day else span_words(self.thing)
        return _("%(when)s in Québec") % {"when": words}

    @property
    def _plain(self) -> Span:
        """The span without a zone that ``core.dates`` would name: here it is named in our own words."""
        span = self.span
        return span if span.zone == self.thing.zone else Span(*_local(span), Zone.MONTREAL)


def _local(span: Span) -> tuple[date, time, date, time]:
    return span.start_date, span.start_time, span.end_date, span.end_time


def zone_of(person: Person) -> str:
    """The zone the person reads hours in: the one they chose, else Montréal's. Cost: 1 query."""
    chosen = OwnZone.objects.filter(person=person).values_list("zone", flat=True).first()
    return chosen if chosen in NAMES else Zone.MONTREAL.value


def told(rows: "Iterable[Slot] | Iterable[Appointment] | models.QuerySet[Slot]", zone: str) -> list[Told]:
    return [Told(row, zone) for row in rows]


def by_day(rows: Iterable[Told]) -> list[tuple[date, list[Told]]]:
    """Grouped by the reader's own day; in order already."""
    return [(day, list(group)) for day, group in groupby(rows, key=lambda one: one.day)]
