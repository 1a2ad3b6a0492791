"""What devices and the house say to each other under ``/api/door/``: every request and answer, as a dataclass.

Moments are whole milliseconds since 1970 in UTC, as JavaScript counts them. A seat is named by its lookup
(``sealing.lookup_of``), 32 hexadecimal digits. A request that is not of its shape raises Unreadable, and nothing of it is kept.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from events.devices.models import LOOKUP_LENGTH
from events.devices.refusals import Unreadable
from events.doors.models import DOOR_LENGTH

#: Most scans in one request, and seats in one scan.
MOST_SCANS, MOST_SEATS = 500, 60
KINDS = frozenset({"scan", "undo"})
#: ``asked``: the door waits for the answer before it says anything.
TOLD = frozenset({"welcome", "already", "asked"})
_LOOKUP = re.compile(rf"[0-9a-f]{{{LOOKUP_LENGTH}}}")
#: JSON can hold them, and no database: PostgreSQL keeps no NUL, and half a sign (a lone surrogate) has no bytes.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


# ------------------------------------------------------------------ what devices send


@dataclass(frozen=True)
class Enrol:
    """``POST enrol/``: the one-time code of the organiser's screen."""

    code: str
    app: str = ""

    @classmethod
    def read(cls, body: Any) -> "Enrol":
        said = _object(body)
        return cls(_text(said, "code", 64), _text(said, "app", 20, default=""))


@dataclass(frozen=True)
class SentScan:
    """One scan or undo of ``POST scans/``. Sent as often as it takes: its ``id`` makes it one."""

    id: uuid.UUID
    kind: str
    at: datetime
    door: str
    #: Seats it names; none for an undo.
    seats: Sequence[str] = ()
    told: str = "welcome"
    provisional: bool = False
    undoes: uuid.UUID | None = None
    #: What the device adds to its clock, in milliseconds; ``at`` has it already.
    offset: int = 0

    @classmethod
    def read(cls, body: Any) -> "SentScan":
        said = _object(body)
        kind = _one_of(said, "kind", KINDS)
        seats = said.get("seats", [])
        if not isinstance(seats, list) or len(seats) > MOST_SEATS or (kind == "scan") != bool(seats):
            raise Unreadable
        if not all(isinstance(seat, str) and _LOOKUP.fullmatch(seat) for seat in seats):
            raise Unreadable
        return cls(
            id=_uuid(said.get("id")),
            kind=kind,
            at=_moment(said.get("at")),
            door=_text(said, "door", DOOR_LENGTH),
            seats=list(dict.fromkeys(seats)),
            told=_one_of(said, "told", TOLD) if kind == "scan" else "welcome",
            provisional=said.get("provisional") is True,
            undoes=_uuid(said.get("undoes")) if kind == "undo" else None,
            offset=_number(said, "offset"),
        )


@dataclass(frozen=True)
class Batch:
    """``POST scans/``: what the device has not heard of yet that we have it. ``unsent``: how many wait behind these."""

    scans: Sequence[SentScan]
    unsent: int = 0

    @classmethod
    def read(cls, body: Any) -> "Batch":
        said = _object(body)
        scans = said.get("scans")
        if not isinstance(scans, list) or len(scans) > MOST_SCANS:
            raise Unreadable
        return cls([SentScan.read(scan) for scan in scans], min(max(0, _number(said, "unsent")), 10**6))


@dataclass(frozen=True)
class Search:
    """``POST search/``: the beginnings of names, or a reference."""

    words: str

    @classmethod
    def read(cls, body: Any) -> "Search":
        return cls(_text(_object(body), "words", 120))


# ------------------------------------------------------------------ what the house answers


@dataclass(frozen=True)
class Enrolled:
    """The token is said once, here."""

    token: str


@dataclass(frozen=True)
class DoorCount:
    door: str
    present: int


@dataclass(frozen=True)
class Counts:
    present: int
    registered: int
    doors: Sequence[DoorCount]


@dataclass(frozen=True)
class SittingHours:
    """A sitting of a series: its door is open from ``opens`` to ``closes``."""

    id: int
    opens: int
    starts: int
    ends: int
    closes: int


@dataclass(frozen=True)
class About:
    """The event and the device, as the app shows them."""

    event: int
    title: Mapping[str, str]
    zone: str
    #: Called off: nobody is let in.
    is_off: bool
    starts: int
    #: After this moment the token opens nothing, and the app forgets the list.
    until: int
    device: str
    door: str
    kind: str
    #: Ed25519, in hexadecimal; one of them signed each ticket.
    keys: Sequence[str]
    #: Of a series: whoever came to one may come to the next. None for an event held once.
    sittings: Sequence[SittingHours] = ()


@dataclass(frozen=True)
class ListAnswer:
    """``GET list/?since=VERSION``: lines that changed since. ``rows``: ``[lookup, sealed]``, or ``[lookup]`` for one that is gone.

    ``whole``: it is the whole list; what the device had is to be forgotten. ``needs``: some of its lines say access needs,
    which the device says with ``&needs=1`` when it asks again.
    """

    now: int
    version: int
    whole: bool
    needs: bool
    rows: Sequence[Sequence[str]]
    counts: Counts
    about: About


@dataclass(frozen=True)
class SeatAnswer:
    """What became of a seat that a scan names. ``at`` and ``door`` tell of the entry by which its holder is in.

    ``name`` and ``notes`` are said to who asked alone: they are shown, and kept nowhere.
    """

    seat: str
    outcome: str
    why: str = ""
    message: str = ""
    at: int | None = None
    door: str = ""
    name: str = ""
    reference: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class ScanAnswer:
    id: str
    seats: Sequence[SeatAnswer] = ()


@dataclass(frozen=True)
class MergeAnswer:
    """``POST scans/``: every scan that was sent, in that order. All of them are kept now."""

    now: int
    scans: Sequence[ScanAnswer]


@dataclass(frozen=True)
class FoundSeat:
    seat: str
    name: str
    reference: str
    state: str
    state_label: str
    can_enter: bool
    at: int | None = None


@dataclass(frozen=True)
class SearchAnswer:
    found: Sequence[FoundSeat]
    more: bool
    #: Whether the words were a reference: then all of ``found`` came with it.
    is_reference: bool = False


@dataclass(frozen=True)
class Problem:
    """Any answer from 400 on. ``error`` is for programs, ``message`` for people."""

    error: str
    message: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


# ------------------------------------------------------------------ reading


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Unreadable
    return body


def _text(said: Mapping[str, Any], name: str, longest: int, *, default: str | None = None) -> str:
    value = said.get(name, default)
    if not isinstance(value, str) or len(value) > longest or _NO_TEXT.search(value):
        raise Unreadable
    if default is None and not value.strip():
        raise Unreadable
    return value.strip()


def _one_of(said: Mapping[str, Any], name: str, known: frozenset[str]) -> str:
    value = said.get(name)
    if not isinstance(value, str) or value not in known:
        raise Unreadable
    return value


def _number(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise Unreadable
    return value


def _uuid(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        raise Unreadable from None


def _moment(value: Any) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable
    try:
        return moment(value)
    except (OverflowError, OSError, ValueError):
        raise Unreadable from None
