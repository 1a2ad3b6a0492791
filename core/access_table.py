"""The table of every door of the house, read off the URL configuration and the live topics.

``tests/test_access.py`` tries each one as every role; ``manage/access/`` shows it to administrators.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from core.access import Prefix, Rule, prefixes, rule_of


@dataclass(frozen=True)
class Opening:
    """One URL pattern in one language. ``path`` is the pattern without the language's prefix."""

    language: str
    path: str
    name: str
    view: Any
    parameters: tuple[str, ...]
    #: The rule the view itself carries.
    own_rule: Rule | None
    #: The declared prefix it falls under when it carries none.
    prefix: Prefix | None

    @property
    def rule(self) -> Rule | None:
        return self.own_rule or (self.prefix.rule if self.prefix else None)

    @property
    def room(self) -> str:
        """Outermost namespace, "" for names that have none."""
        return self.name.rpartition(":")[0].partition(":")[0]


def openings(language: str) -> list[Opening]:
    """Every URL pattern as it reads in one language, in the order Django tries them; one in the shadow of another is left out."""
    found: list[Opening] = []
    with translation.override(language):
        _walk(get_resolver(), "", "", frozenset(), language, found)
    first: dict[str, Opening] = {}
    for opening in found:
        first.setdefault(opening.path, opening)
    return list(first.values())


def _walk(
    resolver: URLResolver, path: str, namespace: str, parameters: frozenset[str], language: str, found: list[Opening]
) -> None:
    for entry in resolver.url_patterns:
        here = path if isinstance(entry.pattern, LocalePrefixPattern) else path + str(entry.pattern).lstrip("^")
        taken = parameters | set(getattr(entry.pattern, "converters", {}))
        if not isinstance(entry, URLPattern):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            _walk(entry, here, inner, taken, language, found)
            continue
        regex = getattr(entry.pattern, "regex", None)
        taken |= set(regex.groupindex) if regex else set()
        own = rule_of(entry.callback)
        package = package_of(entry.callback)
        prefix = next((prefix for prefix in prefixes() if prefix.covers(here, package)), None)
        name = f"{namespace}{entry.name or ''}"
        found.append(Opening(language, here, name, entry.callback, tuple(sorted(taken)), own, None if own else prefix))


def package_of(view: Any) -> str:
    """Top package the view's code stands in: "events", "wagtail"."""
    while hasattr(view, "func"):
        view = view.func
    return str(getattr(getattr(view, "view_class", view), "__module__", "")).partition(".")[0]
