"""After a restore: whoever was erased since the backup is erased again."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from core.refusals import Refusal
from people.privacy import erasing


class Command(BaseCommand):
    help = (
        "Erase again everybody in FILE (written by the site at each erasure, or by erased_ids). Twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        again = 0
        troubles = []
        with options["file"].open() as lines:
            for number, line in enumerate(lines, 1):
                try:
                    facts = erasing.parse_line(line)
                    again += bool(facts and erasing.replay(**facts))
                except (ValueError, KeyError, Refusal) as trouble:
                    troubles.append(f"line {number}: {type(trouble).__name__}")
        self.stdout.write(f"Erased again: {again}.")
        if troubles:
            raise CommandError("Not replayed: " + "; ".join(troubles))
