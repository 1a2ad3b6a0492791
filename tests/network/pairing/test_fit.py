"""Between rows and the engine: what a profile says, which pairs may not be, and what each must costs before it is kept."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.reference.models import Region
from network.pairing.edges import edges
from network.pairing.fit import apart, candidates, hosts, words
from network.pairing.fit.counting import count
from network.pairing.kinds import Access, Format, Purpose, Want
from network.pairing.offers.models import FrenchNeed, LanguageNeed, Offer, OfferDate
from network.pairing.profiles import CandidateProfile, HostProfile
from network.pairing.requests import reaching
from network.pairing.requests.models import Request
from people.accounts.models import Person
from people.participants import actions as participants
from people.timetable.availability import ALWAYS, EVENING, MORNING, Availability
from tests.factories.accounts import make_person
from tests.factories.pairing import OCCUPATION, make_offer, make_request, make_settings

pytestmark = pytest.mark.django_db


def one(request: Request) -> CandidateProfile:
    return candidates.candidate_profiles(Request.objects.filter(pk=request.pk))[0]


def host(offer: Offer) -> HostProfile:
    return hosts.host_profiles(Offer.objects.filter(pk=offer.pk))[0]


def speaks(person: Person, **levels: str) -> None:
    participants.say_french_levels(case_file=person.case_file, levels=levels, by=person)


# ------------------------------------------------------------------ candidates


def test_a_request_is_read_as_it_stands() -> None:
    request = make_request(
        waited=12,
        occupations=(OCCUPATION, "31301"),
        formats=["mentoring", "conversation"],
        purposes=["skills", "contacts"],
        musts=["step_free"],
        wishes=["transit", "evenings"],
        availability=int(Availability.of([(0, MORNING)])),
        goes_anywhere=False,
        online_welcome=False,
        related_welcome=False,
    )
    request.regions.set(Region.objects.filter(pk__in=["01", "17"]))
    file = request.candidacy.case_file
    participants.describe(case_file=file, details={"region": Region.objects.get(pk="06")}, by=request.person)
    speaks(request.person, oral_production="7", written_production="4")
    participants.say_languages(
        case_file=file, languages=[("English", "fluent"), ("Wolof", "native")], by=request.person
    )

    profile = one(request)

    assert (profile.key, profile.edition, profile.days_waited) == (request.pk, request.candidacy.edition_id, 12)
    assert profile.occupations == (OCCUPATION, "31301")
    assert profile.formats == {"mentoring", "conversation"}
    assert profile.purposes == {"skills", "contacts"}
    assert (profile.must, profile.wishes) == ({"step_free"}, {"transit", "evenings"})
    assert profile.regions == 1 | 1 << 16
    assert profile.home == 6
    assert (profile.anywhere, profile.online, profile.related) == (False, False, False)
    assert profile.levels == {"fr.oral_production": 7, "fr.written_production": 4, "x.anglais": 3, "x.wolof": 4}


def test_who_waits_longest_comes_first() -> None:
    edition = make_settings().edition
    days = [3, 90, 40]
    for waited in days:
        make_request(edition=edition, waited=waited)

    found = candidates.candidate_profiles(candidates.ready_requests(edition))

    assert [profile.days_waited for profile in found] == [90, 40, 3]


def test_of_an_edition_those_alone_are_read_who_can_be_met_now() -> None:
    edition = make_settings().edition
    ready = make_request(edition=edition)
    make_request(edition=edition, state="resting")
    make_request()

    assert [profile.key for profile in candidates.candidate_profiles(candidates.ready_requests(edition))] == [ready.pk]


def test_many_requests_cost_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    edition = make_settings().edition
    for number in range(4):
        make_request(edition=edition, waited=number)
        with django_assert_num_queries(5):
            assert len(candidates.candidate_profiles(Request.objects.of_edition(edition))) == number + 1


# ------------------------------------------------------------------ hosts


def test_an_offer_is_read_as_it_stands() -> None:
    offer = make_offer(
        format=Format.MENTORING,
        occupations=(OCCUPATION, "72400"),
        capacity=5,
        held=1,
        matched=2,
        is_online=True,
        access=[Access.STEP_FREE.value, Access.QUIET.value],
        purposes=[Purpose.SKILLS.value],
        availability=int(Availability.of([(4, EVENING)])),
    )
    FrenchNeed.objects.create(offer=offer, skill_id="oral_comprehension", level_id="5")
    LanguageNeed.objects.create(offer=offer, name="Anglais", folded="anglais", ease="conversation")

    profile = host(offer)

    assert (profile.key, profile.format, profile.capacity, profile.times_used) == (offer.pk, "mentoring", 2, 2)
    assert profile.occupations == (OCCUPATION, "72400")
    assert profile.needs == {"fr.oral_comprehension": 5, "x.anglais": 2}
    assert (profile.region, profile.online) == (2, True)
    assert profile.facts == {"step_free", "employer"}
    assert profile.purposes == {"skills"}
    assert not profile.has_dates


def test_online_alone_is_in_no_region_and_on_nobodys_premises() -> None:
    profile = host(make_offer(is_online=True, is_on_site=False))

    assert (profile.region, profile.facts) == (0, frozenset())


def test_a_mentor_in_their_own_name_is_no_employer() -> None:
    assert "employer" not in host(make_offer(organisation=None)).facts


def test_days_to_come_are_parts_of_the_week_and_days_gone_by_are_none() -> None:
    offer, past = make_offer(availability=0), make_offer(availability=0)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    OfferDate.objects.create(offer=offer, day=monday, starts=time(10), ends=time(14))
    OfferDate.objects.create(offer=past, day=monday - timedelta(days=14), starts=time(10), ends=time(14))

    assert (host(offer).availability, host(offer).has_dates) == (0b011, True)
    assert (host(past).availability, host(past).has_dates) == (0, False)


@pytest.mark.parametrize(
    ("starts", "ends", "bits"),
    [(time(8), time(12), 0b001), (time(9), time(18), 0b111), (time(12), time(13), 0b010), (time(17), time(21), 0b100)],
)
def test_hours_touch_parts_of_a_day(starts: time, ends: time, bits: int) -> None:
    assert hosts.part_bits(date(2027, 1, 4), starts, ends) == bits


def test_an_offer_that_is_full_or_not_open_is_not_used() -> None:
    edition = make_settings().edition
    there = make_offer(edition)
    make_offer(edition, held=1)
    make_offer(edition, state="paused")

    assert list(hosts.open_offers(edition)) == [there]


def test_many_offers_cost_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    edition = make_settings().edition
    for number in range(4):
        FrenchNeed.objects.create(offer=make_offer(edition), skill_id="oral_production", level_id="6")
        with django_assert_num_queries(5):
            assert len(hosts.host_profiles(hosts.open_offers(edition))) == number + 1


def test_room_can_be_said_otherwise() -> None:
    offer = make_offer(capacity=3, held=3)

    assert hosts.host_profiles(Offer.objects.all(), room={offer.pk: 2})[0].capacity == 2


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("one_way", "other_way"), [("English", "anglais"), ("Créole haïtien", "Haitian Creole"), ("Arabe", "arabic")]
)
def test_a_language_is_one_in_whatever_language_it_is_named(one_way: str, other_way: str) -> None:
    assert words.language(one_way) == words.language(other_way)


def test_weights_of_an_edition_come_to_the_engines_thousand() -> None:
    settings = make_settings()

    weights = words.weights_of(settings)

    assert (weights.occupation, weights.turn) == (settings.weight_occupation, settings.weight_turn)


def test_the_engine_understands_every_want() -> None:
    """What it does not know by itself it looks for among the facts of an offer."""
    edition = make_settings().edition
    make_offer(edition, is_online=True, access=[each.value for each in Access])
    request = make_request(edition=edition, musts=Want.values)
    file = request.candidacy.case_file
    participants.describe(case_file=file, details={"region": Region.objects.get(pk="02")}, by=request.person)

    found = edges(candidates.candidate_profiles(Request.objects.all()), hosts.host_profiles(Offer.objects.all()))

    assert list(found) == [request.pk]


# ------------------------------------------------------------------ pairs that may not be


@pytest.fixture
def kept_apart() -> Iterator[list[tuple[int, int]]]:
    pairs: list[tuple[int, int]] = []

    def say(_edition: int) -> list[tuple[int, int]]:
        return pairs

    apart.failed(say)
    yield pairs
    apart.failed.forget(say)


def test_a_pair_that_failed_is_known_of_a_new_request_of_the_person_too(kept_apart: list[tuple[int, int]]) -> None:
    first, second = make_request(), make_request()
    kept_apart.append((first.person.pk, 77))

    found = apart.apart(first.candidacy.edition_id, candidates.people_of(Request.objects.all()))

    assert found.failed == {(first.pk, 77)}
    assert (second.pk, 77) not in found.failed
    assert found.excluded == frozenset()


# ------------------------------------------------------------------ what each must costs


def test_each_must_says_how_many_hosts_it_costs_before_it_is_kept() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition)
    for _number in range(3):
        make_offer(edition)
    make_offer(edition, is_online=True)
    make_offer(edition, occupations=("31301",))

    found = count(reaching.asked_of(request))

    assert found.hosts == 4
    assert (found.prices["online"].must, found.prices["online"].free, found.prices["online"].cost) == (1, 4, 3)
    assert found.prices["in_person"].cost == 0


def test_a_must_among_others_is_weighed_with_them() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, musts=["online", "transit"])
    make_offer(edition, is_online=True, access=["transit"])
    make_offer(edition, is_online=True)
    make_offer(edition, access=["transit"])

    found = count(reaching.asked_of(request))

    assert found.hosts == 1
    assert (found.prices["online"].must, found.prices["online"].free) == (1, 2)


def test_what_a_form_says_counts_in_place_of_what_is_kept() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, formats=["mentoring"])
    make_offer(edition)

    assert count(reaching.asked_of(request)).hosts == 0
    assert count(reaching.asked_of(request, formats=["placement"])).hosts == 1


def test_hosts_whose_language_is_too_hard_are_not_counted() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition)
    FrenchNeed.objects.create(offer=make_offer(edition), skill_id="oral_production", level_id="7")
    assert count(reaching.asked_of(request)).hosts == 0

    speaks(request.person, oral_production="7")

    assert count(reaching.asked_of(request)).hosts == 1


def test_a_host_who_said_no_before_is_not_counted(kept_apart: list[tuple[int, int]]) -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, person=make_person("Awa Ba"))
    offer = make_offer(edition)
    kept_apart.append((request.person.pk, offer.pk))

    assert count(reaching.asked_of(request)).hosts == 0


def test_the_count_is_that_of_the_rules_of_a_round() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, availability=int(Availability.of([(0, MORNING)])), goes_anywhere=False)
    request.regions.set(Region.objects.filter(pk="02"))
    for region, free in (("02", ALWAYS), ("03", ALWAYS), ("02", int(Availability.of([(1, MORNING)])))):
        make_offer(edition, region=Region.objects.get(pk=region), availability=free)

    rows = edges([one(request)], hosts.host_profiles(hosts.open_offers(edition)))

    assert count(reaching.asked_of(request)).hosts == len(rows[request.pk][0]) == 1


def test_counting_costs_the_same_however_many_hosts_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = make_settings().edition
    request = make_request(edition=edition)
    asked = reaching.asked_of(request)
    for number in range(3):
        make_offer(edition)
        # Seven of its own, the others of the rooms above that keep pairs apart.
        with django_assert_num_queries(10):
            assert count(asked).hosts == number + 1
