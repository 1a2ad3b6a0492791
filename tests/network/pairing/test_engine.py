"""What the engine promises, on rounds drawn at random: small, and full of what is alike."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from network.pairing import engine
from network.pairing.engine import State, price_of_rule, scarcity, solve
from network.pairing.problem import Amount, Candidate, Certificate, Host, LeftOut, Problem, Unsound
from network.pairing.proof import verify
from tests.network.pairing.instances import round_of, small
from tests.network.pairing.plain import best_score_first, best_value
from tests.scale import ROUNDS


@pytest.fixture(autouse=True, scope="module")
def short_looks() -> Iterator[None]:
    """A search looks at one host of a row first, in place of eight: so that rounds this small have a rest to look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SHORT", 1)
        yield


few = settings(max_examples=ROUNDS)
waits = st.sampled_from([0, 0, 1, 2, 30])


@st.composite
def rounds(draw: st.DrawFn, *, most: int = 7, locks: bool = False, keeps: bool = True) -> Problem:
    """A round of a few candidates and hosts, with few different scores."""
    hosts = tuple(Host(key, draw(st.integers(0, 3))) for key in range(10, 10 + draw(st.integers(1, 5))))
    candidates = tuple(Candidate(key, draw(waits)) for key in range(1, 1 + draw(st.integers(1, most))))
    scores = draw(st.sampled_from([st.just(5), st.integers(1, 3), st.integers(1, 1000)]))
    rows = {}
    for one in candidates:
        there = draw(st.lists(st.sampled_from([host.key for host in hosts]), unique=True))
        rows[one.key] = tuple(there), tuple(draw(scores) for _host in there)
    kept = {key: draw(st.sampled_from(row[0])) for key, row in rows.items() if row[0] and draw(st.booleans())}
    locked: dict[int, int] = {}
    if locks:
        room = {host.key: host.capacity for host in hosts}
        for one in candidates[: draw(st.integers(0, 3))]:
            if free := [key for key, places in room.items() if places]:
                locked[one.key] = draw(st.sampled_from(free))
                room[locked[one.key]] -= 1
    objective: Any = draw(st.sampled_from(["longest_waiting", "most_pairs"]))
    return Problem(candidates, hosts, rows, locked=locked, kept=kept if keeps else {}, objective=objective)


def told(amount: Amount) -> tuple[int, int, int]:
    """What an amount must be. Days are not among it: of "most pairs" they are as they come."""
    return amount.weight, amount.pairs, amount.score


@few
@given(rounds(locks=True))
def test_every_answer_is_proven_and_as_good_as_any(problem: Problem) -> None:
    solution = solve(problem)

    assert verify(problem, solution).fault is None
    assert solution.value == best_value(problem)


@few
@given(rounds(locks=True), st.randoms(use_true_random=False))
def test_the_same_data_in_any_order_give_the_same_answer(problem: Problem, chance: random.Random) -> None:
    def shuffled(things: Any) -> list[Any]:
        listed = list(things)
        chance.shuffle(listed)
        return listed

    rows = {}
    for key in shuffled(problem.rows):
        pairs = shuffled(zip(*problem.rows[key], strict=True))
        rows[key] = tuple(host for host, _score in pairs), tuple(score for _host, score in pairs)
    again = replace(
        problem,
        candidates=tuple(shuffled(problem.candidates)),
        hosts=tuple(shuffled(problem.hosts)),
        rows=rows,
        locked=dict(shuffled(problem.locked.items())),
    )

    assert solve(again) == solve(problem)


@few
@given(rounds(), st.data())
def test_one_more_host_never_lowers_pairs(problem: Problem, data: st.DataObject) -> None:
    rows = {key: ((*there, 99), (*scores, 7)) if data.draw(st.booleans()) else (there, scores) for key, (there, scores) in problem.rows.items()}  # fmt: skip
    more = replace(problem, hosts=(*problem.hosts, Host(99, data.draw(st.integers(0, 2)))), rows=rows)

    before, after = solve(problem), solve(more)

    assert after.amount.pairs >= before.amount.pairs
    assert after.value >= before.value


