"""One row made into one event: what it says, what had to be guessed, and the first thing that cannot be made out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.folding import fold
from core.localtime import Zone
from events.agenda.importing.cells import (
    Unreadable,
    check,
    is_no_limit,
    is_not_known,
    number_of,
    plain_of,
    text_of,
    visible,
)
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
#: Characters that fit; what is longer is refused, never cut.
LENGTHS = {
    "title_fr": 200,
    "title_en": 200,
    "summary_fr": 300,
    "summary_en": 300,
    "venue": 200,
    "street": 200,
    "locality": 120,
    "online_url": 200,
}
#: Words of a status, folded, that change nothing here.
USUAL = frozenset(
    [
        *("confirme", "confirmee", "a venir", "prevu", "prevue", "planifie", "planifiee", "actif", "active"),
        *("ouvert", "brouillon", "confirmed", "scheduled", "planned", "open", "draft", "ok"),
    ]
)
OFF = r"(?:annul[ée]+e?s?|cancell?ed|report[ée]+e?s?|postponed)"
#: « ANNULÉ – Salon », « Salon (reporté) »: a title that says the event is off.
OFF_IN_TITLE = re.compile(
    rf"^\W*{OFF}\s*[])!:–—-].*|.*[(\[]\s*{OFF}\b[^)\]]*[)\]].*|.*[-–—:]\s*{OFF}\s*!*", re.I | re.S
)


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
    texts = {
        name: visible(str(cells.get(name) or "")).strip()
        for name in ("summary_fr", "summary_en", "text_fr", "text_en", "accessibility_fr")
    }
    # A title broken over two lines of a cell is one line here; a place is taken apart where it breaks.
    words |= {name: " ".join(words[name].split()) for name in ("title_fr", "title_en", "locality")}
    if "\ufffd" in "".join((words | texts).values()):
        notes.append(_("Some letters could not be read (“\ufffd”): correct them in the file or in the workspace."))
    if not words["title_fr"]:
        raise Unreadable(_("It has no French title: write one in the column “Titre”."))
    is_cancelled = bool(cells.get("is_cancelled")) or _is_off(text_of(cells.get("status")), notes)
    if not is_cancelled and OFF_IN_TITLE.fullmatch(words["title_fr"]):
        raise Unreadable(
            _("Its title says it is off or postponed: write that in a column “Statut”, or correct the title.")
        )
    if (plain := {name: plain_of(text) for name, text in texts.items()}) != texts:
        texts = plain
        notes.append(_("The description was a web page: only its text is kept."))
    link = online_url(cells, words, notes)
    region = _region(cells.get("region"), defaults)
    settle_place(words, region, link, notes)
    for name, text in (words | texts | {"online_url": link}).items():
        if len(text) > LENGTHS.get(name, len(text)):
            told = _("Over %(number)d characters in “%(field)s”: shorten it.")
            raise Unreadable(told % {"number": LENGTHS[name], "field": label(name)})
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
        kind=_kind(text_of(cells.get("kind")), defaults.kind, notes),
        region=region,
        capacity=_capacity(cells.get("capacity"), notes),
        is_unlimited=is_no_limit(cells.get("capacity")),
        online_url=link,
        measures=_measures(text_of(cells.get("measures")), defaults),
        is_cancelled=is_cancelled,
        **words,
        **texts,
    )


def label(name: str) -> str:
    """A field of a draft in words."""
    words = {
        "title_fr": _("French title"),
        "title_en": _("English title"),
        "summary_fr": _("French summary"),
        "summary_en": _("English summary"),
        "text_fr": _("French text"),
        "text_en": _("English text"),
        "accessibility_fr": _("accessibility"),
        "kind": _("kind"),
        "start": _("start"),
        "end": _("end"),
        "venue": _("venue"),
        "street": _("street address"),
        "locality": _("municipality"),
        "postal_code": _("postal code"),
        "region": _("region"),
        "capacity": _("capacity"),
        "online_url": _("online meeting link"),
        "measures": _("measures"),
    }
    return words[name]


def _is_off(status: str, notes: list[str]) -> bool:
    """Whether a status calls the event off. Raises Unreadable if it is postponed: to when, the row does not say."""
    words = fold(status)
    if words.startswith(("annul", "cancel")):
        return True
    if words.startswith(("report", "postpon")):
        raise Unreadable(
            _("Its status is “%(text)s”: write its new date and empty the status, or leave the row out.")
            % {"text": status}
        )
    if words and words not in USUAL:
        notes.append(_("The status “%(text)s” is not read.") % {"text": status})
    return False


def _capacity(cell: Any, notes: list[str]) -> int | None:
    if is_not_known(cell):
        notes.append(_("“%(text)s” is no number of seats: none is kept.") % {"text": text_of(cell)})
    return number_of(cell)


def _region(cell: Any, defaults: Defaults) -> str:
    text = text_of(cell)
    if not text:
        return defaults.region
    code = text.zfill(2) if text.isdecimal() else defaults.regions.get(fold(text), "")
    if code not in defaults.regions.values():
        raise Unreadable(
            _("“%(text)s” is not one of the 17 regions: write its number, such as 04, or its name.") % {"text": text}
        )
    return code


def _kind(text: str, default: str, notes: list[str]) -> str:
    if not text:
        return default
    words = f" {fold(text)} "
    if fold(text).replace(" ", "_") in Kind.values:
        return fold(text).replace(" ", "_")
    for kind, names in KINDS.items():
        if any(f" {name}" in words for name in names.split("|")):
            return kind
    if default:
        told = _("“%(text)s” is not a kind of event: taken to be %(kind)s, as the command says.")
        notes.append(told % {"text": text, "kind": Kind(default).label})
        return default
    known = ", ".join(str(kind.label) for kind in Kind)
    raise Unreadable(_("“%(text)s” is not a kind of event; there are: %(known)s.") % {"text": text, "known": known})


def _measures(text: str, defaults: Defaults) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    if unknown := [measure for measure in wanted if measure not in defaults.measures]:
        raise Unreadable(
            _("“%(text)s” is not a measure of the plan: write its number, such as 4.1, or leave the cell empty.")
            % {"text": unknown[0]}
        )
    if "2.2" in wanted:
        raise Unreadable(_("Measure 2.2 has two tracks: leave it out here and choose the track in the event's form."))
    return tuple(sorted(set(wanted)))
