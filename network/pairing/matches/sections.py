"""Sections of a match's page: rooms above show what they know of the match, beside what this room says."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from network.pairing.matches.models import Match

#: The request, the match, and the side that reads: "candidate", "host", or "" for staff.
Render = Callable[[HttpRequest, Match, str], SafeString]


@dataclass(frozen=True)
class Section:
    """``anchor`` is its id on the page; ``render`` answers its body, "" for nothing to show. Asked for who may see the match alone."""

    anchor: str
    label: str | Promise
    render: Render
    order: int = 50


_sections: dict[str, Section] = {}


def on_the_match(section: Section) -> Section:
    """Register a section. Called from a room's ``AppConfig.ready``. Raises ValueError for an anchor in use."""
    if section.anchor in _sections:
        raise ValueError(f"Two sections of a match are called {section.anchor}.")
    _sections[section.anchor] = section
    return section


def sections() -> list[Section]:
    """Every section, in the order of the page."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.anchor))
