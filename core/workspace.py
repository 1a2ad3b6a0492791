"""Side navigation of the staff's workspace: each room adds its entries, so that lower rooms need not know higher ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from core.navigation import Link, mark_current

#: Whether a page of the section has anything to say of this event.
Applies: TypeAlias = Callable[[Any], bool]
#: Whether a page has anything to show this user, beside what their roles say.
ForUser: TypeAlias = Callable[[Any], bool]


@dataclass(frozen=True)
class Entry:
    """One link. ``section``: ``main`` (no argument) or ``event`` (the event's id is the argument)."""

    section: str
    order: int
    label: str | Promise
    url_name: str
    roles: frozenset[str]
    applies: Applies | None = None
    for_user: ForUser | None = None


@dataclass(frozen=True)
class Group:
    """Links under one heading, or under none."""

    label: str | Promise
    links: Sequence[Link]


_entries: list[Entry] = []
_headings: dict[str, dict[int, str | Promise]] = {}


def add(
    section: str,
    order: int,
    label: str | Promise,
    url_name: str,
    *,
    roles: Iterable[str],
    applies: Applies | None = None,
    for_user: ForUser | None = None,
) -> None:
    """Called by a room's ``AppConfig.ready``. ``applies`` runs on each page of an event: one query of what is kept with it, at most.
    So does ``for_user`` on each page of whoever holds one of the roles.
    """
    _entries.append(Entry(section, order, label, url_name, frozenset(roles), applies, for_user))


def heading(section: str, order: int, label: str | Promise) -> None:
    """Called by a room's ``AppConfig.ready``: what stands from this order on is read under these words."""
    _headings.setdefault(section, {})[order] = label


def entries(section: str) -> list[Entry]:
    return sorted((entry for entry in _entries if entry.section == section), key=lambda entry: entry.order)


def groups(section: str, request: HttpRequest, event: Any = None) -> list[Group]:
    """The section's links that this person's roles open and that apply to the event; none for the public."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    arguments = [event.pk] if event is not None else []
    found = [
        entry
        for entry in entries(section)
        if user.holds_any(*entry.roles)
        and (entry.applies is None or entry.applies(event))
        and (entry.for_user is None or entry.for_user(user))
    ]
    links = mark_current([(entry.label, reverse(entry.url_name, args=arguments)) for entry in found], request)
    placed = zip((_heading_of(entry) for entry in found), links, strict=True)
    labels = _headings.get(section, {})
    return [
        Group(labels.get(order, ""), [link for _order, link in under])
        for order, under in groupby(placed, key=lambda one: one[0])
    ]


def _heading_of(entry: Entry) -> int:
    """The order of the heading that the entry stands under; -1 for none."""
    return max((order for order in _headings.get(entry.section, {}) if order <= entry.order), default=-1)


def links(section: str, request: HttpRequest) -> list[Link]:
    """The same without headings."""
    return [link for group in groups(section, request) for link in group.links]


def door(request: HttpRequest) -> str | None:
    """Address of the first page of the workspace that this person may open; None for the public."""
    found = links("main", request)
    return found[0].url if found else None
