"""Sections of a file's page: each room above shows what it knows of the person, beside what the file says."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from people.participants.models import CaseFile

Render = Callable[[HttpRequest, CaseFile], SafeString]


@dataclass(frozen=True)
class Section:
    """``anchor`` is its id on the page and names it in addresses; ``render`` answers its body, "" for nothing to show.

    The page asks it only for those who follow the person now, and has noted the reading.
    """

    anchor: str
    label: str | Promise
    render: Render
    order: int = 50


_sections: dict[str, Section] = {}


def on_the_file(section: Section) -> Section:
    """Register a section. Called from a room's ``AppConfig.ready``. Raises ValueError for an anchor in use."""
    if section.anchor in _sections:
        raise ValueError(f"Two sections of a file are called {section.anchor}.")
    _sections[section.anchor] = section
    return section


def sections() -> list[Section]:
    """Every section, in the order of the page."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.anchor))