@few
@given(rounds(), st.data())
def test_a_longer_wait_never_puts_that_person_out(problem: Problem, data: st.DataObject) -> None:
    # Where the most pairs come first, the wait weighs nothing.
    problem = replace(problem, objective="longest_waiting")
    paired = solve(problem).pairs
    assume(paired)
    key = data.draw(st.sampled_from(sorted(paired)))
    longer = tuple(
        replace(one, days_waited=one.days_waited + data.draw(st.integers(1, 50))) if one.key == key else one
        for one in problem.candidates
    )

    assert key in solve(replace(problem, candidates=longer)).pairs


@few
@given(rounds(), st.data())
def test_where_the_most_pairs_come_first_a_wait_weighs_nothing(problem: Problem, data: st.DataObject) -> None:
    problem = replace(problem, objective="most_pairs")
    longer = tuple(replace(one, days_waited=data.draw(waits)) for one in problem.candidates)

    assert told(solve(replace(problem, candidates=longer)).amount) == told(solve(problem).amount)


@few
@given(rounds(locks=True))
def test_locked_pairs_never_move(problem: Problem) -> None:
    solution = solve(problem)

    assert problem.locked.items() <= solution.pairs.items()
    assert solution.certificate.gains.keys() == problem.days.keys() - problem.locked.keys()


@few
@given(rounds(), st.integers(0, 1000))
def test_keeping_yesterdays_proposals_never_lowers_pairs(problem: Problem, bonus: int) -> None:
    anew = solve(replace(problem, kept={})).amount
    kept = solve(replace(problem, keep_bonus=bonus)).amount

    assert (kept.pairs, kept.days if problem.objective == "longest_waiting" else 0) == (
        anew.pairs, anew.days if problem.objective == "longest_waiting" else 0
    )  # fmt: skip


def test_of_two_answers_alike_yesterdays_stands() -> None:
    rows = {1: ((10, 11), (500, 500)), 2: ((10, 11), (500, 500))}
    problem = Problem((Candidate(1), Candidate(2)), (Host(10), Host(11)), rows)
    for kept in ({1: 10, 2: 11}, {1: 11, 2: 10}):
        assert solve(replace(problem, kept=kept)).pairs == kept


@few
@given(rounds(keeps=False))
def test_best_score_first_never_beats_it(problem: Problem) -> None:
    pairs = best_score_first(problem)

    assert solve(problem).value >= sum(
        problem.worth(one) + (problem.score(one, host) or 0) for one, host in pairs.items()
    )
    assert solve(problem).amount.pairs >= len(pairs)


@few
@given(rounds(keeps=False))
def test_whoever_waited_longest_is_served_first_and_as_many_as_can_be(problem: Problem) -> None:
    first = solve(replace(problem, objective="longest_waiting")).amount
    most = solve(replace(problem, objective="most_pairs")).amount

    assert first.pairs == most.pairs
    assert first.days >= most.days
    assert first.score <= most.score or first.days > most.days


def test_a_person_who_waited_longer_comes_before_a_better_score() -> None:
    problem = Problem((Candidate(1, 3), Candidate(2, 4)), (Host(10),), {1: ((10,), (1000,)), 2: ((10,), (1,))})

    assert solve(problem).pairs == {2: 10}
    assert solve(replace(problem, objective="most_pairs")).pairs == {1: 10}


def test_day_nought_counts() -> None:
    problem = Problem((Candidate(1, 0),), (Host(10),), {1: ((10,), (1,))})

    assert solve(problem).pairs == {1: 10}


