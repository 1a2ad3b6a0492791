"""What a file says about the conditions of an edition, and what they give: the rules see no more of a person than this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from core.audiences import Verdict
from people.participants.models import Candidacy, CaseFile, Decision
from people.programmes.books import Atlas, book_of, book_of_version, books_of, steps_done
from people.programmes.eligibility import OUTSIDE, Assessment, Facts, RuleBook, evaluate
from people.programmes.kinds import Kind
from people.programmes.models import Edition, RuleSet


def facts_of(case_file: CaseFile, book: RuleBook | None = None) -> Facts:
    """What the file says; of steps done, those that ``book`` asks about. Cost: 1 query, and what the steps ask."""
    french = {level.skill_id: int(level.level_id) for level in case_file.french_levels.all()}
    return facts_with(case_file, french, steps_done([book], case_file.person) if book else {})


def facts_with(case_file: CaseFile, french: Mapping[str, int], steps: Mapping[str, bool]) -> Facts:
    """The same, of levels and steps that are known already. No query."""
    return Facts(
        is_adult=case_file.is_adult,
        still_abroad=case_file.still_abroad,
        arrival_year=case_file.arrival_year,
        arrival_month=case_file.arrival_month,
        status=case_file.status_id or "",
        category=case_file.category_id or "",
        french=dict(french),
        mrc=case_file.mrc_id or "",
        region=case_file.region_id or (OUTSIDE if case_file.still_abroad else ""),
        diploma=case_file.diploma,
        steps=steps,
    )


@dataclass(frozen=True)
class Assessed:
    """What the conditions of an edition give for one person today; UNKNOWN where no rules are published yet."""

    rule_set: RuleSet | None
    assessment: Assessment | None

    @property
    def verdict(self) -> Verdict:
        return self.assessment.verdict if self.assessment else Verdict.UNKNOWN

    def as_data(self) -> list[Any]:
        """What a decision keeps: kind of condition and verdict, no declared fact."""
        findings: list[Any] = self.assessment.as_data()["findings"] if self.assessment else []
        return findings


def assess_file(
    case_file: CaseFile, edition: Edition, *, on: date | None = None, atlas: Atlas | None = None
) -> Assessed:
    """The conditions of an edition for a person, as of a day (today unless given). Cost: 10 queries, 4 with an atlas."""
    book = book_of(edition, atlas)
    if book is None:
        return Assessed(None, None)
    facts = facts_of(case_file, book)
    assessment = evaluate(book, facts, on or timezone.localdate())
    return Assessed(edition.rule_sets.current().first(), assessment)


def assess(candidacy: Candidacy) -> Assessed:
    return assess_file(candidacy.case_file, candidacy.edition)


def assess_all(case_file: CaseFile, candidacies: Sequence[Candidacy]) -> dict[int, Assessed]:
    """Candidacy id -> what the conditions of its edition give today, for a page that shows several. Needs the editions loaded.

    Cost: 9 queries and what the steps ask, however many requests; none for none.
    """
    if not candidacies:
        return {}
    books = books_of([candidacy.edition for candidacy in candidacies], Atlas())
    known, today = facts_of(case_file), timezone.localdate()
    found = {}
    for candidacy in candidacies:
        book = books.get(candidacy.edition_id)
        steps = steps_done([book], case_file.person) if book else {}
        found[candidacy.pk] = Assessed(None, evaluate(book, replace(known, steps=steps), today) if book else None)
    return found


@dataclass(frozen=True)
class Explained:
    """One condition of a decision, said to the person, as it was found then."""

    asked: str
    verdict: Verdict


def explained(decision: Decision) -> list[Explained]:
    """The conditions of the version that was decided on, in words, with what was found for each. Cost: about 9 queries."""
    if decision.rule_set is None:
        return []
    book = book_of_version(decision.rule_set)
    return [
        Explained(condition.asked(book.lexicon), Verdict(verdict))
        for condition, (_kind, verdict) in zip(book.conditions, decision.findings, strict=False)
    ]


def asked_of(case_file: CaseFile) -> frozenset[str]:
    """Which of ``status`` and ``category`` an edition needs that the person asked for: nobody else is asked them. Cost: 1 query."""
    wanted = {Kind.STATUS: "status", Kind.CATEGORY: "category"}
    kinds = (
        RuleSet.objects.current()
        .filter(edition__candidacies__in=Candidacy.objects.active().filter(case_file=case_file))
        .filter(conditions__kind__in=wanted)
        .values_list("conditions__kind", flat=True)
    )
    return frozenset(wanted[Kind(kind)] for kind in kinds)
