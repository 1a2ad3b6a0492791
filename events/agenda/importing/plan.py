"""Rows in, plan out: for each row what would be done, and why. Pure: it asks nothing of the database.

The key of an event is its organiser's own (the UID of an .ics, an id column), else its title and start: importing
the same file twice is importing it once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from core.dates import moment_words
from core.folding import fold
from core.localtime import instant
from events.agenda.importing.cells import Unreadable, text_of, visible
from events.agenda.importing.drafts import Defaults, Draft, draft_of, label
from events.agenda.importing.tables import Row, Table


class Verdict(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Known:
    """An event that was imported before: its present values under the names of :class:`Draft`."""

    values: Mapping[str, Any]
    is_published: bool = False
    is_cancelled: bool = False
    is_over: bool = False
    seats_taken: int = 0
    #: Whoever imports does not run it.
    is_foreign: bool = False
    #: Values that an import leaves as they are: of the venue, which other events share, and of measures.
    apart: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What would be done with one row. ``changed``: fields an update writes."""

    line: int
    verdict: Verdict
    title: str
    reason: str
    draft: Draft | None = None
    changed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    #: The event that was made or changed, once it was; 0 before, and for one that was thrown away.
    event_id: int = 0


def plan(table: Table, known: Mapping[str, Known], defaults: Defaults) -> list[Line]:
    """One line of plan for each row, in the file's order."""
    seen: dict[str, int] = {}
    lines = [_line(row, table, known, defaults, seen) for row in table.rows]
    gone = [
        event
        for key, event in known.items()
        if key not in seen and not (event.is_over or event.is_cancelled or event.is_foreign)
    ]
    return [_doubted(line, gone) if line.verdict is Verdict.CREATE else line for line in lines]


def _doubted(line: Line, gone: Iterable[Known]) -> Line:
    """A new event that has the title, or the moment and place, of one the file no longer has: it may be the same."""
    draft = line.draft
    for event in gone:
        values = event.values
        same_title = fold(line.title) == fold(values["title_fr"])
        same_place = draft is not None and all(
            _plain(name, getattr(draft, name)) == _plain(name, values[name])
            for name in ("start", "venue", "locality", "online_url")
        )
        if same_title or same_place:
            told = _(
                "It may be “%(title)s” of %(moment)s, which is here and not in this file: if so, change that one in the workspace and throw this draft away. A column “Id” lets it be recognised."
            )
            words = {"title": values["title_fr"], "moment": moment_words(values["start"])}
            return replace(line, notes=(*line.notes, told % words))
    return line


def _line(row: Row, table: Table, known: Mapping[str, Known], defaults: Defaults, seen: dict[str, int]) -> Line:
    notes = list(row.notes)
    title = text_of(row.cells.get("title_fr")) or text_of(row.cells.get("title_en")) or _("(no title)")
    title = " ".join(title.split())

    def refuse(reason: str) -> Line:
        return Line(row.line, Verdict.REFUSE, title, reason, notes=tuple(notes))

    if row.trouble:
        return refuse(row.trouble)
    try:
        draft = draft_of(row, table, defaults, notes)
    except Unreadable as trouble:
        return refuse(str(trouble))
    if draft.key in seen:
        return refuse(
            _("Line %(line)d is the same event: leave one of the two, or give each its own “Id”.")
            % {"line": seen[draft.key]}
        )
    seen[draft.key] = row.line
    before = known.get(draft.key)
    if before is not None and before.is_foreign:
        return refuse(_("It is here already, and you do not run it: leave it to its organisers."))
    verdict, reason, changed = _against(draft, before, defaults)
    if before is not None and not before.is_over and not before.is_cancelled:
        notes += _left(draft, before)
    return Line(row.line, verdict, title, reason, draft, changed, tuple(notes))