@few
@given(rounds(most=8), st.data())
def test_who_arrives_late_finds_what_a_fresh_round_would_give(problem: Problem, data: st.DataObject) -> None:
    late = data.draw(st.sampled_from([one.key for one in problem.candidates]))
    early = replace(
        problem,
        candidates=tuple(one for one in problem.candidates if one.key != late),
        rows={key: row for key, row in problem.rows.items() if key != late},
        kept={},
    )
    state = State(early)
    if data.draw(st.booleans()):
        state = State.resume(early, state.solution())

    given_host = state.arrive(
        next(one for one in problem.candidates if one.key == late), problem.rows.get(late, ((), ()))
    )

    assert verify(state.problem, state.solution()).fault is None
    assert state.solution().pairs.get(late) == given_host
    assert told(state.amount()) == told(solve(replace(problem, kept={})).amount)


@few
@given(rounds(most=8, locks=True), st.data())
def test_a_host_who_arrives_late_serves_as_in_a_fresh_round(problem: Problem, data: st.DataObject) -> None:
    assume(len(problem.hosts) > 1)
    late = data.draw(st.sampled_from([host for host in problem.hosts if host.key not in problem.locked.values()] or [None]))  # fmt: skip
    assume(late is not None)
    column, rows = {}, {}
    for key, (there, scores) in problem.rows.items():
        pairs = dict(zip(there, scores, strict=True))
        if late.key in pairs:
            column[key] = pairs.pop(late.key)
        rows[key] = tuple(pairs), tuple(pairs.values())
    kept = {key: host for key, host in problem.kept.items() if host != late.key}
    early = replace(problem, hosts=tuple(host for host in problem.hosts if host != late), rows=rows, kept=kept)
    state = State(early)

    state.arrive_host(late, column)

    assert verify(state.problem, state.solution()).fault is None
    assert told(state.amount()) == told(solve(replace(problem, kept=kept)).amount)


@few
@given(rounds(most=8, locks=True), st.data())
def test_arrivals_of_both_kinds_and_prices_between_them_stay_proven(problem: Problem, data: st.DataObject) -> None:
    state = State(problem)
    for number in range(data.draw(st.integers(1, 5))):
        hosts = [host.key for host in state.problem.hosts]
        if data.draw(st.booleans()):
            there = data.draw(st.lists(st.sampled_from(hosts), unique=True))
            row = tuple(there), tuple(data.draw(st.integers(1, 9)) for _host in there)
            state.arrive(Candidate(100 + number, data.draw(waits)), row)
        else:
            some = data.draw(st.lists(st.sampled_from(sorted(state.problem.days)), unique=True))
            state.arrive_host(Host(200 + number, data.draw(st.integers(0, 3))), {key: 1 + key % 5 for key in some})
        state.why_not(data.draw(st.sampled_from(sorted(state.problem.days))), hosts[0])
    assert verify(state.problem, state.solution()).fault is None
    assert told(state.amount()) == told(solve(state.problem).amount)


@few
@given(rounds(most=8, locks=True), st.data())
def test_the_price_of_a_pair_by_hand_is_what_a_round_with_it_locked_loses(
    problem: Problem, data: st.DataObject
) -> None:
    open_keys = sorted(problem.days.keys() - problem.locked.keys())
    free = [host for host, places in problem.room.items() if places]
    assume(open_keys and free)
    key, host = data.draw(st.sampled_from(open_keys)), data.draw(st.sampled_from(free))
    state = State(problem)

    price = state.price_of(key, host)

    fresh = solve(replace(problem, locked={**problem.locked, key: host})).amount
    assert told(price) == told(fresh - state.amount())
    assert price.weight <= 0 or problem.score(key, host) is None
    assert told(state.amount()) == told(solve(problem).amount)


