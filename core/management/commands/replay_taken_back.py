"""After a restore: what was taken back since the backup is taken back again."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from core import journal
from core.refusals import Refusal


class Command(BaseCommand):
    help = (
        "End again what FILE says was ended: consents withdrawn, feeds closed or renewed, roles revoked. "
        "Twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        again = 0
        troubles = []
        # All of it first: what is done again is noted at the end of the same file.
        for number, line in enumerate(options["file"].read_text().splitlines(), 1):
            try:
                again += journal.replay(line)
            except (ValueError, KeyError, TypeError, Refusal) as trouble:
                troubles.append(f"line {number}: {type(trouble).__name__}")
        self.stdout.write(f"Taken back again: {again}.")
        if troubles:
            raise CommandError("Not replayed: " + "; ".join(troubles))
