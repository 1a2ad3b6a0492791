"""How long files are kept, and what ends when a person is erased."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from core import personal, search
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Document,
    Following,
    FrenchSkillLevel,
    HouseholdMember,
    Note,
    PaperLetter,
    SpokenLanguage,
)
from people.participants.searchable import CARDS
from people.privacy import forgetting

#: Days a file is kept after the last organisation ceased to follow the person.
FILE_DAYS = 3 * 365
#: Days a letter on paper is kept after it was printed.
LETTER_DAYS = 365
#: What stands in place of a reason that must not be empty.
REASON = "…"

#: What a file consists of, and the key that leads to it; the file itself comes last.
PARTS: dict[type[Model], str] = {
    Note: "case_file",
    Document: "case_file",
    FrenchSkillLevel: "case_file",
    SpokenLanguage: "case_file",
    PaperLetter: "case_file",
    HouseholdMember: "household__case_files",
    Following: "case_file",
    Candidacy: "case_file",
    Decision: "candidacy__case_file",
}
#: Of parts whose rows stay: those that still say something.
STILL_SAYING: dict[type[Model], Q] = {
    HouseholdMember: ~Q(relation=HouseholdMember.Relation.OTHER),
    Following: ~Q(reason__in=["", REASON]),
    Candidacy: ~Q(end_reason=""),
    Decision: ~Q(reason__in=["", REASON]) | ~Q(findings=[]),
}


def end_followings(people: Sequence[int]) -> None:
    """Nobody follows whoever is erased, and the file is closed. What was asked and decided stays as it is: it is counted."""
    now = timezone.now()
    Following.objects.current().filter(case_file__person__in=people).update(until=now)
    CaseFile.objects.filter(person__in=people).update(caseworker=None)
    CaseFile.objects.filter(person__in=people, closed_at=None).update(closed_at=now)


def reason_left(row: Following | Decision) -> str:
    """That a reason was given stays, where one must be."""
    return REASON if row.reason else ""


def erasable() -> Iterator[str]:
    """Fields of the file that are forgotten; its number is no word about the person while they are known."""
    entry = personal.of(CaseFile)
    assert entry is not None
    yield from (name for name, held in entry.fields.items() if not held.stays and name != "reference")


def followed_by_nobody(before: datetime, case_file: str) -> Q:
    """Condition on rows that lead to a file at the end of ``case_file``: it was followed, and by nobody since a moment."""
    followings = Following.objects.filter(case_file=OuterRef(case_file))
    return Q(Exists(followings), ~Exists(followings.filter(Q(until=None) | Q(until__gte=before))))


def files_past(before: datetime) -> QuerySet[CaseFile]:
    """Files of people who were followed, by nobody since a moment, that are not forgotten or in which something is written again.

    Cost: one query with a subquery a part.
    """
    written = Q(forgotten_at=None)
    for name in erasable():
        written |= Q(**{f"{name}__isnull": False}) if CaseFile._meta.get_field(name).null else ~Q(**{name: ""})
    for part, path in PARTS.items():
        rows = part._base_manager.filter(STILL_SAYING.get(part, Q()), **{path: OuterRef("pk")})
        written |= Q(Exists(rows))
    return CaseFile.objects.filter(followed_by_nobody(before, "pk")).filter(written)


def forget_files(files: Sequence[CaseFile], _cut_off: datetime) -> int:
    """Take notes, documents and facts out of these files; requests and decisions stay, without words, and nobody sees whose."""
    for part, path in PARTS.items():
        entry = personal.of(part)
        assert entry is not None
        rows = part._base_manager.filter(**{f"{path}__in": files}).order_by("pk").distinct()
        if entry.on_erase == "delete":
            forgetting.delete(entry, [row.pk for row in rows])
        else:
            forgetting.blank(entry, rows)
    entry = personal.of(CaseFile)
    assert entry is not None
    forgetting.blank(entry, files, tuple(erasable()), forgotten_at=timezone.now())
    return len(files)


def cards_past(before: datetime) -> QuerySet[Card]:
    """Cards of people who were followed, by nobody since a moment."""
    return Card.objects.filter(followed_by_nobody(before, "person__case_file"))


def forget_cards(cards: Sequence[Card], _cut_off: datetime) -> int:
    """Take cards away, with their portraits, and out of the search. Who begins again writes a new one."""
    entry = personal.of(Card)
    assert entry is not None
    keys = [card.pk for card in cards]
    search.remove(CARDS, keys)
    return forgetting.delete(entry, keys)


def letters_past(before: datetime) -> QuerySet[PaperLetter]:
    """Printed before a moment."""
    return PaperLetter.objects.filter(printed_at__lt=before)
