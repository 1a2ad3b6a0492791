"""What a row says beside words, days and places: measures, who is let in, when registration is open, what people are asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core import audiences
from core.folding import fold
from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant
from events.agenda.importing.cells import Unreadable, moment_of, text_of
from events.agenda.importing.tables import Table
from events.agenda.models import Track

#: The measure that is counted by its two tracks.
WITH_TRACKS = "2.2"
#: « Mesure 4.1 », "2.2 (For French speakers)", "4.1".
MEASURE = re.compile(r"(?:mesure|measure)?\s*([^\s()]+)\s*(?:\(([^)]*)\))?", re.I)
YES = frozenset({"oui", "yes", "x", "vrai", "true", "1"})
NO = frozenset({"non", "no", "faux", "false", "0"})
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Settings:
    """None, "" and () are what the row does not say."""

    measures: tuple[str, ...] = ()
    #: Of measure 2.2.
    track: str = ""
    about: tuple[str, ...] = ()
    audience: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    asks_access_needs: bool | None = None
    asks_meal: bool | None = None


def settings_of(
    cells: Mapping[str, Any], table: Table, zone: str, measures: frozenset[str], regions: Mapping[str, str]
) -> Settings:
    """Raises Unreadable."""
    counted, track = measures_of(text_of(cells.get("measures")), measures)
    opens, closes = (_moment(cells.get(name), table, zone) for name in ("opens", "closes"))
    if opens and closes and closes <= opens:
        raise Unreadable(_("Registration closes before it opens: correct one of the two."))
    return Settings(
        measures=counted,
        track=track,
        about=tuple(sorted({region_code(part, regions) for part in _parts(cells.get("about"))})),
        audience=_audience(text_of(cells.get("audience"))),
        opens=opens,
        closes=closes,
        asks_access_needs=_yes_or_no(cells.get("asks_access_needs")),
        asks_meal=_yes_or_no(cells.get("asks_meal")),
    )


def region_code(text: str, regions: Mapping[str, str]) -> str:
    """Code of a region named by it or by its name. Raises Unreadable."""
    code = text.zfill(2) if text.isdecimal() else regions.get(fold(text), "")
    if code not in regions.values():
        raise Unreadable(
            _("“%(text)s” is not one of the 17 regions: write its number, such as 04, or its name.") % {"text": text}
        )
    return code


def measures_of(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """Codes of the measures, in order, and the track of measure 2.2. Raises Unreadable."""
    wanted, track = set(), ""
    for part in _parts(text):
        found = MEASURE.fullmatch(part)
        code = found[1] if found else part
        if code not in known:
            raise Unreadable(
                _("“%(text)s” is not a measure of the plan: write its number, such as 4.1, or leave the cell empty.")
                % {"text": part}
            )
        if code == WITH_TRACKS:
            track = _named(found[2] or "", {each.value: each.label for each in Track}) if found else ""
            if not track:
                raise Unreadable(
                    _("Measure 2.2 has two tracks: leave it out here and choose the track in the event's form.")
                )
        wanted.add(code)
    return tuple(sorted(wanted)), track


def zone_named(text: str) -> str:
    """A legal time by its name in either language, or the one of the time-zone data; "" for a text that is none."""
    return text if text in Zone.values else _named(text, {zone.value: zone.label for zone in Zone})


def _named(text: str, labels: Mapping[str, Any]) -> str:
    """The value whose label, in either language, this is; "" for none."""
    wanted = fold(text)
    for language in LANGUAGES:
        with translation.override(language):
            for value, label in labels.items():
                if wanted and wanted in {fold(str(label)), fold(value)}:
                    return value
    return ""


def _audience(text: str) -> str:
    """Raises Unreadable."""
    if not text:
        return ""
    known = audiences.known()
    if text.partition(":")[0] in known:
        return text
    if found := _named(text, {name: audience.label for name, audience in known.items()}):
        return found
    raise Unreadable(
        _("“%(text)s” is no audience of ours: empty the cell, and choose it in the event's form.") % {"text": text}
    )


def _parts(cell: Any) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", text_of(cell)) if part.strip()]


def _yes_or_no(cell: Any) -> bool | None:
    words = fold(text_of(cell))
    return True if words in YES else False if words in NO else None


def _moment(cell: Any, table: Table, zone: str) -> datetime | None:
    """An instant; a day alone begins at midnight. Raises Unreadable."""
    day, hour = moment_of(cell, epoch=table.epoch, order=table.order)
    if day is None:
        return None
    try:
        return instant(datetime.combine(day, hour or datetime.min.time()), zone)
    except (NoSuchTime, AmbiguousTime) as trouble:
        raise Unreadable(str(trouble)) from trouble
