"""News over Redis: what happens to a publication, and to a screen, when it fails."""

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as configured

from core import live
from core.live import carrier, hub
from tests.sockets import socket as live_socket


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "_rests_until", float("-inf"))


def failures(caplog: pytest.LogCaptureFixture) -> int:
    return sum("not carried" in line for line in caplog.messages)


@pytest.mark.django_db
def test_a_redis_that_is_gone_refuses_no_publication_and_is_left_alone_for_a_while(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    for _time in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            live.publish("test/1")
    assert live.Topic.objects.get(name="test/1").version == 3
    assert failures(caplog) == 1

    carrier._rests_until = float("-inf")
    carrier.carry(["test/1"])
    assert failures(caplog) == 2


def test_a_redis_that_does_not_answer_is_not_waited_for(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrier, "PATIENCE", 0.01)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        settings.REDIS_URL = f"unix://{tmp_path}/silent.sock"
        hangs_up = threading.Timer(5, silent.close)
        hangs_up.start()

        carrier.carry(["test/1"])
        hangs_up.cancel()

    # Its patience ended, and not the line.
    assert "TimeoutError" in caplog.messages[-1]


@pytest.mark.asyncio
@pytest.mark.usefixtures("committed_db", "test_topics")
async def test_a_screen_is_told_by_polling_while_redis_is_gone(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "SAFETY_POLL", 3600.0)
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    async with live_socket() as one:
        await one.say(listen="test-public/1")

        await sync_to_async(live.Topic.objects.create)(name="test-public/1", version=1)

        assert await one.hear() == {"changed": "test-public/1", "version": 1}


def lines_of_this_process() -> set[str]:
    """Ids of the connections over which Redis brings it news."""
    client = carrier._client(configured.REDIS_URL)
    return {line["id"] for line in client.client_list(_type="pubsub") if line["name"] == f"maillage-live-{os.getpid()}"}


async def until(come_true: Callable[[], Any]) -> None:
    for _time in range(200):
        if come_true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came true")


if configured.REDIS_URL != "none":  # where this leg of the suite has one

    @pytest.mark.asyncio
    @pytest.mark.usefixtures("committed_db", "test_topics")
    async def test_a_line_that_was_cut_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(carrier, "REST", 0.1)
        monkeypatch.setattr(hub, "SAFETY_POLL", 3600.0)
        async with live_socket() as one:
            await one.say(listen="test-public/1")
            await until(lines_of_this_process)
            cut = lines_of_this_process()

            for line in cut:
                carrier._client(configured.REDIS_URL).client_kill_filter(_id=line)
            await until(lambda: lines_of_this_process() - cut)
            await until(lambda: hub.of_this_loop()._is_brought_news)

            await sync_to_async(live.Topic.objects.create)(name="test-public/1", version=1)
            carrier.carry(["test-public/1"])
            assert await one.hear() == {"changed": "test-public/1", "version": 1}
