"""Questions about people that a room above answers under a dotted name.

``events`` may ask "network.member" without knowing the network: the room that knows registers
an :class:`Audience` in its ``audiences.py``. Never ask one about an unproven e-mail address.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from django.db.models import Q
from django.utils.functional import Promise


class Verdict(Enum):
    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """A verdict on one person, why, and what they can do about it (both whole sentences)."""

    verdict: Verdict
    reason: str | Promise = ""
    remedy: str | Promise = ""

    @property
    def met(self) -> bool:
        return self.verdict is Verdict.MET


class Audience(Protocol):
    """What a room registers under a dotted name. One that needs an argument says so by ``asks_more = True``."""

    #: How the audience is named in a sentence: "open to …".
    label: str | Promise

    def explain(self, person: Any, argument: str) -> Answer: ...

    def filter(self, argument: str) -> Q:
        """Condition on Person rows, the same answer as ``explain``."""
        ...


_audiences: dict[str, Audience] = {}


def answers(name: str) -> Any:
    """Class decorator: the class answers the question ``name``."""

    def keep(audience: type[Audience]) -> type[Audience]:
        _audiences[name] = audience()
        return audience

    return keep


def named(question: str) -> tuple[Audience, str]:
    """The audience and the argument of "name:argument"; raises KeyError for an unknown name."""
    name, _, argument = question.partition(":")
    return _audiences[name], argument


def explain(question: str, person: Any) -> Answer:
    """Verdict on a person; somebody we do not know by a proven address is UNKNOWN to every audience."""
    audience, argument = named(question)
    return audience.explain(person, argument)


def asks_more(name: str) -> bool:
    """Whether the question says little without an argument: present, but where?"""
    return getattr(_audiences[name], "asks_more", False)


def known() -> dict[str, Audience]:
    return dict(_audiences)
