"""Work of the ground floor that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from core.files import sweeping
from core.outbox import upkeep


@clock.every("core.purge_mail", timedelta(hours=6))
def purge_mail(_payload: Mapping[str, Any]) -> None:
    upkeep.purge()


@clock.every("core.forget_done_work", timedelta(days=1))
def forget_done_work(_payload: Mapping[str, Any]) -> None:
    clock.forget_done()


@clock.every("core.sweep_private_files", timedelta(days=1))
def sweep_private_files(_payload: Mapping[str, Any]) -> None:
    sweeping.sweep()
