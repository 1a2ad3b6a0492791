"""What all actions do first: hold the two people in one order, then what is theirs, so that two who act at once take turns."""

from typing import Any

from django.utils import timezone

from network.pairing.matches import refusals
from network.pairing.matches.models import MOVES, Match
from network.pairing.requests import actions as requests
from people.accounts.models import Person

RELATED = ("candidate", "host", "offer", "request__candidacy__case_file", "edition__programme")


def hold(match: Match, *, with_request: bool = False, people: bool = True) -> Match:
    """The match as it is now, held until the transaction ends: its two people, its request if that may move, itself.

    ``people`` False: whoever calls holds what comes before. Cost: 2 queries, 2 more with the request.
    """
    if people:
        keys = sorted({match.candidate_id, match.host_id})
        list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    if with_request:
        requests.held(match.request)
    return Match.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=match.pk)


def move(held: Match, state: str, **facts: Any) -> None:
    """Another state, with what goes with it: one conditional UPDATE. Cost: 1 query. Raises MovedOn."""
    if state != held.state and state not in MOVES[held.state]:
        raise refusals.MovedOn
    before = held.state
    if state != before:
        facts |= {"state": state, "state_since": timezone.now()}
    if not Match.objects.filter(pk=held.pk, state=before).update(**facts):
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(held, name, value)
