"""The page's numbers and lists in words: masked where the reader does not coordinate, the same on the page and in the files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.bilingual import pick
from core.reference.models import MajorGroup, Region
from core.small_numbers import LEAST
from network.pairing.figures import counting
from network.pairing.figures.counting import COLUMNS, DIMENSIONS, FUNNEL, OF_PERSONS, Waits, Which
from network.pairing.figures.words import BY, LABELS, SHORT
from people.organisations.models import Organisation

#: What is read aloud over the telephone when an auditor asks about a line: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(person: int) -> str:
    """Eight characters that stand for a person: those of the indicators' lists, and nothing to look anybody up by."""
    digest = salted_hmac("indicators.person", str(person), algorithm="sha256").digest()
    text = "".join(ALPHABET[byte % 32] for byte in digest[:8])
    return f"{text[:4]}-{text[4:]}"


@dataclass(frozen=True)
class Cell:
    """``number`` None: fewer than five persons, or what would give them away."""

    name: str
    number: int | None
    #: What stands for a number that is not told; in a table it may be five and more.
    untold: str = ""

    @property
    def column(self) -> Any:
        """Head of its column in a table."""
        return SHORT[self.name]

    @property
    def text(self) -> str:
        return self.untold or _("fewer than 5") if self.number is None else str(self.number)


@dataclass(frozen=True)
class Row:
    value: str
    label: Any
    cells: Sequence[Cell]


def tiles(which: Which, *, small: bool) -> dict[str, Cell]:
    """Every figure by its name. Cost: 7 queries."""
    found = counting.numbers(which)
    return {name: Cell(name, _told(name, n, small=small)) for name, n in found.items()}


def waits_told(which: Which, *, small: bool) -> Waits:
    """Medians; of fewer than five only to who coordinates. Cost: 2 queries."""
    return counting.waits(which, least=1 if small else LEAST)


def _told(name: str, number: int, *, small: bool) -> int | None:
    return None if not small and name in OF_PERSONS and 0 < number < LEAST else number


def table(dimension: str, which: Which, *, small: bool) -> list[Row]:
    """One row for each value there is something of, by name. Cost: 6 queries."""
    found: dict[str, dict[str, Any]] = dict(counting.by(dimension, which))
    if not small:
        for column in COLUMNS:
            if column in OF_PERSONS:
                hidden = counting.masked({value: cells[column] for value, cells in found.items()})
                found = {value: cells | {column: hidden[value]} for value, cells in found.items()}
    names = _names(dimension, found)
    rows = [
        Row(
            value, names.get(value) or _("not said"), [Cell(column, cells[column], _("not told")) for column in COLUMNS]
        )
        for value, cells in found.items()
    ]
    return sorted(rows, key=lambda row: (row.value == "", str(row.label)))


def _names(dimension: str, values: Any) -> dict[str, Any]:
    keys = [value for value in values if value]
    if dimension == "region":
        return {row.pk: str(row.name) for row in Region.objects.filter(pk__in=keys)}
    if dimension == "field":
        return {row.pk: f"{row.pk} {pick(row, 'name')}" for row in MajorGroup.objects.filter(pk__in=keys)}
    return {str(row.pk): row.name for row in Organisation.objects.filter(pk__in=keys)}


def name_of(dimension: str, value: str) -> Any:
    """Cost: 1 query."""
    if dimension == "organisation" and value and not value.isdigit():
        return ""
    return _names(dimension, [value]).get(value) or _("not said")


# ------------------------------------------------------------------ the list behind


@dataclass(frozen=True)
class Line:
    """One counted thing: what stands for it, on which day, where, in which edition."""

    code: str
    on: date
    what: Any
    region: Any
    edition: Any


def behind(name: str, which: Which) -> QuerySet[Any]:
    """The rows in a steady order, with what their lines name."""
    rows = counting.rows_of(name, which)
    if name == "persons":
        related: tuple[str, ...] = ("request__candidacy__case_file", "offer__region", "edition__programme")
        return rows.select_related(*related).order_by("completed_on", "pk")
    if name in {"employers", "offers", "never_used"}:
        return rows.select_related("organisation", "region", "edition__programme").order_by("approved_at", "pk")
    if name == "at_groups":
        related = ("request__candidacy__case_file", "gathering__offer__region", "gathering__offer__edition__programme")
        return rows.select_related(*related).order_by("gathering__start_date", "pk")
    related = ("candidacy__case_file__region", "candidacy__edition__programme")
    return rows.select_related(*related).order_by("sent_at", "pk")


def lines(name: str, rows: Sequence[Any], *, small: bool) -> Iterator[Line]:
    """``small``: the reader coordinates, and reads file numbers; else codes. Cost: none."""

    def code(file: Any) -> str:
        return str(file.reference) if small else code_of(file.person_id)

    for row in rows:
        if name == "persons":
            file = row.request.candidacy.case_file
            yield Line(code(file), row.completed_on, row.get_format_display(), row.offer.region, row.edition.title)
        elif name in {"employers", "offers", "never_used"}:
            whose = row.organisation.name if row.organisation else _("a mentor in their own name")
            what = f"{row.get_format_display()} – {whose}"
            yield Line(f"#{row.pk}", timezone.localdate(row.approved_at), what, row.region, row.edition.title)
        elif name == "at_groups":
            file, gathering = row.request.candidacy.case_file, row.gathering
            yield Line(
                code(file),
                gathering.start_date,
                _("Group session"),
                gathering.offer.region,
                gathering.offer.edition.title,
            )
        else:
            file = row.candidacy.case_file
            yield Line(
                code(file),
                timezone.localdate(row.sent_at),
                row.get_state_display(),
                file.region,
                row.candidacy.edition.title,
            )


# ------------------------------------------------------------------ to take away


def export_rows(which: Which, *, small: bool) -> Iterator[list[Any]]:
    """The page as a table: what, of what, number. The same numbers, masked the same way."""
    found = tiles(which, small=small)
    for name in [name for name in found if name not in FUNNEL] + list(FUNNEL):
        yield [LABELS[name], "", _plain(found[name])]
    waits = waits_told(which, small=small)
    yield [_("Median wait for a match, in days"), "", waits.to_a_match]
    yield [_("Median wait of those who wait now, in days"), "", waits.now]
    for dimension in DIMENSIONS:
        for row in table(dimension, which, small=small):
            for cell in row.cells:
                yield [f"{BY[dimension]} – {LABELS[cell.name]}", row.label, _plain(cell)]


def _plain(cell: Cell) -> Any:
    return cell.text if cell.number is None else cell.number
