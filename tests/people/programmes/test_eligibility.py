"""Conditions over declared facts: each kind's verdict, honest at its margins; and what more knowledge may change."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.audiences import Verdict
from people.programmes import kinds
from people.programmes.eligibility import (
    OUTSIDE,
    Condition,
    Door,
    Facts,
    Finding,
    Places,
    RuleBook,
    evaluate,
    years_before,
)
from people.programmes.kinds import Kind
from tests.factories.programmes import condition

STARTS, TODAY = date(2026, 9, 1), date(2026, 11, 26)
PLACES = Places(
    {"montreal": "06", "laval": "13", "roussillon": "16", "acton": "16", "saguenay": "02"},
    {"1": frozenset({"montreal", "laval", "roussillon"})},
)
LEXICON = {
    kinds.STATUSES: {"permanent_resident": "Résident permanent", "citizen": "Citoyen"},
    kinds.REGIONS: {"02": "Saguenay–Lac-Saint-Jean"},
    kinds.AREAS: {"1": "Communauté métropolitaine"},
    kinds.STEPS: {"registration.present": "une séance d’information"},
}
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


def judge(rule: Condition, *, on: date = TODAY, **facts: Any) -> Finding:
    book = RuleBook((rule,), STARTS, LEXICON, PLACES)
    (finding,) = evaluate(book, Facts(**facts), on).findings
    return finding


@pytest.mark.parametrize(
    ("rule", "facts", "verdict"),
    [
        (condition("adult"), {"is_adult": True}, MET),
        (condition("adult"), {"is_adult": False}, NOT_MET),
        (condition("adult"), {}, UNKNOWN),
        (condition("abroad"), {"still_abroad": False}, MET),
        (condition("abroad"), {"still_abroad": True}, NOT_MET),
        (condition("abroad"), {"arrival_year": 2020}, MET),
        (condition("abroad", where="abroad"), {"still_abroad": True}, MET),
        (condition("status", statuses=["citizen"]), {"status": "citizen"}, MET),
        (condition("status", statuses=["citizen"]), {"status": "foreign_student"}, NOT_MET),
        (condition("status", statuses=["citizen"]), {}, UNKNOWN),
        (condition("category", categories=["family"]), {"category": "family"}, MET),
        (condition("category", categories=["family"]), {"category": "economic"}, NOT_MET),
        (condition("french"), {"french": {"oral_comprehension": 4, "oral_production": 7}}, MET),
        (condition("french"), {"french": {"oral_comprehension": 4, "oral_production": 3}}, NOT_MET),
        (condition("french"), {"french": {"oral_comprehension": 4}}, UNKNOWN),
        (condition("french"), {"french": {"oral_comprehension": 3}}, NOT_MET),
        (condition("french", skill="oral_production"), {"french": {"oral_production": (3, 5)}}, UNKNOWN),
        (condition("french", skill="oral_production"), {"french": {"oral_production": (4, 6)}}, MET),
        (condition("french", skill="oral_production", bound="most"), {"french": {"oral_production": 4}}, MET),
        (condition("french", skill="oral_production", bound="most"), {"french": {"oral_production": 5}}, NOT_MET),
        (condition("territory", areas=["1"]), {"mrc": "laval"}, MET),
        (condition("territory", areas=["1"]), {"mrc": "acton"}, NOT_MET),
        (condition("territory", areas=["1"]), {"region": "06"}, MET),
        (condition("territory", areas=["1"]), {"region": "16"}, UNKNOWN),
        (condition("territory", areas=["1"]), {"region": "02"}, NOT_MET),
        (condition("territory", areas=["1"], side="out"), {"region": "02"}, MET),
        (condition("territory", areas=["1"], side="out"), {"still_abroad": True}, NOT_MET),
        (condition("territory", regions=["16"]), {"region": "16"}, MET),
        (condition("territory", mrcs=["acton"]), {"region": "16"}, UNKNOWN),
        (condition("territory", regions=["16"]), {"region": OUTSIDE}, NOT_MET),
        (condition("territory", regions=["16"]), {}, UNKNOWN),
        (condition("diploma", diploma="college"), {"diploma": "bachelor"}, MET),
        (condition("diploma", diploma="college"), {"diploma": "college"}, MET),
        (condition("diploma", diploma="college"), {"diploma": "vocational"}, NOT_MET),
        (condition("diploma"), {}, UNKNOWN),
        (condition("step", question="a.b", argument="12"), {"steps": {"a.b:12": True}}, MET),
        (condition("step", question="a.b", argument="12"), {"steps": {"a.b:12": False}}, NOT_MET),
        (condition("step", question="a.b", argument="12"), {"steps": {"a.b:13": True}}, UNKNOWN),
    ],
)
def test_each_kind_has_its_verdict(rule: Condition, facts: dict[str, Any], verdict: Verdict) -> None:
    assert judge(rule, **facts).verdict is verdict


@pytest.mark.parametrize(
    ("arrival", "verdict"),
    [
        ({"arrival_year": 2024}, MET),
        ({"arrival_year": 2022}, NOT_MET),
        # Three years before 1 September 2026 lies inside 2023: the year alone cannot tell.
        ({"arrival_year": 2023}, UNKNOWN),
        ({"arrival_year": 2023, "arrival_month": 8}, NOT_MET),
        ({"arrival_year": 2023, "arrival_month": 9}, MET),
        ({"still_abroad": True}, NOT_MET),
        ({"still_abroad": False}, UNKNOWN),
    ],
)
def test_years_are_counted_from_the_arrival_to_the_day_the_edition_begins(
    arrival: dict[str, Any], verdict: Verdict
) -> None:
    assert judge(condition("arrived_within", years=3), **arrival).verdict is verdict


def test_within_the_month_of_the_limit_the_day_is_asked_for() -> None:
    rule = condition("arrived_within", years=3, reference="today")

    finding = judge(rule, arrival_year=2023, arrival_month=11)

    assert finding.verdict is UNKNOWN
    with translation.override("en"):
        assert finding.ask.startswith("On which day of November 2023")


def test_who_is_here_already_did_not_arrive_later_this_year() -> None:
    # Known by the year alone, and not later than today: less than a year ago for sure only before the limit passes.
    assert judge(condition("arrived_before", years=0, reference="today"), arrival_year=2026).verdict is MET


def test_somebody_still_abroad_may_be_taken_too() -> None:
    finding = judge(condition("arrived_within", years=3, abroad="yes"), still_abroad=True)
    assert finding.verdict is MET


@pytest.mark.parametrize(
    ("arrival", "verdict"), [(2020, MET), (2021, UNKNOWN), (2022, NOT_MET)], ids=["before", "inside", "after"]
)
def test_at_least_so_many_years_is_the_other_side_of_the_limit(arrival: int, verdict: Verdict) -> None:
    assert judge(condition("arrived_before", years=5), arrival_year=arrival).verdict is verdict


def test_a_leap_day_counts_back_to_the_end_of_february() -> None:
    assert years_before(date(2028, 2, 29), 3) == date(2025, 2, 28)


def test_an_area_published_with_the_rules_outlives_a_change_of_the_area() -> None:
    rule = condition("territory", areas=["1"])
    frozen = Condition(rule.kind, {**rule.parameters, "area_mrcs": {"1": ["acton"]}})

    assert judge(frozen, mrc="acton").verdict is MET
    assert judge(frozen, mrc="laval").verdict is NOT_MET


def test_the_whole_is_not_met_before_it_is_unknown_and_only_then_shows_another_door() -> None:
    door = Door("Un autre service", "https://exemple.test/")
    rules = (condition("adult"), condition("status", statuses=["citizen"]))
    book = RuleBook(rules, STARTS, LEXICON, PLACES, door, version=4)

    refused = evaluate(book, Facts(is_adult=False), TODAY)
    open_ = evaluate(book, Facts(is_adult=True), TODAY)

    assert (refused.verdict, refused.door, refused.version) == (NOT_MET, door, 4)
    assert (open_.verdict, bool(open_.door)) == (UNKNOWN, False)
    assert [finding.condition.kind for finding in open_.unknown] == ["status"]
    assert evaluate(replace(book, conditions=()), Facts(), TODAY).verdict is MET
    assert refused.as_data()["findings"] == [["adult", "not met"], ["status", "unknown"]]


def test_the_person_reads_why_and_what_could_change_it() -> None:
    rule = condition("arrived_within", years=3)
    with translation.override("en"):
        assert judge(rule, arrival_year=2019).reason == (
            "This edition takes people who arrived in Québec on September 1, 2023 or later; you arrived in 2019."
        )
        assert judge(rule, arrival_year=2023).ask == "In which month of 2023 did you arrive?"
        assert judge(rule, still_abroad=True).remedy == "Come back once you have arrived."
        assert judge(condition("french"), french={"oral_production": (3, 4)}).ask.startswith("What exactly")
    with translation.override("fr"):
        assert judge(rule, arrival_year=2019).reason == (
            "Cette édition s’adresse aux personnes arrivées au Québec le 1er septembre 2023 ou après; votre arrivée "
            "date de 2019."
        )


# ------------------------------------------------------------------ whatever the facts

RULES = st.one_of(
    st.just(condition("adult")),
    st.builds(lambda where: condition("abroad", where=where), st.sampled_from(["here", "abroad"])),
    st.builds(
        lambda kind, years, reference: condition(kind, years=years, reference=reference),
        st.sampled_from(["arrived_within", "arrived_before"]),
        st.integers(0, 10),
        st.sampled_from(["start", "today"]),
    ),
    st.builds(lambda codes: condition("status", statuses=codes), st.lists(st.sampled_from(["a", "b"]), max_size=2)),
    st.builds(lambda codes: condition("category", categories=codes), st.lists(st.sampled_from(["a", "b"]), max_size=2)),
    st.builds(
        lambda skill, level, bound: condition("french", skill=skill, level=level, bound=bound),
        st.sampled_from(sorted(kinds.SKILLS)),
        st.integers(1, 12),
        st.sampled_from(["least", "most"]),
    ),
    st.builds(
        lambda side, areas, regions, mrcs: condition("territory", side=side, areas=areas, regions=regions, mrcs=mrcs),
        st.sampled_from(["in", "out"]),
        st.sampled_from([[], ["1"]]),
        st.lists(st.sampled_from(["02", "16"]), max_size=2),
        st.lists(st.sampled_from(sorted(PLACES.region_of)), max_size=2),
    ),
    st.builds(lambda least: condition("diploma", diploma=least), st.sampled_from(kinds.DIPLOMAS)),
    st.builds(lambda which: condition("step", question="a.b", argument=which), st.sampled_from(["", "1"])),
)


@st.composite
def people(draw: Any) -> Facts:
    """Somebody of whom everything is known, and nothing contradicts anything."""
    abroad = draw(st.booleans())
    mrc = "" if abroad else draw(st.sampled_from(sorted(PLACES.region_of)))
    return Facts(
        is_adult=draw(st.booleans()),
        still_abroad=abroad,
        arrival_year=None if abroad else draw(st.integers(2010, TODAY.year)),
        arrival_month=None if abroad else draw(st.integers(1, 11)),
        status=draw(st.sampled_from(["a", "b", "c"])),
        category=draw(st.sampled_from(["a", "b", "c"])),
        french={skill: draw(st.integers(0, 12)) for skill in kinds.SKILLS if "_" in skill},
        mrc=mrc,
        region="" if abroad else PLACES.region_of[mrc],
        diploma=draw(st.sampled_from(kinds.DIPLOMAS)),
        steps={"a.b": draw(st.booleans()), "a.b:1": draw(st.booleans())},
    )


@st.composite
def people_half_known(draw: Any) -> tuple[Facts, Facts]:
    """A person, and the same with some facts forgotten or blurred."""
    person = draw(people())
    forgotten = draw(st.sets(st.sampled_from([each.name for each in fields(Facts)])))
    empty = Facts()
    less = replace(person, **{name: getattr(empty, name) for name in forgotten})
    blur = draw(st.integers(0, 3))
    blurred = {
        skill: (max(0, level - blur), min(12, level + blur))
        for skill, level in less.french.items()
        if isinstance(level, int)
    }
    return replace(less, french=blurred), person


@given(st.lists(RULES, max_size=6), people_half_known())
def test_learning_more_never_takes_a_verdict_back(rules: list[Condition], both: tuple[Facts, Facts]) -> None:
    book = RuleBook(tuple(rules), STARTS, LEXICON, PLACES)
    less, more = (evaluate(book, facts, TODAY) for facts in both)

    for before, after in zip(less.findings, more.findings, strict=True):
        if before.verdict is not UNKNOWN:
            assert after.verdict is before.verdict, before.condition
    if less.verdict is not UNKNOWN:
        assert more.verdict is less.verdict


@given(st.lists(RULES, max_size=6), people_half_known())
def test_every_finding_has_its_words_in_both_languages(rules: list[Condition], both: tuple[Facts, Facts]) -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            for finding in evaluate(RuleBook(tuple(rules), STARTS, LEXICON, PLACES), both[0], TODAY).findings:
                assert "%(" not in finding.reason + finding.sentence + finding.asked + finding.ask + finding.remedy
                # Nobody reads of themselves as of a third person.
                assert "person" not in finding.asked.lower().replace("une personne encore", "")
                assert finding.reason.endswith(".")
                assert bool(finding.ask) == (finding.verdict is UNKNOWN)


@given(people(), st.integers(0, 12), st.integers(0, 900))
def test_a_day_of_arrival_is_met_or_not_and_its_month_or_year_agree_or_do_not_know(
    person: Facts, years: int, days: int
) -> None:
    arrived = TODAY - timedelta(days=days)
    limit = years_before(STARTS, years)
    rule = condition("arrived_within", years=years)
    truth = arrived >= limit

    for facts in (
        Facts(arrival_year=arrived.year),
        Facts(arrival_year=arrived.year, arrival_month=arrived.month),
    ):
        verdict = evaluate(RuleBook((rule,), STARTS), facts, TODAY).verdict
        assert verdict in {UNKNOWN, MET if truth else NOT_MET}


@given(people_half_known())
def test_answers_come_back_from_a_session_as_they_went_in(both: tuple[Facts, Facts]) -> None:
    for facts in both:
        assert Facts.from_data(facts.as_data()) == facts


@given(RULES)
def test_cleaned_parameters_stay_as_they_are(rule: Condition) -> None:
    assert kinds.clean(rule.kind, rule.parameters) == rule.parameters


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("birth_date", {}),
        ("adult", {"age": 18}),
        ("arrived_within", {"years": -1}),
        ("arrived_within", {"years": "3"}),
        ("arrived_within", {"years": True}),
        ("arrived_within", {"reference": "never"}),
        ("french", {"level": 13}),
        ("status", {"statuses": "citizen"}),
        ("status", {"statuses": [""]}),
        ("step", {"argument": "x" * 41}),
    ],
)
def test_parameters_that_no_form_sends_are_refused(kind: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(kinds.BadParameters):
        kinds.clean(kind, parameters)


def test_what_a_sentence_lacks_is_told() -> None:
    assert [blank.name for blank in kinds.missing(Kind.STATUS, {"statuses": []})] == ["statuses"]
    assert [blank.name for blank in kinds.missing(Kind.TERRITORY, condition("territory").parameters)] == ["areas"]
    assert kinds.missing(Kind.TERRITORY, condition("territory", mrcs=["acton"]).parameters) == []
    assert [blank.name for blank in kinds.missing(Kind.STEP, condition("step").parameters)] == ["question"]


def test_a_rule_of_one_year_and_one_for_those_abroad_have_words_of_their_own() -> None:
    said = {}
    for rule in (condition("arrived_within", years=1), condition("arrived_before", years=1)):
        with translation.override("fr"):
            said[rule.kind] = rule.sentence({}) + rule.asked({})
    with translation.override("fr"):
        here, abroad = (condition("abroad", where=where) for where in ("here", "abroad"))
        assert (here.asked({}), abroad.asked({})) == (
            "Il faut vivre déjà au Québec.",
            "Il faut être encore à l’étranger.",
        )

    assert all("1 an " in words and "1 ans" not in words for words in said.values())
