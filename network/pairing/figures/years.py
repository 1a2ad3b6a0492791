"""The government's year: 1 April to 31 March."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import timezone


@dataclass(frozen=True, order=True)
class Year:
    """The fiscal year that begins on 1 April of ``begins``."""

    begins: int

    @classmethod
    def current(cls) -> Self:
        return cls.of(timezone.localdate())

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.begins + 1, 3, 31)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first instant of the year, Montréal's time, to before the last one's end."""
        after = self.last_day + timedelta(days=1)
        first, last = (timezone.make_aware(datetime.combine(day, time.min)) for day in (self.first_day, after))
        return first, last

    def __str__(self) -> str:
        return f"{self.begins}-{self.begins + 1}"
