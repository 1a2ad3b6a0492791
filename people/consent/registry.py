"""What may be asked of people, in the exact words they read: every purpose, and every version of its wording, in code.

A room declares its purposes in a module ``purposes.py``, which is found by itself::

    MATCHING = purpose(
        "pairing.matching",
        label=_("Being proposed for pairings"),
        wordings=(Wording(1, fr="J’accepte que …", en="I agree that …"),),
        lasts=timedelta(days=730),
        audience=_("The coordination of the pairings"),
        what_ends=_("You are taken out of the rounds at once; …"),
    )

Both languages of a wording stand in the code, not in a catalogue: a row of consent names a version, and the version must
say for ever what was agreed to. ``wordings.lock`` pins each one; a text once published changes by a new version only. A
purpose that is no longer asked stays here with ``asked=False``.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

Words = str | Promise

LANGUAGES = ("fr", "en")
#: "purpose version digest", one a line: what has been published.
LOCK = Path(__file__).with_name("wordings.lock")


class UnknownPurpose(KeyError):
    """No room has declared a purpose of this code. A page shows nothing in its place."""

    silent_variable_failure = True


@dataclass(frozen=True)
class Wording:
    """What a person agrees to, whole, in both languages. Versions of a purpose count from 1."""

    version: int
    fr: str
    en: str

    def __post_init__(self) -> None:
        if not self.fr.strip() or not self.en.strip():
            raise ValueError("A consent is asked in French and in English.")

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.fr

    @property
    def digest(self) -> str:
        """Names both texts, to the last space."""
        return hashlib.sha256(f"{self.fr}\0{self.en}".encode()).hexdigest()


@dataclass(frozen=True)
class Purpose:
    """One thing that is asked apart from all others.

    ``lasts``: None until it is withdrawn. ``audience``: who sees what the consent opens. ``what_ends``: what disappears
    when it is withdrawn. ``subjects`` names the things that keys such as "event:12" stand for, all with one query, and leaves
    out those the person may not be asked about; without it the purpose is asked once, about nothing in particular.
    ``concerns`` says to which people their own page offers it.
    """

    code: str
    label: Words
    wordings: tuple[Wording, ...]
    audience: Words
    what_ends: Words
    lasts: timedelta | None = None
    subjects: Callable[[Collection[str]], Mapping[str, Words]] | None = None
    concerns: Callable[[Any], bool] | None = None
    asked: bool = True

    def __post_init__(self) -> None:
        if [wording.version for wording in self.wordings] != list(
            range(1, len(self.wordings) + 1)
        ) or not self.wordings:
            raise ValueError(f"{self.code}: versions count from 1, none left out.")

    @property
    def current(self) -> Wording:
        """What is asked now."""
        return self.wordings[-1]

    def wording(self, version: int) -> Wording:
        return self.wordings[version - 1]


_purposes: dict[str, Purpose] = {}


def purpose(code: str, **facts: Any) -> Purpose:
    """Register a purpose; ``facts``: the other fields of :class:`Purpose`. Raises ValueError for a code that is taken."""
    if code in _purposes:
        raise ValueError(f"The purpose {code} is declared twice.")
    _purposes[code] = Purpose(code, **facts)
    return _purposes[code]


def purposes() -> list[Purpose]:
    """Every purpose, in the order of the floors."""
    return list(_purposes.values())


def of(code: str) -> Purpose:
    """Raises UnknownPurpose."""
    try:
        return _purposes[code]
    except KeyError:
        raise UnknownPurpose(code) from None


def locked() -> dict[tuple[str, int], str]:
    """(Purpose, version) -> digest of what was published."""
    lines = [line.split() for line in LOCK.read_text().splitlines() if line and not line.startswith("#")]
    return {(code, int(version)): digest for code, version, digest in lines}


def written() -> dict[tuple[str, int], str]:
    """(Purpose, version) -> digest of what stands in the code."""
    return {(each.code, wording.version): wording.digest for each in purposes() for wording in each.wordings}
