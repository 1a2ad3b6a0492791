"""The socket: who may open it and listen, what it says, and that news come from everywhere."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from core import live
from core.live import consumer, hub
from people.accounts.models import Person
from tests.sockets import socket

ROOT = Path(__file__).resolve().parent.parent.parent.parent

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("committed_db", "test_topics")]


@sync_to_async
def session_of(name: str) -> str:
    user = get_user_model().objects.create_user(f"{name.replace(' ', '.')}@exemple.test".lower(), name=name)
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.mark.parametrize("origin", [b"https://elsewhere.test", None])
async def test_a_page_of_another_site_may_not_open_it(origin: bytes | None) -> None:
    async with socket(origin) as one:
        assert one.accepted is False


async def test_it_says_where_a_topic_stands_and_when_it_moves() -> None:
    async with socket() as one:
        assert await one.say(listen="test-public/1") == {"listening": "test-public/1", "version": 0}

        await sync_to_async(live.publish)("test-public/1")

        assert await one.hear() == {"changed": "test-public/1", "version": 1}


async def test_who_comes_back_learns_whether_something_was_missed() -> None:
    await sync_to_async(live.publish)("test-public/1")
    async with socket() as one:
        assert (await one.say(listen="test-public/1", seen=0))["missed"] is True
        assert (await one.say(listen="test-public/1", seen=1))["missed"] is False


async def test_a_topic_is_refused_to_whom_its_rule_says_no() -> None:
    async with socket() as nobody:
        assert await nobody.say(listen="test-desk/1") == {"refused": "test-desk/1"}
        assert await nobody.say(listen="unknown/1") == {"refused": "unknown/1"}

    async with socket(session=await session_of("Desk 1")) as staff:
        assert await staff.say(listen="test-desk/2") == {"refused": "test-desk/2"}
        assert await staff.say(listen="test-desk/1") == {"listening": "test-desk/1", "version": 0}


async def test_rights_that_went_are_noticed_at_the_next_listen() -> None:
    cookie = await session_of("Desk 1")
    async with socket(session=cookie) as staff:
        assert "listening" in await staff.say(listen="test-desk/1")
        await sync_to_async(get_user_model().objects.update)(is_active=False)

        assert await staff.say(listen="test-desk/1") == {"refused": "test-desk/1"}

        await sync_to_async(live.publish)("test-desk/1")
        assert await staff.hears_nothing(0.7)


@pytest.mark.parametrize("what", ["a right that went", "a session that ended elsewhere"])
async def test_a_page_that_stays_open_is_told_when_it_may_listen_no_more(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "ASKED_AGAIN", 0.2)
    cookie = await session_of("Desk 1")
    async with socket(session=cookie) as staff:
        assert "listening" in await staff.say(listen="test-desk/1")
        assert await staff.hears_nothing(0.5)

        if what == "a right that went":
            await sync_to_async(Person.objects.update)(name="Desk 2")
        else:
            await sync_to_async(Session.objects.filter(pk=cookie).delete)()

        assert await staff.hear() == {"refused": "test-desk/1"}
        await sync_to_async(live.publish)("test-desk/1")
        assert await staff.hears_nothing(0.7)


async def test_a_session_without_its_second_factor_is_refused(settings: Any) -> None:
    settings.ACCESS_SECOND_FACTOR = "tests.core.live.test_socket.sends_everybody_away"
    async with socket(session=await session_of("Desk 1")) as staff:
        assert await staff.say(listen="test-desk/1") == {"refused": "test-desk/1"}


def sends_everybody_away(_request: Any) -> str:
    return "/second-factor/"


async def test_who_stopped_listening_hears_nothing_and_nothing_is_polled() -> None:
    async with socket() as one:
        await one.say(listen="test-public/1")
        await one.send_text('{"unlisten": "test-public/1"}')
        assert "refused" in await one.say(listen="unknown/1")  # messages are read in order: this one after the other
        await sync_to_async(live.publish)("test-public/1")

        assert await one.hears_nothing(0.7)
        assert hub.of_this_loop()._tasks == []


async def test_a_burst_is_told_at_most_four_times_a_second_and_its_end_always() -> None:
    async with socket() as one:
        await one.say(listen="test-public/1")
        told = []
        for _change in range(30):
            await sync_to_async(live.publish)("test-public/1")
        while not told or told[-1] < 30:
            told.append((await one.hear())["version"])

    assert told == sorted(set(told))
    assert len(told) < 15


async def test_many_sockets_are_served_by_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[int] = []
    versions = hub._versions
    monkeypatch.setattr(hub, "_versions", lambda names: readings.append(len(names)) or versions(names))
    async with socket() as first, socket() as second, socket() as third:
        for one in (first, second, third):
            await one.say(listen="test-public/1")
        await asyncio.sleep(1)
        before = len(readings)
        await asyncio.sleep(1)

        # Four polls a second, not twelve; a busy machine makes fewer.
        assert len(readings) - before <= 5


@pytest.mark.parametrize(
    "words", ["{", "[]", '{"listen": 1}', '{"shout": "a"}', '{"listen": "a/1", "more": 1}', "x" * 2000]
)
async def test_anything_else_ends_the_socket(words: str) -> None:
    async with socket() as one:
        await one.send_text(words)

        assert await one.receive() == {"type": "websocket.close", "code": 4400}


async def test_one_socket_listens_to_a_handful_of_topics_only() -> None:
    async with socket() as one:
        for number in range(20):
            assert "listening" in await one.say(listen=f"test-public/{number}")

        assert await one.say(listen="test-public/20") == {"refused": "test-public/20"}


#: How news of another process arrive: the version rows, and Redis where this leg of the suite has one.
WAYS = ["polling", *(["redis"] if settings.REDIS_URL != "none" else [])]


@pytest.mark.race
@pytest.mark.parametrize("way", WAYS)
async def test_what_another_process_publishes_arrives(
    way: str, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "redis":
        monkeypatch.setattr(hub, "SAFETY_POLL", 3600.0)
    else:
        monkeypatch.setattr("core.live.carrier.reaches_other_processes", lambda: False)
    async with socket() as one:
        await one.say(listen="test-public/1")
        await asyncio.sleep(0.5)
        process = await asyncio.to_thread(
            subprocess.run,
            [
                sys.executable,
                "-c",
                "import django; django.setup(); from core import live; live.publish('test-public/1')",
            ],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": committed_db, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
            check=False,
        )
        assert process.returncode == 0

        assert await one.hear() == {"changed": "test-public/1", "version": 1}
