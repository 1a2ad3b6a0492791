"""Side navigation of the staff's workspace: each room adds its entries, so that lower rooms need not know higher ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from core.navigation import Link, mark_current


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


def links(section: str, request: HttpRequest, event_id: int | None = None) -> list[Link]:
    """The section's links that this person's roles open; none for the public."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    arguments = [event_id] if event_id is not None else []
    found = [
        (entry.label, reverse(entry.url_name, args=arguments))
        for entry in entries(section)
        if user.holds_any(*entry.roles)
    ]
    return mark_current(found, request)


def door(request: HttpRequest) -> str | None:
    """Address of the first page of the workspace that this person may open; None for the public."""
    found = links("main", request)
    return found[0].url if found else None
