"""Kill workers during a rush, and count what was lost and what left twice.

usage: python -m bench.kill [TRIALS]     (on the database of DATABASE_URL, which must be migrated)

In a trial people register, click twice, and some cancel, while notes are posted in streams; two workers send it
all and are killed (SIGKILL) in mid-work and replaced. Afterwards every acknowledged registration must be there, once;
every mail must have left, in the order of its stream; and a kill may have made at most one leave twice, under the
same Message-ID.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from events.agenda.models import Event

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
KILLS = 3
STREAMS, NOTES_A_STREAM = 20, 5
#: People who register in one trial; every fifth of those confirmed cancels. The rest of them wait.
PEOPLE, CAPACITY = 40, 25
#: A dead worker's mail is taken up after this time; the real setting is a minute.
LEASE_SECONDS = 2
PATIENCE_SECONDS = 180


@dataclass
class Counts:
    """Sums over all trials. All but ``trials``, ``kills``, ``mails``, ``registrations`` and ``duplicates`` must stay 0."""

    trials: int = 0
    kills: int = 0
    mails: int = 0
    mails_lost: int = 0
    registrations: int = 0
    registrations_lost: int = 0
    registrations_twice: int = 0
    duplicates: int = 0
    #: Duplicates beyond one a kill.
    duplicates_too_many: int = 0
    out_of_order: int = 0
    #: Messages under an identity that no mail has.
    unknown_ids: int = 0
    seconds: float = field(default=0.0)

    @property
    def faults(self) -> dict[str, int]:
        names = (
            "mails_lost",
            "registrations_lost",
            "registrations_twice",
            "duplicates_too_many",
            "out_of_order",
            "unknown_ids",
        )
        return {name: getattr(self, name) for name in names}


class Workers:
    """Worker processes that write what leaves to one file of JSON lines."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.sent = folder / "sent.jsonl"
        self.sent.touch()
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "MAILLAGE_LEASE_SECONDS": str(LEASE_SECONDS),
            "BENCH_SENT": str(self.sent),
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self.running.append(
            subprocess.Popen([sys.executable, "-m", "bench.kill_worker"], cwd=ROOT, env=self.environment)
        )

    def kill_one(self) -> None:
        victim = self.running.pop(random.randrange(len(self.running)))
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    def stop(self) -> None:
        for worker in self.running:
            worker.terminate()
        for worker in self.running:
            worker.wait(timeout=30)

    def left(self) -> list[str]:
        """Message-IDs in the order they left, also those that left twice."""
        return self.sent.read_text().split()


