"""Finding an occupation of the NOC by the words people use: everyday names of ours, official titles once they are imported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils import translation

from core.bilingual import Said, pick
from core.reference.models import MajorGroup, OccupationWord, UnitGroup
from core.search.analysis import bare, terms
from core.search.query import Asked, Clause, Term, parse
from core.search.vocabulary import SHORTEST, is_one_edit

TITLE, ALSO = 3, 1


@dataclass(frozen=True)
class OccupationChoice:
    """A code to choose: five digits, or the two of a major group for those who find nothing closer.

    ``is_verified``: the title is the official one. Else it is an everyday name, to be shown as such.
    """

    code: str
    title: Said
    is_verified: bool
    #: Name of the major group, or its broad category and code while no official title was read.
    group: Said


@dataclass(frozen=True)
class Entry:
    """A choice and what it is found by."""

    choice: OccupationChoice
    title: frozenset[str]
    also: frozenset[str]

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Of equal scores: unit groups before major ones, short names before long ones."""
        return len(self.choice.code) < 5, len(bare(self.title)), self.choice.code


def search_occupations(words: str, language: str, limit: int = 20) -> list[OccupationChoice]:
    """Occupations that every word leads to, best first, named in ``language``; words of both languages are understood.

    The last word may be unfinished; where nothing is found, words of five letters may have one wrong. No word finds
    nothing. Cost: 3 queries.
    """
    asked = parse(words)
    if not asked:
        return []
    entries = list(_entries(language))
    found = _best(entries, asked)
    if not found and (wider := _tolerant(asked, entries)):
        found = _best(entries, wider)
    return found[:limit]


def describe(code: str, language: str) -> OccupationChoice | None:
    """The choice this code stands for, named as it would be offered; None for a code that no list holds. Cost: 3 queries."""
    fitting = [entry for entry in _entries(language) if entry.choice.code == code]
    return min(fitting, key=lambda entry: entry.rank).choice if fitting else None


def exactly(words: str, choices: Iterable[OccupationChoice]) -> OccupationChoice | None:
    """The one of these choices that the words name in full, in one gender or both; None if none or several."""
    said = bare(terms(words, names=True))
    named = [choice for choice in choices if said in _namings(choice.title.text)]
    return named[0] if len(named) == 1 else None


def _namings(title: str) -> list[set[str]]:
    return [bare(terms(part, names=True)) for part in (title, *title.replace(";", ",").split(","))]


def _best(entries: list[Entry], asked: list[Asked]) -> list[OccupationChoice]:
    scored = [(score, entry) for entry in entries if (score := _score(entry, asked))]
    best: dict[str, OccupationChoice] = {}
    for _points, entry in sorted(scored, key=lambda pair: (-pair[0], pair[1].rank)):
        best.setdefault(entry.choice.code, entry.choice)
    return list(best.values())


def _score(entry: Entry, asked: list[Asked]) -> int:
    """0 where a word leads elsewhere."""
    score = 0
    for one in asked:
        clauses = [clause.terms("", names=False) for clause in one.clauses]
        if not all(_holds(entry.title, clause) or _holds(entry.also, clause) for clause in clauses):
            return 0
        score += TITLE if any(_holds(entry.title, clause) for clause in clauses) else ALSO
    return score


def _holds(there: frozenset[str], wanted: list[Term]) -> bool:
    return any(
        any(term.startswith(one.text) for term in there) if one.is_prefix else one.text in there for one in wanted
    )


def _tolerant(asked: list[Asked], entries: list[Entry]) -> list[Asked] | None:
    known = sorted({word for entry in entries for word in bare(entry.title | entry.also) if len(word) >= SHORTEST - 1})

    def corrected(clause: Clause) -> Clause:
        typed = [word.text for word in clause.words if len(word.text) >= SHORTEST]
        return replace(
            clause, corrections=tuple(word for word in known if any(is_one_edit(one, word) for one in typed))
        )

    wider = [Asked(tuple(corrected(clause) for clause in one.clauses)) for one in asked]
    return wider if any(clause.corrections for one in wider for clause in one.clauses) else None


@lru_cache(maxsize=4096)
def _terms(text: str, language: str) -> frozenset[str]:
    return frozenset(terms(text, language))


def _all_terms(french: str, english: str) -> frozenset[str]:
    return _terms(french, "fr") | _terms(english, "en")


def _entries(language: str) -> Iterator[Entry]:
    with translation.override(language):
        groups = {group.pk: group for group in MajorGroup.objects.current().select_related("broad_category")}
        names = {pk: group.name for pk, group in groups.items()}
        units = {unit.pk: unit for unit in UnitGroup.objects.current()}
        words: dict[str, list[OccupationWord]] = {}
        for word in OccupationWord.objects.current():
            words.setdefault(word.unit_group, []).append(word)
        for code, unit in units.items():
            everyday = words.pop(code, [])
            also = frozenset[str]().union(*(_words_of(word) for word in everyday), {code})
            choice = OccupationChoice(code, unit.name, True, names[unit.major_group_id])
            yield Entry(choice, _all_terms(unit.name_fr, unit.name_en), also)
        if not units:
            # What the official file does not hold is no code; without the file, our names are all there is.
            for code, everyday in words.items():
                for word in everyday:
                    also = _all_terms(word.also_fr, word.also_en) | {code}
                    choice = OccupationChoice(code, pick(word, "name", language), False, names[word.major_group_id])
                    yield Entry(choice, _all_terms(word.name_fr, word.name_en), also)
        for pk, group in groups.items():
            # While no title was read in the official file, the broad category is all its name says; English titles are searched.
            yield Entry(
                OccupationChoice(pk, names[pk], group.official_title(language) is not None, names[pk]),
                frozenset({pk}),
                _all_terms(group.name_fr, group.name_en),
            )


def _words_of(word: OccupationWord) -> frozenset[str]:
    return _all_terms(f"{word.name_fr}, {word.also_fr}", f"{word.name_en}, {word.also_en}")
