"""Questions about people that a room above answers under a dotted name.

``events`` may ask "network.member" without knowing the network: the room that knows registers
an :class:`Audience` in its ``audiences.py``. Never ask one about an unproven e-mail address.
"""

from collections.abc import Sequence
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
    """What a room registers under a dotted name."""

    #: How the audience is named in a sentence: "open to …".
    label: str | Promise
    #: Whether the name alone asks nothing: an edition, a region, an event stands after the colon.
    has_argument: bool

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        """What may stand after the colon, for somebody who runs an event: (argument, its words); none without one."""
        ...

    def sentence(self, argument: str) -> str:
        """The condition, as visitors read it: "For people of …". One that is gone says so in its words."""
        ...

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


def sentence(question: str) -> str:
    """The condition as visitors read it; raises KeyError for an unknown name."""
    audience, argument = named(question)
    return audience.sentence(argument)


def known() -> dict[str, Audience]:
    return dict(_audiences)