def _against(draft: Draft, known: Known | None, defaults: Defaults) -> tuple[Verdict, str, frozenset[str]]:
    """What to do with a draft, given what is known under its key."""
    none: frozenset[str] = frozenset()
    over = instant(draft.end, draft.zone) <= defaults.now
    if known is None:
        if draft.is_cancelled:
            return Verdict.SKIP, _("It is cancelled, and was never here."), none
        if over:
            return Verdict.SKIP, _("It is over."), none
        if not draft.kind:
            return (
                Verdict.REFUSE,
                _("It says no kind of event: write one in a column “Type”, or choose one for lines that say none."),
                none,
            )
        return Verdict.CREATE, _("A new draft."), none
    if known.is_cancelled:
        return Verdict.SKIP, _("It is cancelled here: what is cancelled stays so."), none
    if known.is_over:
        return Verdict.SKIP, _("It is over."), none
    if draft.is_cancelled:
        told = _("It is cancelled in the file: it is cancelled here, and people are told.")
        dropped = _("It is cancelled in the file: the draft is thrown away.")
        return Verdict.UPDATE, told if known.is_published else dropped, frozenset({"is_cancelled"})
    changed = differences(draft, known)
    if not changed:
        return Verdict.SKIP, _("Already so."), none
    if known.is_published and changed & MOVES:
        if over or instant(draft.start, draft.zone) <= defaults.now:
            return Verdict.REFUSE, _("It is published, and would move into the past."), none
        told = _("Changes: %(fields)s. It is published: the event is moved, and people are told.")
        return Verdict.UPDATE, told % {"fields": _words(changed)}, changed
    if draft.capacity is not None and "capacity" in changed and draft.capacity < known.seats_taken:
        reason = _("%(taken)d seats are taken: the capacity cannot be %(capacity)d.")
        return Verdict.REFUSE, reason % {"taken": known.seats_taken, "capacity": draft.capacity}, none
    return Verdict.UPDATE, _("Changes: %(fields)s.") % {"fields": _words(changed)}, changed


def _left(draft: Draft, known: Known) -> Iterator[str]:
    """What the file says otherwise, or no longer, and an import does not touch."""
    if other := {name for name, value in known.apart.items() if getattr(draft, name) not in ("", (), value)}:
        told = _("Otherwise in the file, and left as it is here: %(fields)s. Change it in the workspace.")
        yield told % {"fields": _words(other)}
    if silent := {name for name in ("venue", "online_url") if known.values.get(name) and not getattr(draft, name)}:
        yield _("No longer in the file, and kept here: %(fields)s.") % {"fields": _words(silent)}


def _words(changed: Iterable[str]) -> str:
    """The fields in words, in the order of a draft."""
    return ", ".join(label(entry.name) for entry in fields(Draft) if entry.name in changed)


#: Changes that people have in their calendars.
MOVES = frozenset({"start", "end", "venue", "locality", "online_url"})


def differences(draft: Draft, known: Known) -> frozenset[str]:
    """Fields the row says and the event has otherwise; what the row does not say stays."""
    said = ((entry.name, getattr(draft, entry.name)) for entry in fields(draft))
    compared = known.values.keys()
    return frozenset(
        name
        for name, value in said
        if name in compared and value not in (None, "", ()) and _plain(name, value) != _plain(name, known.values[name])
    ) | ({"capacity"} if draft.is_unlimited and known.values.get("capacity") is not None else frozenset())


def _plain(name: str, value: Any) -> Any:
    """A place written with other accents or capitals is the same place; no blank or line end makes another text."""
    if name in {"venue", "locality"}:
        return fold(value)
    if not isinstance(value, str):
        return value
    return "\n".join(" ".join(line.split()) for line in visible(value).strip().split("\n"))


def in_short(lines: Iterable[Line]) -> dict[Verdict, int]:
    """How many lines have each verdict."""
    counts = dict.fromkeys(Verdict, 0)
    for line in lines:
        counts[line.verdict] += 1
    return counts
