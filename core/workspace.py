"""Side navigation of the staff's workspace: each room adds its entries, so that lower rooms need not know higher ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One link. ``section``: ``main`` (no argument) or ``event`` (the event's id is the argument)."""

    section: str
    order: int
    label: str | Promise
    url_name: str
    roles: frozenset[str]


_entries: list[Entry] = []


def add(section: str, order: int, label: str | Promise, url_name: str, *, roles: Iterable[str]) -> None:
    """Called by a room's ``AppConfig.ready``."""
    _entries.append(Entry(section, order, label, url_name, frozenset(roles)))


def entries(section: str) -> list[Entry]:
    return sorted((entry for entry in _entries if entry.section == section), key=lambda entry: entry.order)
