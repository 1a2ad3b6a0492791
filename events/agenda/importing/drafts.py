"""One row made into one event: what it says, what had to be guessed, and the first thing that cannot be made out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.dates import day_words
from core.folding import fold
from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant
from events.agenda.importing.calendars import local_in
from events.agenda.importing.cells import (
    END_OF_DAY,
    Linked,
    Unreadable,
    check,
    end_of,
    number_of,
    occasion_of,
    plain_of,
    span_of,
    text_of,
    time_of,
)
from events.agenda.importing.tables import Row
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
#: Municipalities that do not keep Montréal's time, folded. Source: Loi sur le temps légal (RLRQ, T-5.1), articles 1 and 2.
ATLANTIC = frozenset(
    [
        "cap aux meules",
        "les iles de la madeleine",
        "iles de la madeleine",
        "grosse ile",
        "havre aubert",
        "havre aux maisons",
        "l etang du nord",
        "listuguj",
    ]
)
BASSE_COTE_NORD = frozenset(
    [
        "blanc sablon",
        "lourdes de blanc sablon",
        "bonne esperance",
        "saint paul s river",
        "gros mecatina",
        "tete a la baleine",
        "chevery",
        "harrington harbour",
        "la romaine",
        "unamen shipu",
        "pakua shipi",
        "cote nord du golfe du saint laurent",
    ]
)
#: Names that stand elsewhere too: they decide only where the row's region fits.
SHARED_NAMES = {("11", "fatima"): Zone.ILES, ("09", "saint augustin"): Zone.BASSE_COTE_NORD}
#: How long an event without an end lasts.
ASSUMED = timedelta(hours=2)
#: The longest an event may last that ends, by its hours alone, on the next day.
NIGHT = timedelta(hours=12)
LENGTHS = {"title_fr": 200, "title_en": 200, "summary_fr": 300, "summary_en": 300}
#: Words that say a place is none, and those that may stand around them, folded.
ONLINE = frozenset(
    [
        *("ligne", "online", "virtuel", "virtuelle", "virtual", "distance", "webinaire", "webinar"),
        *("visio", "visioconference", "videoconference", "zoom", "teams", "meet", "webex", "skype"),
    ]
)
AROUND_ONLINE = frozenset(
    [
        *("en", "a", "sur", "via", "par", "la", "le", "mode", "plateforme", "reunion", "rencontre", "seulement"),
        *("on", "by", "the", "platform", "meeting", "event", "evenement", "only", "microsoft", "google"),
    ]
)
ADDRESS = re.compile(r"https?://\S+")


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
    is_cancelled: bool = False


@dataclass(frozen=True)
class Defaults:
    """What the command says for rows that do not. ``regions``: codes, and folded names with their code."""

    region: str
    regions: Mapping[str, str]
    measures: frozenset[str]
    kind: str = ""
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())


def draft_of(row: Row, epoch: datetime, defaults: Defaults, notes: list[str]) -> Draft:
    """The event a row describes; what had to be guessed goes to ``notes``. ``epoch``: day 0 of the spreadsheet's count.

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
    online_url = _online(cells, words, notes)
    region = _region(cells.get("region"), defaults)
    _place(words, region, online_url, notes)
    zone = zone_of(words["locality"], region)
    if zone != Zone.MONTREAL:
        notes.append(_("Taken to be in %(zone)s, by its municipality.") % {"zone": Zone(zone).label})
    start, end = _span(cells, epoch, zone, notes)
    key = text_of(cells.get("key")) or f"{fold(words['title_fr'])} {start:%Y-%m-%d %H:%M}"
    return Draft(
        key=key[:255],
        start=start,
        end=end,
        zone=zone,
        kind=_kind(text_of(cells.get("kind")), defaults.kind),
        region=region,
        capacity=number_of(cells.get("capacity")),
        online_url=online_url,
        measures=_measures(text_of(cells.get("measures")), defaults),
        is_cancelled=bool(cells.get("is_cancelled")),
        **words,
        **texts,
    )


