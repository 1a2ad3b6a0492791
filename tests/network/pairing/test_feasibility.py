"""Which pairs may be, and what speaks for each."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.pairing.edges import edges
from network.pairing.feasibility import RULES, explain
from network.pairing.problem import Unsound
from network.pairing.profiles import FACTS, FORMATS, PARTS, PURPOSES, WISHES, CandidateProfile, HostProfile, Weights
from tests.network.pairing.instances import profiles
from tests.network.pairing.plain import may_be
from tests.scale import ROUNDS

MONDAY_MORNING, MONDAY_EVENING, SATURDAY_MORNING = 1, 1 << 2, 1 << 15
codes = st.sampled_from(["21231", "21232", "21221", "21300", "22220", "31301", "31302"])
sets = lambda of: st.frozensets(st.sampled_from(of), max_size=2)  # noqa: E731 -- a strategy of strategies
needs = st.dictionaries(st.sampled_from(["fr.oral_production", "en.oral_production"]), st.integers(1, 4), max_size=2)
weeks = st.sampled_from([0, MONDAY_MORNING, MONDAY_EVENING, SATURDAY_MORNING, 5, 2**21 - 1])
candidates = st.builds(
    CandidateProfile,
    key=st.just(0), edition=st.integers(1, 2), formats=sets(FORMATS), occupations=st.lists(codes, min_size=1, max_size=3, unique=True).map(tuple),
    levels=needs, regions=st.sampled_from([0, 1, 6]), home=st.integers(0, 3), anywhere=st.booleans(), online=st.booleans(),
    availability=weeks, must=sets(WISHES), wishes=sets(WISHES), purposes=sets(PURPOSES), related=st.booleans(),
)  # fmt: skip
offers = st.builds(
    HostProfile,
    key=st.just(0), edition=st.integers(1, 2), format=st.sampled_from([*FORMATS, "group"]),
    occupations=st.lists(codes | st.sampled_from(["21", "31"]), min_size=1, max_size=3, unique=True).map(tuple), capacity=st.integers(0, 2), needs=needs,
    region=st.integers(0, 3), online=st.booleans(), availability=weeks, has_dates=st.booleans(), facts=sets(FACTS),
    purposes=sets(PURPOSES), times_used=st.integers(0, 4),
)  # fmt: skip


def ioana(**changes: Any) -> CandidateProfile:
    """A nurse in Rimouski, free on Monday mornings."""
    known: dict[str, Any] = {
        "key": 1, "edition": 1, "formats": frozenset({"mentoring"}), "occupations": ("31301",), "home": 1,
        "levels": {"fr.oral_production": 7}, "availability": MONDAY_MORNING,
    }  # fmt: skip
    return CandidateProfile(**known | changes)


def hospital(**changes: Any) -> HostProfile:
    """Who would have her."""
    known: dict[str, Any] = {
        "key": 10, "edition": 1, "format": "mentoring", "occupations": ("31301",), "region": 1,
        "needs": {"fr.oral_production": 7}, "availability": MONDAY_MORNING,
    }  # fmt: skip
    return HostProfile(**known | changes)


def failing(one: CandidateProfile, host: HostProfile, **more: Any) -> list[str]:
    return [failure.rule for failure in explain(one, host, **more).failures]


@settings(max_examples=ROUNDS)
@given(st.lists(candidates, max_size=6), st.lists(offers, max_size=6))
def test_the_sets_find_what_reading_the_rules_pair_by_pair_finds(
    some: list[CandidateProfile], others: list[HostProfile]
) -> None:
    some = [replace(one, key=key) for key, one in enumerate(some, 1)]
    others = [replace(host, key=key) for key, host in enumerate(others, 100)]

    rows = edges(some, others)

    found = {(key, host): score for key, row in rows.items() for host, score in zip(*row, strict=True)}
    plain = {(one.key, host.key): explain(one, host) for one in some for host in others}
    assert found.keys() == {(one.key, host.key) for one in some for host in others if may_be(one, host)}
    assert found == {pair: told.score for pair, told in plain.items() if told.is_feasible}
    assert all(row[0] for row in rows.values())


def test_a_whole_round_is_scored_as_its_pairs_are_explained() -> None:
    some, others = profiles(150)
    by_key = {host.key: host for host in others}
    rows = edges(some, others, Weights(turn=0, purpose=150))
    assert sum(len(row[0]) for row in rows.values()) > 1000
    for one in some:
        for host, score in zip(*rows.get(one.key, ((), ())), strict=True):
            assert explain(one, by_key[host], Weights(turn=0, purpose=150)).score == score


@pytest.mark.parametrize(
    ("candidate", "host", "rules"),
    [
        ({}, {}, []),
        ({}, {"edition": 2}, ["edition"]),
        ({}, {"format": "placement"}, ["format"]),
        ({"formats": frozenset({"group"})}, {"format": "group"}, ["format"]),
        ({}, {"capacity": 0}, ["capacity"]),
        ({}, {"occupations": ("31302",)}, []),
        ({}, {"occupations": ("31100",)}, []),
        ({}, {"occupations": ("31",)}, []),
        ({}, {"occupations": ("32101",)}, ["occupation"]),
        ({"related": True}, {"occupations": ("32101",)}, []),
        ({"related": True}, {"occupations": ("21231",)}, ["occupation"]),
        ({"occupations": ("21231", "31301")}, {}, []),
        ({"levels": {"fr.oral_production": 6}}, {}, ["language"]),
        ({"levels": {}}, {}, ["language"]),
        ({}, {"needs": {"fr.oral_production": 7, "en.oral_production": 1}}, ["language"]),
        ({"levels": {}}, {"needs": {}}, []),
        ({"home": 2}, {}, ["place"]),
        ({"home": 2, "regions": 0b1}, {}, []),
        ({"home": 2, "regions": 0b10}, {}, ["place"]),
        ({"home": 2, "anywhere": True}, {}, []),
        ({"home": 2, "online": True}, {}, ["place"]),
        ({"home": 2, "online": True}, {"online": True}, []),
        ({"home": 2}, {"online": True}, ["place"]),
        ({"home": 0}, {"region": 0, "online": False}, ["place"]),
        ({"anywhere": True}, {"region": 0}, ["place"]),
        ({"availability": MONDAY_EVENING}, {}, ["time"]),
        ({"availability": 0}, {}, ["time"]),
        ({"availability": 0}, {"has_dates": True}, []),
        ({"must": frozenset({"online"})}, {}, ["must"]),
        ({"must": frozenset({"in_person", "own_region", "same_occupation"})}, {}, []),
        ({"must": frozenset({"same_occupation"})}, {"occupations": ("31",)}, ["must"]),
        ({"must": frozenset({"evenings", "employer"})}, {}, ["must", "must"]),
        ({"must": frozenset({"weekends"}), "availability": SATURDAY_MORNING}, {"availability": SATURDAY_MORNING}, []),
        (
            {"must": frozenset({"evenings"}), "availability": SATURDAY_MORNING},
            {"availability": SATURDAY_MORNING},
            ["must"],
        ),
        ({}, {"occupations": ("31302",), "related": False}, ["occupation"]),
        ({"must": frozenset({"step_free"})}, {"facts": frozenset({"step_free"})}, []),
    ],
)
def test_a_rule_keeps_apart_who_may_not_meet(candidate: dict[str, Any], host: dict[str, Any], rules: list[str]) -> None:
    one, other = ioana(**candidate), hospital(**host)

    assert failing(one, other) == rules
    assert edges([one], [other]).keys() == (set() if rules else {1})


def test_what_was_excluded_or_failed_once_is_not_proposed_again() -> None:
    one, host, other = ioana(), hospital(), hospital(key=11)

    assert edges([one], [host, other], excluded={(1, 10)})[1][0] == (11,)
    assert edges([one], [host, other], failed={(1, 11)})[1][0] == (10,)
    assert failing(one, host, excluded={(1, 10)}, failed={(1, 10)}) == ["excluded", "failed_before"]


@pytest.mark.parametrize(
    ("host", "rule"),
    [
        ({"occupations": ("21231",)}, "occupation"), ({"needs": {"fr.oral_production": 12}}, "language"), ({"region": 9}, "place"),
        ({"availability": MONDAY_EVENING}, "time"), ({"format": "placement"}, "format"), ({"online": False}, "must"), ({"online": False}, "must:online"),
    ],
)  # fmt: skip
def test_a_rule_left_out_opens_what_it_kept_shut(host: dict[str, Any], rule: str) -> None:
    one, other = ioana(must=frozenset({"online"})), hospital(**{"online": True} | host)

    assert edges([one], [other]) == {}
    assert edges([one], [other], without={rule}).keys() == {1}


def test_what_is_nearer_gives_more_points() -> None:
    def points(part: str, one: CandidateProfile, host: HostProfile) -> int:
        return next(each.points for each in explain(one, host).parts if each.name == part)

    nearer = [hospital(occupations=(code,)) for code in ("31301", "31302", "31310", "31100", "32101", "21231")]
    assert [points("occupation", ioana(), host) for host in nearer] == [350, 297, 245, 192, 87, 0]
    assert points("occupation", ioana(occupations=("21231", "31301")), hospital()) == 315
    free = [ioana(availability=2**parts - 1) for parts in (1, 2, 6, 9)]
    assert [points("time", one, hospital(availability=2**21 - 1)) for one in free] == [60, 90, 150, 150]
    places = [ioana(), ioana(home=2, regions=1), ioana(home=2, online=True), ioana(home=2, anywhere=True)]
    assert [points("place", one, hospital(online=True)) for one in places] == [150, 120, 90, 60]
    levels = [ioana(levels={"fr.oral_production": level}) for level in (7, 8, 10, 12)]
    assert [points("language", one, hospital()) for one in levels] == [40, 60, 100, 100]
    assert points("wishes", ioana(wishes=frozenset({"in_person", "evenings"})), hospital()) == 50
    gives = hospital(purposes=frozenset({"contacts"}))
    assert [
        points("purpose", ioana(purposes=frozenset(each)), gives)
        for each in ((), ("contacts",), ("contacts", "skills"))
    ] == [100, 100, 50]
    assert [points("turn", ioana(), hospital(times_used=times)) for times in range(4)] == [50, 20, 0, 0]


def test_the_parts_say_what_they_stand_on() -> None:
    told = {part.name: part.facts for part in explain(ioana(wishes=frozenset({"evenings"})), hospital()).parts}

    assert tuple(told) == PARTS
    assert told["occupation"] == {"aimed": "31301", "offered": "31301", "digits": 5, "rank": 0}
    assert told["wishes"] == {"met": (), "unmet": ("evenings",)}
    assert told["place"] == {"how": "home", "region": 1}
    assert explain(ioana(levels={}), hospital()).failures[0].facts == {
        "skill": "fr.oral_production",
        "level": None,
        "needed": 7,
    }


def test_a_pair_that_may_be_is_worth_something() -> None:
    nothing = Weights(0, 0, 0, 0, 0, 0, 0)
    assert explain(ioana(), hospital(), nothing).score == 1
    assert edges([ioana()], [hospital()], nothing) == {1: ((10,), (1,))}


@pytest.mark.parametrize("weights", [{"occupation": 351}, {"time": -1}])
def test_weights_that_pass_a_thousand_or_fall_below_nought_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(Unsound):
        Weights(**weights)


def test_the_engine_knows_nothing_it_may_not_score() -> None:
    known = {field.name for profile in (CandidateProfile, HostProfile) for field in fields(profile)}
    assert known == {
        "key", "edition", "formats", "format", "occupations", "days_waited", "levels", "needs", "regions", "region", "home", "anywhere", "online",
        "availability", "has_dates", "must", "wishes", "facts", "purposes", "related", "capacity", "times_used",
    }  # fmt: skip
    assert not hasattr(ioana(), "__dict__")
    assert len(set(RULES)) == 10