@few
@given(rounds(most=8, locks=True), st.data())
def test_why_not_names_who_holds_the_places(problem: Problem, data: st.DataObject) -> None:
    solution = solve(problem)
    key, host = data.draw(st.sampled_from(sorted(problem.days))), data.draw(st.sampled_from(sorted(problem.room)))

    answer = State(problem).why_not(key, host)

    capacity = next(each.capacity for each in problem.hosts if each.key == host)
    holders = tuple(sorted(one for one, there in solution.pairs.items() if there == host))
    if solution.pairs.get(key) == host:
        assert answer.because == "paired"
    elif key in problem.locked:
        assert answer.because == "locked"
    elif problem.score(key, host) is None:
        assert answer.because == "not_feasible"
    elif len(holders) == capacity:
        assert (answer.because, answer.holders) == ("full", holders)
    else:
        assert answer.because == "better_elsewhere"
        assert key in solution.pairs


@few
@given(rounds(locks=True))
def test_whoever_is_left_out_hears_why(problem: Problem) -> None:
    solution = solve(problem)

    assert solution.left_out.keys() == problem.days.keys() - solution.pairs.keys()
    for key, why in solution.left_out.items():
        there = problem.rows.get(key, ((), ()))[0]
        assert (why.because == "no_host") == (not there)
        assert (why.because == "no_place") == (bool(there) and not any(problem.room[host] for host in there))
        if why.because in {"longer_wait", "better_fit"}:
            assert why.host in there
            assert why.holders == tuple(sorted(one for one, host in solution.pairs.items() if host == why.host))
            assert (why.short_days > 0) == (why.because == "longer_wait")
            prices = [State(problem).price_of(key, host) for host in there if problem.room[host]]
            least = max(prices, key=lambda price: price.weight)
            days = least.days if problem.objective == "longest_waiting" else 0
            assert (why.short_days, why.short_score) == (-days, -least.score)


def test_the_reason_says_by_how_much() -> None:
    rows = {1: ((10,), (700,)), 2: ((10,), (650,)), 3: ((11,), (10,)), 4: ((11,), (900,)), 5: ((), ())}
    problem = Problem(
        (Candidate(1, 5), Candidate(2, 5), Candidate(3, 9), Candidate(4, 2), Candidate(5, 1)), (Host(10), Host(11)), rows
    )  # fmt: skip

    left = solve(problem).left_out

    assert left[2] == LeftOut("better_fit", 10, (1,), 0, 50)
    assert left[4] == LeftOut("longer_wait", 11, (3,), 7, 10 - 900)
    assert left[5].because == "no_host"


def tampered(problem: Problem) -> list[Any]:
    """Every way to spoil an answer, and what verify says of it."""
    good = solve(problem)
    prices, gains = dict(good.certificate.prices), dict(good.certificate.gains)
    one, host = next((one, host) for one, host in good.pairs.items() if one not in problem.locked and prices[host])
    out = next(key for key in good.left_out if problem.rows[key][0])
    free = next(
        key for key, places in problem.room.items() if not prices[key] and places and key not in good.pairs.values()
    )
    locked = next(iter(problem.locked))

    def proof(*, prices: Any = prices, gains: Any = gains) -> Certificate:
        return Certificate(prices, gains)

    return [
        (good, None),
        (replace(good, pairs={**good.pairs, one: free}), "not_feasible"),
        (replace(good, pairs={key: there for key, there in good.pairs.items() if key != one}), "priced_with_room"),
        (replace(good, pairs={key: there for key, there in good.pairs.items() if key != locked}), "locked_pair_moved"),
        (replace(good, pairs={**good.pairs, 12345: host}), "unknown_key"),
        (replace(good, pairs={**good.pairs, one: 12345}), "unknown_key"),
        (replace(good, amount=replace(good.amount, score=good.amount.score + 1)), "wrong_value"),
        (replace(good, certificate=proof(prices={**prices, host: prices[host] - 1})), "pair_not_tight"),
        (replace(good, certificate=proof(prices={**prices, free: 1})), "priced_with_room"),
        (replace(good, certificate=proof(prices={**prices, free: -1})), "negative_price"),
        (replace(good, certificate=proof(prices={key: price for key, price in prices.items() if key != free})), "price_missing"),
        (replace(good, certificate=proof(gains={**gains, out: 1})), "gain_of_left_out"),
        (replace(good, certificate=proof(gains={**gains, out: -1})), "negative_price"),
    ]  # fmt: skip


