"""``manage.py recompute_timetable [--zone America/Toronto]``: after an upgrade of the time-zone data."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.localtime import Zone
from people.timetable import actions


class Command(BaseCommand):
    help = (
        "Derive the instants of what is to come afresh from local times and zones: run it after tzdata was upgraded. "
        "Running it again changes nothing. Names rows (by id) whose exclusive hours another holds now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zone", choices=Zone.values, default=None, help="only this one")

    def handle(self, *args: Any, zone: str | None, **options: Any) -> None:
        done = actions.recompute(zone=zone)
        self.stdout.write(f"{done.changed} rows changed")
        for busy in done.clashing:
            self.stdout.write(f"row {busy.pk} ({busy}) gave up its exclusive hours: another holds them")
