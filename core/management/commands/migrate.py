"""``migrate``, which on an empty database makes the tables of others first.

Each operation renders every model again that is related to the one it changes. Ours all lead to a person, and Wagtail's
too: the other way round, its eighty migrations would each render the whole house.
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not options["app_label"] and not connection.introspection.table_names():
            executor = MigrationExecutor(connection)
            executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if not _is_ours(leaf[0])])
        super().handle(*args, **options)


def _is_ours(label: str) -> bool:
    """Whether an app is a room of this house: it stands in it, and not among the packages installed there."""
    place = Path(apps.get_app_config(label).path)
    return place.is_relative_to(settings.BASE_DIR) and "site-packages" not in place.parts
