"""Three group sessions for the demonstration: one that was held, one to come with a waiting list, one that was called off.

The employer's contact of the role buttons hosts them; the participant has a place in the one to come.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.gatherings import actions, rules
from network.pairing.gatherings.models import FORMAT, Gathering, Place, Presence, State
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.accounts.models import Person, Role
from people.participants.models import PaperLetter
from people.programmes.models import Edition

WHAT = (
    "Une visite de l’atelier en petit groupe : la coupe, l’assemblage et le contrôle des pièces. Ensuite, une heure de questions "
    "avec l’équipe : comment on entre dans le métier, ce qu’on y gagne, ce qui surprend les premiers mois.\n"
    "Chaussures fermées; le reste de l’équipement est prêté."
).replace(" :", "\u00a0:")
PLACES = 4


def seed(world: Any) -> None:
    """Sessions of ``world.pairing_edition``, in ``world.gatherings`` by what they show. Made once."""
    edition = getattr(world, "pairing_edition", None)
    world.gatherings = {}
    if edition is None or Gathering.objects.filter(offer__edition=edition, state=State.HELD).exists():
        return
    with transaction.atomic():
        offer = _offer(world, edition)
        wishing = _wishing(world, edition)
        world.gatherings["coming"] = _coming(offer, wishing)
        world.gatherings["held"] = _held(offer, wishing[1:])
        world.gatherings["cancelled"] = _cancelled(offer, wishing[:2])
        _forget_what_was_told()


def _offer(world: Any, edition: Edition) -> Offer:
    host: Person = world.users[Role.EMPLOYER_CONTACT.value].person
    offer = offers.begin(
        edition=edition, host=host, by=host, organisation=world.organisations["bellerive"], format=FORMAT, capacity=PLACES,
        title="Visite de l’atelier et questions à l’équipe", what=WHAT, municipality="Trois-Rivières",
        address="1450, rue de la Fabrique", purposes=["workplace", "contacts"],
    )  # fmt: skip
    offers.write(offer=offer, by=host, details={"occupations": ["72106"]})
    # Of an offer that says when nobody has to say more: the days are its sessions.
    dates = [(_day(16), time(13, 30), time(15, 30)), (_day(30), time(13, 30), time(15, 30))]
    offers.write(offer=offer, by=host, details={"dates": dates})
    offers.submit(offer=offer, by=host)
    return offers.approve(offer=offer, by=world.users[Role.PROGRAMME_COORDINATOR.value].person)


def _day(ahead: int) -> date:
    """A weekday, about so many days from today."""
    day = timezone.localdate() + timedelta(days=ahead)
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else day


def _wishing(world: Any, edition: Edition) -> list[Request]:
    """Who takes a place, the participant first: those who wait longest, who wish for group sessions from now on."""
    participant: Person = world.users[Role.PARTICIPANT.value].person
    asking = Request.objects.of_edition(edition).filter(state__in=["waiting", "proposed", "matched"])
    related = asking.select_related("candidacy__case_file__person").order_by("waiting_since", "pk")
    own = list(related.of_person(participant)[:1])
    others = list(related.exclude(candidacy__case_file__person__user__isnull=False)[:60])
    found = [each for each in own + others if each.candidacy.state in {"eligible", "in_pool", "matched"}][:8]
    for request in found:
        if not rules.wants_groups(request):
            request.formats = [*request.formats, FORMAT.value]
            request.save(update_fields=["formats"])
    return found


def _coming(offer: Offer, wishing: Sequence[Request]) -> Gathering:
    """All places are taken, and two wait."""
    gathering = Gathering.objects.filter(offer=offer).in_order()[0]
    for request in wishing[: PLACES + 2]:
        try:
            actions.take(gathering=gathering, person=request.person, by=request.person)
        except Refusal:
            continue
    return gathering


def _held(offer: Offer, wishing: Sequence[Request]) -> Gathering:
    """Three weeks ago: four had a place, three came, and one more came without."""
    day = _day(-21)
    made = Gathering(
        offer=offer, start_date=day, start_time=time(13, 30), end_time=time(15, 30), capacity=PLACES, state=State.HELD, came=0,
        noted_at=timezone.now(),
    )  # fmt: skip
    made.set_hours()
    made.save()
    for number, request in enumerate(wishing[: PLACES + 1]):
        Place.objects.create(
            gathering=made,
            request=request,
            state=Place.State.TAKEN,
            is_walk_in=number == PLACES,
            presence=Presence.ABSENT if number == 2 else Presence.PRESENT,
            asked_at=timezone.now() - timedelta(days=30),
        )
    made.taken = min(PLACES, len(wishing))
    made.came = Place.objects.filter(gathering=made, presence=Presence.PRESENT).count()
    made.save(update_fields=["taken", "came"])
    return made


def _cancelled(offer: Offer, wishing: Sequence[Request]) -> Gathering:
    gathering = Gathering.objects.filter(offer=offer, state=State.PLANNED).in_order().last()
    assert gathering is not None  # two days were said
    for request in wishing:
        try:
            actions.take(gathering=gathering, person=request.person, by=request.person)
        except Refusal:
            continue
    word = "Une machine est en révision cette semaine-là. Une autre date suivra."
    return actions.cancel(gathering=gathering, by=offer.host, word=word)


def _forget_what_was_told() -> None:
    """Nobody is written about what the demonstration itself did."""
    Mail.objects.filter(template__in=["gatherings/place", "gatherings/host"]).delete()
    PaperLetter.objects.filter(template__startswith="gatherings/").delete()
