"""What all actions do first: hold the two people in one order, then their match, so that two who act at once take turns."""

from typing import Any

from django.utils import timezone

from network.pairing.matches import refusals
from network.pairing.matches.models import MOVES, Match
from people.accounts.models import Person

RELATED = ("candidate", "host", "offer", "request__candidacy__case_file", "edition__programme")


def hold(match: Match) -> Match:
    """The match as it is now, held with its two people until the transaction ends. Cost: 2 queries."""
    people = sorted({match.candidate_id, match.host_id})
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk").values_list("pk"))
    return Match.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=match.pk)


def move(held: Match, state: str, **facts: Any) -> None:
    """Another state, with what goes with it: one conditional UPDATE. Cost: 1 query. Raises MovedOn."""
    if state != held.state and state not in MOVES[held.state]:
        raise refusals.MovedOn
    if state != held.state:
        facts |= {"state": state, "state_since": timezone.now()}
    if not Match.objects.filter(pk=held.pk, state=held.state).update(**facts):
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(held, name, value)
