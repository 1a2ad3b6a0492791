"""Work of this room that falls due."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.privacy import copies, erasing, retention


@clock.handler(copies.MAKE, apart=True)
def make_copy(payload: Mapping[str, Any]) -> Callable[[], object]:
    packed = copies.pack(copy_pk=payload["copy"])
    return lambda: packed and copies.keep(packed=packed)


@clock.handler(copies.DROP)
def drop_copy(payload: Mapping[str, Any]) -> None:
    copies.drop(copies=[payload["copy"]])


@clock.handler(erasing.ERASE)
def erase(payload: Mapping[str, Any]) -> None:
    erasing.carry_out(erasure_pk=payload["erasure"])


@clock.handler(erasing.REMIND)
def remind_of_erasure(payload: Mapping[str, Any]) -> None:
    erasing.remind(erasure_pk=payload["erasure"])


@clock.every("privacy.retention", timedelta(days=1))
def begin_retention(_payload: Mapping[str, Any]) -> None:
    retention.begin()


@clock.handler(retention.BATCH)
def forget_a_batch(payload: Mapping[str, Any]) -> None:
    retention.work_off(run_pk=payload["run"])