def _online(cells: Mapping[str, Any], words: dict[str, str], notes: list[str]) -> str:
    """The meeting's link, from its own column or from a place that is one; "En ligne" in the place is no venue."""
    cell = cells.get("online_url")
    url = text_of(cell)
    if isinstance(cell, Linked) and not ADDRESS.fullmatch(url):
        url = cell.target
    if not url and (found := ADDRESS.search(words["venue"])):
        url = found[0].rstrip(".,;)>")
        words["venue"] = words["venue"].replace(found[0], "").strip(" ,;:()<>-–")
    is_online = _means_online(words["venue"])
    if is_online:
        words["venue"] = ""
    if fold(url) in {"oui", "yes", "x", "vrai", "true"}:
        url, is_online = "", True
    elif fold(url) in {"non", "no", "faux", "false"}:
        url = ""
    page = text_of(cells.get("page"))
    if page and not url and ADDRESS.fullmatch(page) and not words["venue"] and not words["street"]:
        url = page
        notes.append(_("The address %(address)s is taken to be that of the online meeting.") % {"address": page})
    elif page and page != url:
        notes.append(_("The address %(address)s is not read: the event has a place.") % {"address": page})
    if is_online and not url and not words["venue"]:
        raise Unreadable(_("It is online, but says no link: write the address of the meeting."))
    if url and not ADDRESS.fullmatch(url):
        raise Unreadable(
            _("“%(text)s” is not the address of an online meeting: write it whole, with https://.") % {"text": url}
        )
    return url


def _means_online(place: str) -> bool:
    """« En ligne », « via Zoom », « Réunion Microsoft Teams »; a « Café Zoom » is a place."""
    said = set(fold(place).split())
    return bool(said & ONLINE) and said <= ONLINE | AROUND_ONLINE


def _place(words: dict[str, str], region: str, online_url: str, notes: list[str]) -> None:
    """A venue has a municipality: its own cell, or what follows the last comma of the place."""
    if not words["venue"] and words["street"]:
        words["venue"] = words["street"]
    if words["venue"] and not words["locality"]:
        parts = [part.strip() for part in words["venue"].replace("\n", ",").split(",") if part.strip()]
        if len(parts) < 2:
            raise Unreadable(_("The place “%(place)s” does not say its municipality.") % {"place": words["venue"]})
        words["venue"], words["locality"] = parts[0], parts[-1]
        if len(parts) > 2 and not words["street"]:
            words["street"] = ", ".join(parts[1:-1])
        notes.append(_("The municipality is taken to be %(locality)s.") % {"locality": words["locality"]})
    if words["locality"] and not words["venue"]:
        raise Unreadable(_("It names a municipality and no place in it."))
    if not words["venue"] and not online_url:
        raise Unreadable(_("It says no place and no link."))
    if not region:
        raise Unreadable(_("It says no region."))


def zone_of(locality: str, region: str) -> str:
    """Legal time of a municipality."""
    name = fold(locality)
    if zone := SHARED_NAMES.get((region, name)):
        return zone
    return Zone.ILES if name in ATLANTIC else Zone.BASSE_COTE_NORD if name in BASSE_COTE_NORD else Zone.MONTREAL


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


