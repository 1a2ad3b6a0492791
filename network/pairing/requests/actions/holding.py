"""The one way in which a request is held and moved."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from core import audit
from network.pairing.requests import refusals, signals
from network.pairing.requests.models import MOVES, Request, Step
from people.accounts.models import Person
from people.participants.models import Candidacy

RELATED = ("candidacy__case_file__person", "candidacy__edition__programme")


def held(request: Request) -> Request:
    """As it is now, held until the transaction ends: its person first, then the candidacy, then the request. Cost: 3 queries.

    Who moves a candidacy holds it already when this room hears of it: hold it before the request, and nobody waits in a ring.
    """
    whose = Person.objects.filter(case_file__candidacies=request.candidacy_id)
    list(whose.select_for_update(of=("self",)).values_list("pk"))
    list(Candidacy.objects.select_for_update(of=("self",)).filter(pk=request.candidacy_id).values_list("pk"))
    found = Request.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=request.pk)
    if found.candidacy_id != request.candidacy_id:
        # Two entries of one person came together meanwhile.
        raise refusals.MovedOn
    return found


def move(
    found: Request,
    target: str,
    *,
    by: Person | None,
    sources: Collection[str] | None = None,
    reason: str = "",
    **facts: Any,
) -> Request:
    """Take it from one of ``sources`` (all that may lead there) to ``target``, in one conditional UPDATE; tell the rooms above.

    Cost: 3 queries, and those of who listens. Raises MovedOn.
    """
    before = found.state
    if target not in MOVES[before] or (sources is not None and before not in sources):
        raise refusals.MovedOn
    facts |= {"state": target, "state_since": timezone.now(), "reason": reason.strip()[:300]}
    if Request.objects.filter(pk=found.pk, state=before).update(**facts) != 1:
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(found, name, value)
    Step.objects.create(request=found, source=before, target=target, reason=facts["reason"], by=by)
    audit.record("pairing_request.moved", found, by=by, fields=["state"], values={"before": before, "after": target})
    signals.request_moved.send(Request, request=found, before=before, by=by)
    return found
