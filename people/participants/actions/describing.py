"""What the person, or their caseworker, says of them: kept step by step, so that nothing typed is lost."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, search
from core.folding import fold
from people.accounts.models import Person
from people.participants import refusals, searchable
from people.participants.models import (
    Card,
    CaseFile,
    Following,
    FrenchSkillLevel,
    Household,
    HouseholdMember,
    SpokenLanguage,
)

#: Fields of the file that a step may set.
FILE_FIELDS = frozenset(
    {
        "phone", "postal_address", "region", "mrc", "municipality", "is_adult", "still_abroad", "arrival_year",
        "arrival_month", "status", "category", "diploma", "diploma_field",
    }
)  # fmt: skip
CARD_FIELDS = frozenset(
    {
        "headline", "occupation_code", "major_group", "occupation_title", "years_experience", "summary", "skills",
        "availability", "goes_anywhere", "language",
    }
)  # fmt: skip


@transaction.atomic
def open_file(*, person: Person, by: Person | None) -> CaseFile:
    """The person's file, opened if they have none; a file that was closed opens again, with who followed last. Cost: 1 to 7 queries."""
    file, is_new = CaseFile.objects.get_or_create(person=person, defaults={"opened_by": by})
    if is_new:
        audit.record("case_file.opened", file, by=by)
    elif file.is_closed:
        file = CaseFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if file.is_closed:
            file.closed_at, file.closing, file.closing_words, file.forgotten_at = None, "", "", None
            file.save(update_fields=["closed_at", "closing", "closing_words", "forgotten_at"])
            follow_again(file, by=by)
            audit.record("case_file.opened_again", file, by=by)
    return file


def follow_again(file: CaseFile, *, by: Person | None) -> None:
    """A file that is open is followed by its organisation, if it has one. Cost: 1 or 2 queries."""
    if file.organisation_id is not None and not file.followings.current().exists():
        Following.objects.create(
            case_file=file, organisation_id=file.organisation_id, how=Following.How.OPENED_AGAIN, by=by
        )


@transaction.atomic
def describe(*, case_file: CaseFile, details: Mapping[str, Any], by: Person, step: str = "") -> CaseFile:
    """Set the fields named of the file, and note the step of the profile as done. Cost: 2 queries, 3 when something changed.

    A new MRC brings its region along, unless another one is said. Raises ValueError for a field that is not one of the
    file's, FileClosed.
    """
    if unknown := set(details) - FILE_FIELDS:
        raise ValueError(f"not fields of a file: {', '.join(sorted(unknown))}")
    file = held(case_file)
    changed = [name for name, value in details.items() if getattr(file, name) != value]
    for name in changed:
        setattr(file, name, details[name])
    if "mrc" in changed and file.mrc is not None:
        file.region_id = file.mrc.region_id
        changed.append("region")
    return _keep(file, changed, by=by, step=step)


def pass_over(*, case_file: CaseFile, step: str, by: Person) -> CaseFile:
    """Note that the person went past a step without answering: the profile goes on with the next one."""
    return describe(case_file=case_file, details={}, by=by, step=step)


@transaction.atomic
def say_french_levels(
    *,
    case_file: CaseFile,
    levels: Mapping[str, str],
    by: Person,
    source: str = "declared",
    is_confirmed: bool = False,
    step: str = "",
) -> CaseFile:
    """Keep a level (1 to 12) per skill of the Québec scale; "" takes a skill's level away.

    What an organisation or a school evaluated is not overwritten by what the person says of themselves. A level that is
    sent as it stands keeps its source and its day: whoever saves a page has not evaluated all that was on it, unless
    they say so (``is_confirmed``).
    """
    file = held(case_file)
    known = {level.skill_id: level for level in file.french_levels.all()}
    changed = False
    for skill, level in levels.items():
        row = known.get(skill)
        if row is not None and row.source == FrenchSkillLevel.Source.EVALUATED and source != row.source:
            continue
        if not level:
            if row is not None:
                row.delete()
                changed = True
            continue
        if row is not None and row.level_id == level and (row.source == source or not is_confirmed):
            continue
        FrenchSkillLevel.objects.update_or_create(
            case_file=file,
            skill_id=skill,
            defaults={"level_id": level, "source": source, "noted_on": timezone.localdate()},
        )
        changed = True
    return _keep(file, ["french_levels"] if changed else [], by=by, step=step)


@transaction.atomic
def say_languages(*, case_file: CaseFile, languages: Iterable[tuple[str, str]], by: Person, step: str = "") -> CaseFile:
    """Keep the languages beside French as said now, pairs of name and ease; a language named twice counts once, as last said."""
    file = held(case_file)
    wanted = {fold(name)[:60]: (" ".join(name.split()), ease) for name, ease in languages if fold(name)}
    known = {row.folded: row for row in file.languages.all()}
    if {folded: (row.name, row.ease) for folded, row in known.items()} == wanted:
        return _keep(file, [], by=by, step=step)
    file.languages.exclude(folded__in=wanted).delete()
    for folded, (name, ease) in wanted.items():
        SpokenLanguage.objects.update_or_create(case_file=file, folded=folded, defaults={"name": name, "ease": ease})
    return _keep(file, ["languages"], by=by, step=step)


@transaction.atomic
def say_household(*, case_file: CaseFile, members: Iterable[tuple[str, str]], by: Person, step: str = "") -> CaseFile:
    """Keep who lives with the person, pairs of relation and age band; nobody is a household of one."""
    file = held(case_file)
    wanted = sorted(members)
    if file.household is None:
        file.household = Household.objects.create()
        file.save(update_fields=["household"])
        known: list[tuple[str, str]] = []
    else:
        known = sorted(file.household.members.values_list("relation", "age_band"))
    if known == wanted:
        return _keep(file, [], by=by, step=step)
    file.household.members.all().delete()
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=file.household, relation=relation, age_band=band) for relation, band in wanted
    )
    return _keep(file, ["household"], by=by, step=step)


@transaction.atomic
def write_card(*, person: Person, details: Mapping[str, Any], by: Person) -> Card:
    """Set the fields named of the person's card, made when first written; ``regions`` takes regions. Cost: about 6 queries.

    The card is found by its words from now on, by the caseworkers of the person's organisation.
    """
    if unknown := set(details) - CARD_FIELDS - {"regions"}:
        raise ValueError(f"not fields of a card: {', '.join(sorted(unknown))}")
    card, is_new = Card.objects.get_or_create(person=person, defaults={"language": person.language})
    card = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    changed = [name for name in details if name != "regions" and getattr(card, name) != details[name]]
    for name in changed:
        setattr(card, name, details[name])
    if "regions" in details and set(card.regions.all()) != set(details["regions"]):
        card.regions.set(details["regions"])
        changed.append("regions")
    if changed:
        card.updated_at = timezone.now()
        card.save()
    if changed or is_new:
        audit.record("card.written", card, by=by, fields=changed)
        search.put([searchable.document_of(card)])
    return card


def held(case_file: CaseFile) -> CaseFile:
    """The file as it is now, held until the transaction ends. Raises FileClosed."""
    files = CaseFile.objects.select_for_update(of=("self",)).select_related("person", "mrc", "household")
    file = files.get(pk=case_file.pk)
    if file.is_closed:
        raise refusals.FileClosed
    return file


def _keep(file: CaseFile, changed: list[str], *, by: Person, step: str) -> CaseFile:
    if step and step not in file.steps_done:
        file.steps_done = [*file.steps_done, step]
    elif not changed:
        return file
    file.updated_at = timezone.now()
    file.save()
    if changed:
        audit.record("case_file.described", file, by=by, fields=changed)
    return file
