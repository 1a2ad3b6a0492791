"""Two Persons turn out to be one, or somebody is erased: what cannot go on ends first."""

from collections.abc import Sequence

from django.db.models import Q

from network.pairing.matches import actions
from network.pairing.matches.models import Match
from people.accounts.models import Person

RELATED = ("candidate", "host", "request", "offer")


def part_from_oneself(keep: Person, gone: Person) -> None:
    """Nobody is matched with themself: a match between the two entries ends; all others move with the keys. Cost: 1 query."""
    both = [keep.pk, gone.pk]
    for match in Match.objects.live().filter(candidate__in=both, host__in=both).select_related(*RELATED).order_by("pk"):
        actions.let_go(match=match, leaving=both)


def let_go_of(people: Sequence[int]) -> None:
    """Nobody who is erased is met: a live match ends first, and the other is told kindly. Cost: 1 query."""
    theirs = Match.objects.live().filter(Q(candidate__in=people) | Q(host__in=people))
    for match in theirs.select_related(*RELATED).order_by("pk"):
        actions.let_go(match=match, leaving=list(people))
