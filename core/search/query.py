"""What is wanted: every clause must be met, by one of its terms. Said to FTS5 and to ``tsquery`` in the same words."""

import hashlib
import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from core.search import synonyms
from core.search.analysis import LONGEST_QUESTION, is_stop_word, pieces, stems
from core.search.synonyms import Phrase

#: Further words of a question are not read.
MOST_WORDS = 8
#: Clauses that a phrase and what says the same may come to.
MOST_CLAUSES = 8


@dataclass(frozen=True)
class Term:
    """A term of the index, or the beginning of one."""

    text: str
    is_prefix: bool = False

    @property
    def fts(self) -> str:
        return f'"{self.text}"*' if self.is_prefix else f'"{self.text}"'

    @property
    def tsquery(self) -> str:
        return f"'{self.text}':*" if self.is_prefix else f"'{self.text}'"


@dataclass(frozen=True)
class Word:
    """A word that was asked for. ``is_prefix``: the reader may still be typing it."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Clause:
    """Words of which one must be there."""

    words: tuple[Word, ...]
    #: Known words one edit away, where the question as typed found nothing.
    corrections: tuple[str, ...] = ()

    def terms(self, language: str, *, names: bool) -> list[Term]:
        found = [term for word in self.words for term in _terms(word, language, names)]
        found += [term for word in self.corrections for term in _terms(Word(word), language, names)]
        return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Asked:
    """A word or a phrase of the question, with all that says the same; it scores once, however many clauses that takes."""

    clauses: tuple[Clause, ...]


def _terms(word: Word, language: str, names: bool) -> list[Term]:
    if names:
        return [Term(word.text, is_prefix=word.is_prefix)]
    begun = [Term(word.text, is_prefix=True)] if word.is_prefix else []
    return begun + [Term(stem) for stem in stems(word.text, language)]


def parse(question: str, *, names: bool = False, prefix: bool = True) -> list[Asked]:
    """Read a question; empty when it has no word.

    ``names``: each word is the beginning of a name. Else ``prefix`` says that the last word may be unfinished. A stop word is
    left out, unless it is all there is: « de » may become « dentiste ».
    """
    asked: list[tuple[str, str]] = [
        (word, piece.joined) for piece in pieces(question[:LONGEST_QUESTION], elide=not names) for word in piece.words
    ]
    if names:
        kept = asked[:MOST_WORDS]
        return list(dict.fromkeys(_word(word, joined, is_prefix=True) for word, joined in kept))
    meant = [(word, joined) for word, joined in asked if not is_stop_word(word)] or asked[-1:]
    meant = meant[:MOST_WORDS]
    found: list[Asked] = []
    place = 0
    while place < len(meant):
        size, same = _said_otherwise([word for word, _joined in meant[place:]])
        is_last = prefix and place + size == len(meant)
        own: Phrase = tuple(word for word, _joined in meant[place : place + size])
        found.append(_any_of(own, same, is_last) if same else _word(*meant[place], is_prefix=is_last))
        place += size
    return list(dict.fromkeys(found))


def _word(word: str, joined: str, *, is_prefix: bool) -> Asked:
    # (jean or jeanpierre) and (pierre or jeanpierre) is (jean and pierre) or jeanpierre.
    ways = [Word(text, is_prefix) for text in (word, joined) if text]
    return Asked((Clause(tuple(ways)),))


def _said_otherwise(words: Sequence[str]) -> tuple[int, list[Phrase]]:
    """The longest phrase at the beginning that others say too: its number of words, and theirs; (1, []) if none."""
    for size in range(min(len(words), synonyms.longest()), 0, -1):
        if same := synonyms.same_as(tuple(words[:size])):
            return size, same
    return 1, []


def _any_of(own: Phrase, same: Iterable[Phrase], is_last: bool) -> Asked:
    """One phrase or another, as clauses: a or (b and c) is (a or b) and (a or c)."""
    ways = [[Word(word, is_prefix=is_last and place == len(own) - 1) for place, word in enumerate(own)]]
    clauses_so_far = len(own)
    for other in same:
        if clauses_so_far * len(other) <= MOST_CLAUSES:
            clauses_so_far *= len(other)
            ways.append([Word(word) for word in other])
    choices = (Clause(tuple(dict.fromkeys(choice))) for choice in itertools.product(*ways))
    return Asked(tuple(dict.fromkeys(choices)))


def facet(kind: str, value: str) -> str:
    """A term that says of which type, language or audience a document is: no word that is typed looks like it."""
    return f"={kind}{hashlib.sha256(value.encode()).hexdigest()[:16]}"


def facets(type: str, language: str, audience: str) -> list[str]:
    return [facet("t", type), facet("l", language), facet("a", audience)]


@dataclass(frozen=True)
class Query:
    """What was asked, and of which documents. ``audiences`` None: of any; empty: nobody's, and nothing is found."""

    type: str
    asked: Sequence[Asked]
    language: str = ""
    audiences: Collection[str] | None = None
    names: bool = False
    #: Whether one key may stand for documents in several languages.
    is_bilingual: bool = True
    limits: list[list[Term]] = field(init=False)

    def __post_init__(self) -> None:
        limits = [[Term(facet("t", self.type))]]
        if self.language:
            limits.append([Term(facet("l", self.language))])
        if self.audiences is not None:
            limits.append([Term(facet("a", audience)) for audience in sorted(self.audiences)])
        object.__setattr__(self, "limits", limits)

    @property
    def is_of_one_language(self) -> bool:
        """Whether each key can be found once only."""
        return bool(self.language) or not self.is_bilingual

    @property
    def is_empty(self) -> bool:
        return not self.asked or not all(self.limits)

    def wanted(self) -> list[list[Term]]:
        """Terms of each clause, one of which must be there."""
        return [clause.terms(self.language, names=self.names) for asked in self.asked for clause in asked.clauses]

    def scored(self) -> list[list[Term]]:
        """Terms of each word or phrase: where one of them stands decides what it counts."""
        return [
            list(
                dict.fromkeys(
                    term for clause in asked.clauses for term in clause.terms(self.language, names=self.names)
                )
            )
            for asked in self.asked
        ]


def fts(groups: Iterable[Iterable[Term]]) -> str:
    """For ``MATCH``: one of each group."""
    return " AND ".join(f"({' OR '.join(term.fts for term in group)})" for group in groups)


def tsquery(groups: Iterable[Iterable[Term]]) -> str:
    """To be cast to ``tsquery``: a cast takes lexemes as they stand and parses nothing."""
    return " & ".join(f"({' | '.join(term.tsquery for term in group)})" for group in groups)
