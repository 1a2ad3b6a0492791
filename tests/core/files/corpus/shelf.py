"""Where the corpus stands: each file under its name, with what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.files import refusals

MARK = b"mechant.test"


WORDS = "Bonjour du Saguenay"


@dataclass(frozen=True)
class Sent:
    """A file of the corpus. ``refused`` is the refusal it must meet; None: it comes out, with nothing in it that acts."""

    name: str
    build: Callable[[], bytes]
    refused: type[refusals.FileRefused] | None

    def content(self) -> bytes:
        return self.build()


PDFS: dict[str, Sent] = {}


DOCUMENTS: dict[str, Sent] = {}


PORTRAITS: dict[str, Sent] = {}


Builder = Callable[[], bytes]


def sent(
    shelf: dict[str, Sent], refused: type[refusals.FileRefused] | None = None
) -> Callable[[Callable[[], bytes]], Builder]:
    def keep(build: Callable[[], bytes]) -> Builder:
        name = build.__name__
        assert name not in shelf
        shelf[name] = Sent(name, build, refused)
        return build

    return keep
