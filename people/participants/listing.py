"""Which of the files that one's organisation follows a list shows, and what stands on its lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.participants import readiness, writing
from people.participants.models import Candidacy, Card, CaseFile, FrenchSkillLevel

#: The two skills that together are oral French.
ORAL = ("oral_comprehension", "oral_production")
#: Lines of an export that are read at once.
BATCH = 500

EXPORT_HEADER = (
    _("File number"),
    _("Name"),
    _("Email"),
    _("Telephone"),
    _("Language"),
    pgettext_lazy("partner", "Organisation"),
    pgettext_lazy("column", "Caseworker"),
    _("Requests"),
    pgettext_lazy("NOC", "Occupation"),
    pgettext_lazy("NOC", "Major group"),
    _("Oral comprehension"),
    _("Oral production"),
    _("Region where they live"),
    _("Regions wished"),
    _("File opened"),
)


def narrow(files: QuerySet[CaseFile], by: Mapping[str, Any]) -> QuerySet[CaseFile]:
    """The files that fit all of ``by``, as ``PeopleForm`` cleans it; what is empty narrows nothing. No query of its own."""
    found = files
    if by.get("organisation"):
        found = found.filter(organisation=by["organisation"])
    if by.get("edition") or by.get("state"):
        found = found.filter(Exists(_requests(by.get("edition"), by.get("state"))))
    match by.get("caseworker"):
        case "nobody":
            found = found.filter(caseworker=None)
        case str() as chosen if chosen:
            found = found.filter(caseworker=int(chosen))
    if by.get("french"):
        enough = [str(level) for level in range(int(by["french"]), 13)]
        for skill in ORAL:
            found = found.filter(
                Exists(FrenchSkillLevel.objects.filter(case_file=OuterRef("pk"), skill=skill, level__in=enough))
            )
    if by.get("major_group"):
        found = found.filter(person__card__major_group=by["major_group"])
    if by.get("region"):
        wishes = Card.regions.through.objects.filter(card__person=OuterRef("person"), region=by["region"])
        found = found.filter(Exists(wishes) | Q(person__card__goes_anywhere=True))
    return found


def _requests(edition: Any, state: Any) -> QuerySet[Candidacy]:
    asked = Candidacy.objects.filter(case_file=OuterRef("pk"))
    if edition:
        asked = asked.filter(edition=edition)
    return asked.filter(state=state) if state else asked.exclude(state=Candidacy.State.INACTIVE)


def with_requests(files: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
    """With ``open_requests``: what each asks for, and what ``readiness`` reads of it. Cost: 1 query more."""
    asked = readiness.with_what_is_there(
        Candidacy.objects.exclude(state=Candidacy.State.INACTIVE).select_related("edition__programme")
    )
    return files.prefetch_related(Prefetch("candidacies", asked.order_by("asked_at", "pk"), to_attr="open_requests"))


def for_lines(files: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
    """With all that a line shows, by name. Cost: 3 queries however long the list."""
    known = files.select_related("person__card__major_group__broad_category", "caseworker", "organisation")
    oral = FrenchSkillLevel.objects.filter(skill__in=ORAL)
    levels = Prefetch("french_levels", oral, to_attr="oral_levels")
    return with_requests(known).prefetch_related(levels).order_by("person__folded", "pk")


def keys_by_name(files: QuerySet[CaseFile]) -> "QuerySet[CaseFile, int]":
    """Their keys in the order of a list. To be paged through: sorting whole lines of 60,000 people takes twice as long."""
    return files.order_by("person__folded", "pk").values_list("pk", flat=True)


def lines_of(keys: Iterable[int]) -> list[CaseFile]:
    """The files of one page of ``keys_by_name``, with all that a line shows. Cost: 4 queries."""
    return list(for_lines(CaseFile.objects.filter(pk__in=list(keys))))


def card_of(case_file: CaseFile) -> Card | None:
    """The card that came along; None where there is none."""
    return getattr(case_file.person, "card", None)


def oral_of(case_file: CaseFile) -> dict[str, str]:
    """Skill -> level, of oral French."""
    return {level.skill_id: level.level_id for level in case_file.oral_levels}  # type: ignore[attr-defined]  # for_lines


def export_rows(files: QuerySet[CaseFile]) -> Iterator[Sequence[Any]]:
    """Lines of an export, as ``EXPORT_HEADER`` heads them. Cost: 7 queries for 500 people."""
    keys = list(keys_by_name(files))
    for start in range(0, len(keys), BATCH):
        batch = for_lines(CaseFile.objects.filter(pk__in=keys[start : start + BATCH])).select_related(
            "person__card__major_group__broad_category", "caseworker", "organisation", "region"
        )
        rows = list(batch.prefetch_related("person__card__regions"))
        addresses = writing.addresses_of(file.person_id for file in rows)
        for file in rows:
            yield _export_row(file, addresses.get(file.person_id, ""))


def _export_row(file: CaseFile, email: str) -> Sequence[Any]:
    card, oral = card_of(file), oral_of(file)
    asked = [f"{each.edition.title} ({each.get_state_display()})" for each in file.open_requests]  # type: ignore[attr-defined]  # with_requests
    return (
        file.reference,
        file.person.name,
        email,
        file.phone,
        file.person.get_language_display(),
        file.organisation.name if file.organisation else "",
        file.caseworker.name if file.caseworker else "",
        "; ".join(asked),
        card.occupation_title if card else "",
        str(card.major_group) if card and card.major_group else "",
        oral.get(ORAL[0], ""),
        oral.get(ORAL[1], ""),
        str(file.region) if file.region else "",
        "; ".join(str(region) for region in card.regions.all()) if card else "",
        timezone.localdate(file.opened_at),
    )