class Rush:
    """What happens while workers die: four threads, each an action a transaction, as pages do."""

    def __init__(self, trial: str, event: "Event") -> None:
        self.trial, self.event = trial, event
        self.acknowledged: list[int] = []
        self.errors: list[Exception] = []

    def run(self) -> None:
        people = [range(PEOPLE)[half::2] for half in (0, 1)]
        streams = [range(STREAMS)[half::2] for half in (0, 1)]
        jobs = [*((self._register, half) for half in people), *((self._post_notes, half) for half in streams)]
        threads = [threading.Thread(target=self._guarded, args=job) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _guarded(self, work: Callable[[Iterable[int]], None], share: Iterable[int]) -> None:
        from django.db import connection

        try:
            work(share)
        except Exception as error:  # a thread's end must be seen by the trial
            self.errors.append(error)
        finally:
            connection.close()

    def _register(self, people: Iterable[int]) -> None:
        from events.registration import actions

        for number in people:
            for _click in range(2):
                made = actions.register(
                    event=self.event,
                    name=f"Ioana Dragomir {number}",
                    email=f"{self.trial}-{number}@exemple.test",
                    language="en" if number % 3 else "fr",
                    idempotency_key=f"{self.trial}-{number}",
                )
            self.acknowledged.append(made.pk)
            if number % 5 == 0:
                actions.cancel(registration=made, by=None)

    def _post_notes(self, streams: Iterable[int]) -> None:
        for number in range(NOTES_A_STREAM):
            for stream in streams:
                self.post_note(f"{stream}", number)
                time.sleep(0.02)

    def post_note(self, stream: str, number: int) -> None:
        from core import outbox

        name = f"{self.trial}/{stream}"
        outbox.post("bench/note", to="ana@exemple.test", language="fr", key=f"{name}/{number}", stream=name)


def run_trial(counts: Counts, database_url: str) -> None:
    """One rush with ``KILLS`` kills; adds what came of it to ``counts``."""
    from core.outbox import Mail
    from tests.factories.registration import open_event

    began = time.monotonic()
    trial = uuid4().hex[:8]
    last_before = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    rush = Rush(trial, open_event(capacity=CAPACITY))
    with TemporaryDirectory() as name:
        workers = Workers(Path(name), database_url)
        for _worker in range(WORKERS):
            workers.start()
        rush.post_note("first", 0)
        _wait_for(lambda: bool(workers.left()))
        running = threading.Thread(target=rush.run)
        running.start()
        for _kill in range(KILLS):
            seen = len(workers.left())
            # In the middle of work: something has left since the last kill.
            _wait_for(lambda seen=seen: len(workers.left()) > seen + 3)
            time.sleep(random.uniform(0, 0.1))
            workers.kill_one()
            workers.start()
        running.join()
        if rush.errors:
            raise rush.errors[0]
        mine = Mail.objects.filter(pk__gt=last_before)
        _wait_for(lambda: not mine.queued().exists())
        workers.stop()
        _count_mails(counts, workers.left(), list(mine.order_by("pk")))
    _count_registrations(counts, rush)
    counts.trials += 1
    counts.kills += KILLS
    counts.seconds = round(counts.seconds + time.monotonic() - began, 1)


def _count_mails(counts: Counts, left: list[str], mails: list[Any]) -> None:
    times_left = Counter(left)
    duplicates = len(left) - len(times_left)
    by_id = {mail.message_id: mail for mail in mails}
    counts.mails += len(mails)
    # A writer may drop a mail (its fact no longer holds); nothing else is a reason not to leave.
    counts.mails_lost += sum(mail.message_id not in times_left and mail.state != "dropped" for mail in mails)
    counts.mails_lost += sum(mail.state not in {"sent", "dropped"} for mail in mails)
    counts.duplicates += duplicates
    counts.duplicates_too_many += max(0, duplicates - KILLS)
    counts.unknown_ids += len(set(times_left) - set(by_id))
    streams: dict[str, list[int]] = {}
    for message_id in dict.fromkeys(left):
        if mail := by_id.get(message_id):
            streams.setdefault(mail.stream, []).append(mail.pk)
    counts.out_of_order += sum(later < earlier for pks in streams.values() for earlier, later in pairwise(pks))


def _count_registrations(counts: Counts, rush: Rush) -> None:
    from events.registration.models import Registration, Seat

    there = Registration.objects.filter(event=rush.event)
    counts.registrations += len(rush.acknowledged)
    counts.registrations_lost += PEOPLE - there.filter(pk__in=rush.acknowledged).count()
    counts.registrations_twice += there.count() - len(set(rush.acknowledged))
    rush.event.refresh_from_db()
    taken = Seat.objects.filter(event=rush.event, state=Seat.State.EXPECTED).count()
    counts.registrations_twice += abs(taken - rush.event.seats_taken)


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("The workers did not get there in time.")
        time.sleep(0.05)


def run_kill_trials(trials: int, database_url: str) -> Counts:
    """Run the trials one after the other and sum them up. Some ten seconds each on two idle cores."""
    counts = Counts()
    for _trial in range(trials):
        run_trial(counts, database_url)
    return counts


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    print(json.dumps(vars(run_kill_trials(int((sys.argv[1:] or ["3"])[0]), os.environ["DATABASE_URL"])), indent=1))
