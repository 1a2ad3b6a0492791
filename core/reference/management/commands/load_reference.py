"""Reference lists from the data files into the tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.reference import loading


class Command(BaseCommand):
    help = "Loads the reference lists. May be run at any time: what is already right is not written."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = loading.load()
        except loading.BadData as bad:
            raise CommandError(str(bad)) from bad
        if options["verbosity"] > 0:
            for verb in ("added", "changed", "retired"):
                for slug, number in getattr(report, verb).items():
                    self.stdout.write(f"{slug}: {number} {verb}")
            self.stdout.write(f"reference lists: {report.writes} rows written")
