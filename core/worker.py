"""The worker: one foreground loop that ticks the clock and empties the outbox.

Any number may run. A pass that found work is followed by another at once; an idle worker asks two cheap
questions twice a second. SIGTERM and SIGINT let the mail in hand leave, then end the loop; a second one ends it at once.
"""

import logging
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, connection, models
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from core import clock, trouble
from core.outbox import Mail, Sender

log = logging.getLogger("maillage.worker")

#: Seconds an idle worker sleeps: what is posted leaves within this time, and the sending's own.
IDLE_SECONDS = 0.5
#: Mails between two looks at the clock, and the other way round.
MAILS_A_PASS, DUE_A_PASS = 20, 20
BEAT_SECONDS = 10
#: Without a beat for so long, a worker counts as stopped.
SILENT_SECONDS = 60
LONGEST_DATABASE_REST = 30.0


class Heartbeat(models.Model):
    """One row per worker process, so that staff see when mail has stopped leaving."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Health:
    """What staff should know of the machinery behind the pages."""

    #: Workers that beat lately; 0: no mail leaves and no reminder is made.
    workers: int
    last_beat_at: datetime | None
    #: Mails that could leave now, and since when the oldest waits.
    waiting: int
    waiting_since: datetime | None
    failed: int
    #: Due work that failed and will be tried again.
    work_in_trouble: int
    #: Why nothing leaves, in a worker's own words; empty when all is well.
    trouble: str

    @property
    def well(self) -> bool:
        late = self.waiting_since and self.waiting_since < timezone.now() - timedelta(minutes=5)
        return bool(self.workers) and not late and not self.trouble and not self.work_in_trouble


def health() -> Health:
    """State of workers, outbox and clock. Cost: 3 queries."""
    now = timezone.now()
    alive = Q(stopped_at=None, beat_at__gte=now - timedelta(seconds=SILENT_SECONDS))
    beats = Heartbeat.objects.aggregate(
        workers=Count("pk", filter=alive),
        last_beat_at=Max("beat_at"),
        trouble=Max("trouble", filter=alive),
    )
    mails = Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(state="queued", not_before__lte=now)),
        waiting_since=Min("queued_at", filter=Q(state="queued", not_before__lte=now)),
        failed=Count("pk", filter=Q(state="failed", queued_at__gte=now - timedelta(days=7))),
    )
    return Health(
        **{**beats, "trouble": beats["trouble"] or ""}, **mails, work_in_trouble=clock.Due.objects.in_trouble().count()
    )


class Worker:
    """``run`` until told to stop; ``run_once`` for what is there now."""

    def __init__(self) -> None:
        self.sender = Sender()
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._stopping = False
        self._last_beat = float("-inf")
        self._database_rest = 1.0

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. Call from the main thread."""
        wake = self._listen_to_signals()
        log.info("worker %s started", self.name)
        while not self._stopping:
            try:
                self._beat()
                busy = self.pass_once()
                self._database_rest = 1.0
            except DatabaseError as error:
                self._wait_for_the_database(error, wake)
            else:
                if not busy and not self._stopping:
                    select.select([wake], [], [], IDLE_SECONDS)
        self._leave()

    def run_once(self) -> None:
        """Do all that can be done now, then end."""
        clock.wind_up()
        while self.pass_once():
            pass
        self.sender.close()

    def pass_once(self) -> bool:
        """One look at the clock and one at the outbox; whether there may be more to do."""
        due = clock.tick(limit=DUE_A_PASS)
        sent = 0
        while sent < MAILS_A_PASS and not self._stopping and self.sender.send_next():
            sent += 1
        return bool(due or sent)

    def _beat(self) -> None:
        if time.monotonic() - self._last_beat < BEAT_SECONDS:
            return
        now = timezone.now()
        if self._last_beat == float("-inf"):
            clock.wind_up()
            Heartbeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()
            Heartbeat.objects.update_or_create(
                name=self.name, defaults={"started_at": now, "beat_at": now, "stopped_at": None, "trouble": ""}
            )
        else:
            Heartbeat.objects.filter(name=self.name).update(beat_at=now, trouble=self.sender.trouble)
        self._last_beat = time.monotonic()

    def _wait_for_the_database(self, error: DatabaseError, wake: socket.socket) -> None:
        # A database that restarts is no reason to end: what is due waits in its rows.
        log.warning("the database is away (%s): next try in %d s", trouble.named(error), self._database_rest)
        connection.close()
        if not self._stopping:
            select.select([wake], [], [], self._database_rest)
        self._database_rest = min(2 * self._database_rest, LONGEST_DATABASE_REST)

    def _leave(self) -> None:
        self.sender.close()
        try:
            Heartbeat.objects.filter(name=self.name).update(stopped_at=timezone.now())
        except DatabaseError as error:
            log.warning("the last beat was not written: %s", trouble.named(error))
        log.info("worker %s stopped", self.name)

    def _listen_to_signals(self) -> socket.socket:
        """A socket that becomes readable when a signal comes, so that sleep ends without a race."""
        wake, tell = socket.socketpair()
        for end in (wake, tell):
            end.setblocking(False)
        # The sending end must live as long as the process.
        self._tell = tell
        signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        return wake

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        signal.signal(number, signal.SIG_DFL)
