"""Words that say the same, in both languages. They widen the question, so that a change needs no new index."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from core.search.analysis import is_stop_word, stems, words

DATA = Path(__file__).resolve().parent / "synonyms.yaml"

Phrase = tuple[str, ...]
_declared: list[list[str]] = []


def declare_synonyms(*groups: Sequence[str]) -> None:
    """A room's own words: ``declare_synonyms(["pab", "préposé aux bénéficiaires"])``; each may have several words."""
    _declared.extend(list(group) for group in groups)
    forget()


def forget() -> None:
    """Read the groups afresh."""
    _table.cache_clear()
    _by_stem.cache_clear()


def phrase(text: str) -> Phrase:
    return tuple(word for word in words(text) if not is_stop_word(word))


@lru_cache(maxsize=1)
def _table() -> dict[Phrase, list[Phrase]]:
    groups: Iterable[list[str]] = [*yaml.safe_load(DATA.read_text("utf-8")), *_declared]
    table: dict[Phrase, list[Phrase]] = {}
    for group in groups:
        phrases = list(dict.fromkeys(filter(None, (phrase(text) for text in group))))
        for one in phrases:
            others = table.setdefault(one, [])
            others += [other for other in phrases if other != one and other not in others]
    return table


def longest() -> int:
    """Number of words of the longest phrase."""
    return max(map(len, _table()), default=1)


@lru_cache(maxsize=1)
def _by_stem() -> dict[str, Phrase]:
    """Single words by their stems: « développeuse » says what « développeur » says."""
    return {stem: said for said in reversed(_table()) if len(said) == 1 for stem in stems(said[0])}


def same_as(said: Phrase) -> list[Phrase]:
    """Other ways to say it; none for most."""
    same = _table().get(said)
    if same is None and len(said) == 1:
        like = next((_by_stem()[stem] for stem in stems(said[0]) if stem in _by_stem()), None)
        same = _table()[like] if like else None
    return same or []
