"""Somebody is erased, or two Persons turn out to be one: what is planned and cannot take place is called off first."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from network.pairing.matches.models import Match
from network.pairing.meetings import actions
from people.accounts.models import Person


def call_off(people: Sequence[int]) -> None:
    """Their meetings to come are called off, and the other is told. Cost: 1 query."""
    _call_off(Q(candidate__in=people) | Q(host__in=people), people)


def part_from_oneself(keep: Person, gone: Person) -> None:
    """Nobody meets themself; all other meetings go with their match. Cost: 1 query."""
    both = [keep.pk, gone.pk]
    _call_off(Q(candidate__in=both, host__in=both), both)


def _call_off(which: Q, leaving: Sequence[int]) -> None:
    coming = Match.objects.filter(which, meetings__state="planned", meetings__starts_at__gt=timezone.now()).distinct()
    for match in coming.select_related("candidate", "host").order_by("pk"):
        actions.call_off_all(match, but=leaving)
