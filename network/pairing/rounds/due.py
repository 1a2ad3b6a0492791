"""Work of rounds: one is computed, one is sent, and the calendar asks for the next."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from core import clock
from network.pairing.rounds import calendar
from network.pairing.rounds.actions import asking, computing, publishing


@clock.handler(asking.COMPUTE, apart=True)
def compute(payload: Mapping[str, Any]) -> Callable[[], object]:
    return computing.compute(int(payload["round"]))


@clock.handler(publishing.SEND, apart=True)
def send(payload: Mapping[str, Any]) -> Callable[[], object]:
    return publishing.send(int(payload["round"]))


@clock.every("rounds.calendar", timedelta(minutes=15))
def ask_for_the_next(_payload: Mapping[str, Any]) -> None:
    """Rounds of the night and of the week whose day has come. Cost: 1 query when none has."""
    calendar.ask_for_the_next()


@clock.every("rounds.empty_snapshots", timedelta(days=1))
def empty_snapshots(_payload: Mapping[str, Any]) -> None:
    calendar.empty_snapshots()
