"""``manage.py worker``: sends mail and does due work, in the foreground, until SIGTERM or Ctrl-C."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.worker import Worker


class Command(BaseCommand):
    help = "Send queued mail and do due work until stopped (Ctrl-C or SIGTERM ends after the mail in hand)."
    # The database may still be starting: the loop waits for it, a check would end.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what can be done now, then end")

    def handle(self, *_arguments: Any, once: bool, **_options: Any) -> None:
        worker = Worker()
        if once:
            worker.run_once()
        else:
            worker.run()