def _span(cells: Mapping[str, Any], epoch: datetime, zone: str, notes: list[str]) -> tuple[datetime, datetime]:
    """First and last moment on the clock of the place. Raises Unreadable."""
    start, end = cells.get("start"), cells.get("end")
    if isinstance(start, datetime) and (start.tzinfo or (isinstance(end, datetime) and end.tzinfo)):
        first, last = local_in(start, zone), local_in(end, zone) if isinstance(end, datetime) else None
    else:
        day, hour, until = _start(cells, epoch)
        end_day, end_hour = end_of(end, epoch=epoch)
        for other in (until, time_of(cells.get("end_time"))):
            end_hour = _one_hour(end_hour, other, _("It says two hours to end, %(one)s and %(other)s: leave one."))
        first = datetime.combine(day, hour)
        last = _last(day, end_day, end_hour, first, notes)
    if last is None:
        last = first + ASSUMED
        notes.append(_("It says no end: two hours are assumed."))
    for moment in (first, last):
        try:
            instant(moment, zone)
        except (NoSuchTime, AmbiguousTime) as trouble:
            raise Unreadable(str(trouble)) from trouble
    if instant(last, zone) <= instant(first, zone):
        raise Unreadable(_("It ends before it begins: correct the day or the hour it ends."))
    return first, last


def _start(cells: Mapping[str, Any], epoch: datetime) -> tuple[date, time, time | None]:
    """Day and hour it begins, and the hour it ends where the same cell says it. Raises Unreadable."""
    day, hour, until = occasion_of(cells.get("start"), epoch=epoch)
    start_time = cells.get("start_time")
    also_day, in_column = end_of(start_time, epoch=epoch) if _holds_a_day(start_time) else (None, None)
    if also_day is None:
        in_column, then = span_of(start_time)
        until = _one_hour(until, then, _("It says two hours to end, %(one)s and %(other)s: leave one."))
    if day and also_day and day != also_day:
        raise Unreadable(
            _("It says two days to begin, %(one)s and %(other)s: leave one.") % {"one": day, "other": also_day}
        )
    day = day or also_day
    hour = _one_hour(hour, in_column, _("It says two hours to begin, %(one)s and %(other)s: leave one."))
    if day is None:
        raise Unreadable(_("It says no day: write one in the column “Date”, such as 2027-03-12."))
    if hour is None:
        raise Unreadable(_("It says no hour to begin: write one in the column “Heure”, such as 18:30."))
    if hour == END_OF_DAY:
        raise Unreadable(_("24:00 is the end of a day: to begin at midnight, write 0:00 and the next day."))
    return day, hour, until


def _holds_a_day(cell: Any) -> bool:
    """Whether an hour's cell says a day too: 2027-03-12 18:30."""
    return cell.year > 1900 if isinstance(cell, datetime) else bool(re.match(r"\s*\d+[-/.]\d+[-/.]\d+", text_of(cell)))


def _one_hour(one: time | None, other: time | None, refusal: str) -> time | None:
    """The hour that two cells say; Unreadable if they say two."""
    if one is not None and other is not None and one != other:
        raise Unreadable(refusal % {"one": f"{one:%H:%M}", "other": f"{other:%H:%M}"})
    return one if one is not None else other


def _last(day: date, end_day: date | None, end_hour: time | None, first: datetime, notes: list[str]) -> datetime | None:
    if end_hour is None:
        if end_day is not None and end_day > day:
            raise Unreadable(_("It says its last day, but no hour to end: write one in the column “Heure de fin”."))
        if end_day is not None and end_day < day:
            raise Unreadable(_("It ends before it begins: correct the day or the hour it ends."))
        return None
    last = datetime.combine(end_day or day, time() if end_hour == END_OF_DAY else end_hour)
    if end_hour == END_OF_DAY and end_day is not None:
        return last + timedelta(days=1)
    if end_day is None and last <= first:
        # 19:00 to 0:30 is an evening; 18:30 to 8:30 is a slip for 20:30, and so is anything longer than a night.
        if last + timedelta(days=1) - first > NIGHT:
            hours = {"end": f"{last:%H:%M}", "start": f"{first:%H:%M}"}
            raise Unreadable(
                _(
                    "It ends before it begins, %(end)s against %(start)s: correct the hour, or write the day it ends too."
                )
                % hours
            )
        last += timedelta(days=1)
        notes.append(_("The end is taken to be on the next day, %(day)s.") % {"day": day_words(last.date())})
    return last
