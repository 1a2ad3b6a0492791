"""Links of the furniture: rooms add their own, so that no page offers a room which is not there.

Sections: ``main`` (header and footer), ``more`` (footer, below ``main``: the header has room for few), ``account`` (header, for people
who are signed in), ``legal`` (footer).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

#: What a link leads to: a URL name, or a function that may answer None when there is no such page yet.
Target: TypeAlias = str | Callable[[HttpRequest], str | None]


@dataclass(frozen=True)
class Entry:
    """One link of a section. ``roles``: who sees it; empty means everybody."""

    section: str
    order: int
    label: str | Promise
    target: Target
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """A link as a page prints it."""

    label: str | Promise
    url: str
    is_current: bool = False


#: Answers the (label, address) pairs of links that editors decide on.
Provider: TypeAlias = Callable[[HttpRequest], Iterable[tuple[str, str]]]

_entries: list[Entry] = []
_providers: list[tuple[str, int, Provider]] = []


def add(section: str, order: int, label: str | Promise, target: Target, *, roles: Iterable[str] = ()) -> None:
    """Called by a room's ``AppConfig.ready``. ``target`` is a URL name, or a function of the request.

    A function must be cheap: it runs on every page that is not cached, error pages included.
    """
    _entries.append(Entry(section, order, label, target, frozenset(roles)))


def provide(section: str, order: int, provider: Provider) -> None:
    """Called by a room's ``AppConfig.ready``: links that are not known before the request. As cheap as a target."""
    _providers.append((section, order, provider))


def links(section: str, request: HttpRequest) -> list[Link]:
    """The section's links for this request."""
    groups: list[tuple[int, Iterable[tuple[str | Promise, str]]]] = [
        (order, provider(request)) for known, order, provider in _providers if known == section
    ]
    for entry in _entries:
        if entry.section != section or (entry.roles and not _holds_any(request, entry.roles)):
            continue
        url = entry.target(request) if callable(entry.target) else reverse(entry.target)
        if url:
            groups.append((entry.order, [(entry.label, url)]))
    found = [pair for _order, pairs in sorted(groups, key=lambda group: group[0]) for pair in pairs]
    return mark_current(found, request)


def mark_current(found: Iterable[tuple[str | Promise, str]], request: HttpRequest) -> list[Link]:
    """Links of (label, address) pairs; the address that begins the current path most closely is the current one."""
    pairs = list(found)
    current = max((url for _label, url in pairs if request.path.startswith(url)), key=len, default=None)
    return [Link(label, url, url == current) for label, url in pairs]


def _holds_any(request: HttpRequest, roles: frozenset[str]) -> bool:
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated and user.holds_any(*roles))
