"""Take each guard out in turn, and the tests must fail: permission checks, scopes and consents, found in the code itself.

usage: python -m bench.guards [WORD] [--list] [--sample N]

What counts as a guard is read off the syntax, so that a new room is covered as soon as it is written:

- a door: ``@access.roles(…)`` or its alias on a view becomes ``@access.signed_in``, ``@access.signed_in`` becomes
  ``@access.anyone``, ``@access.fresh(…)`` goes;
- a narrowing: ``.visible_to(user)`` and its like in a view becomes ``.all()``, and inside a queryset it answers everything;
- a predicate of ``rules.py`` that answers yes or no always answers yes;
- a consent: ``holds(…)`` is true, ``consenting(…)`` narrows nothing;
- a refusal: ``if …: raise Http404`` in a view goes.
"""

import argparse
import ast
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.copied import ROOT, Copy, in_copies

#: Rooms whose guards are tried: those that hold people.
ROOMS = [
    "people/consent",
    "people/oversight",
    "people/privacy",
    "people/timetable",
    "people/programmes",
    "people/participants",
    "people/accompaniment",
    "people/pool",
    "people/follow_up",
    "events/needs",
    "events/certificates",
    "events/devices",
    "events/badges",
    "events/evaluation",
    "events/report",
    "events/exchange",
    "desks/my_space",
    "desks/caseworker",
    "network/pairing/editions",
    "network/pairing/offers",
    "network/pairing/requests",
    "network/pairing/fit",
    "network/pairing/proposals",
    "network/pairing/rounds",
    "network/pairing/matches",
    "network/pairing/meetings",
    "network/pairing/conversations",
    "network/pairing/gatherings",
    "network/pairing/figures",
]
#: Queryset methods that say which rows somebody may see.
DOORS = {
    "visible_to", "kept_by", "run_by", "of_person", "once_followed_by", "editable_by", "held_by", "shown_to",
    "reviewed_by", "kept_or_reviewed_by", "counted_for", "hosted_by", "watched_by", "to_approve_by",
    "run_by_host_or_staff", "of_people", "worked_on_by", "coordinated_by",
}  # fmt: skip

DOORS_OF_THE_ROOM = (
    "tests/test_access.py::test_each_door_opens_to_its_people_and_to_nobody_else_and_shows_them_nobody_foreign"
)
DOORS_OF_THE_COORDINATION = (
    "tests/test_access.py::test_the_coordination_of_another_region_opens_nothing_of_an_edition_that_it_does_not_keep"
)


@dataclass(frozen=True)
class Guard:
    """A piece of a file, and what stands in its place once the guard is out. Offsets are characters."""

    file: str
    line: int
    what: str
    start: int
    end: int
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}"

    @property
    def room(self) -> str:
        """The folder of the Django app."""
        return next(room for room in ROOMS if self.file.startswith(f"{room}/"))

    @property
    def namespace(self) -> str:
        """What the room's URLs are named under, "" if it has none."""
        urls = ROOT / self.room / "urls.py"
        named = re.search(r'^app_name = "(\w+)"', urls.read_text(), re.MULTILINE) if urls.exists() else None
        return named[1] if named else ""

    def out_of(self, source: str) -> str:
        return source[: self.start] + self.instead + source[self.end :]


