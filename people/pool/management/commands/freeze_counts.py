"""This week's counts by hand, after a year without any."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from core.refusals import Refusal
from people.pool import ready
from people.pool.actions import freezing


class Command(BaseCommand):
    help = "Freeze this week's counts of the pool, as the worker does; --sure: the calendar is right, though a year passed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sure", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        week = freezing.monday()
        try:
            drawn = freezing.draw(week=week, ready=ready.now() or (), is_sure=options["sure"])
            if drawn:
                freezing.keep(drawn=drawn)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{week}: {'frozen' if drawn else 'frozen before'}.")
