"""Kill workers during a rush of mails, and count what was lost and what left twice.

usage: python -m bench.kill [TRIALS]     (on the database of the settings in force; it must be migrated)

A trial posts mails in streams from two threads while two workers send them; workers are killed (SIGKILL) in mid-work
and replaced. Afterwards every mail must have left, in the order of its stream, and a kill may have made at most one
leave twice, under the same Message-ID.
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
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
STREAMS = 40
LETTERS_A_STREAM = 5
KILLS = 3
#: A dead worker's mail is taken up after this time; the real setting is a minute.
LEASE_SECONDS = 2
PATIENCE_SECONDS = 120


@dataclass
class Counts:
    """Sums over all trials; ``lost``, ``out_of_order`` and ``under_two_ids`` must stay 0."""

    trials: int = 0
    kills: int = 0
    mails: int = 0
    mails_lost: int = 0
    duplicates: int = 0
    #: Duplicates beyond one a kill.
    duplicates_too_many: int = 0
    out_of_order: int = 0
    under_two_ids: int = 0
    queued_for_ever: int = 0
    seconds: list[float] = field(default_factory=list)

    def as_figures(self) -> dict[str, Any]:
        figures = {name: value for name, value in vars(self).items() if name != "seconds"}
        return {**figures, "seconds": round(sum(self.seconds), 1)}


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

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.sent.read_text().splitlines()]


def rush_of_mails(trial: str) -> None:
    """Two threads, each with half of the streams, posting one mail a transaction."""
    from django.db import connection

    from core import outbox

    def post(streams: list[int]) -> None:
        for number in range(LETTERS_A_STREAM):
            for stream in streams:
                outbox.post(
                    "bench/note",
                    to="ana@exemple.test",
                    language="fr",
                    key=f"{trial}/{stream}/{number}",
                    stream=f"{trial}/{stream}",
                    payload={"stream": f"{trial}/{stream}", "number": number},
                )
                time.sleep(0.01)
        connection.close()

    halves = [list(range(STREAMS))[half::2] for half in (0, 1)]
    threads = [threading.Thread(target=post, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_trial(counts: Counts, database_url: str, rush: Callable[[str], None] = rush_of_mails) -> None:
    """One rush with ``KILLS`` kills; adds what came of it to ``counts``."""
    from core.outbox import Mail

    trial = uuid4().hex[:8]
    began = time.monotonic()
    with TemporaryDirectory() as name:
        workers = Workers(Path(name), database_url)
        for _worker in range(WORKERS):
            workers.start()
        _wait_for(lambda: bool(workers.lines()) or _post_first(trial))
        poster = threading.Thread(target=rush, args=(trial,))
        poster.start()
        for _kill in range(KILLS):
            seen = len(workers.lines())
            # In the middle of work: something has left since the last kill.
            _wait_for(lambda seen=seen: len(workers.lines()) > seen + 5)
            time.sleep(random.uniform(0, 0.1))
            workers.kill_one()
            workers.start()
        poster.join()
        mine = Mail.objects.filter(key__contains=f":{trial}/")
        _wait_for(lambda: not mine.queued().exists())
        workers.stop()
        _count(counts, workers.lines(), list(mine.values_list("key", "message_id", "state")))
    counts.seconds.append(time.monotonic() - began)


def _post_first(trial: str) -> bool:
    """One mail that shows that a worker works; it is part of the trial."""
    from core import outbox

    outbox.post(
        "bench/note", to="ana@exemple.test", language="fr", key=f"{trial}/first/0", stream=f"{trial}/first",
        payload={"stream": f"{trial}/first", "number": 0},
    )  # fmt: skip
    return False


def _count(counts: Counts, lines: list[dict[str, Any]], rows: list[tuple[str, str, str]]) -> None:
    times_left = Counter(line["message_id"] for line in lines)
    duplicates = sum(times_left.values()) - len(times_left)
    ids = {}
    for line in lines:
        ids.setdefault((line["stream"], line["number"]), set()).add(line["message_id"])
    first_time: dict[str, int] = {}
    for line in lines:
        expected = first_time.get(line["stream"], 0)
        if line["number"] == expected:
            first_time[line["stream"]] = expected + 1
        elif line["number"] > expected:
            counts.out_of_order += 1
    counts.trials += 1
    counts.kills += KILLS
    counts.mails += len(rows)
    counts.mails_lost += sum(message_id not in times_left for _key, message_id, _state in rows)
    counts.queued_for_ever += sum(state != "sent" for _key, _id, state in rows)
    counts.duplicates += duplicates
    counts.duplicates_too_many += max(0, duplicates - KILLS)
    counts.under_two_ids += sum(len(found) > 1 for found in ids.values())


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("The workers did not get there in time.")
        time.sleep(0.05)


def run_kill_trials(trials: int, database_url: str) -> dict[str, Any]:
    """Run the trials one after the other and sum them up. Some eight seconds each on two idle cores."""
    counts = Counts()
    for _trial in range(trials):
        run_trial(counts, database_url)
    return counts.as_figures()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    print(json.dumps(run_kill_trials(int((sys.argv[1:] or ["3"])[0]), os.environ["DATABASE_URL"]), indent=1))
