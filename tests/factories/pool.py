"""People of the pool, as plain functions."""

from datetime import date

from people.pool.counts import Ready

MONDAY = date(2027, 1, 4)


def make_ready(
    count: int = 1, *, group: str = "72", unit: str = "72106", regions: str = "05", band: str = "7-8"
) -> list[Ready]:
    """So many persons alike; ``regions`` by spaces, "" goes anywhere."""
    wished = frozenset(regions.split())
    return [Ready(group, unit, wished, band, goes_anywhere=not wished)] * count
