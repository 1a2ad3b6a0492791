"""Letters on paper, and how long an organisation writes in another language."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core import audit
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import PaperLetter, WritingRule


@transaction.atomic
def mark_printed(*, letter: PaperLetter, by: Person) -> PaperLetter:
    """Note that a letter was printed; a second time changes nothing. Cost: 1 or 2 queries."""
    if PaperLetter.objects.filter(pk=letter.pk, printed_at=None).update(printed_at=timezone.now(), printed_by=by):
        audit.record("paper_letter.printed", letter, by=by)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def mark_all_printed(*, letters: Iterable[PaperLetter], by: Person) -> int:
    """The same for several; how many had not been printed before. Cost: as many queries as letters, and as many again."""
    before = [letter for letter in letters if letter.printed_at is None]
    for letter in before:
        mark_printed(letter=letter, by=by)
    return len(before)


@transaction.atomic
def set_writing_rule(*, organisation: Organisation, other_language_days: int | None, by: Person | None) -> WritingRule:
    """Say for how many days the organisation writes in another language than French; None: without end. Cost: 3 queries."""
    rule, _is_new = WritingRule.objects.update_or_create(
        organisation=organisation, defaults={"other_language_days": other_language_days}
    )
    audit.record("writing_rule.set", rule, by=by, values={"days": other_language_days})
    return rule
