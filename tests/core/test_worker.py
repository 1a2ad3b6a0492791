"""The worker's loop: it does what is there, stops when told, and shows that it lives."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from core import outbox, worker
from core.outbox import Mail
from core.worker import Heartbeat, Worker, health
from tests.core.outbox.letters import family, says_payload

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _notes() -> Iterator[None]:
    with family("test/note", says_payload):
        yield


@pytest.mark.django_db
def test_one_pass_after_another_until_nothing_is_left() -> None:
    for number in range(worker.MAILS_A_PASS + 1):
        outbox.post("test/note", to="ana@exemple.test", language="fr", key=str(number))

    Worker().run_once()

    assert not Mail.objects.queued().exists()


@pytest.mark.django_db
def test_staff_see_a_worker_that_stopped_beating() -> None:
    assert health().workers == 0
    Worker()._beat()
    assert (health().workers, health().well) == (1, True)

    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert (health().workers, health().well) == (0, False)


@pytest.mark.django_db
def test_staff_see_mail_that_waits_too_long_and_mail_given_up() -> None:
    Worker()._beat()
    outbox.post("test/note", to="ana@exemple.test", language="fr", key="a")
    assert health().well
    Mail.objects.update(queued_at=timezone.now() - timedelta(minutes=6))

    assert (health().waiting, health().well) == (1, False)
    Mail.objects.update(state=Mail.State.FAILED)
    assert (health().waiting, health().failed) == (0, 1)


@pytest.mark.django_db
def test_the_state_of_the_machinery_costs_three_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        health()


@pytest.mark.django_db
def test_a_database_that_restarts_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Worker()
    answers: list[Any] = [OperationalError("server closed the connection"), False]

    def pass_once() -> bool:
        answer = answers.pop(0)
        if not answers:
            one._stopping = True
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    monkeypatch.setattr(one, "pass_once", pass_once)
    monkeypatch.setattr(one, "_listen_to_signals", lambda: 0)
    monkeypatch.setattr(one, "_wait_for_the_database", lambda error, wake: None)

    one.run()

    assert answers == []
    assert Heartbeat.objects.get(name=one.name).stopped_at is not None


@pytest.mark.race
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_cleanly_and_says_so(committed_db: str, number: int, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": committed_db, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 60
        while not Heartbeat.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        _out, said = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()

    assert process.returncode == 0, said.decode()
    assert b"stopped" in said
    assert b"Traceback" not in said
    assert Heartbeat.objects.get().stopped_at is not None


#: fpdf2, fontTools, HarfBuzz and openpyxl cost 25 MB, the frameworks of our interface and of Wagtail's as much.
HEAVY = ("fpdf", "uharfbuzz", "openpyxl", "ninja", "wagtail.api.v3.api")
EDITOR = ("wagtail.admin.urls", "rest_framework.serializers", "pydantic")


@pytest.mark.parametrize(("command", "spared"), [("server", HEAVY), ("worker", (*HEAVY, *EDITOR))])
def test_a_process_starts_without_what_it_may_never_need(command: str, spared: tuple[str, ...]) -> None:
    """No ticket is drawn, no workbook written and no other system asks, until one does; and no letter leads to the editor."""
    code = (
        "import django, sys; django.setup(); from django.urls import reverse; reverse('front_door'); "
        f"print([m for m in {spared!r} if m in sys.modules])"
    )

    started = subprocess.run([sys.executable, "-c", code, command], capture_output=True, text=True, check=True)

    assert started.stdout.strip() == "[]"
