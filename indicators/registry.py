"""The registry: what an indicator of the plan is to the platform, and which there are.

Names, kinds and measures stand in ``core.reference``, word for word from the plan; here stands where each number comes from and,
for those that the platform computes, how it is counted and the list behind it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from django.db.models import QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said
from core.reference.models import Region
from indicators.fiscal_year import FiscalYear

Words = str | Promise | Said


class Source(TextChoices):
    """Where the number comes from. Source: DOMAIN, section 2."""

    COMPUTED = "computed", _("Computed here")
    PARTLY = "partly", _("Partly computed here, with partners' figures")
    ENTERED = "entered", _("Entered by hand")


class Indicator(ABC):
    """One indicator of the plan. ``counted``: what is counted and what is not, in one or two sentences."""

    code: ClassVar[str]
    source: ClassVar[Source]
    counted: ClassVar[Words] = ""


class Entered(Indicator):
    """A figure of somebody else's registers: value, period, source and who entered it come with the yearly report."""

    source = Source.ENTERED


class Partly(Indicator):
    """Our own rows plus a figure that partners report."""

    source = Source.PARTLY


class Awaited(Indicator):
    """Computed, but from a room that is not built yet."""

    source = Source.COMPUTED


@dataclass(frozen=True)
class Line:
    """One line of the list behind a figure: an opaque code, and what made it count. No name is ever here."""

    code: str
    on: date
    what: Words
    region: Words
    times: int


class Computed(Indicator):
    """Counted from the platform's own rows; the list behind it can be opened, line by line."""

    source = Source.COMPUTED
    #: Heads of the list's columns: code, date, what, region, times.
    heads: ClassVar[tuple[Words, Words, Words, Words, Words]]

    @abstractmethod
    def value(self, year: FiscalYear, region: Region | None = None) -> int:
        """The figure for a year, of one region or of all. Cost: 1 query."""

    @abstractmethod
    def by_region(self, year: FiscalYear) -> dict[str, int]:
        """Region code -> figure; somebody in two regions is in both, so these may add up to more than the value. Cost: 1 query."""

    @abstractmethod
    def rows(self, year: FiscalYear, region: Region | None = None) -> QuerySet[Any]:
        """The list behind the figure, one row for each one counted, in a steady order."""

    @abstractmethod
    def read(self, rows: Sequence[Any]) -> list[Line]:
        """Some of ``rows`` as they are shown. Cost: the same number of queries for one and for many."""

    def lines(self, year: FiscalYear, region: Region | None = None, *, at_once: int = 200) -> Iterator[Line]:
        """The whole list, ``at_once`` rows in memory."""
        rows = self.rows(year, region).iterator(chunk_size=at_once)
        while batch := list(islice(rows, at_once)):
            yield from self.read(batch)

    @abstractmethod
    def years(self) -> list[FiscalYear]:
        """Years there is something to count in, latest first, the present one always. Cost: 1 query."""


_registry: dict[str, Indicator] = {}


def indicator(kind: type[Indicator]) -> type[Indicator]:
    """Class decorator: enter an indicator of the plan."""
    if kind.code in _registry:
        raise ValueError(f"{kind.code} is in the registry already")
    _registry[kind.code] = kind()
    return kind


def find(code: str) -> Indicator | None:
    return _registry.get(code)


def every() -> Iterator[Indicator]:
    """All 36, in no order: the plan's order is that of ``core.reference``."""
    yield from _registry.values()
