"""The guards that a proof takes out (``bench/mutants.py``) stand where it looks for them."""

from pathlib import Path

import pytest

from bench.guards import DOORS_OF_THE_ROOM
from bench.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_guard_that_a_proof_takes_out_is_still_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text().count(mutant.old) == 1, mutant.file
    assert (ROOT / Path(mutant.tests)).exists()


def test_the_walk_through_the_doors_of_a_guards_room_is_still_there() -> None:
    file, _, name = DOORS_OF_THE_ROOM.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text()
