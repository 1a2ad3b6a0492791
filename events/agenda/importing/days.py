"""Which of two numbers is the day: what a file shows of it, as a whole."""

import re
from collections.abc import Iterable
from enum import StrEnum

from core.folding import fold

#: 12/03/2027, 12-03-27: two numbers that may each be the day, and a year.
BARS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?![\d/.-])")


class Order(StrEnum):
    """Of days with bars, in one file."""

    #: Nothing shows it: the day comes first, as people here write, and each day that may be a month is said.
    UNSETTLED = "unsettled"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    #: Some lines can only be one, some only the other.
    BOTH = "both"


def order_in(texts: Iterable[str]) -> tuple[Order, int]:
    """The order that numbers over twelve leave open, and which text decided (for month first)."""
    day_first, month_first = False, -1
    for place, text in enumerate(texts):
        if found := BARS.match(text):
            one, other = int(found[1]), int(found[2])
            day_first = day_first or one > 12 >= other
            if other > 12 >= one and month_first < 0:
                month_first = place
    if day_first:
        return (Order.BOTH if month_first >= 0 else Order.DAY_FIRST), month_first
    return (Order.MONTH_FIRST if month_first >= 0 else Order.UNSETTLED), month_first


def order_shown_by(heading: str) -> Order:
    """« Date (mm/jj/aaaa) » shows it; most headings do not."""
    words = fold(heading)
    if re.search(r"\bmm (jj|dd)\b", words):
        return Order.MONTH_FIRST
    return Order.DAY_FIRST if re.search(r"\b(jj|dd) mm\b", words) else Order.UNSETTLED


def may_be_a_month(text: str) -> bool:
    """Whether the other order would be another day."""
    if not (found := BARS.match(text)):
        return False
    one, other = int(found[1]), int(found[2])
    return one != other and max(one, other) <= 12