def test_a_tampered_answer_is_refused() -> None:
    rows = {1: ((10,), (700,)), 2: ((10,), (650,)), 3: ((11, 10), (10, 20)), 4: ((12,), (1,))}
    hosts = (Host(10), Host(11), Host(12, 2), Host(13))
    waiting = (Candidate(1, 5), Candidate(2, 5), Candidate(3, 1), Candidate(4, 0))
    problem = Problem(waiting, hosts, rows, locked={4: 12})
    for solution, fault in tampered(problem):
        assert verify(problem, solution).fault == fault


@few
@given(rounds(most=8, locks=True), st.data())
def test_no_other_assignment_passes_with_a_proof_made_up_for_it(problem: Problem, data: st.DataObject) -> None:
    good = solve(problem)
    other = dict(problem.locked)
    room = dict(problem.room)
    for key, (there, _scores) in problem.rows.items():
        if key not in other and (free := [host for host in there if room[host]]) and data.draw(st.booleans()):
            other[key] = data.draw(st.sampled_from(free))
            room[other[key]] -= 1
    value = sum(problem.worth(key) + (problem.score(key, host) or 0) for key, host in other.items())
    assume(value < good.value)
    spoiled = replace(
        good,
        pairs=other,
        amount=replace(
            good.amount,
            weight=value,
            pairs=len(other),
            days=sum(problem.days[key] for key in other),
            score=sum(problem.score(key, host) or 0 for key, host in other.items()),
        ),
    )
    assert not verify(problem, spoiled).holds


def test_a_candidate_over_the_capacity_is_refused() -> None:
    problem = Problem((Candidate(1), Candidate(2)), (Host(10, 2),), {1: ((10,), (5,)), 2: ((10,), (5,))})
    assert verify(replace(problem, hosts=(Host(10, 1),)), solve(problem)).fault == "over_capacity"


def test_a_better_pair_that_was_overlooked_is_refused() -> None:
    one = Problem((Candidate(1),), (Host(10), Host(11)), {1: ((10,), (5,))})
    assert verify(replace(one, rows={1: ((10, 11), (5, 6))}), solve(one)).fault == "better_pair"
    kept = replace(one, rows={1: ((10, 11), (5, 5))}, kept={1: 11})
    assert verify(kept, solve(one)).fault == "better_pair"


def test_a_rule_has_its_price() -> None:
    problem = Problem((Candidate(1, 2), Candidate(2, 3)), (Host(10), Host(11)), {1: ((10,), (5,)), 2: ((10,), (9,))})

    price = price_of_rule(problem, solve(problem), {1: ((10, 11), (5, 4)), 2: ((10,), (9,))})

    assert (price.pairs, price.days, price.score) == (1, 2, 4)


