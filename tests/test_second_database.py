"""A second database is spared what a first one answered already, and nothing else."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from people.accounts.models import Person
from tests import second_database

ROOM = "tests/people/programmes/test_x.py::test"
NOTED = {
    f"{ROOM}_long": (False, 40, ["a", "b", "c"]),
    f"{ROOM}_short": (False, 4, ["a", "b"]),
    f"{ROOM}_again": (False, 4, ["a"]),
    f"{ROOM}_refused": (True, 2, ["a"]),
    f"{ROOM}_what_is_sought_is_found": (False, 2, ["a"]),
    second_database.SMALLER: (True, 400, ["a", "b", "c"]),
}


def chosen(folder: Path, *more: str) -> set[str]:
    items: Any = [SimpleNamespace(nodeid=name) for name in (*NOTED, *more)]
    return {item.nodeid.removeprefix(ROOM) for item in second_database.chosen(str(folder), items)}


def test_each_statement_is_asked_again_and_none_for_nothing(tmp_path: Path) -> None:
    halves = list(NOTED.items())
    (tmp_path / "gw0.json").write_text(json.dumps(dict(halves[:3])))
    (tmp_path / "gw1.json").write_text(json.dumps(dict(halves[3:])))

    always = {"_refused", "_what_is_sought_is_found", second_database.SMALLER}
    assert chosen(tmp_path, f"{ROOM}_new") - always - {"_new"} == {"_short", "_long"}
    assert chosen(tmp_path, f"{ROOM}_new") >= always | {"_new"}


def test_without_notes_everything_is_asked(tmp_path: Path) -> None:
    assert len(chosen(tmp_path / "nothing")) == len(NOTED)


@pytest.mark.django_db
def test_what_is_sent_is_noted_by_its_sender_however_many_values_and_so_is_a_refusal(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_database, "_noted", noted := {})

    def note(*values: int) -> tuple[bool, int, list[str]]:
        with second_database.noting(request.node):
            list(Person.objects.filter(pk__in=values))
        return noted[request.node.nodeid]

    assert note(1, 2) == note(1, 2, 3) == (False, 1, note(4, 5)[2])
    with (
        second_database.noting(request.node),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO accounts_person (id) VALUES (NULL)")
    assert noted[request.node.nodeid][0]
