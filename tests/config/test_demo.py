"""The demonstration starts quickly when nothing has changed, and never believes that when something has."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from config.management.commands import prepare_demo
from tools import stamps
from tools.stamps import MESSAGES, REFERENCE, ROOT, SEED, STATIC, STEPS, TABLES

WORKS = ["compile_messages", "migrate", "load_reference", "seed", "collect_static"]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one file for each step."""
    house = tmp_path / "house"
    for name in ("locale/room/fr/LC_MESSAGES/django.po", "room/migrations/0001.py", "core/reference/data/a.json",
                 "room/demo.py", "static/a.css"):  # fmt: skip
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text("first")
    monkeypatch.setattr(stamps, "ROOT", house)
    return house


@pytest.fixture
def var(tree: Path, tmp_path: Path) -> Path:
    """The folder of a demonstration that was prepared to the end."""
    var = tmp_path / "var"
    (var / "static").mkdir(parents=True)
    (var / "static" / "staticfiles.json").touch()
    (var / "maillage.sqlite3").touch()
    (tree / "locale/room/fr/LC_MESSAGES/django.mo").touch()
    for step in STEPS:
        stamps.keep(step, var, {})
    return var


def test_nothing_is_prepared_twice(var: Path) -> None:
    assert stamps.to_do(var, {}) == []


@pytest.mark.parametrize(
    ("file", "step"),
    [
        ("locale/room/fr/LC_MESSAGES/django.po", MESSAGES),
        ("room/migrations/0001.py", TABLES),
        ("core/reference/data/a.json", REFERENCE),
        ("room/demo.py", SEED),
        ("static/a.css", STATIC),
    ],
)
def test_a_changed_file_is_prepared_again(file: str, step: stamps.Step, tree: Path, var: Path) -> None:
    (tree / file).write_text("second")

    assert stamps.to_do(var, {}) == [step]


def test_what_was_prepared_and_is_gone_is_prepared_again(tree: Path, var: Path) -> None:
    (var / "maillage.sqlite3").unlink()
    assert stamps.to_do(var, {}) == [TABLES, REFERENCE, SEED]

    (var / "maillage.sqlite3").touch()
    (var / "static" / "staticfiles.json").unlink()
    (tree / "locale/room/fr/LC_MESSAGES/django.mo").unlink()
    assert stamps.to_do(var, {}) == [MESSAGES, STATIC]


def test_another_database_is_prepared_for_itself(var: Path) -> None:
    other = {"DATABASE_URL": "postgresql://app:secret@/app?host=/run/db"}
    assert stamps.to_do(var, other) == [TABLES, REFERENCE, SEED]

    for step in STEPS:
        stamps.keep(step, var, other)

    assert stamps.to_do(var, other) == []
    assert "secret" not in "".join(step.stamp(var).read_text() for step in STEPS)


def test_a_preparation_that_stops_half_way_is_taken_up_where_it_stopped(
    var: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO, settings.VAR_DIR = True, var
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (var / "maillage.sqlite3").unlink()
    done: list[str] = []
    for work in WORKS:
        monkeypatch.setattr(prepare_demo, work, lambda name=work: done.append(name))
    monkeypatch.setattr(prepare_demo, "migrate", (var / "maillage.sqlite3").touch)

    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare_demo, "load_reference", stopped)
    with pytest.raises(KeyboardInterrupt):
        call_command("prepare_demo")

    assert done == []
    assert stamps.to_do(var, {}) == [REFERENCE, SEED]


@pytest.mark.parametrize("mine", [True, False])
def test_starting_over_removes_no_folder_but_the_demonstrations_own(mine: bool, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    if mine:
        stamps.forget(TABLES, tmp_path)
    # Whether it goes on is seen without preparing anything: there is no such database.
    environment = os.environ | {"MAILLAGE_VAR": str(tmp_path), "DATABASE_URL": "none://"}

    ended = subprocess.run(
        [sys.executable, "-m", "tools.demo", "--reset", "--port", "8349"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert (tmp_path / "letter.txt").exists() is not mine
    assert ("was not made by this demonstration" in ended.stdout) is not mine
