"""Two who could be put before each other, and a proposal made as the coordination makes it."""

from typing import Any

from django.utils import timezone

from network.pairing.offers.models import Offer
from network.pairing.proposals import actions
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest
from network.pairing.requests.models import Request
from people.accounts.models import Person
from tests.factories.accounts import make_person, make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.pairing import a_request, make_offer, make_proposal, make_request, make_settings
from tests.factories.participants import agree

PARTS = {"occupation": 350, "time": 150, "place": 120, "purpose": 80}


def make_candidate(request: Request | None = None, **facts: Any) -> Request:
    """A request of somebody who can be written to, and agrees that their card is shown."""
    if request is None:
        facts.setdefault("person", make_user(name="Candidate Essai").person)
        request = make_request(**facts)
    agree(request.person, "card")
    return request


def make_two(host: Person | None = None, **facts: Any) -> tuple[Request, Offer]:
    """A request and an offer of one edition, each by somebody who can be written to."""
    edition = facts.pop("edition", None) or make_settings().edition
    offer = make_offer(edition, host or make_user(name="Hôte Essai").person, **facts)
    return make_candidate(edition=edition), offer


def proposed(
    request: Request | None = None, offer: Offer | None = None, *, by: Person | None = None, **facts: Any
) -> Proposal:
    """Put before both by the action."""
    if request is None and offer is None:
        request, offer = make_two()
    elif request is None:
        request = make_candidate(edition=offer.edition)  # type: ignore[union-attr]  # one of the two
    elif offer is None:
        offer = make_offer(request.candidacy.edition, make_user(name="Hôte Essai").person)
    facts.setdefault("computed", True)
    facts.setdefault("score", 700)
    facts.setdefault("parts", PARTS)
    return actions.propose(request=request, offer=offer, by=by or make_person("Décideuse Essai"), **facts)  # type: ignore[arg-type]


@maker(Reply)
def a_reply(person: Person, _sing: Canaries) -> Reply:
    """Of a host: what they said is theirs, not the candidate's."""
    proposal = make_proposal(offer=make_offer(host=person))
    return Reply.objects.create(proposal=proposal, side="host", person=person, answer="yes")


@maker(ReviewRequest)
def a_review(person: Person, sing: Canaries) -> ReviewRequest:
    """Of a proposal made before, if there is one: one is open for a person at a time."""
    proposal = Proposal.objects.filter(person=person).first() or make_proposal(a_request(person, sing))
    now = timezone.now()
    return ReviewRequest.objects.create(
        asked_at=now,
        proposal=proposal,
        person=person,
        side="candidate",
        words="?",
        answer_by=proposal.answer_by,
        outcome="stands",
        answer="!",
        answered_at=now,
    )
