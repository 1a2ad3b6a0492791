"""Whether anybody can be told of an event at all: known well enough to spare most of what happens a query.

What is read stands for a second, as generations do, and no longer than until a subscription or a grant is written here.
It says for certain only that nobody is told; of whom is, the database is asked (``rules.told_of``).
"""

import time
from collections import defaultdict
from dataclasses import dataclass

from core import generations
from events.agenda.models import Event
from events.agenda.querysets import RUNNERS
from events.exchange.models import Kind, Subscription
from people.accounts.models import Grant

#: Counts changes of who is subscribed.
GENERATION = "exchange"


@dataclass(frozen=True)
class Ear:
    """A subscription, and how far the grants of its owner reach. ``event``: None for all of them."""

    kinds: frozenset[str]
    event: int | None
    is_everywhere: bool
    regions: frozenset[str]
    organisations: frozenset[int]

    def hears(self, kind: str, event: Event) -> bool:
        return self.hears_of(kind, event.pk) and (
            self.is_everywhere or event.region_id in self.regions or event.organisation_id in self.organisations
        )

    def hears_of(self, kind: str, event: int) -> bool:
        """The same, of an event of which the number alone is known."""
        return kind in self.kinds and (self.event is None or self.event == event)


_ears: list[Ear] = []
_heard: tuple[int, ...] = ()
_read_at = float("-inf")


def may_hear(kind: Kind, event: Event | int) -> bool:
    """Cost: none until the first subscription ever, 2 queries a second after that."""
    now = generations.current([GENERATION])
    if now == (0,):
        return False
    if now != _heard or time.monotonic() - _read_at > generations.BELIEVED_SECONDS:
        _read(now)
    if isinstance(event, int):
        return any(ear.hears_of(kind.value, event) for ear in _ears)
    return any(ear.hears(kind.value, event) for ear in _ears)


def _read(generation: tuple[int, ...]) -> None:
    global _heard, _read_at
    subscribed = list(Subscription.objects.values_list("kinds", "event", "owner"))
    grants = Grant.objects.in_force().filter(user__person__in={owner for *_rest, owner in subscribed})
    held: dict[int, set[tuple[str, str, int]]] = defaultdict(set)
    for owner, role, region, organisation in grants.values_list(
        "user__person", "role", "scope__region", "scope__organisation"
    ):
        held[owner].add((role, region, organisation))
    _ears[:] = [
        Ear(
            frozenset(kinds),
            event,
            any(role == "administrator" for role, *_where in held[owner]),
            frozenset(region for role, region, _organisation in held[owner] if role in RUNNERS),
            frozenset(organisation for role, _region, organisation in held[owner] if role in RUNNERS),
        )
        for kinds, event, owner in subscribed
    ]
    _heard, _read_at = generation, time.monotonic()


def forget(**_news: object) -> None:
    """Read afresh at the next question: a subscription or a grant was written."""
    global _read_at
    _read_at = float("-inf")
