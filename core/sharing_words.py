"""What the picture of a shared link says; ``core.sharing`` draws it, and is imported where one is drawn."""

import hashlib
from dataclasses import astuple, dataclass

#: Raised when the drawing itself changes, so that the addresses do too.
EDITION = "1"


@dataclass(frozen=True)
class Card:
    """What a picture says. ``alarm``: in a word, what must not be missed: cancelled, moved."""

    title: str
    #: Above the title, small: the kind of thing.
    eyebrow: str = ""
    #: Below it: when, where.
    lines: tuple[str, ...] = ()
    alarm: str = ""

    @property
    def digest(self) -> str:
        """Short name of this very picture: another word, another address."""
        return hashlib.sha256(repr((EDITION, astuple(self))).encode()).hexdigest()[:12]
