"""Codes as people type them: spaces, dashes and small letters do not count, and letters mistaken for digits are read as those."""

import re

#: Letters that the alphabet leaves out, and what was meant.
MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def typed(text: str) -> str:
    """The code somebody meant; empty for a text that holds none."""
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(MEANT)[:40]


def spoken(code: str) -> str:
    """In groups of four, as a letter shows it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
