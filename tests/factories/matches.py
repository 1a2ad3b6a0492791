"""Matches as people bring them about: a proposal that both accepted, then as far as a test needs."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from network.pairing.kinds import Format
from network.pairing.matches import actions
from network.pairing.matches.models import Agreement, Goal, Logbook, Match, Party, Review, Side
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.proposals.models import Proposal
from network.pairing.requests import actions as requests
from network.pairing.requests.models import Request
from people.accounts.models import Person
from tests.factories.accounts import make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.pairing import a_request, make_offer, make_proposal, make_request, make_settings

GOALS = ("Connaître le métier de soudeur ici", "Refaire mon CV", "Rencontrer trois personnes du milieu")


def accept(proposal: Proposal) -> Match:
    """Both said yes, as the room below has it when it tells of it."""
    now = timezone.now()
    Proposal.objects.filter(pk=proposal.pk).update(
        state="accepted",
        closed_at=now,
        host_answer="yes",
        host_answered_at=now,
        candidate_answer="yes",
        candidate_answered_at=now,
    )
    proposal.refresh_from_db()
    proposal.request = requests.match(request=proposal.request, by=None)
    proposal.offer = offers.take(proposal.offer)
    return actions.begin(proposal=proposal, by=None)


def make_match(
    format: str = Format.MENTORING,
    *,
    request: Request | None = None,
    offer: Offer | None = None,
    candidate: Person | None = None,
    host: Person | None = None,
    **offer_facts: Any,
) -> Match:
    """A match whose agreement is to be signed; both sides have a login unless they are given."""
    if request is None:
        edition = offer.edition if offer else make_settings().edition
        candidate = candidate or make_user("participant", name="Nour El-Khatib").person
        request = make_request(edition=edition, person=candidate)
    if offer is None:
        host = host or make_user("mentor", name="Solange Pomerleau").person
        offer = make_offer(request.candidacy.edition, host, format=format, **offer_facts)
    return accept(make_proposal(request, offer))


def draft_of(match: Match) -> Agreement:
    return match.agreements.get(state="draft")


def facts_for(match: Match, **changes: Any) -> dict[str, Any]:
    """What makes the draft complete, as ``actions.edit`` takes it."""
    draft = draft_of(match)
    facts: dict[str, Any] = {name: getattr(draft, name) for name in Agreement.FIELDS[match.format]}
    goals: tuple[str, ...] = ()
    days: list[dict[str, Any]] = []
    if match.format == Format.MENTORING:
        goals = GOALS
    elif match.format == Format.PLACEMENT:
        facts |= {
            "place": "12, rue de la Forge, Alma",
            "tasks": "Le soudage à l’arc et le contrôle des pièces.",
            "colleague": "Martin Bouchard",
            "insurer": "employer",
        }
        days = [workday(1), workday(2)]
    else:
        facts |= {"subject": "Le métier au quotidien"}
        days = [
            {"day": timezone.localdate() + timedelta(days=1), "starts": time(12), "ends": time(13), "break_minutes": 0}
        ]
    facts |= {name: value for name, value in changes.items() if name not in {"goals", "days"}}
    return {"facts": facts, "goals": changes.get("goals", goals), "days": changes.get("days", days)}


def workday(ahead: int = 1, *, on: date | None = None, pause: int = 60) -> dict[str, Any]:
    """A day from 8:30 to 16:30 with a break."""
    day = on or timezone.localdate() + timedelta(days=ahead)
    return {"day": day, "starts": time(8, 30), "ends": time(16, 30), "break_minutes": pause}


def write(match: Match, by: Person | None = None, **changes: Any) -> Agreement:
    actions.edit(match=match, revision=draft_of(match).revision, by=by or match.host, **facts_for(match, **changes))
    return draft_of(match)


def sign(match: Match, side: str, revision: int | None = None) -> Agreement:
    revision = revision or draft_of(match).revision
    return actions.sign(match=match, revision=revision, side=side, by=match.person_of(side))


def make_signed(format: str = Format.MENTORING, **facts: Any) -> Match:
    """Both have signed a complete agreement."""
    changes = {name: facts.pop(name) for name in ("days", "goals", "insurer") if name in facts}
    match = make_match(format, **facts)
    write(match, **changes)
    for side in Side:
        sign(match, side)
    return Match.objects.get(pk=match.pk)


def make_done(format: str = Format.MENTORING, **facts: Any) -> Match:
    """The agreed time was spent: the final reviews are awaited."""
    match = make_signed(format, **facts)
    left = match.minutes_planned
    for number in range(-(-left // 600)):
        actions.add_minutes(match=match, minutes=min(600, left - 600 * number), key=f"meeting:{number}")
    return Match.objects.get(pk=match.pk)


FINAL = {"goals_reached": "some", "contacts_gained": 2, "gained": "nothing", "would_again": True}


def review_of(match: Match, side: str, moment: str = "final") -> Review:
    return Review.objects.get(party__match=match, party__side=side, moment=moment)


def give(match: Match, side: str, moment: str = "final", **answers: Any) -> Review:
    review = review_of(match, side, moment)
    return actions.give_review(review=review, answers=answers or dict(FINAL), by=match.person_of(side))


def make_completed(format: str = Format.MENTORING, **facts: Any) -> Match:
    match = make_done(format, **facts)
    if match.format == Format.PLACEMENT:
        actions.write_logbook(
            match=match, revision=0, answers={"procedures": "La fiche de travail."}, by=match.candidate
        )
    for side in Side:
        give(match, side)
    return Match.objects.get(pk=match.pk)


# ------------------------------------------------------------------ one row of every model, for the proofs


def _matched(person: Person, sing: Canaries) -> Match:
    """Beside the request that the proofs make: what stands there is not written over."""
    there = Match.objects.filter(candidate=person).first()
    if there is not None:
        return there
    request = a_request(person, sing)
    offer = make_offer(request.candidacy.edition, format=Format.MENTORING)
    now = timezone.now()
    proposal = Proposal.objects.create(
        request=request,
        offer=offer,
        person=person,
        answer_by=timezone.localdate(),
        state="accepted",
        closed_at=now,
        host_answer="yes",
        host_answered_at=now,
        candidate_answer="yes",
        candidate_answered_at=now,
    )
    offers.take(offers.hold(offer))
    match = actions.begin(proposal=proposal, by=None)
    # Words on its end would be theirs.
    match.ended_side = Side.CANDIDATE
    match.save(update_fields=["ended_side"])
    return match


@maker(Match)
def a_match(person: Person, sing: Canaries) -> Match:
    return _matched(person, sing)


@maker(Party)
def a_party(person: Person, sing: Canaries) -> Party:
    return _matched(person, sing).parties.get(side=Side.CANDIDATE)


@maker(Agreement)
def an_agreement(person: Person, sing: Canaries) -> Agreement:
    return _matched(person, sing).agreements.get()


@maker(Goal)
def a_goal(person: Person, sing: Canaries) -> Goal:
    return Goal.objects.create(agreement=_matched(person, sing).agreements.get(), rank=1, text="Un but")


@maker(Review)
def a_review(person: Person, sing: Canaries) -> Review:
    return Review.objects.create(party=_matched(person, sing).parties.get(side=Side.CANDIDATE), moment="first")


@maker(Logbook)
def a_logbook(person: Person, sing: Canaries) -> Logbook:
    return Logbook.objects.create(match=_matched(person, sing))
