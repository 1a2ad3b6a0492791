"""Letters to participants: in the language that is due, by mail, or on paper to whom no address reaches."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone, translation

from core import outbox
from people.accounts.models import Address, Language, Person, User
from people.participants.models import CaseFile, PaperLetter, WritingRule


def language_for(case_file: CaseFile) -> str:
    """The language the person chose, or French once their organisation's delay for another one has passed. Cost: 1 query.

    Charter of the French language, to be checked by each operator; the delay is ``WritingRule.other_language_days``.
    """
    wished: str = case_file.person.language
    if wished == Language.FRENCH or case_file.organisation_id is None:
        return wished
    rule = WritingRule.objects.filter(organisation=case_file.organisation_id).first()
    if rule is None or rule.other_language_days is None:
        return wished
    until = case_file.opened_at + timedelta(days=rule.other_language_days)
    return wished if timezone.now() < until else str(Language.FRENCH)


def address_of(person: Person) -> str:
    """Where a letter reaches the person: their login's address, else one they proved, else the last they gave; "" for none.

    Cost: 1 or 2 queries.
    """
    login = User.objects.filter(person=person, is_active=True).values_list("email", flat=True).first()
    if login:
        return str(login)
    known = Address.objects.filter(person=person).order_by(models.F("proven_at").desc(nulls_last=True), "-pk")
    return known.values_list("email", flat=True).first() or ""


def tell(
    case_file: CaseFile, template: str, *, key: str, about: models.Model, payload: Mapping[str, Any] | None = None
) -> None:
    """Post a letter to the person, or lay it out to be printed; the same key again is the same letter. Cost: 3 to 4 queries."""
    person, language = case_file.person, language_for(case_file)
    if email := address_of(person):
        outbox.post(
            template,
            to=email,
            language=language,
            key=key,
            about=about,
            payload=payload,
            stream=f"participants/{person.pk}",
        )
        return
    PaperLetter.objects.bulk_create(
        [
            PaperLetter(
                case_file=case_file,
                key=f"{template}:{key}",
                template=template,
                language=language,
                object_id=str(about.pk),
                payload=dict(payload or {}),
            )
        ],
        ignore_conflicts=True,
    )


def languages_for(case_files: Sequence[CaseFile]) -> dict[int, str]:
    """File id -> language that is due, as :func:`language_for` has it. Needs the persons loaded. Cost: 1 query."""
    rules = dict(
        WritingRule.objects.filter(organisation__in={file.organisation_id for file in case_files}).values_list(
            "organisation", "other_language_days"
        )
    )
    now, found = timezone.now(), {}
    for file in case_files:
        days = rules.get(file.organisation_id or 0)
        is_over = days is not None and now >= file.opened_at + timedelta(days=days)
        found[file.pk] = str(Language.FRENCH) if is_over else file.person.language
    return found


def addresses_of(people: Iterable[int]) -> dict[int, str]:
    """Person id -> address, as :func:`address_of` has it; who has none is left out. Cost: 2 queries."""
    wanted = set(people)
    known = Address.objects.filter(person__in=wanted).order_by(models.F("proven_at").asc(nulls_first=True), "pk")
    found = dict(known.values_list("person", "email"))
    found.update(User.objects.filter(person__in=wanted, is_active=True).values_list("person", "email"))
    return found


def written(letter: PaperLetter) -> outbox.Letter | None:
    """The words of a letter on paper, from the same writer as its mail; None when the fact no longer holds."""
    draft = outbox.Mail(
        template=letter.template,
        language=letter.language,
        recipient="",
        object_id=letter.object_id,
        payload=letter.payload,
    )
    with translation.override(letter.language):
        return outbox.writer_of(letter.template)(draft)
