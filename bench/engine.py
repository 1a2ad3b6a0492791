"""The pairing engine: CPU of one process, memory, growth, and its values beside those of SciPy and OR-Tools.

usage: python -m bench.engine      (the oracles are asked where ``make oracles`` has installed them)
"""

import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import oracles
from bench.figures import commit, keep, spread
from bench.pace import Pace
from network.pairing.edges import edges
from network.pairing.engine import State, solve
from network.pairing.problem import Candidate, Problem
from network.pairing.proof import verify
from tests.network.pairing.instances import problem_of, profiles, small

SIZES = {2_000: 5, 20_000: 3}
INSTANCES = 3000
ARRIVALS = 40


def cpu(work: Callable[[], object], times: int = 1) -> float:
    before = time.process_time()
    for _time in range(times):
        work()
    return (time.process_time() - before) / times


def resident_peak_mb(*, anew: bool = False) -> float:
    """The most memory this process had since it last asked anew."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) / 1024 if found else 0.0


def inside(size: int) -> dict[str, float]:
    """What a whole round adds to the memory of a process that holds its profiles."""
    candidates, hosts = profiles(size)
    before = resident_peak_mb(anew=True)
    problem = problem_of(candidates, hosts, edges(candidates, hosts))
    assert verify(problem, solve(problem)).holds
    return {"memory_mb": resident_peak_mb() - before}


def memory_mb(size: int) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "bench.engine", "--inside", str(size)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout)["memory_mb"])


def arrivals(problem: Problem, *, waited: bool) -> list[float]:
    """CPU ms of one candidate more on a state that was kept: somebody new, or (``waited``) who comes before others who are in."""
    last = problem.candidates[-ARRIVALS:]
    gone = {one.key for one in last}
    state = State(
        replace(
            problem,
            candidates=problem.candidates[:-ARRIVALS],
            rows={key: row for key, row in problem.rows.items() if key not in gone},
        )
    )

    def arrive(one: Candidate) -> None:
        state.arrive(one if waited else Candidate(one.key), problem.rows.get(one.key, ((), ())))

    return [1000 * cpu(lambda one=one: arrive(one)) for one in last]  # type: ignore[misc]


def sizes(pace: Pace) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    solved: dict[int, float] = {}
    for size, runs in SIZES.items():
        finding, solving, checking, late, before_others = [], [], [], [], []
        for seed in range(1, runs + 1):
            candidates, hosts = profiles(size, seed)
            finding.append(pace.steady(lambda: cpu(lambda: edges(candidates, hosts))))  # noqa: B023 -- asked at once
            problem = problem_of(candidates, hosts, edges(candidates, hosts))
            solving.append(pace.steady(lambda: cpu(lambda: solve(problem))))  # noqa: B023
            solution = solve(problem)
            assert verify(problem, solution).holds
            checking.append(pace.steady(lambda: 1000 * cpu(lambda: verify(problem, solution), 3)))  # noqa: B023
            late += arrivals(problem, waited=False)
            before_others += arrivals(problem, waited=True)
            if seed == 1:
                flat[f"{size}.edges"] = sum(len(row[0]) for row in problem.rows.values())
                flat |= {f"{size}.{name}": figure for name, figure in beside(problem).items()}
        solved[size] = sorted(solving)[len(solving) // 2]
        flat |= {
            f"{size}.solve_cpu_s": spread(solving, 3),
            f"{size}.edges_cpu_s": spread(finding, 3),
            f"{size}.verify_ms": spread(checking, 1),
            f"{size}.memory_mb": round(memory_mb(size), 1),
            # Of the larger size, in the end.
            "arrival_ms": spread(late, 2),
            "arrival_before_others_ms": spread(before_others, 2),
        }
    small_size, large_size = SIZES
    flat["growth_exponent"] = round(
        math.log(solved[large_size] / solved[small_size]) / math.log(large_size / small_size), 2
    )
    return flat


def beside(problem: Problem) -> dict[str, Any]:
    """What the oracles take for the same round, and whether they find the same value; a smaller scale, for floats."""
    if not oracles.are_installed():
        return {}
    scale = 1051 * (len(problem.candidates) + 1)
    data = oracles.as_data(problem, scale)
    amount = solve(problem).amount
    value = scale * (amount.pairs + amount.days) + amount.score
    flat: dict[str, Any] = {}
    for name in oracles.ORACLES:
        answer = next(iter(oracles.ask(name, [data])))
        flat |= {f"{name}.solve_cpu_s": round(answer["cpu_s"], 3), f"{name}.equal": answer["value"] == value}
    return flat


def equal() -> dict[str, Any]:
    """The share of small rounds, full of ties, to which engine and both oracles give the same value."""
    if not oracles.are_installed():
        return {}
    problems = [small(seed) for seed in range(INSTANCES)]
    data = list(map(oracles.as_data, problems))
    values = [solve(problem).value for problem in problems]
    said = {name: [answer["value"] for answer in oracles.ask(name, data)] for name in oracles.ORACLES}
    same = sum(len(set(each)) == 1 for each in zip(values, *said.values(), strict=True))
    return {"equal_to_scipy": same / INSTANCES, "equal_to_scipy_instances": INSTANCES}


def main() -> None:
    pace = Pace()
    pace.learn()
    flat = sizes(pace) | equal()
    flat |= {"commit": commit(), "load": round(os.getloadavg()[1], 1), "pace_loop_ms": spread(pace.loops_ms)}
    keep("results.json", {f"engine.{name}": figure for name, figure in flat.items()})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        print(json.dumps(inside(int(sys.argv[2]))))
    else:
        main()
