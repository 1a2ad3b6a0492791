"""``migrate``, which on an empty database makes the tables of others first.

Each operation renders again every model that is related to the one it changes, and ours all lead to a person, to whom
Wagtail's lead too: the other way round, its eighty migrations would each render the whole house.
"""

from typing import Any

from django.apps import apps
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
    return apps.get_app_config(label).path.startswith(str(apps.get_app_config("core").path).rpartition("/")[0] + "/") and (
        "site-packages" not in apps.get_app_config(label).path
    )
