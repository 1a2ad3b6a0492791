"""The retention schedule from the command line: what would go, or now in place of tonight."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from core import personal
from people.privacy import retention


class Command(BaseCommand):
    help = "Forget what is past its time, as every night; --dry-run counts and writes that down, and touches nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("classes", nargs="*", help="codes of classes; all of them without")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {keep.code for keep in personal.schedule()}
        if unknown := sorted(set(options["classes"]) - known):
            raise CommandError(f"No such class: {', '.join(unknown)}. There are: {', '.join(sorted(known))}.")
        if options["dry_run"]:
            runs = retention.rehearse(codes=options["classes"])
        else:
            runs = retention.begin(codes=options["classes"])
            for run in runs:
                while retention.work_off(run_pk=run.pk):
                    pass
                run.refresh_from_db()
        for run in runs:
            place = f"organisation {run.organisation_id}" if run.organisation_id else "all"
            self.stdout.write(f"{run.code:<32} {place:<20} before {run.cut_off:%Y-%m-%d}  {run.rows:>8}")
