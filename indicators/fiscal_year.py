"""The government's year: 1 April to 31 March. Source: reference list ``fiscal_year``, from memory."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils import timezone


@dataclass(frozen=True, order=True)
class FiscalYear:
    """The year that begins on 1 April of ``begins``."""

    begins: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def current(cls) -> Self:
        """The one that today is in, by Montréal's date."""
        return cls.of(timezone.localdate())

    @property
    def first_day(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.begins + 1, 3, 31)

    def __str__(self) -> str:
        return f"{self.begins}-{self.begins + 1}"

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
