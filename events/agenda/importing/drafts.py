"""One row made into one event: what it says, what had to be guessed, and the first thing that cannot be made out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
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
from events.agenda.importing.settings import Settings, region_code, settings_of, zone_named
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
#: One line each, in which a no-break space stays one: French wants it before a colon.
TYPESET = frozenset({"title_fr", "title_en", "venue", "street"})
#: Words of a status, folded, that change nothing here.
USUAL = frozenset(
    [
        *("confirme", "confirmee", "a venir", "prevu", "prevue", "planifie", "planifiee", "actif", "active"),
        *("ouvert", "brouillon", "confirmed", "scheduled", "planned", "open", "draft", "ok"),
        *("publie", "publiee", "published", "termine", "terminee", "over", "complet", "full"),
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
    accessibility_en: str = ""
    venue: str = ""
    street: str = ""
    locality: str = ""
    postal_code: str = ""
    region: str = ""
    capacity: int | None = None
    online_url: str = ""
    measures: tuple[str, ...] = ()
    track: str = ""
    about: tuple[str, ...] = ()
    audience: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    asks_access_needs: bool | None = None
    asks_meal: bool | None = None
    #: The row says that there is no limit; without, no capacity is nothing said.
    is_unlimited: bool = False
    is_cancelled: bool = False


class DraftSpan:
    """A draft's span, in the shape ``core.dates`` puts into words."""

    def __init__(self, draft: Draft) -> None:
        self.start_date, self.start_time = draft.start.date(), draft.start.time()
        self.end_date, self.end_time = draft.end.date(), draft.end.time()
        self.zone = draft.zone


@dataclass(frozen=True)
class Defaults:
    """What is chosen for rows that do not. ``regions``: codes, and folded names with their code."""

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
        name: typeset(cells.get(name)) if name in TYPESET else text_of(cells.get(name))
        for name in ("title_fr", "title_en", "venue", "street", "locality", "postal_code")
    }
    texts = {
        name: visible(str(cells.get(name) or "")).strip()
        for name in ("summary_fr", "summary_en", "text_fr", "text_en", "accessibility_fr", "accessibility_en")
    }
    # A title broken over two lines of a cell is one line here; a place is taken apart where it breaks.
    words |= {name: one_line(words[name]) for name in ("title_fr", "title_en", "locality")}
    if "\ufffd" in "".join((words | texts).values()):
        notes.append(_("Some letters could not be read (“\ufffd”): correct them in the file or in the workspace."))
    if not words["title_fr"]:
        raise Unreadable(_("It has no French title: write one in the column “Titre”."))
    is_cancelled = bool(cells.get("is_cancelled")) or _is_off(text_of(cells.get("status")), notes)
    # A status that says how things stand is believed before a title.
    is_settled = fold(text_of(cells.get("status"))) in USUAL
    if not (is_cancelled or is_settled) and OFF_IN_TITLE.fullmatch(words["title_fr"]):
        raise Unreadable(
            _("Its title says it is off or postponed: write that in a column “Statut”, or correct the title.")
        )
    if (plain := {name: plain_of(text) for name, text in texts.items()}) != texts:
        texts = plain
        notes.append(_("The description was a web page: only its text is kept."))
    link = online_url(cells, words, notes)
    region = region_code(said, defaults.regions) if (said := text_of(cells.get("region"))) else defaults.region
    settle_place(words, region, link, notes)
    for name, text in (words | texts | {"online_url": link}).items():
        if len(text) > LENGTHS.get(name, len(text)):
            told = _("Over %(number)d characters in “%(field)s”: shorten it.")
            raise Unreadable(told % {"number": LENGTHS[name], "field": label(name)})
    named = zone_named(text_of(cells.get("zone")))
    zone = named or zone_of(words["locality"], region)
    if zone != Zone.MONTREAL and not named:
        notes.append(_("Taken to be in %(zone)s, by its municipality.") % {"zone": Zone(zone).label})
    start, end = event_span(cells, table, zone, notes)
    said_words: dict[str, Any] = words | texts
    settings = settings_of(cells, table, zone, defaults.measures, defaults.regions)
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
        is_cancelled=is_cancelled,
        **{setting.name: getattr(settings, setting.name) for setting in fields(Settings)},
        **said_words,
    )


def typeset(cell: Any) -> str:
    """A cell as text, its no-break spaces kept."""
    return re.sub(r"[ \t]+", " ", visible(cell)).strip() if isinstance(cell, str) else text_of(cell)


def one_line(text: str) -> str:
    """A text broken over lines of a cell as one line; a no-break space stays one."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


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
        "accessibility_en": _("accessibility in English"),
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
        "track": _("track of measure 2.2"),
        "about": _("regions it is about"),
        "audience": _("who it is open to"),
        "opens": _("when registration opens"),
        "closes": _("when registration closes"),
        "asks_access_needs": _("asking what people need to take part"),
        "asks_meal": _("asking about the meal"),
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
        told = _("“%(text)s” is not a kind of event: taken to be %(kind)s, as chosen.")
        notes.append(told % {"text": text, "kind": Kind(default).label})
        return default
    known = ", ".join(str(kind.label) for kind in Kind)
    raise Unreadable(_("“%(text)s” is not a kind of event; there are: %(known)s.") % {"text": text, "known": known})
