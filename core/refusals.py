"""What an action answers when the field's rules say no."""

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
