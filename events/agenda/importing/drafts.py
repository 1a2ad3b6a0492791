"""One row made into one event: what it says, what had to be guessed, and the first thing that cannot be made out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.folding import fold
from core.localtime import Zone
from events.agenda.importing.cells import Unreadable, check, is_no_limit, is_not_known, number_of, plain_of, text_of
from events.agenda.importing.places import online_url, settle_place, zone_of
from events.agenda.importing.spans import event_span
from events.agenda.importing.tables import Row, Table
from events.agenda.models import Kind

#: Words of a kind, folded; the first that stands in the cell decides.
KINDS = {
    Kind.JOB_FAIR: "salon|foire|job fair|career fair|fair",
    Kind.STAY: "sejour|stay|visite exploratoire",
    Kind.TRAINING: "formation|atelier|cours|training|workshop",
    Kind.RECRUITING_MISSION: "mission|recruiting mission",
    Kind.NETWORK_MEETING: "reseau|network|reseautage|membres",
    Kind.INFO_SESSION: "seance|information|info session|webinaire|causerie",
    Kind.CAMPAIGN: "campagne|campaign|fete|exposition|vernissage",
}
LENGTHS = {"title_fr": 200, "title_en": 200, "summary_fr": 300, "summary_en": 300}


@dataclass(frozen=True)
class Draft:
    """An event as a row describes it; None and "" are what the row does not say."""

    key: str
    title_fr: str
    start: datetime
    end: datetime
    zone: str
    kind: str = ""
    title_en: str = ""
    summary_fr: str = ""
    summary_en: str = ""
    text_fr: str = ""
    text_en: str = ""
    accessibility_fr: str = ""
    venue: str = ""
    street: str = ""
    locality: str = ""
    postal_code: str = ""
    region: str = ""
    capacity: int | None = None
    online_url: str = ""
    measures: tuple[str, ...] = ()
    #: The row says that there is no limit; without, no capacity is nothing said.
    is_unlimited: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True)
class Defaults:
    """What the command says for rows that do not. ``regions``: codes, and folded names with their code."""

    region: str
    regions: Mapping[str, str]
    measures: frozenset[str]
    kind: str = ""
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())


def draft_of(row: Row, table: Table, defaults: Defaults, notes: list[str]) -> Draft:
    """The event a row of ``table`` describes; what had to be guessed goes to ``notes``.

    Raises Unreadable with the first thing that cannot be made out.
    """
    cells = row.cells
    check(cells.values())
    words = {
        name: text_of(cells.get(name))
        for name in ("title_fr", "title_en", "venue", "street", "locality", "postal_code")
    }
    if not words["title_fr"]:
        raise Unreadable(_("It has no French title."))
    texts = {
        name: str(cells.get(name) or "").strip()
        for name in ("summary_fr", "summary_en", "text_fr", "text_en", "accessibility_fr")
    }
    if (plain := {name: plain_of(text) for name, text in texts.items()}) != texts:
        texts = plain
        notes.append(_("The description was a web page: only its text is kept."))
    for name, longest in LENGTHS.items():
        if len((words | texts)[name]) > longest:
            raise Unreadable(_("Over %(number)d characters in “%(field)s”.") % {"number": longest, "field": name})
    link = online_url(cells, words, notes)
    region = _region(cells.get("region"), defaults)
    settle_place(words, region, link, notes)
    zone = zone_of(words["locality"], region)
    if zone != Zone.MONTREAL:
        notes.append(_("Taken to be in %(zone)s, by its municipality.") % {"zone": Zone(zone).label})
    start, end = event_span(cells, table, zone, notes)
    key = text_of(cells.get("key")) or f"{fold(words['title_fr'])} {start:%Y-%m-%d %H:%M}"
    return Draft(
        key=key[:255],
        start=start,
        end=end,
        zone=zone,
        kind=_kind(text_of(cells.get("kind")), defaults.kind),
        region=region,
        capacity=_capacity(cells.get("capacity"), notes),
        is_unlimited=is_no_limit(cells.get("capacity")),
        online_url=link,
        measures=_measures(text_of(cells.get("measures")), defaults),
        is_cancelled=bool(cells.get("is_cancelled")),
        **words,
        **texts,
    )


def _capacity(cell: Any, notes: list[str]) -> int | None:
    if is_not_known(cell):
        notes.append(_("“%(text)s” is no number of seats: none is kept.") % {"text": text_of(cell)})
    return number_of(cell)


def _region(cell: Any, defaults: Defaults) -> str:
    text = text_of(cell)
    if not text:
        return defaults.region
    code = text.zfill(2) if text.isdigit() else defaults.regions.get(fold(text), "")
    if code not in defaults.regions.values():
        raise Unreadable(_("“%(text)s” is not one of the 17 regions.") % {"text": text})
    return code


def _kind(text: str, default: str) -> str:
    if not text:
        return default
    words = f" {fold(text)} "
    if fold(text).replace(" ", "_") in Kind.values:
        return fold(text).replace(" ", "_")
    for kind, names in KINDS.items():
        if any(f" {name}" in words for name in names.split("|")):
            return kind
    if default:
        return default
    known = ", ".join(str(kind.label) for kind in Kind)
    raise Unreadable(_("“%(text)s” is not a kind of event; there are: %(known)s.") % {"text": text, "known": known})


def _measures(text: str, defaults: Defaults) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    if unknown := [measure for measure in wanted if measure not in defaults.measures]:
        raise Unreadable(_("“%(text)s” is not a measure of the plan.") % {"text": unknown[0]})
    if "2.2" in wanted:
        raise Unreadable(_("Measure 2.2 has two tracks: leave it out here and choose the track in the event's form."))
    return wanted
