"""``manage.py reindex [TYPE …]``: bring the search index to what the rooms say; ``--check`` only compares."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import search
from core.search import upkeep


class Command(BaseCommand):
    help = "Rebuilds the search index of every type of document, or of those named; with --check, counts what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("types", nargs="*", metavar="TYPE")
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where something differs")

    def handle(self, *_arguments: Any, types: list[str], check: bool, **_options: Any) -> None:
        if unknown := set(types) - set(search.types()):
            raise CommandError(f"No such type: {', '.join(sorted(unknown))}. There are: {', '.join(search.types())}.")
        is_sound = upkeep.is_sound()
        if not is_sound:
            self.stdout.write("the full-text index does not hold what stands in its table")
            if not check:
                upkeep.mend()
        differs = not is_sound
        for type in types or search.types():
            drift = search.check(type) if check else search.rebuild(type)
            differs |= bool(drift)
            self.stdout.write(
                f"{type}: {drift.missing} missing, {drift.differing} differing, {drift.surplus} too many"
                + ("" if check or not drift else ": put right")
            )
        if check and differs:
            raise CommandError("The index differs from what the rooms say. Run manage.py reindex.")
