"""Whoever stands before a page of the devices."""

from tests.events.doors.conftest import signed_in

__all__ = ["signed_in"]
