"""A worker whose mail server is a file: ``bench.kill`` starts it and kills it."""

import os
import time
from collections.abc import Sequence

import django
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Identities(BaseEmailBackend):
    """Appends each Message-ID in one write, then takes its time to answer, as mail servers do."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            place = os.open(os.environ["BENCH_SENT"], os.O_WRONLY | os.O_APPEND)
            os.write(place, f"{message.extra_headers['Message-ID']}\n".encode())
            os.close(place)
            # A kill in this moment makes the duplicate that "at least once" allows.
            time.sleep(0.01)
        return len(email_messages)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()

    from django.conf import settings

    from core import outbox
    from core.worker import Worker

    settings.OUTBOX_TRANSPORT = "bench.kill_worker.Identities"

    @outbox.letter("bench/note")
    def note(mail: outbox.Mail) -> outbox.Letter:
        return outbox.Letter(subject="bench", text=mail.key)

    Worker().run()


if __name__ == "__main__":
    main()