class Finder(ast.NodeVisitor):
    """Guards of one file."""

    def __init__(self, file: str, source: str) -> None:
        self.file, self.source = file, source
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.tree = ast.parse(source)
        self.found: list[Guard] = []
        self.is_view = "/views" in file
        self.is_rules = file.endswith("/rules.py")
        self.aliases = self._aliases()

    def _aliases(self) -> set[str]:
        """Names that stand for ``access.roles(…)`` in this file, or in one beside it that they are read from."""
        texts = (
            {self.source, *(path.read_text() for path in (ROOT / self.file).parent.glob("*.py"))}
            if self.is_view
            else []
        )
        return {
            target.id
            for text in texts
            for node in ast.parse(text).body
            if isinstance(node, ast.Assign) and "access.roles" in ast.unparse(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def at(self, line: int, column: int) -> int:
        text = self.source.splitlines(keepends=True)[line - 1]
        return self.starts[line - 1] + len(text.encode()[:column].decode())

    def note(self, node: Any, what: str, instead: str) -> None:
        start, end = self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)
        self.found.append(Guard(self.file, node.lineno, what, start, end, instead))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for decorator in node.decorator_list if self.is_view else []:
            said = ast.unparse(decorator)
            if said.startswith("access.roles") or said in self.aliases:
                self.note(decorator, f"roles of {node.name}", "access.signed_in")
            elif said == "access.signed_in":
                self.note(decorator, f"sign-in of {node.name}", "access.anyone")
            elif said.startswith("access.fresh"):
                self.note(decorator, f"fresh sign-in of {node.name}", "(lambda view: view)")
        answers = ast.unparse(node.returns) if node.returns else ""
        if self.is_rules and answers == "bool":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None and ast.unparse(inner.value) != "True":
                    self.note(inner.value, f"predicate {node.name}", "True")
        if node.name in DOORS and "models" in self.file:
            last = node.body[-1]
            if isinstance(last, ast.Return) and last.value is not None and not ast.unparse(last).endswith("none()"):
                self.note(last.value, f"queryset {node.name}", "self.all()")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in DOORS and self.is_view and isinstance(node.func, ast.Attribute):
            start = self.at(node.func.value.end_lineno or 0, node.func.value.end_col_offset or 0)
            end = self.at(node.end_lineno or 0, node.end_col_offset or 0)
            self.found.append(Guard(self.file, node.lineno, f"narrowing by {name}", start, end, ".all()"))
        elif name == "holds" and not self.file.startswith("people/consent"):
            self.note(node, "consent asked by holds", "True")
        elif name == "consenting" and not self.file.startswith("people/consent"):
            self.note(node, "consent asked by consenting", "Q(pk__isnull=False)" if "Q(" in self.source else "Q_()")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        raised = node.body[0] if len(node.body) == 1 and not node.orelse else None
        if self.is_view and isinstance(raised, ast.Raise) and raised.exc and "Http404" in ast.unparse(raised.exc):
            self.note(node.test, "refusal with 404", "False")
        self.generic_visit(node)


def guards() -> Iterator[Guard]:
    """Every guard of the rooms that stand, file by file."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" in path.parts or path.name == "demo.py":
                continue
            source = path.read_text()
            finder = Finder(str(path.relative_to(ROOT)), source)
            finder.visit(finder.tree)
            yield from finder.found


def tests_of(guard: Guard) -> list[str]:
    """Where its loss must be noticed: the room's doors tried by everybody, then its own tests, the quicker first."""
    wing, _, room = guard.room.rpartition("/")
    # Rooms above use what a room answers: who follows a person is asked by all of them.
    own = [f"tests/{wing}/{room}"]
    if wing == "network/pairing":
        files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / wing).glob(f"test_{room}*.py"))
        own = [DOORS_OF_THE_COORDINATION, *files]
    if guard.room == "people/participants":
        own += ["tests/desks/caseworker", "tests/desks/my_space"]
    return ["tests/test_access_table.py", "tests/test_guard.py", DOORS_OF_THE_ROOM, *own]


def is_noticed(copy: Copy, guard: Guard) -> bool:
    """Whether a test fails without the guard."""
    mutated = guard.out_of((ROOT / guard.file).read_text())
    if "Q_()" in mutated:
        mutated = mutated.replace("Q_()", "__import__('django.db.models').db.models.Q(pk__isnull=False)")
    return copy.notices(guard.file, mutated, tests_of(guard), MAILLAGE_ONE_ROOM=guard.namespace)


def run(word: str = "", sample: int = 0) -> dict[str, Any]:
    """Figures of all guards; ``guards.survivors`` names those that nothing noticed."""
    chosen = [guard for guard in guards() if word in str(guard)]
    if sample and sample < len(chosen):
        chosen = random.Random(0).sample(chosen, sample)
    survivors, troubles = in_copies(chosen, is_noticed)
    tried = len(chosen) - len(troubles)
    return {
        "guards.found": sum(1 for _guard in guards()),
        "guards.removed": tried,
        "guards.caught": tried - len(survivors),
        "guards.caught_share": round((tried - len(survivors)) / tried, 4) if tried else 0.0,
        "guards.survivors": sorted(map(str, survivors)),
        "guards.troubles": sorted(troubles),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    given = parser.parse_args()
    if given.list:
        found = [guard for guard in guards() if given.word in str(guard)]
        print("\n".join(f"{guard}  →  {guard.instead}" for guard in found))
        print(len(found), file=sys.stderr)
        return
    print(json.dumps(run(given.word, given.sample), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
