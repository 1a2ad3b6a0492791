"""The guards that a proof takes out (``bench/mutants.py``) stand where it looks for them."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from bench import copied
from bench.guards import DOORS_OF_THE_COORDINATION, DOORS_OF_THE_ROOM
from bench.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_guard_that_a_proof_takes_out_is_still_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text().count(mutant.old) == 1, mutant.file
    assert (ROOT / Path(mutant.tests)).exists()


@pytest.mark.parametrize("walk", [DOORS_OF_THE_ROOM, DOORS_OF_THE_COORDINATION])
def test_the_walk_through_the_doors_of_a_guards_room_is_still_there(walk: str) -> None:
    file, _, name = walk.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> copied.Copy:
    """Of a house with one guard, one test of it, and one that fails whatever stands there."""
    house = tmp_path / "house"
    house.mkdir()
    (house / "guard.py").write_text("STANDS = True\n")
    (house / "test_guard.py").write_text("import guard\n\n\ndef test_it_stands():\n    assert guard.STANDS\n")
    (house / "test_ill.py").write_text("def test_ill():\n    raise FileExistsError\n")
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.setattr(copied, "ROOT", house)
    return copied.Copy(tmp_path / "copy")


def test_a_copy_begins_without_anything_that_was_kept_before(copy: copied.Copy) -> None:
    assert (copy.tree / ".cache").is_dir()


def test_a_guard_that_is_out_is_noticed_and_one_that_stands_is_not(copy: copied.Copy) -> None:
    assert copy.notices("guard.py", "STANDS = False\n", ["test_guard.py"])
    assert not copy.notices("guard.py", "STANDS = True\n", ["test_guard.py"])


def test_a_test_that_fails_by_itself_has_noticed_nothing(copy: copied.Copy) -> None:
    with pytest.raises(RuntimeError, match="test_ill fails with nothing taken out"):
        copy.notices("guard.py", "STANDS = False\n", ["test_ill.py", "test_guard.py"])


def test_a_loop_without_end_is_noticed_where_the_test_ends_without_it(
    copy: copied.Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter([subprocess.TimeoutExpired("pytest", 1), None])

    def run(*_command: Any, **_facts: Any) -> subprocess.CompletedProcess[str]:
        if trouble := next(tries):
            raise trouble
        return subprocess.CompletedProcess([], 0, "1 passed", "")

    monkeypatch.setattr(subprocess, "run", run)

    assert copy.notices("guard.py", "while True:\n    pass\n", ["test_guard.py"])
