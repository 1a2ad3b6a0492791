"""The facts a proposal stands on are those that the engine counted, and what is said of them is true."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core.reference.models import Region
from network.pairing.feasibility import explain
from network.pairing.fit.candidates import candidate_profiles
from network.pairing.fit.hosts import host_profiles
from network.pairing.kinds import Want
from network.pairing.offers.models import FrenchNeed, LanguageNeed, Offer, OfferDate
from network.pairing.proposals.facts import facts_of
from network.pairing.proposals.models import Proposal, Side
from network.pairing.proposals.wording import parts_words
from network.pairing.requests.models import Request
from people.participants import actions as participants
from people.timetable.availability import EVENING, MORNING, Availability
from tests.factories.pairing import make_offer, make_request, make_settings

pytestmark = pytest.mark.django_db

SATURDAY_MORNING, TUESDAY_EVENING = int(Availability.of([(5, MORNING)])), int(Availability.of([(1, EVENING)]))
POINTS = dict.fromkeys(("occupation", "time", "place", "language", "purpose", "wishes", "turn"), 50)


def two(offer: dict[str, Any] | None = None, **request: Any) -> tuple[Request, Offer]:
    edition = make_settings().edition
    return make_request(edition=edition, **request), make_offer(edition, **(offer or {}))


def said(request: Request, offer: Offer, side: str = "") -> dict[str, str]:
    """Part -> what is said of it, in English."""
    proposal = Proposal(request=request, offer=offer, parts=POINTS, facts=facts_of(request, offer))
    with translation.override("en"):
        return {part.code: part.words for part in parts_words(proposal, side)}


def next_weekday(number: int) -> date:
    today = timezone.localdate()
    return today + timedelta(days=(number - today.weekday()) % 7 + 7)


@pytest.mark.parametrize("free", [SATURDAY_MORNING, TUESDAY_EVENING])
def test_wishes_that_are_met_are_those_that_count(free: int) -> None:
    request, offer = two({"availability": free, "access": ["transit"], "is_online": True}, wishes=Want.values)
    (profile,), (host,) = candidate_profiles(Request.objects.all()), host_profiles(Offer.objects.all())
    counted = next(part.facts["met"] for part in explain(profile, host).parts if part.name == "wishes")

    met = facts_of(request, offer)["wishes"]["met"]

    assert set(met) == set(counted)  # type: ignore[call-overload]
    assert ("weekends" in met, "evenings" in met) == (free == SATURDAY_MORNING, free == TUESDAY_EVENING)


def test_whoever_wished_for_nothing_is_not_told_of_wishes_that_are_met() -> None:
    assert said(*two())["wishes"] == "No particular wish."


def test_hours_of_fixed_dates_are_hours_in_common() -> None:
    request, offer = two({"availability": 0}, availability=SATURDAY_MORNING)
    OfferDate.objects.create(offer=offer, day=next_weekday(5), starts=time(9), ends=time(11))

    assert said(request, offer)["time"] == "1 half-day in common: Saturday: morning."


def test_other_languages_that_are_asked_for_are_said() -> None:
    request, offer = two()
    assert said(request, offer)["language"] == "No level is asked for."

    LanguageNeed.objects.create(offer=offer, name="Anglais", folded="anglais", ease="conversation")
    assert said(request, offer)["language"] == "Languages asked for: Anglais (Conversation)."

    FrenchNeed.objects.create(offer=offer, skill_id="oral_production", level_id="5")
    file = request.candidacy.case_file
    participants.say_french_levels(case_file=file, levels={"oral_production": "7"}, by=request.person)
    participants.say_languages(case_file=file, languages=[("English", "fluent")], by=request.person)
    words = said(request, Offer.objects.get(pk=offer.pk))["language"]
    assert words == "Languages asked for: Oral production 5, Anglais (Conversation). Reached."


def test_where_somebody_lives_is_told_to_them_and_not_to_the_host() -> None:
    request, offer = two(goes_anywhere=False)
    file = request.candidacy.case_file
    participants.describe(case_file=file, details={"region": Region.objects.get(pk="02")}, by=request.person)
    request = Request.objects.get(pk=request.pk)

    assert said(request, offer)["place"] == "In the home region: Saguenay–Lac-Saint-Jean."
    assert said(request, offer, Side.HOST)["place"] == "On site: Saguenay–Lac-Saint-Jean."


def test_of_several_aims_the_one_that_gives_most_is_named() -> None:
    request, offer = two({"occupations": ("72106", "21321")}, occupations=("72103", "21321"))

    assert facts_of(request, offer)["occupation"] == {"shared": 5, "aimed": "21321", "seen": "21321"}


def test_words_of_purposes_keep_their_capitals() -> None:
    request, offer = two({"purposes": ["skills", "contacts"]}, purposes=["skills", "contacts"])

    assert said(request, offer)["purpose"] == "In common: make contacts in the field, show what I can do."


def test_an_offer_whose_match_ended_is_not_said_to_have_met_nobody() -> None:
    """A place that was given back is free; that nobody was ever met is not known here."""
    assert said(*two())["turn"] == "Nobody is matched with this offer now."
    assert said(*two({"capacity": 2, "matched": 1}))["turn"] == "Somebody is matched with this offer already."
