"""What a mail server pipes a mail to: ``receive_mail --sender=ENVELOPE_SENDER --recipient=ENVELOPE_RECIPIENT < MAIL``."""

import logging
import sys
from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from django.db import Error

from core import trouble
from network.pairing.conversations.actions import Ended, receive
from network.pairing.conversations.incoming import LARGEST

log = logging.getLogger("maillage.conversations")


class Command(BaseCommand):
    help = "Takes in one mail (RFC 5322) on standard input, for the two of a match. Ends with 0, 65, 67 or 75, as sendmail has it."
    # A mail that comes in a hundred times a minute need not check the whole house each time.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sender", default=None, help="envelope sender; empty for notices of mail servers")
        parser.add_argument(
            "--recipient", action="append", default=[], help="envelope recipient; may come several times"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            ended = receive(raw, envelope_sender=options["sender"], envelope_recipients=options["recipient"])
        except Exception as error:
            # The mail is not lost: the server keeps it and tries again. What the error says may quote it.
            log.error("a mail was not taken in: %s", trouble.named(error))
            if not isinstance(error, Error) and not isinstance(error, OSError):
                log.error("this will not go away by itself")
            ended = Ended.TRY_AGAIN
        if ended:
            sys.exit(int(ended))
