"""``make proof``, or ``python -m bench.proof PART…``: what is too long for every change.

Many kills, many rushes, long random stories, every page in both widths and languages, mutants, guards, the suite in
another order. Writes ``bench/proof.json``; its figures are explained by the modules they come from. Ends with 1 if one
of them is not what it must be. About an hour on two idle cores.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import guards, house, mutants
from bench.figures import commit, keep

ROOT = Path(__file__).resolve().parent.parent
KILL_TRIALS = 20
RUSHES = 2
REPLAYS = 400
#: Waiting lists lived through at random.
WAITING_LINES = 100_000
#: Requests made up for each operation of the interface.
CONTRACT = 400
#: Guards taken out, of those that ``python -m bench.guards --list`` finds; the same ones each time.
GUARDS = 120
GUARDS_CAUGHT_SHARE = 0.95
SUITES = 1


def run(*command: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-6000:], done.stderr[-3000:], file=sys.stderr)
    return done.stdout


def suite(*arguments: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Passed and failed tests of one run of pytest."""
    began = time.monotonic()
    said = run("-m", "pytest", "-q", *arguments, environment={"CI": "true", "MAILLAGE_PROOF": "true", **environment})
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", said[-400:])}
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)
    return {"passed": counts.get("passed", 0), "failed": failed, "seconds": round(time.monotonic() - began)}


