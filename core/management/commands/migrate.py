"""``migrate``, which fills an empty database in a third of the time.

Each operation renders every model again that is related to the one it changes, however distantly, and ours all lead to a
person: 45 seconds, of which the database takes two. An empty database has no rows that such a model could be asked for,
so here a model that is new, or changed in what no other points to, is rendered alone; an operation in Python has all of
them rendered before, as Django does itself after changes it calls delayed. Packages' tables come first: the other way
round, Wagtail's eighty migrations would each find the whole house there. ``tests/core/test_migrate.py`` holds that the
tables are the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if options["app_label"] or connection.introspection.table_names():
            super().handle(*args, **options)
            return
        with rendering_alone():
            executor = MigrationExecutor(connection)
            executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if not _is_ours(leaf[0])])
            super().handle(*args, **options)


@contextmanager
def rendering_alone() -> Iterator[None]:
    """While it lasts, a model that is added, or changed in what no other points to, is rendered without its relations."""
    add_model, reload_model = ProjectState.add_model, ProjectState.reload_model

    def reload_alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        if delay and "apps" in vars(state):
            state.is_delayed = True
            state._reload({(app_label, model_name)})
        else:
            reload_model(state, app_label, model_name, delay)

    def add_alone(state: Any, model: ModelState) -> None:
        rendered = vars(state).pop("apps", None)
        add_model(state, model)
        if rendered is not None:
            state.apps = rendered
            reload_alone(state, model.app_label, model.name_lower, delay=True)

    try:
        ProjectState.add_model, ProjectState.reload_model = add_alone, reload_alone  # type: ignore[assignment, method-assign]
        yield
    finally:
        ProjectState.add_model, ProjectState.reload_model = add_model, reload_model  # type: ignore[method-assign]


def _is_ours(label: str) -> bool:
    """Whether an app is a room of this house: it stands in it, and not among the packages installed there."""
    place = Path(apps.get_app_config(label).path)
    return place.is_relative_to(settings.BASE_DIR) and "site-packages" not in place.parts
