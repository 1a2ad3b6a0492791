"""What rooms above put on the pages of an event's day, which need not know them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from core.sources import Sources
from events.agenda.models import Event


@dataclass(frozen=True)
class Note:
    """A sentence on the live desk."""

    text: str


@dataclass(frozen=True)
class Tool:
    """A button above a page."""

    label: str | Promise
    url: str
    icon: str


@dataclass(frozen=True)
class Lists:
    """Where the list of registrations sends those whose boxes are ticked, and what the button says."""

    url: str
    label: str | Promise


@dataclass(frozen=True)
class Device:
    """A device at a door, as the live desk shows it. ``tone`` is a kind of tag; ``unsent`` scans it still has to send."""

    label: str
    door: str
    words: str | Promise
    tone: str
    seen_at: datetime | None
    unsent: int = 0


@dataclass(frozen=True)
class Devices:
    """Those of an event, and the page of those who run it that tells more."""

    lines: Sequence[Device]
    url: str


Watched = Callable[[Event], Devices | None]
watch_devices = Sources[Watched]()
Notes = Callable[[Event], Note | None]
on_the_desk = Sources[Notes]()
#: Gets the name of the page ("desk", "registrations"), the event, and who looks.
Tools = Callable[[str, Event, Any], list[Tool]]
offer_tools = Sources[Tools]()
Picked = Callable[[Event], Lists]
offer_lists = Sources[Picked]()
#: Gets the numbers of the event and of a seat that is in or expected.
SeatTools = Callable[[int, int], list[Tool]]
offer_seat_tools = Sources[SeatTools]()


def seat_tools_of(event_id: int, seat_id: int | None) -> list[Tool]:
    """What can be done about one seat that a door has just answered for, or that a page shows. No query."""
    return [tool for source in offer_seat_tools if seat_id for tool in source(event_id, seat_id)]


def notes_of(event: Event) -> list[Note]:
    """Cost: that of the rooms that say something."""
    return [note for source in on_the_desk if (note := source(event))]


def tools_of(place: str, event: Event, user: Any) -> list[Tool]:
    """Cost: that of the rooms that offer something."""
    return [tool for source in offer_tools for tool in source(place, event, user)]


def devices_of(event: Event) -> Devices | None:
    """None where no room knows of any. Cost: that of the room that does."""
    return next((found for source in watch_devices if (found := source(event))), None)


def lists_of(event: Event) -> Lists | None:
    """None where no room does anything with a list. No query."""
    return next((source(event) for source in offer_lists), None)
