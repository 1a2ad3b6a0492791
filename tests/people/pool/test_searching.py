"""Who is found in the pool, by whom, in which order; and who disappears from it at once."""

import pytest
from django.utils import timezone

from people.consent import actions as consents
from people.consent.models import Consent
from people.participants import actions as participants
from people.participants.models import Candidacy, Card
from people.pool import counting, entries
from people.pool.bands import band_of
from people.pool.counts import NOT_SAID, Ready
from people.pool.models import about
from people.pool.searching import MOST, PAGE, People, Search, Wanted
from people.timetable.availability import EVENING, MORNING, Availability
from tests.factories.accounts import make_person, make_region
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_card, make_caseworker, make_ready
from tests.factories.pool import Bridge, make_bridge

pytestmark = pytest.mark.django_db


def own(bridge: Bridge, **wanted: object) -> list[Candidacy]:
    found = Search.of_own(bridge.sender).find(Wanted(**wanted))  # type: ignore[arg-type]
    return [Candidacy.objects.get(pk=pk) for pk in found]


def of_partners(bridge: Bridge, **wanted: object) -> list[Candidacy]:
    found = Search.of_partners(bridge.receiver).find(Wanted(**wanted))  # type: ignore[arg-type]
    return [Candidacy.objects.get(pk=pk) for pk in found]


# ------------------------------------------------------------------ one's own organisation


def test_a_caseworker_finds_the_people_of_their_own_organisation_alone() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    make_ready(organisation=make_organisation())

    assert own(bridge) == [candidacy]
    assert list(Search.of_own(bridge.receiver).find(Wanted())) == []


def test_who_has_been_ready_for_longest_comes_first() -> None:
    bridge = make_bridge()
    ready = [bridge.ready() for _number in range(3)]
    # Two became ready at the same moment, the third one before them.
    asked, since = ready[0].asked_at, ready[0].state_since
    Candidacy.objects.filter(pk=ready[1].pk).update(asked_at=asked, state_since=since)
    Candidacy.objects.filter(pk=ready[2].pk).update(asked_at=asked, state_since=asked)
    entries.rebuild()

    assert own(bridge) == [ready[2], ready[0], ready[1]]


def test_a_person_ready_for_two_editions_stands_there_once() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    other = make_bridge(bank=bridge.bank)
    second = make_ready(candidacy.case_file.person, edition=other.edition)

    assert own(bridge) == [candidacy]
    assert own(bridge, edition=other.edition) == [second]


def test_what_is_looked_for_narrows_the_list() -> None:
    bridge = make_bridge()
    welder = bridge.ready(occupation="72106", region="02")
    nurse = bridge.ready(
        occupation="31301", region="05", occupation_title="Infirmière",
        availability=int(Availability.of([(2, EVENING)])),
    )  # fmt: skip
    anywhere = bridge.ready(occupation="72400", goes_anywhere=True, region="01")

    assert own(bridge, major_group="72") == [welder, anywhere]
    assert own(bridge, unit_group="72106") == [welder]
    assert own(bridge, region="02") == [welder, anywhere]
    assert own(bridge, free=int(Availability.of([(2, EVENING), (3, EVENING)]))) == [nurse]
    assert own(bridge, free=int(Availability.of([(0, MORNING)])), region="05") == [anywhere]
    assert own(bridge, words="infirmier") == [nurse]
    assert own(bridge, words="plombier") == []


def test_the_french_band_goes_by_the_lower_of_the_two_oral_skills() -> None:
    bridge = make_bridge()
    person = (candidacy := bridge.ready()).case_file.person
    bridge.ready()
    levels = {"oral_comprehension": "8", "oral_production": "6"}
    participants.say_french_levels(case_file=candidacy.case_file, levels=levels, by=person)

    assert own(bridge, french="5-6") == [candidacy]
    assert own(bridge, french="7-8") == []
    assert own(bridge, french="1-4") == []


@pytest.mark.parametrize(
    ("levels", "band"),
    [
        ({}, NOT_SAID),
        ({"oral_comprehension": 7}, NOT_SAID),
        ({"oral_comprehension": 4, "oral_production": 12}, "1-4"),
        ({"oral_comprehension": 5, "oral_production": 6}, "5-6"),
        ({"oral_comprehension": 8, "oral_production": 7}, "7-8"),
        ({"oral_comprehension": 12, "oral_production": 9, "written_production": 1}, "9-12"),
    ],
)
def test_a_band_needs_both_oral_skills(levels: dict[str, int], band: str) -> None:
    assert band_of(levels) == band


def test_no_more_than_ten_pages_of_people_are_paged_through() -> None:
    pages, few = People(list(range(MOST + 1)), PAGE), People(list(range(120)), PAGE)

    assert (pages.count, pages.num_pages, pages.has_more) == (MOST, 10, True)
    assert (few.count, few.num_pages, few.has_more) == (120, 5, False)


