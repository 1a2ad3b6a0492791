"""What moves on screens, and who may listen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

MayListen = Callable[[Any, str], bool]


class Topic(models.Model):
    """A thing that moves on screens, and how often it has moved."""

    name = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True)
class TopicRule:
    """Who may listen to ``prefix/ID``. ``public``: the rule is asked about anonymous visitors too."""

    prefix: str
    may_listen: MayListen
    public: bool


_rules: dict[str, TopicRule] = {}


def topic(prefix: str, *, public: bool = False) -> Callable[[MayListen], MayListen]:
    """Register who may listen to ``prefix/ID``: a function of (user, id) that answers yes or no.

    Without ``public``, anonymous visitors and sessions that lack their second factor are refused before it is asked.
    """

    def keep(may_listen: MayListen) -> MayListen:
        _rules[prefix] = TopicRule(prefix, may_listen, public)
        return may_listen

    return keep


def rules() -> list[TopicRule]:
    """Every rule, for the table of who may open what."""
    return [_rules[prefix] for prefix in sorted(_rules)]


def rule_for(name: str) -> tuple[TopicRule | None, str]:
    """The rule of "prefix/ID" and the ID; None for a topic nobody declared."""
    prefix, _, identifier = name.rpartition("/")
    return _rules.get(prefix), identifier


def may_listen(user: Any, name: str) -> bool:
    """Whether ``user`` may listen to the topic ``name``; a topic nobody declared is heard by nobody."""
    rule, identifier = rule_for(name)
    if rule is None or not (rule.public or user.is_authenticated):
        return False
    return rule.may_listen(user, identifier)
