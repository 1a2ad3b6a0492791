"""An empty database is filled faster than Django does it, with the same tables."""

import sqlite3
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

from core.management.commands.migrate import rendering_alone
from tests.scale import IS_PROOF

#: The last of the first rooms; in a proof everything, which takes Django most of a minute.
LAST = None if IS_PROOF else [("accounts", "0001_initial"), ("core", "0001_initial")]


def tables(where: Path, *, alone: bool) -> list[tuple[str, str]]:
    """Every statement that the database was made of, in a file of its own."""
    connection = connections["default"]
    connection.close()
    before = connection.settings_dict
    connection.settings_dict = {**before, "NAME": str(where)}
    try:
        executor = MigrationExecutor(connection)
        with rendering_alone() if alone else nullcontext():
            executor.migrate(LAST or executor.loader.graph.leaf_nodes())
    finally:
        connection.close()
        connection.settings_dict = before
    with sqlite3.connect(where) as database:
        return database.execute("SELECT name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


@pytest.mark.only_on("sqlite")
def test_a_database_filled_in_a_third_of_the_time_is_the_one_that_django_makes(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        assert tables(tmp_path / "ours", alone=True) == tables(tmp_path / "plain", alone=False)


def test_an_operation_in_python_finds_the_relations_of_models_that_were_rendered_alone() -> None:
    state = ProjectState()
    with rendering_alone():
        state.add_model(ModelState("shop", "Shelf", [("id", models.AutoField(primary_key=True))]))
        assert state.apps.get_model("shop", "Shelf")
        link = models.ForeignKey("shop.Shelf", models.CASCADE)
        state.add_model(ModelState("shop", "Book", [("id", models.AutoField(primary_key=True)), ("shelf", link)]))

        assert state.is_delayed
        state.clear_delayed_apps_cache()

    assert [one.name for one in state.apps.get_model("shop", "Shelf")._meta.related_objects] == ["book"]
