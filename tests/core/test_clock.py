"""Due work happens once, also after a stop, and one room's mistake does not stop the others."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core import clock, generations
from core.clock import Due

pytestmark = pytest.mark.django_db

done: list[Any] = []
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _test_work() -> Iterator[None]:
    done.clear()

    @clock.handler("test.note")
    def note(payload: Mapping[str, Any]) -> None:
        done.append(payload["what"])

    @clock.handler("test.fails")
    def fails(payload: Mapping[str, Any]) -> None:
        generations.bump("test/half")
        raise ValueError("ana@exemple.test")

    @clock.handler("test.apart", apart=True)
    def apart(payload: Mapping[str, Any]) -> Callable[[], None]:
        done.append(("apart", len(connection.savepoint_ids)))
        clock.tick(NOW)  # what another worker does meanwhile
        if payload["what"] == "stopped":
            raise KeyboardInterrupt
        return lambda: done.append(("inside", len(connection.savepoint_ids)))

    @clock.every("test.daily", timedelta(days=1))
    def daily(_payload: Mapping[str, Any]) -> None:
        done.append("daily")

    yield
    for kind in ("test.note", "test.fails", "test.apart", "test.daily"):
        del clock._handlers[kind]
    del clock._periods["test.daily"]


def plan(key: str, minutes: int = -1, kind: str = "test.note") -> None:
    clock.schedule(kind, key, due_at=NOW + timedelta(minutes=minutes), payload={"what": key})


def test_what_is_due_is_done_once_and_earliest_first() -> None:
    plan("second", -1)
    plan("first", -60)
    plan("later", 5)

    clock.tick(NOW)
    clock.tick(NOW)

    assert done == ["first", "second"]
    assert Due.objects.get(key="first").done_at == NOW
    assert Due.objects.get(key="later").done_at is None


def test_planning_again_moves_the_work_and_opens_it_anew() -> None:
    plan("a")
    clock.tick(NOW)
    plan("a", 10)

    clock.tick(NOW)
    assert done == ["a"]
    clock.tick(NOW + timedelta(minutes=11))
    assert done == ["a", "a"]


def test_cancelled_work_is_not_done() -> None:
    plan("a")
    clock.cancel("test.note", "a")

    assert clock.tick(NOW) == 0


def test_a_failure_undoes_its_own_half_and_lets_the_others_pass() -> None:
    plan("bad", -5, kind="test.fails")
    plan("good", -1)

    clock.tick(NOW)

    assert done == ["good"]
    assert not generations.Generation.objects.filter(name="test/half").exists()
    failed = Due.objects.get(kind="test.fails")
    assert (failed.done_at, failed.failures) == (None, 1)
    assert failed.trouble.startswith("ValueError in tests/core/test_clock.py")


def test_failed_work_waits_longer_each_time_and_is_never_given_up() -> None:
    plan("bad", kind="test.fails")
    waits = []
    moment = NOW
    for _failure in range(14):
        clock.tick(moment)
        due = Due.objects.get(kind="test.fails")
        assert due.retry_at is not None
        waits.append(due.retry_at - moment)
        moment = due.retry_at

    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert waits[-1] == clock.LONGEST_WAIT
    assert clock.tick(moment - timedelta(seconds=1)) == 0
    assert list(Due.objects.in_trouble()) == [due]


def test_work_that_nobody_does_is_shown_and_kept() -> None:
    plan("a", kind="test.unknown")

    clock.tick(NOW)

    assert Due.objects.get(kind="test.unknown").trouble == "nobody does this kind of work"


def test_work_apart_runs_in_no_transaction_once_and_ends_in_the_clocks() -> None:
    plan("a", kind="test.apart")
    outside = len(connection.savepoint_ids)

    clock.tick(NOW)
    clock.tick(NOW)

    assert done == [("apart", outside), ("inside", outside + 1)]
    due = Due.objects.get()
    assert (due.done_at, due.retry_at) == (NOW, None)


def test_work_apart_that_was_killed_is_begun_again_once_its_lease_is_over() -> None:
    plan("stopped", kind="test.apart")
    with pytest.raises(KeyboardInterrupt):
        clock.tick(NOW)
    Due.objects.update(payload={"what": "a"})

    assert clock.tick(NOW + clock.LEASE - timedelta(seconds=1)) == 0
    assert clock.tick(NOW + clock.LEASE) == 1
    assert [what for what, _depth in done] == ["apart", "apart", "inside"]


def test_periodic_work_is_planned_once_and_catches_up_once_after_a_stop() -> None:
    clock.wind_up()
    clock.wind_up()
    Due.objects.exclude(kind="test.daily").delete()
    after_a_week = timezone.now() + timedelta(days=7)

    clock.tick(after_a_week)
    clock.tick(after_a_week)

    assert done == ["daily"]
    assert Due.objects.get().due_at == after_a_week + timedelta(days=1)


def test_an_idle_tick_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        clock.tick(NOW)


def test_done_work_is_forgotten_after_thirty_days() -> None:
    plan("old")
    plan("recent")
    clock.tick(NOW)
    Due.objects.filter(key="old").update(done_at=NOW - timedelta(days=31))

    clock.forget_done()

    assert [due.key for due in Due.objects.all()] == ["recent"]
