"""The engine's values are those of solvers of others; where these are not installed, those of trying everything."""

from bench import oracles
from network.pairing.engine import solve
from tests.network.pairing.instances import small
from tests.network.pairing.plain import best_value
from tests.scale import ORACLE_ROUNDS


def test_the_value_is_that_of_other_solvers_on_rounds_full_of_ties() -> None:
    if oracles.are_installed():
        problems = [small(seed) for seed in range(ORACLE_ROUNDS)]
        data = list(map(oracles.as_data, problems))
        others = [[answer["value"] for answer in oracles.ask(name, data)] for name in oracles.ORACLES]
    else:
        problems = [small(seed, most=7) for seed in range(ORACLE_ROUNDS)]
        others = [list(map(best_value, problems))]

    values = [solve(problem).value for problem in problems]

    for theirs in others:
        assert values == theirs


def test_oracles_read_the_problem_as_it_is() -> None:
    problem = small(3, most=5)
    data = oracles.as_data(problem)

    assert data["candidates"] == len(problem.candidates)
    assert sum(data["places"]) == sum(host.capacity for host in problem.hosts)
    assert len(data["edges"]) == sum(len(row[0]) for row in problem.rows.values())
    assert max((value for *_pair, value in data["edges"]), default=0) >= problem.scale or not data["edges"]
