"""The log of erasures as the database has it."""

from typing import Any

from django.core.management import BaseCommand

from people.privacy import erasing


class Command(BaseCommand):
    help = "Print one line per person erased (opaque id and days, no name), for replay_erasures after a restore."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in erasing.erased_lines():
            self.stdout.write(line, ending="")
