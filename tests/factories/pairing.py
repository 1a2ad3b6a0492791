"""Offers and requests of an edition that pairs, as rows: what stands is what a test names."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from core.reference.models import MajorGroup, Region
from network.pairing.editions.models import PairingSettings, Reviewer
from network.pairing.kinds import Format, Purpose
from network.pairing.offers.models import Offer, OfferOccupation
from network.pairing.proposals.models import Proposal
from network.pairing.requests.models import Request, RequestOccupation
from network.pairing.requests.models import Step as RequestStep
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import Candidacy
from people.programmes.models import Edition
from people.timetable.availability import ALWAYS
from tests.factories.accounts import make_person
from tests.factories.canaries import Canaries, maker
from tests.factories.organisations import make_organisation
from tests.factories.participants import a_candidacy, agree, make_ready
from tests.factories.programmes import make_edition, make_partner

#: Welders.
OCCUPATION = "72106"


def make_settings(edition: Edition | None = None, **facts: Any) -> PairingSettings:
    """An open edition that pairs, with one partner that follows its candidates."""
    if edition is None:
        today = timezone.localdate()
        edition = make_edition(state="open", starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=500))
        make_partner(edition=edition, organisation=make_organisation())
    return PairingSettings.objects.create(edition=edition, **facts)


def make_offer(
    edition: Edition | None = None,
    host: Person | None = None,
    *,
    occupations: tuple[str, ...] = (OCCUPATION,),
    state: str = "open",
    **facts: Any,
) -> Offer:
    """An approved offer in the Saguenay, free at any hour, of a host who speaks for an employer."""
    edition = edition or make_settings().edition
    facts.setdefault("organisation", make_organisation())
    facts.setdefault("region", Region.objects.get(pk="02"))
    now = timezone.now()
    offer = Offer.objects.create(
        **{
            "edition": edition,
            "host": host or make_person(),
            "format": Format.PLACEMENT,
            "title": "Une journée à l’atelier",
            "purposes": [Purpose.WORKPLACE.value],
            "availability": ALWAYS,
            "state": state,
            "submitted_at": None if state == "draft" else now,
            "approved_at": now if state in {"open", "paused", "filled", "closed"} else None,
            "open_until": timezone.localdate() + timedelta(days=180),
            "word": "À compléter." if state in {"returned", "declined"} else "",
            **facts,
        }
    )
    for rank, code in enumerate(occupations, 1):
        OfferOccupation.objects.create(
            offer=offer, rank=rank, code=code, major_group=MajorGroup.objects.get(pk=code[:2])
        )
    return offer


def make_request(
    candidacy: Candidacy | None = None,
    *,
    edition: Edition | None = None,
    person: Person | None = None,
    organisation: Organisation | None = None,
    waited: int = 0,
    occupations: tuple[str, ...] = (OCCUPATION,),
    state: str = "waiting",
    shows_card: bool = True,
    **facts: Any,
) -> Request:
    """A request that has waited ``waited`` days, of somebody in the pool who goes anywhere, and whose card hosts may read."""
    if candidacy is None:
        edition = edition or make_settings().edition
        candidacy = make_ready(person, edition=edition, organisation=organisation)
        if shows_card:
            agree(candidacy.case_file.person, "card")
    moment = timezone.now() - timedelta(days=waited)
    sent = None if state == "draft" else moment
    request = Request.objects.create(
        **{
            "candidacy": candidacy,
            "purposes": [Purpose.WORKPLACE.value],
            "formats": [Format.PLACEMENT.value],
            "availability": ALWAYS,
            "goes_anywhere": True,
            "state": state,
            "sent_at": sent,
            "waiting_since": sent,
            **facts,
        }
    )
    for rank, code in enumerate(occupations, 1):
        RequestOccupation.objects.create(
            request=request, rank=rank, code=code, major_group=MajorGroup.objects.get(pk=code[:2])
        )
    return request


@maker(Reviewer)
def a_reviewer(person: Person, _sing: Canaries) -> Reviewer:
    return Reviewer.objects.create(settings=make_settings(), person=person)


@maker(Offer)
def an_offer(person: Person, _sing: Canaries) -> Offer:
    return make_offer(host=person)


@maker(Request)
def a_request(person: Person, sing: Canaries) -> Request:
    """Beside a candidacy that ended: that one alone bears a word of its own, and is the first that is found.

    Nothing else of the person is written over: neither card nor pool.
    """
    there = Request.objects.of_person(person).first()
    if there is not None:
        return there
    file = a_candidacy(person, sing).case_file
    candidacy = Candidacy.objects.create(
        case_file=file,
        edition=make_settings().edition,
        organisation=file.organisation,
        assigned_at=timezone.now(),
        state="eligible",
    )
    return make_request(candidacy)


def make_proposal(request: Request | None = None, offer: Offer | None = None, **facts: Any) -> Proposal:
    """An open proposal: it holds a place of the offer, and the request stands as proposed."""
    request = request or make_request()
    offer = offer or make_offer(request.candidacy.edition)
    proposal = Proposal.objects.create(
        **{
            "request": request,
            "offer": offer,
            "person": request.person,
            "score": 700,
            "parts": {"occupation": 350, "time": 150, "place": 100, "purpose": 100},
            "answer_by": timezone.localdate() + timedelta(days=7),
            **facts,
        }
    )
    if proposal.state == "open":
        Offer.objects.filter(pk=offer.pk).update(held=F("held") + 1)
        Request.objects.filter(pk=request.pk).update(state="proposed")
        offer.refresh_from_db()
        request.refresh_from_db()
    return proposal


@maker(Proposal)
def a_proposal(person: Person, sing: Canaries) -> Proposal:
    return make_proposal(a_request(person, sing))


@maker(RequestOccupation)
def an_occupation(person: Person, sing: Canaries) -> RequestOccupation:
    return a_request(person, sing).occupations.get()


@maker(RequestStep)
def a_step(person: Person, sing: Canaries) -> RequestStep:
    return RequestStep.objects.create(request=a_request(person, sing), source="draft", target="waiting")
