"""Views reach rows through a door alone: ``visible_to`` and its like, or a method marked with ``core.guard.door``.

Reads the source of each room's views. What a view gets from an object it already reached (``file.notes``) is that object's.
"""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from core import guard

ROOT = Path(__file__).resolve().parent.parent

#: Rooms whose views are read. A room that complies is added; none is taken away.
ROOMS = [
    "people.consent",
    "people.oversight",
    "people.privacy",
    "people.timetable",
    "people.programmes",
    "people.participants",
    "people.accompaniment",
    "people.pool",
    "people.follow_up",
    "network.pairing.matches",
    "network.pairing.meetings",
    "network.pairing.requests",
    "network.pairing.editions",
    "network.pairing.offers",
    "network.pairing.rounds",
    "network.pairing.proposals",
    "network.pairing.conversations",
    "network.pairing.gatherings",
    "network.pairing.figures",
    "events.needs",
    "events.announcements",
    "events.certificates",
    "events.devices",
    "events.selection",
    "events.exchange",
    *(config.name for config in apps.get_app_configs() if config.name.startswith("desks.")),
]
#: What is no door and may stay, and why: room -> words.
LET_BE = {
    # Guardians of the register join any two entries: whom they reach is everybody.
    "people.privacy": {
        "Person.objects.current",
        "Person.objects.select_related",
        "Address.objects.order_by",
    },
    # For which organisation whoever reads was named: their own row.
    "network.pairing.conversations": {"Reviewer.objects.filter"},
    # A beginning that holds nobody; editions of sessions that were reached, to choose from.
    "network.pairing.gatherings": {"Gathering.objects.none", "Edition.objects.filter"},
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
#: Lists of the house that hold nobody: regions, occupations, levels.
OF_NOBODY = "core.reference."


def views_of(room: str) -> list[Path]:
    folder = ROOT / room.replace(".", "/")
    return sorted([*folder.glob("views.py"), *folder.glob("views/**/*.py")])


def trespasses(source: str, names: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Line and words of every way to a row that does not begin at a door. ``names``: what the module's names stand for."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            model, after = _named(node.value, names), parents.get(node)
            method = after.attr if isinstance(after, ast.Attribute) else ""
            if not _is_of_nobody(model) and not _is_door(model, node.attr, method):
                yield node.lineno, f"{ast.unparse(node)}.{method}".rstrip(".")
        elif isinstance(node, ast.Call) and _called(node) in SHORTCUTS and node.args:
            model = _named(node.args[0], names)
            if inspect.isclass(model) and issubclass(model, Model) and not _is_of_nobody(model):
                yield node.lineno, f"{_called(node)}({ast.unparse(node.args[0])}, …)"
        elif isinstance(node, ast.Call) and _called(node) in {"get_model", "cursor", "raw"}:
            yield node.lineno, f"{_called(node)}(…)"


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _named(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What a name or a dotted name stands for; None where only a run would tell."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_named(node.value, names), node.attr, None)
    return None


def _is_of_nobody(model: Any) -> bool:
    return inspect.isclass(model) and model.__module__.startswith(OF_NOBODY)


def _is_door(model: Any, manager: str, method: str) -> bool:
    return method in guard.DOORS or hasattr(getattr(getattr(model, manager, None), method or "-", None), "is_door")


@pytest.mark.parametrize("room", ROOMS)
def test_views_reach_rows_through_a_door_alone(room: str) -> None:
    found = []
    for path in views_of(room):
        module = importlib.import_module(
            ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        )
        for line, words in trespasses(path.read_text(), vars(module)):
            if words not in LET_BE.get(room, ()):
                found.append(f"{path.relative_to(ROOT)}:{line}: {words}")
    assert found == []


class Manager:
    @guard.door
    def handed_to(self, user: object) -> object: ...

    def upcoming(self) -> object: ...


class File(Model):
    """A model of a test whose manager has a marked door and another method."""

    objects = Manager()  # type: ignore[assignment]  # as much of a manager as is asked for

    class Meta:
        app_label = "tests_guard"
        abstract = True


def found_in(source: str) -> list[tuple[int, str]]:
    from core.reference.models import Region

    module = ModuleType("files")
    module.File = File  # type: ignore[attr-defined]  # a module of the test
    return list(trespasses(textwrap.dedent(source), {"File": File, "Region": Region, "models": module}))


@pytest.mark.parametrize(
    "line",
    [
        "File.objects.all()",
        "File.objects.filter(pk=pk).visible_to(request.user)",
        "File._default_manager.get(pk=pk)",
        "File._base_manager.get(pk=pk)",
        "models.File.objects.get(pk=pk)",
        "get_object_or_404(File, pk=pk)",
        "get_object_or_404(models.File, pk=pk)",
        "get_object_or_404(File.objects.upcoming(), pk=pk)",
        "Paginator(File.objects, 50)",
        "reach(request, File.objects.select_related('person'), pk=pk)",
        "type(thing).objects.get(pk=pk)",
        "apps.get_model('participants.File')",
        "connection.cursor()",
        "shortcuts.get_list_or_404(File)",
    ],
)
def test_a_way_round_the_door_is_caught_with_its_line(line: str) -> None:
    found = found_in(f"def view(request, pk):\n    return {line}\n")

    assert [number for number, _words in found] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "reach(request, File.objects.visible_to(request.user).select_related('person'), pk=pk)",
        "get_object_or_404(File.objects.kept_by(request.user), pk=pk)",
        "File.objects.handed_to(request.user)",
        "Region.objects.order_by('rank')",
        "get_object_or_404(Region, pk=pk)",
        "request.user.person.addresses.all()",
    ],
)
def test_a_door_is_let_through(line: str) -> None:
    assert found_in(f"def view(request, pk):\n    return {line}\n") == []
