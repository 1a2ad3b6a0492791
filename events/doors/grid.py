"""Attendance of a series as a table: people by sittings, to read, to fill in from a paper list, to take away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.dates import local_of, short_day_words, time_words
from core.folding import fold
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.models import NOTED_BEFORE, Attendance, spoken
from events.registration.models import Seat

#: States of a seat whose holder may have come.
HELD = (Seat.State.EXPECTED, Seat.State.PRESENT, Seat.State.ABSENT)
PAGE_SIZE = 50


@dataclass(frozen=True)
class Cell:
    """One person at one sitting."""

    sitting: Sitting
    present_at: datetime | None
    #: Whether attendance may be noted: the sitting has begun, or begins within hours.
    is_open: bool
    key: str


@dataclass(frozen=True)
class Row:
    """One person; how many sittings they were at."""

    seat: int
    registration: int
    person: int
    name: str
    reference: str
    cells: Sequence[Cell]

    @property
    def attended(self) -> int:
        return sum(cell.present_at is not None for cell in self.cells)

    @property
    def spoken(self) -> str:
        return spoken(self.reference)


@dataclass(frozen=True)
class Grid:
    sittings: Sequence[Sitting]
    rows: Sequence[Row]

    @property
    def totals(self) -> list[int]:
        """How many were at each sitting."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [sum(cell.present_at is not None for cell in column) for column in columns]


def grid(event: Event) -> Grid:
    """By name, sorted here and not in the database, whose orders differ. Cost: 3 queries, however many people."""
    sittings = list(event.sittings_standing)
    opens = timezone.now() + NOTED_BEFORE
    there = dict[tuple[int, int], datetime]()
    for seat, sitting, moment in Attendance.objects.filter(sitting__in=sittings).values_list(
        "seat", "sitting", "present_at"
    ):
        there[seat, sitting] = moment
    columns = ("pk", "registration", "person", "name", "registration__reference")
    seats = Seat.objects.filter(event=event, state__in=HELD).order_by("pk").values_list(*columns)
    rows = []
    for seat, registration, person, name, reference in seats:
        cells = [_cell(seat, sitting, there, sitting.starts_at <= opens) for sitting in sittings]
        rows.append(Row(seat, registration, person, name, reference, cells))
    return Grid(sittings, sorted(rows, key=lambda row: (fold(row.name), row.seat)))


def _cell(seat: int, sitting: Sitting, there: dict[tuple[int, int], datetime], is_open: bool) -> Cell:
    return Cell(sitting, there.get((seat, sitting.pk)), is_open, key_of(seat, sitting.pk))


def key_of(seat: int, sitting: int) -> str:
    """Names a box of the table in a form."""
    return f"{seat}:{sitting}"


def keys_in(values: Iterable[str]) -> set[tuple[int, int]]:
    """The boxes that a form names; what is no such name is left out."""
    pairs = (value.partition(":") for value in values)
    return {(int(seat), int(sitting)) for seat, _colon, sitting in pairs if seat.isdecimal() and sitting.isdecimal()}


def attended(event: Event) -> dict[int, int]:
    """How many sittings that stand each seat was at; seats without any are left out. Cost: 1 query."""
    counts: dict[int, int] = {}
    rows = Attendance.objects.filter(sitting__event=event, sitting__cancelled_at=None)
    for seat in rows.order_by().values_list("seat", flat=True):
        counts[seat] = counts.get(seat, 0) + 1
    return counts


def heading(sitting: Sitting) -> str:
    """A column's head: « 3 · 24 nov. »; the day of the event's own clock."""
    return f"{sitting.number} · {short_day_words(sitting.start_date)}"


def export_header(found: Grid) -> list[str | Promise]:
    return [_("Reference"), _("Name"), *map(heading, found.sittings), _("Sittings attended")]


def export_rows(found: Grid, zone: str) -> Iterator[tuple[Any, ...]]:
    """Under each sitting the hour of arrival; its day too, where somebody was noted on another one."""
    for row in found.rows:
        hours = [_arrival(cell, zone) for cell in row.cells]
        yield (row.spoken, row.name, *hours, row.attended)


def _arrival(cell: Cell, zone: str) -> str:
    if cell.present_at is None:
        return ""
    local = local_of(cell.present_at, zone)
    near = abs(cell.present_at - cell.sitting.starts_at) < timedelta(hours=12)
    return time_words(local) if near else _("noted on %(day)s") % {"day": short_day_words(local)}
