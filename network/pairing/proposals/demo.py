"""Some 25 proposals in every state: one that waits for the participant, one for the mentor, one for the employer, and others
between people who fit, made by the actions and then moved back in time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import clock
from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.kinds import PAIRED
from network.pairing.offers.models import Offer
from network.pairing.proposals import actions
from network.pairing.proposals.actions import keeping
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest, State
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from people.accounts.models import Person, Role
from people.consent.rules import consenting
from people.participants.models import Candidacy, PaperLetter

#: What is done with each, in turn, and how many days ago it was proposed.
STORIES: list[tuple[str, int]] = [
    ("open", 0), ("open", 1), ("open", 2), ("host_yes", 3), ("candidate_yes", 4), ("host_yes", 5), ("late", 6),
    ("accepted", 9), ("accepted", 12), ("accepted", 20), ("accepted", 33),
    ("host_no", 15), ("host_no", 27), ("candidate_no", 18), ("candidate_no", 41), ("host_no", 52), ("candidate_no", 60),
    ("lapsed", 24), ("lapsed", 38), ("lapsed", 55),
    ("withdrawn", 30), ("withdrawn", 47),
]  # fmt: skip
HOST_NO = [
    ("not_now", "Nous sommes en période d’inventaire jusqu’à la mi-janvier; volontiers après."),
    ("field", "Notre atelier ne fait plus ce type de travail, la personne n’y verrait pas grand-chose."),
    ("hours", ""),
]
CANDIDATE_NO = [
    ("place", "C’est à deux heures d’autobus de chez moi, je ne peux pas laisser mes enfants si longtemps."),
    ("hours", "Je travaille le soir maintenant. La fin de semaine serait possible."),
    ("not_now", ""),
]
WITHDRAWN = [
    "L’entreprise déménage ce mois-ci : la visite sera proposée de nouveau au printemps.",
    "Une place plus proche de chez vous vient de s’ouvrir.",
]
BY_HAND = "Je les ai rencontrés tous les deux : elle connaît ce secteur par son ancien métier, et l’hôte tient à montrer comment on s’y forme."
REVIEW = "Vous dites que je suis libre le mardi matin. Ce n’est plus vrai depuis que j’ai un cours de français."
REVIEW_ANSWERED = (
    "Pourquoi une personne d’une autre profession? Je cherche quelqu’un de mon métier.",
    "J’ai relu votre demande : vous y disiez que les professions apparentées vous intéressent. Je l’ai changé avec vous au "
    "téléphone, et la prochaine proposition en tiendra compte.",
)


@dataclass
class Two:
    """Who fits, with the points a plain look gives them."""

    request: Request
    offer: Offer
    parts: dict[str, int]
    #: Rules that they would go beyond.
    beyond: list[str]

    @property
    def score(self) -> int:
        return sum(self.parts.values())


def seed(world: Any) -> None:
    """In ``world.pairing_proposals``; where there are any, they stay."""
    world.pairing_proposals = []
    edition = getattr(world, "pairing_edition", None)
    users = getattr(world, "users", {})
    coordinator = users.get(Role.PROGRAMME_COORDINATOR.value)
    if edition is None or coordinator is None or Proposal.objects.exists():
        return
    by = coordinator.person
    with transaction.atomic():
        made = _made(_first(world), by)
        made += _made(_others({offer.pk for offer in getattr(world, "pairing_offers", {}).values()}), by)
        _reviews(made, by)
    # What they would have been told over two months is no news today; what is open is.
    closed = [each.pk for each in Proposal.objects.exclude(state=State.OPEN)]
    Mail.objects.filter(template="proposals/step", payload__proposal__in=closed).delete()
    PaperLetter.objects.filter(template="proposals/step", object_id__in=[str(pk) for pk in closed]).delete()
    clock.Due.objects.filter(kind=keeping.TELL_DECLINED, done_at=None).delete()
    world.pairing_proposals = made


# ------------------------------------------------------------------ who fits


def _waiting() -> list[Request]:
    """In the queue and ready to be met, with both consents; who waits longest first."""
    found = Request.objects.filter(
        consenting("matching", person="candidacy__case_file__person"),
        consenting("card", person="candidacy__case_file__person"),
        state=RequestState.WAITING,
        candidacy__state=Candidacy.State.IN_POOL,
    )
    related = ("candidacy__case_file__person", "candidacy__edition")
    return list(
        found.select_related(*related).prefetch_related("occupations", "regions").order_by("waiting_since", "pk")
    )


def _open_offers() -> list[Offer]:
    found = Offer.objects.with_room().filter(format__in=PAIRED)
    return list(found.select_related("host", "edition").prefetch_related("occupations").order_by("pk"))


def fit(request: Request, offer: Offer, *, beyond: bool = False) -> Two | None:
    """Whether the two could meet at all, looked at plainly: the engine's own word is a round's.

    ``beyond``: somebody put them together, whatever the place, the hours and the format.
    """
    shared = max(
        (
            next((place for place in range(5) if one.code[place] != other.code[place]), 5)
            for one in request.occupations.all()
            for other in offer.occupations.all()
        ),
        default=0,
    )
    is_own = offer.host_id == request.candidacy.case_file.person_id
    if is_own or offer.edition_id != request.candidacy.edition_id:
        return None
    common = (request.availability & offer.availability).bit_count()
    place = _place(request, offer)
    if not beyond and (shared < 2 or not common or not place or offer.format not in request.formats):
        return None
    purposes = sum(1 for code in request.purposes if code in offer.purposes)
    parts = {
        "occupation": {5: 350, 4: 300, 3: 250, 2: 190}.get(shared, 0),
        "time": min(150, 40 + 12 * common) if common else 0,
        "place": place,
        "language": 80,
        "purpose": min(100, 50 * purposes),
        "turn": 50 if not offer.matched else 10,
    }
    codes = [
        code
        for code, lacks in (
            ("occupation", shared < 2), ("place", not place), ("time", not common), ("format", offer.format not in request.formats),
        )
        if lacks
    ]  # fmt: skip
    return Two(request, offer, {name: points for name, points in parts.items() if points}, codes)


def _place(request: Request, offer: Offer) -> int:
    wished = {region.pk for region in request.regions.all()}
    if offer.is_on_site and offer.region_id in wished:
        return 150
    if offer.is_on_site and request.goes_anywhere:
        return 110
    return 90 if offer.is_online and request.online_welcome else 0


def _first(world: Any) -> Iterator[tuple[Two, str, int]]:
    """What the people of the role buttons see: one that waits for the participant, for the mentor and for the employer."""
    named = getattr(world, "pairing_offers", {})
    participant = world.users[Role.PARTICIPANT.value].person
    waiting, offers = _waiting(), _open_offers()
    own = [each for each in waiting if each.person == participant]
    others = [each for each in waiting if each.person != participant]
    kept = {offer.pk for offer in named.values()}
    wishes: list[tuple[list[Request], list[Offer]]] = [
        (own, [each for each in offers if each.pk not in kept] or offers),
        *(
            (others, [each for each in offers if key in named and each.pk == named[key].pk])
            for key in ("mentor", "weld")
        ),
    ]
    for requests, places in wishes:
        pairs = [(each, offer) for each in requests for offer in places]
        fitting = [two for each, offer in pairs if (two := fit(each, offer)) is not None]
        # Nobody fits by the rules: somebody put them together by hand.
        found = fitting or [two for each, offer in pairs if (two := fit(each, offer, beyond=True)) is not None]
        if found:
            chosen = max(found, key=lambda two: (-len(two.beyond), two.score))
            if chosen.request in others:
                others.remove(chosen.request)
            yield chosen, "open", 2


def _others(kept: set[int]) -> Iterator[tuple[Two, str, int]]:
    """Each story with the next two who fit, everybody once."""
    waiting = _waiting()
    # Hosts of the role buttons keep the places they have left, for matches.
    offers = [offer for offer in _open_offers() if offer.pk not in kept]
    # Those of the role buttons are spoken for.
    spoken_for = Proposal.objects.values("person")
    met = set(Person.objects.filter(pk__in=spoken_for).values_list("pk", flat=True))
    waiting = [each for each in waiting if each.person.pk not in met]
    for story, days in STORIES:
        pairs = (two for offer in offers for each in waiting if (two := fit(each, offer)) is not None)
        two = next(pairs, None)
        if two is None:
            return
        waiting.remove(two.request)
        offers.remove(two.offer)
        yield two, story, days


# ------------------------------------------------------------------ what becomes of them


def _made(found: Iterable[tuple[Two, str, int]], by: Person) -> list[Proposal]:
    made = []
    for number, (two, story, days) in enumerate(found):
        by_hand = bool(two.beyond) or number % 9 == 4
        try:
            proposal = actions.propose(
                request=two.request,
                offer=two.offer,
                score=two.score,
                parts=two.parts,
                by=by,
                computed=not by_hand,
                by_hand=by_hand,
                beyond=two.beyond,
                hand_reason=BY_HAND.replace(" :", "\u00a0:") if by_hand else "",
            )
        except Refusal:
            continue
        _TURNS[story](proposal, number, by)
        _move_back(proposal, days)
        made.append(proposal)
    return made


def _yes(proposal: Proposal, side: str, words: str = "") -> None:
    actions.answer(proposal=proposal, side=side, says="yes", by=proposal.person_of(side), words=words)


def _no(proposal: Proposal, side: str, said: tuple[str, str]) -> None:
    why, words = said
    actions.answer(
        proposal=proposal,
        side=side,
        says="no",
        by=proposal.person_of(side),
        why=why,
        words=words.replace(" :", "\u00a0:"),
    )


def _accept(proposal: Proposal) -> None:
    _yes(proposal, "host")
    _yes(proposal, "candidate", "Merci, j’ai hâte de voir l’atelier!")


def _lapse(proposal: Proposal, number: int) -> None:
    """One side answered, or neither."""
    if number % 2:
        _yes(proposal, "candidate")
    Proposal.objects.filter(pk=proposal.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    actions.lapse(proposal=proposal)


_TURNS: dict[str, Callable[[Proposal, int, Person], object]] = {
    "open": lambda _proposal, _number, _by: None,
    "late": lambda _proposal, _number, _by: None,
    "host_yes": lambda proposal, _number, _by: _yes(proposal, "host"),
    "candidate_yes": lambda proposal, _number, _by: _yes(proposal, "candidate"),
    "accepted": lambda proposal, _number, _by: _accept(proposal),
    "host_no": lambda proposal, number, _by: _no(proposal, "host", HOST_NO[number % len(HOST_NO)]),
    "candidate_no": lambda proposal, number, _by: _no(proposal, "candidate", CANDIDATE_NO[number % len(CANDIDATE_NO)]),
    "lapsed": lambda proposal, number, _by: _lapse(proposal, number),
    "withdrawn": lambda proposal, number, by: actions.withdraw(
        proposal=proposal, by=by, because=WITHDRAWN[number % len(WITHDRAWN)].replace(" :", "\u00a0:")
    ),
}


def _move_back(proposal: Proposal, days: int) -> None:
    """As if it had been made so many days ago, and answered or ended within the week that followed."""
    proposal.refresh_from_db()
    now = timezone.now()
    made_at = now - timedelta(days=days)
    answered = min(now, made_at + timedelta(days=min(days, 3), hours=2))
    ended = min(now, made_at + timedelta(days=8 if proposal.state == State.LAPSED else min(days, 5)))
    facts: dict[str, Any] = {"made_at": made_at, "answer_by": timezone.localdate(made_at) + timedelta(days=7)}
    for side in ("host", "candidate"):
        if proposal.answer_of(side):
            facts[f"{side}_answered_at"] = answered
    if not proposal.is_open:
        facts["closed_at"] = ended
    Proposal.objects.filter(pk=proposal.pk).update(**facts)
    Reply.objects.filter(proposal=proposal).update(said_at=answered)
    proposal.refresh_from_db()
    if proposal.is_open:
        keeping.plan(proposal)
        passed = clock.Due.objects.filter(kind=keeping.REMIND, key=str(proposal.pk), due_at__lte=now)
        passed.update(done_at=now)
    else:
        Request.objects.filter(pk=proposal.request_id, state=RequestState.WAITING).update(state_since=ended)


def _reviews(made: list[Proposal], by: Person) -> None:
    """One that waits for an answer, and one that was answered."""
    waits = [each for each in made if each.state == State.OPEN][:1]
    ended = [each for each in made if each.state == State.DECLINED][:1]
    for proposal in waits:
        actions.ask_review(proposal=proposal, person=proposal.person, words=REVIEW)
    for proposal in ended:
        asked, answered = REVIEW_ANSWERED
        review = actions.ask_review(proposal=proposal, person=proposal.person, words=asked)
        actions.answer_review(review=review, by=by, outcome="corrected", words=answered.replace(" :", "\u00a0:"))
        ReviewRequest.objects.filter(pk=review.pk).update(asked_at=F("asked_at") - timedelta(days=6))
