"""On SQLite: write the database file anew, so that no page keeps what rows held before."""

from typing import Any

from django.core.management import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Compact the SQLite file (needs as much free space again; writers wait). On PostgreSQL: nothing to do."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            self.stdout.write("Nothing to do: PostgreSQL's autovacuum sees to it.")
            return
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.stdout.write("Compacted.")