def test_looking_goes_on_until_enough_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries are read a few at a time; those of people who may not be found are passed over, and nobody comes twice."""
    bridge = make_bridge()
    ready = [bridge.ready() for _number in range(7)]
    hidden = ready[1].case_file.person
    Consent.objects.filter(person=hidden, purpose="matching").update(withdrawn_at=timezone.now(), withdrawn_by=hidden)
    expected = [each.pk for each in ready if each != ready[1]]

    for batch in (1, 2, 3, 7, 8):
        monkeypatch.setattr("people.pool.searching.BATCH", batch)
        assert Search.of_own(bridge.sender).find(Wanted()) == expected
    monkeypatch.setattr("people.pool.searching.MOST", 3)
    assert Search.of_own(bridge.sender).find(Wanted()) == expected[:4]


def test_a_word_with_a_letter_wrong_finds_who_may_be_found_and_no_more() -> None:
    bridge = make_bridge()
    shown = bridge.ready(None, "card", occupation_title="Boulangère")
    bridge.ready(occupation_title="Boulamgère")

    # Somebody hidden has the word as it is mistyped: it is corrected all the same.
    assert of_partners(bridge, words="boulamgère") == [shown]


# ------------------------------------------------------------------ partners' cards


def test_a_regional_partner_finds_cards_that_are_shown_and_wish_its_region() -> None:
    bridge = make_bridge(region="02")
    shown = bridge.ready(None, "card", region="02")
    anywhere = bridge.ready(None, "card", region="05", goes_anywhere=True)
    bridge.ready(None, region="02")
    bridge.ready(None, "card", region="05")

    assert of_partners(bridge) == [shown, anywhere]
    assert set(Card.objects.visible_to(bridge.receiver)) == {
        candidacy.case_file.person.card for candidacy in (shown, anywhere)
    }


def test_a_bank_finds_no_cards_of_its_partners() -> None:
    bridge = make_bridge()
    bridge.ready(None, "card")

    assert list(Search.of_partners(bridge.sender).find(Wanted())) == []


def test_an_organisation_outside_the_edition_finds_nobody() -> None:
    make_bridge().ready(None, "card")
    stranger = make_caseworker(make_organisation(region="02"))

    assert list(Search.of_partners(stranger).find(Wanted())) == []
    assert not Card.objects.visible_to(stranger).exists()


def test_a_partner_whose_region_is_not_entered_finds_nobody() -> None:
    bridge = make_bridge(regional=make_organisation())
    bridge.ready(None, "card", goes_anywhere=True)

    assert of_partners(bridge) == []


def test_an_edition_that_is_put_away_shows_no_cards() -> None:
    bridge = make_bridge()
    bridge.ready(None, "card")
    type(bridge.edition).objects.filter(pk=bridge.edition.pk).update(state="archived")

    assert of_partners(bridge) == []


def test_a_question_about_french_finds_among_partners_only_who_shows_it() -> None:
    bridge = make_bridge()
    levels = {"oral_comprehension": "8", "oral_production": "7"}
    shows, hides = bridge.ready(None, "card", "french_level"), bridge.ready(None, "card")
    for candidacy in (shows, hides):
        participants.say_french_levels(case_file=candidacy.case_file, levels=levels, by=candidacy.case_file.person)

    assert of_partners(bridge, french="7-8") == [shows]
    assert own(bridge, french="7-8") == [shows, hides]


# ------------------------------------------------------------------ consent withdrawn


def test_turning_matching_off_takes_the_person_out_of_list_search_and_counts_at_once() -> None:
    bridge = make_bridge()
    person = bridge.ready(None, "card").case_file.person
    assert own(bridge, words="soudeur")
    assert of_partners(bridge, words="soudeur")
    assert len(list(counting.everybody_ready())) == 1

    consents.withdraw_purpose(person=person, purpose="matching", by=person)

    assert own(bridge) == own(bridge, words="soudeur") == of_partners(bridge) == []
    assert list(counting.everybody_ready()) == []
    assert not Card.objects.visible_to(bridge.receiver).exists()


def test_hiding_the_card_ends_what_partners_see_of_it_at_once() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready(None, "card")
    person = candidacy.case_file.person
    assert of_partners(bridge)

    consents.withdraw_purpose(person=person, purpose="card", by=person)

    assert of_partners(bridge) == []
    assert not Card.objects.visible_to(bridge.receiver).exists()
    assert own(bridge) == [candidacy]


def test_while_a_handover_waits_the_receiver_sees_the_card_and_never_the_file() -> None:
    bridge = make_bridge(regional=make_organisation())
    handover = bridge.propose(bridge.ready(None, "card"))
    person = handover.case_file.person
    assert not Card.objects.visible_to(bridge.receiver).exists()

    agree(person, "handover", about=about(handover))
    assert list(Card.objects.visible_to(bridge.receiver)) == [person.card]
    assert not type(handover.case_file).objects.visible_to(bridge.receiver).exists()

    consents.withdraw_purpose(person=person, purpose="handover", about=about(handover), by=person)
    assert not Card.objects.visible_to(bridge.receiver).exists()


# ------------------------------------------------------------------ counts


def test_everybody_who_is_ready_is_counted_once_by_what_they_show() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready(None, "french_level", region="02")
    person = candidacy.case_file.person
    make_ready(person, edition=make_bridge(bank=bridge.bank).edition)
    levels = {"oral_comprehension": "8", "oral_production": "7"}
    participants.say_french_levels(case_file=candidacy.case_file, levels=levels, by=person)

    assert list(counting.everybody_ready()) == [Ready("72", "72106", frozenset({"02"}), "7-8")]

    consents.withdraw_purpose(person=person, purpose="french_level", by=person)
    assert list(counting.everybody_ready()) == [Ready("72", "72106", frozenset({"02"}), NOT_SAID)]


def test_who_goes_anywhere_is_counted_in_no_named_region_and_who_wishes_none_nowhere() -> None:
    bridge = make_bridge()
    bridge.ready(region="05", goes_anywhere=True)
    nowhere = bridge.ready()
    make_card(nowhere.case_file.person, regions=[])

    assert list(counting.everybody_ready()) == [Ready("72", "72106", frozenset(), NOT_SAID, goes_anywhere=True)]


def test_counting_costs_the_same_for_one_and_for_three(django_assert_num_queries: object) -> None:
    bridge = make_bridge()
    for _number in range(3):
        bridge.ready(make_person(), region=make_region("02").code)

    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(list(counting.everybody_ready())) == 3