@contextmanager
def fresh_database(kind: str, services: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A migrated database to kill workers on."""
    with tempfile.TemporaryDirectory(prefix="maillage-proof-") as folder:
        url = services["DATABASE_URL"] if kind == "postgresql" else f"sqlite:///{folder}/kill.sqlite3"
        environment = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": url, "MAILLAGE_VAR": folder}
        for command in (["migrate", "-v", "0"], ["load_reference", "-v", "0"]):
            run("manage.py", *command, environment=environment)
        yield environment


def kills(services: Mapping[str, str]) -> dict[str, Any]:
    """Half of the trials on each database; the sums of both, and each database's own beside them."""
    flat: dict[str, Any] = {}
    for kind in ("postgresql", "sqlite"):
        with fresh_database(kind, services) as environment:
            counts = json.loads(run("-m", "bench.kill", str(KILL_TRIALS // 2), environment=environment))
        for name, number in counts.items():
            flat[f"kill.{kind}.{name}"] = number
            flat[f"kill.{name}"] = round(flat.get(f"kill.{name}", 0) + number, 1)
    return flat


def rushes(services: Mapping[str, str]) -> dict[str, Any]:
    """Seats and doors under a rush, on each database."""
    races = ["tests/events/registration/test_race.py", "tests/events/doors/test_race.py"]
    flat: dict[str, Any] = {}
    for kind, environment in (("sqlite", {}), ("postgresql", services)):
        for number in range(RUSHES):
            rushed = suite(*races, environment=environment)
            flat |= {f"rush.{kind}.{number + 1}.{name}": figure for name, figure in rushed.items()}
    return flat


def looks(_services: Mapping[str, str]) -> dict[str, Any]:
    """Every page at both widths in both languages, every way through them, and a thousand scans at six doors without network."""
    return {f"looks.{name}": figure for name, figure in suite("-n", "2", "tests/browser", environment={}).items()}


def replays(_services: Mapping[str, str]) -> dict[str, Any]:
    told = suite(
        "tests/events/registration/test_calendar_replay.py", "--hypothesis-profile=drawn",
        environment={"MAILLAGE_REPLAYS": str(REPLAYS)},
    )  # fmt: skip
    return {"replay.stories": REPLAYS} | {f"replay.{name}": figure for name, figure in told.items()}


def waitlists(_services: Mapping[str, str]) -> dict[str, Any]:
    """Waiting lists lived through at random, by the policy alone."""
    from tests.events.registration.lines import Line
    from tests.events.registration.lines import run as live_through

    found = {"runs": WAITING_LINES, "starved": 0, "split": 0, "overbooked": 0}
    for number in range(WAITING_LINES):
        chance = random.Random(number)
        line = Line(capacity=chance.randint(1, 14), bound=chance.randint(0, 3))
        live_through(line, chance, steps=60)
        for fault in ("starved", "split", "overbooked"):
            found[fault] += getattr(line, fault)
    return {f"waitlist.{name}": number for name, number in found.items()}


def engines(services: Mapping[str, str]) -> dict[str, Any]:
    """The registration engine, a third of it at events that choose, and the doors' merge: 2,000 stories each, on both databases."""
    rooms = ("registration/test_engine.py", "selection/test_engine.py", "devices/test_merge.py")
    stories = [f"tests/events/{room}" for room in rooms]
    flat: dict[str, Any] = {}
    for kind, environment in (("sqlite", {}), ("postgresql", dict(services))):
        lived = suite("-n", "2", *stories, environment=environment)
        flat |= {f"engine.{kind}.{name}": figure for name, figure in lived.items()}
    return flat


def pairings(services: Mapping[str, str]) -> dict[str, Any]:
    """2,000 rounds for each rule of the pairing engine, 3,000 beside each oracle, and the rooms' stories and races, on both databases."""
    tests = ["tests/network/pairing/" + name for name in ("test_engine.py", "test_feasibility.py", "test_oracles.py")]
    tests += [str(file) for file in sorted((ROOT / "tests/network/pairing").glob("test_*_machine.py"))]
    tests += [str(file) for file in sorted((ROOT / "tests/network/pairing").glob("test_*_race*.py"))]
    tests.append("tests/network/pairing/test_rounds_board.py")
    flat: dict[str, Any] = {}
    for kind, environment in (("sqlite", {}), ("postgresql", dict(services))):
        lived = suite("-n", "2", *tests, environment=environment)
        flat |= {f"pairing.{kind}.{name}": figure for name, figure in lived.items()}
    return flat


def contracts(services: Mapping[str, str]) -> dict[str, Any]:
    """Requests made up from the description of the interface, on each database: none is answered by a failure of ours."""
    flat: dict[str, Any] = {"contract.examples": CONTRACT}
    for kind, environment in (("sqlite", {}), ("postgresql", services)):
        made_up = suite(
            "tests/events/exchange/test_contract.py", environment={"MAILLAGE_CONTRACT": str(CONTRACT), **environment}
        )
        flat |= {f"contract.{kind}.{name}": figure for name, figure in made_up.items()}
    return flat


def suites(services: Mapping[str, str]) -> dict[str, Any]:
    """The whole suite in another order, with more examples."""
    flat: dict[str, Any] = {}
    for number in range(SUITES):
        seed = random.randrange(10**6)
        whole = suite(
            "-n", "2", f"--randomly-seed={seed}",
            "--hypothesis-profile=drawn", "-m", "not browser and not race", "tests", environment=services,
        )  # fmt: skip
        flat |= {f"suite.{number + 1}.{name}": figure for name, figure in {"seed": seed, **whole}.items()}
    return flat


#: Each part's figures stand under its own name.
PARTS: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "mutants": lambda _services: mutants.run(),
    "guards": lambda _services: guards.run(sample=GUARDS),
    "kill": kills,
    "rush": rushes,
    "looks": looks,
    "replay": replays,
    "waitlist": waitlists,
    "engine": engines,
    "pairing": pairings,
    "contract": contracts,
    "suite": suites,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"all of {', '.join(PARTS)}, or these; the others are kept")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    good = True
    with house.services() as services:
        for part in chosen:
            flat = PARTS[part](services) | {f"{part}.commit": commit()}
            keep("proof.json", flat)
            good &= holds(flat)
    return 0 if good else 1


def holds(flat: Mapping[str, Any]) -> bool:
    """Whether nothing was lost, nothing failed, and no mutant survived."""
    faults = (
        "mails_lost",
        "registrations_lost",
        "registrations_twice",
        "duplicates_too_many",
        "out_of_order",
        "unknown_ids",
    )
    bad = [name for name in faults if flat.get(f"kill.{name}")]
    bad += [f"waitlist.{name}" for name in ("starved", "split", "overbooked") if flat.get(f"waitlist.{name}")]
    bad += [name for name, figure in flat.items() if name.endswith(".failed") and figure]
    bad += [name for name, figure in flat.items() if name.endswith(".passed") and not figure]
    for name in ("mutants.survivors", "mutants.troubles", "guards.troubles"):
        bad += flat.get(name, [])
    if "guards.removed" in flat and (flat["guards.removed"] < 100 or flat["guards.caught_share"] < GUARDS_CAUGHT_SHARE):
        bad += flat["guards.survivors"]
    for name in bad:
        print(f"Not as it must be: {name}", file=sys.stderr)
    return not bad


if __name__ == "__main__":
    sys.exit(main())
