"""Matches for the demonstration, in every state and format, between people who wait and hosts with room; made once.

Those that come of proposals both accepted stand there already, to be signed.

The mentor of the role buttons has a mentorship under way. So has the participant, where nothing else is proposed to them; else
a conversation of last winter stands among their matches.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches import actions
from network.pairing.matches.models import Agreement, EndReason, Match, Moment, Party, Resource, Review, Side, State
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.proposals.models import Proposal
from network.pairing.requests import actions as requests
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from people.accounts.models import Person, Role
from people.organisations.models import Organisation
from people.participants.models import Candidacy, PaperLetter
from people.programmes.models import Edition

GOALS = (
    "Comprendre comment on embauche dans mon métier au Québec",
    "Revoir mon CV et ma façon de me présenter",
    "Rencontrer trois personnes du milieu",
)
#: Links by phase. Invented addresses.
LINKS = (
    ("before", "", "Se préparer à une première rencontre", "Getting ready for a first meeting", "premiere-rencontre"),
    ("start", "mentoring", "Dix questions à poser à son mentor", "Ten questions to ask a mentor", "dix-questions"),
    ("start", "placement", "Observer en milieu de travail : les usages", "Observing at a workplace: what is usual", "observer"),
    ("midway", "mentoring", "Faire le point à mi-parcours", "Taking stock half-way", "mi-parcours"),
    ("end", "", "Garder le contact", "Staying in touch", "garder-contact"),
)  # fmt: skip
Stage = Callable[[Match], None]
#: Stages that stand on the morning list: of people whom the caseworker of the role buttons follows.
FOR_THE_CASEWORKER = frozenset({"mentoring.to_sign", "mentoring.problem", "mentoring.past_its_end"})


def seed(world: Any) -> None:
    """Matches of ``world.pairing_edition``, in ``world.matches`` by what they show."""
    edition = getattr(world, "pairing_edition", None)
    world.matches = {}
    if edition is None or Resource.objects.filter(edition=edition).exists():
        return
    with transaction.atomic():
        _links(edition)
        _since_both_said_yes(edition)
        _the_mentor(world, edition)
        _the_employer(world, edition)
        _the_participant(world, edition)
        for name, (format, stage) in STAGES.items():
            follows = world.organisations["voisins"] if name in FOR_THE_CASEWORKER else None
            made = _between(edition, format, follows=follows)
            if made is not None:
                stage(made)
                world.matches[name] = made
        _forget_what_was_told(edition)


def _links(edition: Edition) -> None:
    Resource.objects.bulk_create(
        Resource(
            edition=edition, phase=phase, format=format, title_fr=french.replace(" :", "\u00a0:"), title_en=english,
            url=f"https://ressources.exemple.test/{slug}", rank=rank,
        )
        for rank, (phase, format, french, english, slug) in enumerate(LINKS)
    )  # fmt: skip


# ------------------------------------------------------------------ who meets whom


def _between(
    edition: Edition,
    format: str,
    offer: Offer | None = None,
    request: Request | None = None,
    follows: Organisation | None = None,
) -> Match | None:
    """A match of somebody who waits for this format, whom ``follows`` follows, and a host with room; None where there is none."""
    if offer is None:
        # The hosts of the role buttons keep their places for what is proposed to them.
        hosts = Offer.objects.with_room().filter(edition=edition, format=format, host__user=None)
        offer = hosts.order_by("-capacity", "pk").first()
    if request is None:
        waiting = Request.objects.of_edition(edition).filter(
            state=RequestState.WAITING, candidacy__state=Candidacy.State.IN_POOL
        )
        waiting = waiting.exclude(candidacy__case_file__person__user__isnull=False).order_by("waiting_since", "pk")
        if follows is not None:
            waiting = waiting.filter(candidacy__case_file__organisation=follows)
        request = next((each for each in waiting[5:60] if format in each.formats), None)
    if offer is None or request is None:
        return None
    try:
        requests.propose(request=request, by=None)
        requests.match(request=request, by=None)
        offers.take(offers.hold(offer))
    except Refusal:
        return None
    request.refresh_from_db()
    return _accepted(request, offer)


def _accepted(request: Request, offer: Offer) -> Match:
    now = timezone.now()
    proposal = Proposal.objects.create(
        request=request,
        offer=offer,
        person=request.person,
        score=720,
        parts={"occupation": 350, "time": 120, "place": 100, "language": 100, "turn": 50},
        made_at=now - timedelta(days=9),
        answer_by=timezone.localdate() - timedelta(days=2),
        state="accepted",
        closed_at=now - timedelta(days=5),
        host_answer="yes",
        host_answered_at=now - timedelta(days=7),
        candidate_answer="yes",
        candidate_answered_at=now - timedelta(days=5),
    )
    return actions.begin(proposal=proposal, by=None)


def _offer_of(world: Any, edition: Edition, role: str, format: str) -> Offer | None:
    """One with room of somebody behind a role button."""
    found = Offer.objects.with_room().filter(edition=edition, host=world.users[role].person, format=format)
    return found.order_by("pk").first()


def _the_mentor(world: Any, edition: Edition) -> None:
    """A mentorship under way, with two goals of three reached half-way; with the participant, if nothing is proposed to them."""
    offer = _offer_of(world, edition, Role.MENTOR, Format.MENTORING)
    if offer is None:
        return
    participant: Person = world.users[Role.PARTICIPANT.value].person
    own = Request.objects.of_person(participant).filter(state=RequestState.WAITING).first()
    made = _between(edition, Format.MENTORING, offer, own)
    if made is not None:
        under_way(made)
        world.matches["mentor"] = made


def _the_employer(world: Any, edition: Edition) -> None:
    """Somebody who comes to the workshop this week: both have signed."""
    offer = _offer_of(world, edition, Role.EMPLOYER_CONTACT, Format.PLACEMENT)
    made = _between(edition, Format.PLACEMENT, offer) if offer is not None else None
    if made is not None:
        scheduled(made)
        world.matches["employer"] = made


def _since_both_said_yes(edition: Edition) -> None:
    """Of proposals accepted some time ago: made that day, and some wait for a signature since."""
    for match in Match.objects.filter(edition=edition, state=State.TO_SIGN).select_related("proposal"):
        moment = match.proposal.closed_at if match.proposal else None
        if moment is not None:
            Match.objects.filter(pk=match.pk).update(made_at=moment, state_since=moment)


def _the_participant(world: Any, edition: Edition) -> None:
    """A conversation of last winter, completed, beside what is under way now."""
    participant: Person = world.users[Role.PARTICIPANT.value].person
    request = Request.objects.of_person(participant).order_by("-pk").first()
    talk = _offer_of(world, edition, Role.EMPLOYER_CONTACT, Format.CONVERSATION)
    if request is None or talk is None or Match.objects.of_person(participant).exists():
        return
    since = timezone.now() - timedelta(days=120)
    past = Request.objects.create(
        candidacy=request.candidacy,
        purposes=request.purposes,
        formats=[Format.CONVERSATION.value],
        availability=request.availability,
        goes_anywhere=True,
        state=RequestState.ENDED,
        made_at=since,
        made_by=participant,
        sent_at=since,
        waiting_since=since,
        state_since=since,
    )
    offers.take(offers.hold(talk))
    made = _accepted(past, talk)
    completed(made)
    world.matches["participant"] = made


# ------------------------------------------------------------------ how far they are


def _write(match: Match, *, begun: int = 0) -> Agreement:
    """A complete agreement, begun so many days ago."""
    draft = match.agreements.get(state="draft")
    facts = {name: getattr(draft, name) for name in Agreement.FIELDS[match.format]}
    goals: tuple[str, ...] = ()
    days: list[dict[str, Any]] = []
    today = timezone.localdate()
    if match.format == Format.MENTORING:
        starts = today - timedelta(days=begun - 3)
        facts |= {"starts_on": starts, "ends_on": starts + timedelta(days=150)}
        goals = GOALS
    elif match.format == Format.PLACEMENT:
        facts |= {
            "place": draft.place or "Atelier principal, 240, rue de l’Industrie",
            "tasks": draft.tasks or "Le déroulement d’une journée, le travail en équipe et les règles de sécurité.",
            "colleague": "Contremaître de l’équipe de jour",
            "insurer": "employer",
            "insurance": "Assurance responsabilité de l’employeur",
        }
        days = [_workday(today + timedelta(days=ahead - begun)) for ahead in (4, 5)]
    else:
        facts |= {"subject": draft.subject or "Le métier au quotidien"}
        hour = {"starts": time(12), "ends": time(13), "break_minutes": 0}
        days = [{"day": today + timedelta(days=4 - begun), **hour}]
    actions.edit(match=match, revision=draft.revision, facts=facts, goals=goals, days=days, by=match.host)
    return match.agreements.get(state="draft")


def _workday(day: date) -> dict[str, Any]:
    return {"day": day, "starts": time(8, 30), "ends": time(16, 30), "break_minutes": 60}


def to_sign(match: Match) -> None:
    """The host has signed; the candidate is asked."""
    draft = _write(match)
    actions.sign(match=match, revision=draft.revision, side=Side.HOST, by=match.host)


def _sign(match: Match, *, begun: int) -> None:
    draft = _write(match, begun=begun)
    for side in Side:
        actions.sign(match=match, revision=draft.revision, side=side, by=match.person_of(side))
    _back(match, begun)


def _back(match: Match, days: int) -> None:
    """As if it had been made and signed so many days ago."""
    row = Match.objects.get(pk=match.pk)
    names = ("made_at", "signed_at", "state_since")
    moments = {name: moment - timedelta(days=days) for name in names if (moment := getattr(row, name))}
    Match.objects.filter(pk=row.pk).update(**moments)
    Agreement.objects.filter(match=row).update(
        written_at=F("written_at") - timedelta(days=days),
        candidate_signed_at=F("candidate_signed_at") - timedelta(days=days),
        host_signed_at=F("host_signed_at") - timedelta(days=days),
        in_force_at=F("in_force_at") - timedelta(days=days),
    )
    match.refresh_from_db()


def signed(match: Match) -> None:
    _sign(match, begun=2)


def scheduled(match: Match) -> None:
    _sign(match, begun=1)


def new_version(match: Match) -> None:
    """Under way, and the candidate asks for more hours."""
    under_way(match)
    actions.new_version(match=match, by=match.candidate)


def under_way(match: Match) -> None:
    _sign(match, begun=70)
    for number, minutes in enumerate((60, 90, 60, 75), 1):
        actions.add_minutes(match=match, minutes=minutes, key=f"demo:{number}")
    for goal in match.agreements.get(state="in_force").goals.filter(rank__lte=2):
        actions.tick(goal=goal, reached=True, by=match.host)
    words = "Nos rencontres sont concrètes, je repars chaque fois avec une chose à faire."
    _review(match, Side.CANDIDATE, Moment.FIRST, usefulness=5, problem=False, words=words)
    _review(match, Side.HOST, Moment.FIRST, usefulness=4, problem=False, words="Une personne bien préparée.")


def past_its_end(match: Match) -> None:
    """The months agreed on are over, and the hours were not reached."""
    _sign(match, begun=170)
    for number in range(1, 6):
        actions.add_minutes(match=match, minutes=90, key=f"demo:{number}")


def with_a_problem(match: Match) -> None:
    _sign(match, begun=50)
    actions.add_minutes(match=match, minutes=60, key="demo:1")
    words = "Nos rencontres sont reportées depuis un mois."
    _review(match, Side.CANDIDATE, Moment.FIRST, usefulness=2, problem=True, words=words)


def _review(match: Match, side: str, moment: str, **answers: Any) -> None:
    review = Review.objects.get(party__match=match, party__side=side, moment=moment)
    actions.give_review(review=review, answers=answers, by=match.person_of(side))


def done(match: Match) -> None:
    """The time was spent; the host has given the final review."""
    _spend(match)
    _final(match, Side.HOST)
    Match.objects.filter(pk=match.pk).update(state_since=timezone.now() - timedelta(days=19))


def _spend(match: Match) -> None:
    _sign(match, begun=40 if match.format != Format.MENTORING else 140)
    current = match.agreements.get(state="in_force")
    if match.format == Format.MENTORING:
        left, number = match.minutes_planned, 0
        while left > 0:
            number += 1
            actions.add_minutes(match=match, minutes=min(left, 90), key=f"demo:{number}")
            left -= 90
    else:
        actions.took_place(match=match, days=current.days.values_list("pk", flat=True), by=match.host)


def _final(match: Match, side: str) -> None:
    words = "J’ai compris ce qu’on attend ici, et je sais quoi apprendre." if side == Side.CANDIDATE else ""
    answers = {
        "goals_reached": "some",
        "contacts_gained": 3,
        "gained": "interview",
        "would_again": True,
        "words": words,
    }
    _review(match, side, Moment.FINAL, **answers)


def completed(match: Match) -> None:
    _spend(match)
    if match.format == Format.PLACEMENT:
        book = {
            "procedures": "La fiche de travail et la réunion du matin : comme chez nous, en plus court.",
            "techniques": "Le soudage à l’arc. Le contrôle des pièces se fait autrement ici.",
            "gaps": "La norme canadienne, et le vocabulaire de l’atelier.",
        }
        answers = {name: text.replace(" :", "\u00a0:") for name, text in book.items()}
        actions.write_logbook(match=match, revision=0, answers=answers, by=match.candidate)
        actions.share_logbook(match=match, with_host=True, with_caseworker=True, by=match.candidate)
    for side in Side:
        _final(match, side)
    day = timezone.localdate() - timedelta(days=20)
    Match.objects.filter(pk=match.pk, state=State.COMPLETED).update(completed_on=day)


def host_left(match: Match) -> None:
    _sign(match, begun=30)
    words = "Nouveau poste dans une autre ville."
    actions.end(match=match, reason=EndReason.HOST_LEFT, side=Side.HOST, by=match.host, words=words)


def found_a_job(match: Match) -> None:
    under_way(match)
    words = "J’ai commencé lundi!"
    actions.end(match=match, reason=EndReason.FOUND_JOB, side=Side.CANDIDATE, by=match.candidate, words=words)


STAGES: dict[str, tuple[str, Stage]] = {
    "mentoring.to_sign": (Format.MENTORING, to_sign),
    "placement.to_sign": (Format.PLACEMENT, to_sign),
    "mentoring.signed": (Format.MENTORING, signed),
    "placement.scheduled": (Format.PLACEMENT, scheduled),
    "conversation.scheduled": (Format.CONVERSATION, scheduled),
    "mentoring.under_way": (Format.MENTORING, under_way),
    "mentoring.new_version": (Format.MENTORING, new_version),
    "mentoring.problem": (Format.MENTORING, with_a_problem),
    "mentoring.past_its_end": (Format.MENTORING, past_its_end),
    "mentoring.done": (Format.MENTORING, done),
    "placement.done": (Format.PLACEMENT, done),
    "mentoring.completed": (Format.MENTORING, completed),
    "placement.completed": (Format.PLACEMENT, completed),
    "conversation.completed": (Format.CONVERSATION, completed),
    "mentoring.host_left": (Format.MENTORING, host_left),
    "mentoring.found_a_job": (Format.MENTORING, found_a_job),
}


def _forget_what_was_told(edition: Edition) -> None:
    """What they would have been told over months is no news today; what waits for a signature is."""
    old = Match.objects.filter(edition=edition).exclude(state=State.TO_SIGN)
    Mail.objects.filter(template="matches/work", object_id__in=[str(match.pk) for match in old]).delete()
    keys = [str(party.pk) for party in Party.objects.filter(match__in=old)]
    Mail.objects.filter(template="matches/step", object_id__in=keys).delete()
    PaperLetter.objects.filter(template="matches/step", object_id__in=keys).delete()
