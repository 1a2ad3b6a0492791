"""Solvers of others, each in a process of its own, from an environment of their own (``make oracles``).

An oracle reads problems as JSON, one a line: ``{"candidates": n, "places": [places a host], "edges": [[candidate, host, value], …]}``,
and writes one line for each: the value of the best assignment, the CPU seconds it took, and the pairs.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from network.pairing.problem import Problem

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parent.parent / "var" / "oracles" / "bin" / "python"
ORACLES = ("scipy", "ortools")


def are_installed() -> bool:
    return PYTHON.exists()


def as_data(problem: Problem, scale: int | None = None) -> dict[str, Any]:
    """A problem without locked pairs, in numbers from 0. ``scale``: in place of its own, for solvers that count in floats."""
    hosts = sorted(problem.room)
    number = {key: place for place, key in enumerate(hosts)}
    candidates = sorted(problem.days)
    edges = []
    for place, key in enumerate(candidates):
        worth = problem.worth(key) if scale is None else problem.worth(key) // problem.scale * scale
        there, scores = problem.rows.get(key, ((), ()))
        kept = problem.kept.get(key)
        edges += [
            [place, number[host], worth + score + (problem.keep_bonus if host == kept else 0)]
            for host, score in zip(there, scores, strict=True)
        ]
    return {"candidates": len(candidates), "places": [problem.room[key] for key in hosts], "edges": edges}


def ask(name: str, problems: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What an oracle answers to each problem."""
    said = subprocess.run(
        [PYTHON, HERE / f"{name}_oracle.py"],
        input="\n".join(map(json.dumps, problems)),
        capture_output=True,
        text=True,
        check=True,
    )
    return map(json.loads, said.stdout.splitlines())
