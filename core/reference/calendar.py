"""Days that move from year to year, by rule."""

import re
from calendar import monthrange
from datetime import date, timedelta

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
FIXED = re.compile(r"(\d\d)-(\d\d)")
EASTER = re.compile(r"easter([+-]\d+)")
BEFORE = re.compile(rf"({'|'.join(WEEKDAYS)}) before (\d\d)-(\d\d)")
NTH = re.compile(rf"({'|'.join(WEEKDAYS)}) ([1-4]) of (\d\d)")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, odd_centuries = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, odd_years = divmod(of_century, 4)
    to_sunday = (32 + 2 * odd_centuries + 2 * leaps - epact - odd_years) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def day_of(rule: str, year: int) -> date:
    """The day a rule names: "06-24", "easter-2", "monday before 05-25" or "monday 1 of 09".

    Raises ValueError for a rule of another form.
    """
    if found := FIXED.fullmatch(rule):
        return date(year, int(found[1]), int(found[2]))
    if found := EASTER.fullmatch(rule):
        return easter(year) + timedelta(days=int(found[1]))
    if found := BEFORE.fullmatch(rule):
        eve = date(year, int(found[2]), int(found[3])) - timedelta(days=1)
        return eve - timedelta(days=(eve.weekday() - WEEKDAYS.index(found[1])) % 7)
    if found := NTH.fullmatch(rule):
        first = date(year, int(found[3]), 1)
        return first + timedelta(days=(WEEKDAYS.index(found[1]) - first.weekday()) % 7, weeks=int(found[2]) - 1)
    raise ValueError(f"no such rule of a day: {rule!r}")


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
