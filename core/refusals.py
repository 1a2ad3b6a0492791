"""What an action answers when the field's rules say no."""

from types import TracebackType

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise


class Refusal(Exception):
    """An action was refused for a reason its user can read; nothing was kept.

    Rooms subclass it; ``message`` is a whole translatable sentence that says why and what to do.
    """

    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class refusal_told:  # noqa: N801 -- reads as contextlib.suppress does
    """What is refused within ends there, and the next page says why."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, what: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(what, Refusal):
            messages.error(self._request, str(what))
        return isinstance(what, Refusal)
