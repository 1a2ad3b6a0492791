"""The calendar's filters: read from a URL, written back to one, and what they leave.

A :class:`Filters` is the same in both languages, so that the language switch keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day_words
from core.reference.models import Region
from core.tiles import Tile
from events.agenda.models import Event, Kind
from events.agenda.querysets import EventQuerySet

#: Shortcuts of the date filter.
SPANS = ("week", "month")


@dataclass(frozen=True)
class Chip:
    """One filter in words, and the query string of the same list without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; an empty field asks nothing."""

    region: str = ""
    kind: str = ""
    when: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""
    online: bool = False
    free: bool = False

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> "Filters":
        """From the cleaned values of :class:`forms.CalendarFilter`; a day given by hand overrides a shortcut."""
        values = {field.name: cleaned[field.name] for field in fields(cls) if cleaned.get(field.name)}
        if "since" in values or "until" in values:
            values.pop("when", None)
        return cls(**values)

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def is_plain(self) -> bool:
        """Region and kind at most: a list worth an address of its own for search engines."""
        return self == Filters(region=self.region, kind=self.kind)

    def but(self, **changes: Any) -> "Filters":
        return replace(self, **changes)

    def query(self, **more: Any) -> str:
        """Query string with its question mark, in one fixed order; "" when nothing is asked."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                pairs.append((field.name, "1" if value is True else str(value)))
        pairs += [(name, str(value)) for name, value in more.items() if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def days(self) -> tuple[date | None, date | None]:
        """First and last day asked for, both included. Shortcuts count from today at Montréal."""
        if self.when == "week":
            today = timezone.localdate()
            return today, today + timedelta(days=6 - today.weekday())
        if self.when == "month":
            today = timezone.localdate()
            return today, (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return self.since, self.until

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        """The events that pass. Cost: none, it only narrows the query."""
        if self.region:
            events = events.in_region(self.region)
        if self.kind:
            events = events.filter(kind=self.kind)
        if self.q:
            events = events.with_words(self.q)
        if self.online:
            events = events.online()
        if self.free:
            events = events.with_free_seats()
        return events.within(*self.days())

    def chips(self, regions: Mapping[str, Region]) -> list[Chip]:
        """What is asked, each removable on its own."""
        chips = []
        if self.region in regions:
            chips.append(Chip(str(regions[self.region].name), self.but(region="").query()))
        if self.kind:
            chips.append(Chip(str(Kind(self.kind).label), self.but(kind="").query()))
        if self.when:
            words = {"week": _("This week"), "month": _("This month")}
            chips.append(Chip(words[self.when], self.but(when="").query()))
        if self.since:
            label = _("From %(day)s") % {"day": day_words(self.since, weekday=False)}
            chips.append(Chip(label, self.but(since=None).query()))
        if self.until:
            label = _("Until %(day)s") % {"day": day_words(self.until, weekday=False)}
            chips.append(Chip(label, self.but(until=None).query()))
        if self.q:
            chips.append(Chip(_("“%(words)s”") % {"words": self.q}, self.but(q="").query()))
        if self.online:
            chips.append(Chip(_("Online"), self.but(online=False).query()))
        if self.free:
            chips.append(Chip(_("Seats free"), self.but(free=False).query()))
        return chips


def counts_by_region(events: EventQuerySet) -> dict[str, int]:
    """Region → events held in it or about it, each event once a region. Cost: 2 queries."""
    counts: dict[str, int] = dict(
        events.order_by().values_list("region").annotate(number=Count("pk")).values_list("region", "number")
    )
    links = Event.about_regions.through.objects.filter(event__in=events.order_by().values("pk"))
    about = links.exclude(region=F("event__region")).values("region").annotate(number=Count("event"))
    for row in about:
        counts[row["region"]] = counts.get(row["region"], 0) + row["number"]
    return counts


def tiles(filters: Filters, base: EventQuerySet, regions: Mapping[str, Region], path: str) -> list[Tile]:
    """The tile map under every filter but the region's own; the chosen tile leads back to all. Cost: 2 queries."""
    counts = counts_by_region(filters.but(region="").apply(base))
    made = []
    for code, region in regions.items():
        number, chosen = counts.get(code, 0), code == filters.region
        note = ngettext("%(number)d event", "%(number)d events", number) % {"number": number}
        url = path + filters.but(region="" if chosen else code).query()
        made.append(Tile(code, region.name_fr, url=url, count=number, note=note, is_current=chosen))
    return made


@dataclass(frozen=True)
class Way:
    """Out of an empty list: what to drop, and how many events that gives."""

    label: str
    query: str
    count: int


def ways_out(filters: Filters, base: EventQuerySet, regions: Mapping[str, Region]) -> list[Way]:
    """Each filter dropped on its own, where that finds something. Cost: 1 query per filter asked."""
    names = {
        "region": _("In every region"),
        "kind": _("Of every kind"),
        "when": _("On any date"),
        "dates": _("On any date"),
        "q": _("Without the words “%(words)s”") % {"words": filters.q},
        "online": _("On site too"),
        "free": _("Waiting lists too"),
    }
    drops: dict[str, dict[str, Any]] = {
        name: {name: type(getattr(filters, name))()} for name in names if name != "dates"
    }
    drops["dates"] = {"since": None, "until": None}
    found = []
    for name, change in drops.items():
        wider = filters.but(**change)
        if wider != filters and (number := wider.apply(base).count()):
            found.append(Way(names[name], wider.query(), number))
    return found
