"""What the parts of the workshop agree on."""

from dataclasses import dataclass

#: Why a file is not taken; the parent has a sentence for each.
BROKEN = "broken"
LOCKED = "locked"
MACROS = "macros"
WRONG_KIND = "wrong_kind"
TOO_MANY_PAGES = "too_many_pages"
TOO_MUCH = "too_much"
UNREADABLE_PICTURE = "unreadable_picture"
LARGE_PICTURE = "large_picture"

MAX_PAGES = 20
#: Pixels of one picture: a page scanned at 600 dots an inch in one piece is 35 million, and is asked for smaller.
MAX_PIXELS = 24_000_000


class Refused(Exception):
    """The file is not taken; ``reason`` is one of the words above."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Made:
    """What came out. ``pages`` is None where the format has no pages; ``text`` is empty where none is read."""

    content: bytes
    mime: str
    pages: int | None = None
    text: str = ""
