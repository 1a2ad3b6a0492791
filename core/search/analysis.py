"""From words to terms: accents folded, elisions and stop words taken off, French and English stems, compounds joined.

A term is a bare folded word ("soudeuse"), which prefixes and typos are compared with, or a stem: "=f" and the French
one, "=e" and the English one. Both databases keep terms as they stand here and only match them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer  # type: ignore[import-untyped]  # it has no types

from core.folding import fold

#: Longer words are cut; longer texts and questions are read up to here.
LONGEST_WORD = 40
LONGEST_TEXT = 100_000
LONGEST_QUESTION = 200

FRENCH, ENGLISH = "fr", "en"
MARKS = {FRENCH: "=f", ENGLISH: "=e"}

#: They stand in every text, or are what an apostrophe left over. Light: a word that may be meant stays.
STOP_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cette",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "est",
        "et",
        "eux",
        "il",
        "ils",
        "je",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "ma",
        "mais",
        "mes",
        "mon",
        "ne",
        "nos",
        "notre",
        "nous",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "sa",
        "se",
        "ses",
        "son",
        "sont",
        "sur",
        "ta",
        "te",
        "tes",
        "ton",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "i",
        "in",
        "is",
        "it",
        "its",
        "my",
        "of",
        "on",
        "or",
        "our",
        "s",
        "t",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "we",
        "with",
        "you",
        "your",
    ]
)
ELISION = re.compile(r"\b(?:[cdjlmnst]|(?:jus|lors|puis|quoi|pres|quel)?qu)'(?=\w)")
#: Names of tools whose signs are half of the word.
SIGNS = {"c++": " cplusplus ", "c#": " csharp ", "f#": " fsharp ", ".net": " dotnet "}
SIGN = re.compile(r"(?<!\w)(?:c\+\+|c#|f#|\.net)(?!\w)")
COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011'][^\W_]+)+|[^\W_]+")
JOINT = re.compile(r"[-\u2010\u2011']")


@dataclass(frozen=True)
class Piece:
    """A word, or the words of a compound; ``joined`` is a compound written as one word, "" for a plain word."""

    words: tuple[str, ...]
    joined: str = ""


@lru_cache(maxsize=4096)
def pieces(text: str, *, elide: bool = True) -> tuple[Piece, ...]:
    """The words of a text in order, folded. ``elide``: « l’école » is « école »; names keep all their letters."""
    plain = _without_marks(text[:LONGEST_TEXT].casefold()).replace("’", "'")
    plain = SIGN.sub(lambda sign: SIGNS[sign[0]], plain)
    if elide:
        plain = ELISION.sub(" ", plain)
    return tuple(_pieces(plain))


def _pieces(plain: str) -> Iterator[Piece]:
    for found in re.split(r"\s+", plain):
        for compound in COMPOUND.findall(found):
            parts = [part for whole in JOINT.split(compound) for part in _bare(whole)]
            if len(parts) > 1:
                yield Piece(tuple(parts), "".join(parts)[:LONGEST_WORD])
            elif parts:
                yield Piece((parts[0],))


def _without_marks(text: str) -> str:
    """The letters alone: an accent, a vowel sign or a soft hyphen that stands by itself would part its word in two."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(
        sign for sign in apart if not (category := unicodedata.category(sign)).startswith("M") and category != "Cf"
    )


def _bare(text: str) -> list[str]:
    # Twice: taking a letter apart may leave a capital ("ℌ").
    return [word[:LONGEST_WORD] for word in fold(fold(text)).replace("_", " ").split()]


def words(text: str, *, elide: bool = True) -> list[str]:
    """Every word of a text, folded, stop words too."""
    return [word for piece in pieces(text, elide=elide) for word in piece.words]


def is_stop_word(word: str) -> bool:
    return word in STOP_WORDS


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer({FRENCH: "french", ENGLISH: "english"}[language])


#: French feminines and what the loss of accents hid from the stemmer; longest first.
FRENCH_ENDINGS = [
    (re.compile(ending), put)
    for ending, put in (
        (r"trices?$", "teu"),
        (r"(?:euses?|eurs?|eux)$", "eu"),
        (r"(?<=[^aeo])iennes?$", "ien"),
        (r"onnes?$", "on"),
        (r"elles?$", "el"),
        (r"ives?$", "if"),
        (r"(?:eres?|ers)$", "er"),
        (r"ees?$", "e"),
    )
]


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Stem of a folded word, with the mark of its language: "=finfirmi"."""
    if language == FRENCH and len(word) >= 5:
        for ending, put in FRENCH_ENDINGS:
            shorter = ending.sub(put, word)
            if shorter != word:
                word = shorter
                break
    return MARKS[language] + str(_stemmer(language).stemWord(word))


def stems(word: str, language: str = "") -> list[str]:
    """Stem in the language of the text; in both where it is not known."""
    return [stem(word, each) for each in ([language] if language in MARKS else MARKS)]


def terms(text: str, language: str = "", *, names: bool = False) -> set[str]:
    """What a text is found by. ``names``: bare words alone, all of them."""
    found: set[str] = set()
    for piece in pieces(text, elide=not names):
        if piece.joined:
            found.add(piece.joined)
        for word in piece.words:
            if names:
                found.add(word)
            elif not is_stop_word(word):
                found.add(word)
                found.update(stems(word, language))
        if piece.joined and not names:
            found.update(stems(piece.joined, language))
    return found


def bare(found: Iterable[str]) -> set[str]:
    """The words among terms."""
    return {term for term in found if not term.startswith("=")}
