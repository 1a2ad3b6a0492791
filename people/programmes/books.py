"""Rule sets from the database, ready for the engine: what codes are called, which MRC lie where, what holds for an edition."""

from collections.abc import Iterable, Mapping
from typing import Any

from core import audiences
from core.reference.models import ImmigrationCategory, Mrc, Region, ResidenceStatus
from people.programmes import kinds
from people.programmes.eligibility import Condition, Facts, Places, RuleBook
from people.programmes.models import Area, Edition, RuleSet, rules_of
from people.programmes.rulemaking import mrcs_by_area


class Atlas:
    """What every rule book needs of the reference lists. Cost: 6 queries, once for as many books as you like."""

    def __init__(self) -> None:
        mrcs = list(Mrc.objects.order_by("name_fr", "code"))
        self.lexicon: dict[str, dict[str, Any]] = {
            kinds.STATUSES: {term.pk: term for term in ResidenceStatus.objects.all()},
            kinds.CATEGORIES: {term.pk: term for term in ImmigrationCategory.objects.all()},
            kinds.REGIONS: {term.pk: term for term in Region.objects.all()},
            kinds.MRCS: {term.pk: term for term in mrcs},
            kinds.AREAS: {str(area.pk): area for area in Area.objects.all()},
            kinds.STEPS: {name: audience.label for name, audience in audiences.known().items()},
        }
        self.places = Places({term.pk: term.region_id for term in mrcs}, mrcs_by_area())

    def book(self, edition: Edition, rules: Iterable[Condition], version: int = 0) -> RuleBook:
        return RuleBook(tuple(rules), edition.starts_on, self.lexicon, self.places, edition.door, version)


def book_of(edition: Edition, atlas: Atlas | None = None) -> RuleBook | None:
    """The rules that hold for an edition; None before any are published. Cost: 2 queries, and the atlas's."""
    current = edition.rule_sets.current().first()
    if current is None:
        return None
    return (atlas or Atlas()).book(edition, rules_of(current.conditions.all()), current.version)


def books_of(editions: Iterable[Edition], atlas: Atlas | None = None) -> dict[int, RuleBook]:
    """Edition id -> the rules that hold for it. Cost: 2 queries, and the atlas's, however many editions."""
    by_id = {edition.pk: edition for edition in editions}
    atlas = atlas or Atlas()
    current = RuleSet.objects.current().filter(edition__in=by_id).prefetch_related("conditions")
    return {
        rule_set.edition_id: atlas.book(
            by_id[rule_set.edition_id], rules_of(rule_set.conditions.all()), rule_set.version
        )
        for rule_set in current
    }


def book_of_version(rule_set: RuleSet, atlas: Atlas | None = None) -> RuleBook:
    """The rules of one version or draft. Cost: 1 query, the edition unless it came along, and the atlas's."""
    return (atlas or Atlas()).book(rule_set.edition, rules_of(rule_set.conditions.all()), rule_set.version)


def steps_done(books: Iterable[RuleBook], person: Any) -> Mapping[str, bool]:
    """What ``Facts.steps`` holds for a person: each question of the books, asked of the room that answers it.

    A question that nobody answers, or cannot answer, stays unknown. Never ask it of an unproven address.
    """
    known: dict[str, bool] = {}
    for question in {question for book in books for question in book.questions}:
        try:
            answer = audiences.explain(question, person)
        except KeyError:
            continue
        if answer.verdict is not audiences.Verdict.UNKNOWN:
            known[question] = answer.met
    return known


__all__ = ["Atlas", "Facts", "book_of", "book_of_version", "books_of", "steps_done"]
