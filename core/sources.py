"""What rooms above say to a room below, which need not know them: functions that it asks in turn."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class Sources(Generic[Function]):
    """Functions in the order in which rooms are loaded. Called with one, by a room's ``AppConfig.ready`` or as a decorator,
    it takes it in, once however often.
    """

    def __init__(self) -> None:
        self._functions: list[Function] = []

    def __call__(self, function: Function) -> Function:
        if function not in self._functions:
            self._functions.append(function)
        return function

    def __iter__(self) -> Iterator[Function]:
        return iter(self._functions)

    def forget(self, function: Function) -> None:
        """For a test that made it known."""
        self._functions.remove(function)
