"""What all that is done to a proposal shares: how it is held, how it ends, what the calendar does about it.

Order of locks: the two people by number, the candidacy and its request, the proposal, the offer.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from core import audit, clock
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.offers.refusals import NothingHeld
from network.pairing.proposals import refusals, signals
from network.pairing.proposals.models import Proposal
from network.pairing.requests import actions as requests
from network.pairing.requests import refusals as of_requests
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from people.accounts.models import Person

REMIND, LAPSE, TELL_DECLINED = "proposals.remind", "proposals.lapse", "proposals.tell_declined"
#: Of an offer that moved: a moment later, for who moved it holds it already.
LET_GO, ASK_OTHER_HOST = "proposals.let_go_of_offer", "proposals.ask_other_host"
#: Of the days to answer, after how many a reminder leaves: the fourth of seven.
REMIND_AFTER = 4 / 7


def hold_people(*people: int) -> None:
    """Both, in the order of their numbers. Cost: 1 query.

    Without their keys: whoever moves an offer or a request names a person in a row of its history, and need not wait.
    """
    held_ones = Person.objects.select_for_update(of=("self",), no_key=True)
    list(held_ones.filter(pk__in=people).order_by("pk").values_list("pk"))


def held(proposal: Proposal) -> Proposal:
    """As it is now, with its people and its request, held until the transaction ends. Cost: 4 queries. Raises MovedOn."""
    hold_people(proposal.person_id, proposal.offer.host_id)
    try:
        requests.held(proposal.request)
    except of_requests.MovedOn:
        raise refusals.MovedOn from None
    return Proposal.objects.select_for_update(of=("self",)).along().get(pk=proposal.pk)


def close(found: Proposal, state: str, *, by: Person | None, **facts: Any) -> None:
    """Out of ``OPEN`` in one conditional UPDATE. Cost: 3 queries. Raises MovedOn."""
    facts |= {"state": state, "closed_at": timezone.now()}
    if Proposal.objects.open().filter(pk=found.pk).update(**facts) != 1:
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(found, name, value)
    for kind in (REMIND, LAPSE):
        clock.cancel(kind, str(found.pk))
    audit.record(f"proposal.{state}", found, by=by, fields=["state"])


def let_go_of_place(found: Proposal) -> None:
    """The place is free again. Cost: 2 queries."""
    try:
        found.offer = offers.let_go(found.offer)
    except NothingHeld:
        # An offer that is out of step with what is asked of it: nothing to free, and the answer stands.
        found.offer.refresh_from_db()


def wait_again(found: Proposal) -> None:
    """The candidate is back in the queue, with all the days waited; unless they put it aside themselves. Cost: about 7 queries."""
    if Request.objects.filter(pk=found.request_id, state=RequestState.PROPOSED).exists():
        # By nobody in name: the person's own history does not say who declined.
        requests.wait_again(request=found.request, restart=False, by=None)


def ended(found: Proposal, *, by: Person | None) -> None:
    """Place and request are free before the rooms above hear of it."""
    wait_again(found)
    let_go_of_place(found)
    signals.proposal_ended.send(Proposal, proposal=found, by=by)


def plan(found: Proposal) -> None:
    """A reminder in time, and the end of it once the last day is over. Cost: 1 query."""
    key, payload = str(found.pk), {"proposal": found.pk}
    days = max((found.answer_by - timezone.localdate(found.made_at)).days, 1)
    remind_on = timezone.localdate(found.made_at) + timedelta(days=max(1, round(days * REMIND_AFTER)))
    clock.schedule_all(
        [
            clock.Due(kind=REMIND, key=key, due_at=at(remind_on, time(9)), payload=payload),
            clock.Due(kind=LAPSE, key=key, due_at=at(found.answer_by + timedelta(days=1), time(0)), payload=payload),
        ]
    )


def at(day: date, hour: time) -> datetime:
    """In Québec's time."""
    return timezone.make_aware(datetime.combine(day, hour))


def fresh_offer(offer: Offer) -> Offer:
    """As it is now, with its host. Cost: 1 query."""
    return Offer.objects.select_related("host", "organisation", "region", "partner__organisation", "edition").get(
        pk=offer.pk
    )
