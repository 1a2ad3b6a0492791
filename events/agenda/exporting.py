"""An organiser's events as a file that the import reads back: CSV, XLSX, and .ics with the same cells beside the usual ones.

What goes out and comes in again is one list, :data:`COLUMNS`; ``docs/events-in-and-out.md`` says what no file carries.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import icalendar
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from core import audiences, calendars
from core.exports import is_formula
from core.localtime import Zone
from events.agenda import entries
from events.agenda.importing.applying import PLAIN, WINDOW, key_of
from events.agenda.importing.calendars import OWN
from events.agenda.models import Event, Track

#: Field of the import -> its heading, which the import knows in both languages.
COLUMNS: dict[str, str | Promise] = {
    "key": "Id",
    "status": pgettext_lazy("column", "Status"),
    "title_fr": pgettext_lazy("column", "French title"),
    "title_en": pgettext_lazy("column", "English title"),
    "kind": pgettext_lazy("column", "Type"),
    "start": pgettext_lazy("column", "Date"),
    "start_time": pgettext_lazy("column", "Start time"),
    "end": pgettext_lazy("column", "End date"),
    "end_time": pgettext_lazy("column", "End time"),
    "zone": pgettext_lazy("column", "Legal time"),
    "venue": pgettext_lazy("column", "Venue"),
    "street": pgettext_lazy("column", "Address"),
    "locality": pgettext_lazy("column", "Municipality"),
    "postal_code": pgettext_lazy("column", "Postal code"),
    "region": pgettext_lazy("column", "Region"),
    "about": pgettext_lazy("column", "About regions"),
    "online_url": pgettext_lazy("column", "Online link"),
    "organisation": pgettext_lazy("column", "Organised by"),
    "capacity": pgettext_lazy("column", "Seats"),
    "opens": pgettext_lazy("column", "Registration opens"),
    "closes": pgettext_lazy("column", "Registration closes"),
    "audience": pgettext_lazy("column", "Open to"),
    "asks_access_needs": pgettext_lazy("column", "Ask access needs"),
    "asks_meal": pgettext_lazy("column", "Ask about meals"),
    "measures": pgettext_lazy("column", "Measures"),
    "summary_fr": pgettext_lazy("column", "Summary"),
    "summary_en": pgettext_lazy("column", "English summary"),
    "text_fr": pgettext_lazy("column", "Text"),
    "text_en": pgettext_lazy("column", "English text"),
    "accessibility_fr": pgettext_lazy("column", "Accessibility"),
    "accessibility_en": pgettext_lazy("column", "English accessibility"),
}
#: Endings of the files that events leave in.
FORMATS = ("csv", "xlsx", "ics")
#: Relations that a row reads.
RELATED = ("region", "venue", "organisation")
PREFETCHED = ("about_regions", "contributions")


def header() -> list[str]:
    return [str(heading) for heading in COLUMNS.values()]


def rows(events: Iterable[Event], *, for_csv: bool) -> Iterator[list[Any]]:
    """A row for each event, typed as :mod:`core.exports` wants it. Cost: none beyond the relations named above."""
    for event in events:
        cells = cells_of(event)
        yield [_defusable(cells[name]) if for_csv else cells[name] for name in COLUMNS]


def _defusable(value: Any) -> Any:
    """A text that begins with an apostrophe before a formula gets one more: reading takes one away."""
    return f"'{value}" if isinstance(value, str) and value[:1] == "'" and is_formula(value.lstrip("'")) else value


def cells_of(event: Event) -> dict[str, Any]:
    """What the event says, under the names of the import, in words of the language that is active."""
    venue = event.venue
    return {
        **{name: getattr(event, name).replace("\r\n", "\n") for name in PLAIN},
        "key": key_of(event),
        "status": _status(event),
        "kind": event.get_kind_display(),
        "start": event.start_date,
        "start_time": event.start_time,
        "end": event.end_date,
        "end_time": event.end_time,
        "zone": str(Zone(event.zone).label),
        "venue": venue.name if venue else "",
        "street": venue.street if venue else "",
        "locality": venue.locality if venue else "",
        "postal_code": venue.postal_code if venue else "",
        "region": event.region.name_fr,
        "about": "; ".join(sorted(region.name_fr for region in event.about_regions.all())),
        "organisation": event.organisation.name,
        "capacity": _("No limit") if event.capacity is None else event.capacity,
        **{name: _local(getattr(event, column), event) for name, column in WINDOW.items()},
        "audience": _audience(event.audience),
        "asks_access_needs": event.asks_access_needs,
        "asks_meal": event.asks_meal,
        "measures": "; ".join(
            sorted(
                f"{_('Measure')} {count.measure_id}" + (f" ({Track(count.track).label})" if count.track else "")
                for count in event.contributions.all()
            )
        ),
    }


def _status(event: Event) -> str:
    """A word that the import understands or lets pass."""
    if event.is_cancelled:
        return pgettext("event", "Cancelled")
    return _("Draft") if event.is_draft else pgettext("event", "Published")


def _local(moment: datetime | None, event: Event) -> datetime | None:
    return moment.astimezone(event.zone_info).replace(tzinfo=None) if moment else None


def _audience(question: str) -> str:
    """Its label, or the question itself where it has an argument or nobody knows it."""
    known = audiences.known().get(question)
    return str(known.label) if known else question


# ------------------------------------------------------------------ .ics
def calendar(events: Iterable[Event]) -> str:
    """The same as a calendar: what every program reads, and each cell under a name of ours beside it."""
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", calendars.PRODUCT)
    text: str = made.to_ical().decode().removesuffix("END:VCALENDAR\r\n")
    return "".join([text, *(_entry(event) for event in events), "END:VCALENDAR\r\n"])


def _entry(event: Event) -> str:
    cells = cells_of(event)
    entry = icalendar.Event()
    entry.add("uid", icalendar.vText(calendars.CONTROLS.sub("", key_of(event))))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.updated_at)
    # By the world's clock: every program knows it, and the zone of the place stands among our cells.
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title_fr)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.venue:
        entry.add("location", entries.place_words(event))
    if event.text_fr:
        entry.add("description", cells["text_fr"])
    for name, value in cells.items():
        if (words := _words(value)) and name not in {"key", "start", "start_time", "end", "end_time"}:
            entry.add(f"{OWN}{name.replace('_', '-')}".upper(), icalendar.vText(calendars.CONTROLS.sub("", words)))
    written: bytes = entry.to_ical(sorted=False)
    return written.decode()


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


# ------------------------------------------------------------------ a model to fill in
def template() -> tuple[list[str], list[list[Any]]]:
    """Headings in both languages, and one line that shows how to fill them."""
    heads: Sequence[list[str]] = []
    for language in ("fr", "en"):
        with translation.override(language):
            heads = [*heads, header()]
    both = [french if french == english else f"{french} / {english}" for french, english in zip(*heads, strict=True)]
    example = {
        "key": "",
        "title_fr": "Vivre et travailler en Mauricie",
        "title_en": "Living and working in Mauricie",
        "kind": "Séance d’information",
        "start": date(datetime.now().year + 1, 3, 12),
        "start_time": time(18, 30),
        "end": date(datetime.now().year + 1, 3, 12),
        "end_time": time(20),
        "venue": "Salle communautaire",
        "street": "12, rue du Quai",
        "locality": "Shawinigan",
        "postal_code": "G9N 1B1",
        "region": "Mauricie",
        "capacity": 40,
        "summary_fr": "Emplois, logement, écoles: ce qu’il faut savoir avant de choisir la région.",
        "measures": "",
    }
    return both, [[example.get(name, "") for name in COLUMNS]]
