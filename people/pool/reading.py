"""Frozen counts in words: rows of a page, tiles of the map, lines of a file. Both audiences read them alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.reference.models import MajorGroup, Region
from core.reference.naming import unit_names
from core.tiles import Tile
from people.pool.counts import BANDS, NOT_SAID, Snapshot, Table
from people.pool.models import Audience

#: Band -> what it is called. Levels are those of the Québec scale of oral French.
BAND_NAMES: Final[dict[str, str | Promise]] = {
    "1-4": gettext_lazy("Levels 1 to 4"),
    "5-6": gettext_lazy("Levels 5 and 6"),
    "7-8": gettext_lazy("Levels 7 and 8"),
    "9-12": gettext_lazy("Levels 9 to 12"),
    NOT_SAID: pgettext_lazy("level of French", "Not said"),
}
TABLE_NAMES: Final[dict[Table, str | Promise]] = {
    Table.REGIONS: gettext_lazy("Major group by region wished"),
    Table.OCCUPATIONS: gettext_lazy("Occupation, all of Québec"),
}


@dataclass(frozen=True)
class Doors:
    """Names of the URLs of one audience's pages."""

    province: str
    region: str
    file: str


DOORS: Final = {
    Audience.PUBLIC: Doors("pool:public_counts", "pool:public_counts_of", "pool:public_counts_file"),
    Audience.PARTNERS: Doors("pool:partner_counts", "pool:partner_counts_of", "pool:partner_counts_file"),
}


def number_words(number: int, k: int) -> str:
    """ "20 or more", or "fewer than 10" for a cell that shows no number."""
    return _("%(number)s or more") % {"number": number} if number else _("fewer than %(number)s") % {"number": k}


def sum_words(number: int) -> str:
    """ "40 or more"; a dash where no cell of the sum shows a number, for cells that are small may sum up to more."""
    return _("%(number)s or more") % {"number": number} if number else "–"


@dataclass(frozen=True)
class GroupRow:
    """A major group in one region."""

    group: MajorGroup
    #: (name of the band, words, whether a number is shown)
    cells: list[tuple[str | Promise, str, bool]]
    total: str


def rows_of_region(snapshot: Snapshot, region: str) -> list[GroupRow]:
    """The major groups that show a number in the region. Cost: 1 query."""
    groups = MajorGroup.objects.select_related("broad_category").in_bulk(snapshot.groups_in(region))
    rows = []
    for code in sorted(groups):
        numbers = {band: snapshot.number(code, region, band) for band in BANDS}
        cells = [(BAND_NAMES[band], number_words(number, snapshot.k), number > 0) for band, number in numbers.items()]
        rows.append(GroupRow(groups[code], cells, sum_words(sum(numbers.values()))))
    return rows


@dataclass(frozen=True)
class UnitRow:
    """An occupation, all over Québec, with the major group it stands under and the sum of that group's occupations."""

    group: MajorGroup
    group_total: str
    code: str
    title: str
    words: str


def rows_of_province(snapshot: Snapshot) -> list[UnitRow]:
    """The occupations that show a number, group by group. Cost: 3 queries at most."""
    codes = snapshot.groups()
    groups = MajorGroup.objects.select_related("broad_category").in_bulk(codes)
    names = unit_names([unit for code in codes for unit in snapshot.occupations(code)])
    return [
        UnitRow(
            groups[code],
            sum_words(snapshot.of_group(code)),
            unit,
            names.get(unit, ""),
            number_words(number, snapshot.k),
        )
        for code in codes
        for unit, number in snapshot.occupations(code).items()
    ]


def tiles(snapshot: Snapshot, regions: Iterable[Region], audience: Audience, current: Region | None) -> list[Tile]:
    """One tile a region with the persons who wish it; the current one leads back to all of Québec."""
    doors = DOORS[audience]
    found = []
    for region in regions:
        number = snapshot.of_region(region.pk)
        found.append(
            Tile(
                code=region.pk,
                name=str(region.name),
                url=reverse(doors.province) if region == current else reverse(doors.region, args=[region.pk]),
                # No number is not zero: nothing is said.
                count=number or None,
                note=_("%(number)s persons or more") % {"number": number} if number else "",
                is_current=region == current,
            )
        )
    return found


def file_heads() -> list[str]:
    return [
        _("Week"),
        _("Table"),
        _("Major group code"),
        _("Major group"),
        _("Region code"),
        _("Region wished"),
        _("Oral French"),
        _("Occupation code"),
        _("Occupation"),
        _("Persons, at least"),
    ]


def file_lines(snapshot: Snapshot) -> Iterator[tuple[object, ...]]:
    """Every cell that shows a number; those that are absent are small. Cost: 4 queries at most, before the first line."""
    cells = sorted(snapshot.tables.items())
    groups = MajorGroup.objects.select_related("broad_category").in_bulk({cell.major_group for cell, _number in cells})
    names = unit_names({cell.unit_group for cell, _number in cells})
    regions = Region.objects.in_bulk()
    for cell, number in cells:
        yield (
            snapshot.week,
            TABLE_NAMES[cell.table],
            cell.major_group,
            groups[cell.major_group].name,
            cell.region,
            regions[cell.region].name if cell.region else "",
            BAND_NAMES[cell.band] if cell.band else "",
            cell.unit_group,
            names.get(cell.unit_group, ""),
            number,
        )