def test_where_hosts_are_missing_stands_first() -> None:
    rows = {1: ((10,), (5,)), 2: ((10,), (9,)), 3: ((11,), (9,)), 4: ((), ())}
    problem = Problem(tuple(Candidate(key, 2) for key in rows), (Host(10), Host(11, 4)), rows)
    fields = {
        1: ["nursing"],
        2: ["nursing"],
        3: ["welding"],
        4: ["nursing", "welding"],
        10: ["nursing"],
        11: ["welding"],
    }

    nursing, welding = scarcity(problem, solve(problem), candidates=fields.__getitem__, hosts=fields.__getitem__)

    assert (nursing.group, nursing.candidates, nursing.places, nursing.left_out, nursing.without_any) == (
        "nursing",
        3,
        1,
        2,
        1,
    )
    assert (nursing.would_serve, welding.would_serve, welding.price) == (1, 0, 0)
    assert (welding.group, welding.places, welding.left_out) == ("welding", 4, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"candidates": (Candidate(1), Candidate(1))}, "candidate_twice"),
        ({"hosts": (Host(10), Host(10))}, "host_twice"),
        ({"hosts": (Host(10, -1),)}, "more_locked_than_places"),
        ({"locked": {1: 10, 2: 10}}, "more_locked_than_places"),
        ({"locked": {9: 10}}, "unknown_candidate"),
        ({"locked": {1: 9}}, "unknown_host"),
        ({"rows": {1: ((10,), (0,))}}, "score_out_of_range"),
        ({"rows": {1: ((10,), (1001,))}}, "score_out_of_range"),
        ({"rows": {1: ((10, 10), (1, 1))}}, "pair_twice"),
        ({"rows": {1: ((10, 11), (1, 1))}}, "unknown_host"),
        ({"rows": {1: ((10,), ())}}, "scores_missing"),
        ({"rows": {3: ((10,), (1,))}}, "unknown_candidate"),
        ({"candidates": (Candidate(1, -1), Candidate(2))}, "negative"),
        ({"keep_bonus": -1}, "negative"),
    ],
)
def test_a_round_that_contradicts_itself_is_refused(change: dict[str, Any], code: str) -> None:
    problem = Problem((Candidate(1), Candidate(2)), (Host(10),), {1: ((10,), (5,))})
    with pytest.raises(Unsound) as refused:
        replace(problem, **change)
    assert refused.value.code == code


def test_an_answer_that_proves_nothing_is_not_gone_on_with() -> None:
    problem = Problem((Candidate(1),), (Host(10),), {1: ((10,), (5,))})
    good = solve(problem)
    with pytest.raises(Unsound, match="not_proven"):
        State.resume(problem, replace(good, pairs={}))


def test_a_pair_by_hand_finds_no_place_where_locked_pairs_hold_them_all() -> None:
    problem = Problem((Candidate(1), Candidate(2)), (Host(10), Host(11)), {}, locked={1: 10})
    state = State(problem)
    with pytest.raises(Unsound, match="no_place"):
        state.price_of(2, 10)
    with pytest.raises(Unsound, match="locked"):
        state.price_of(1, 11)
    assert state.price_of(2, 11).pairs == 1


@pytest.mark.parametrize("seed", range(3))
def test_whole_rounds_are_proven_and_arrivals_equal_a_fresh_round(seed: int) -> None:
    problem = round_of(300, seed)
    *early, late = problem.candidates
    before = replace(problem, candidates=tuple(early), rows={key: row for key, row in problem.rows.items() if key != late.key})  # fmt: skip
    state = State(before)
    assert verify(before, state.solution()).holds

    state.arrive(late, problem.rows.get(late.key, ((), ())))

    assert verify(problem, state.solution()).holds
    assert state.amount() == solve(problem).amount
    assert state.amount().pairs > len(best_score_first(problem)) or not problem.rows


@pytest.mark.parametrize("seed", range(40))
def test_small_rounds_of_the_oracles_are_proven(seed: int) -> None:
    problem = small(seed)
    assert verify(problem, solve(problem)).fault is None


def test_after_hosts_came_late_candidates_who_come_still_find_the_best() -> None:
    for seed in range(400):
        chance = random.Random(seed)
        problem = replace(small(seed), kept={})
        state = State(problem)
        for number in range(8):
            if number % 2:
                there = [host.key for host in state.problem.hosts if chance.random() < 0.7]
                row = tuple(there), tuple(chance.randint(1, 1000) for _host in there)
                state.arrive(Candidate(1000 + number, chance.choice((0, 1, 5))), row)
            else:
                some = {key: chance.randint(1, 1000) for key in sorted(state.problem.days) if chance.random() < 0.6}
                state.arrive_host(Host(2000 + number), some)
        assert verify(state.problem, state.solution()).fault is None
