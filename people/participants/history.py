"""What happened to a file, newest first: from the audit, which holds no personal value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.audit import Entry
from people.accounts.models import Grant, Person
from people.participants.models import CaseFile

#: Actions of the audit that a caseworker reads about a file, in words.
WORDS: dict[str, str | Promise] = {
    "case_file.opened": _("File opened"),
    "case_file.closed": _("File closed"),
    "case_file.opened_again": _("File opened again"),
    "case_file.entered_on_behalf": _("Entered on behalf of the person"),
    "case_file.described": _("Details changed"),
    "case_file.followed": _("Another organisation follows the person"),
    "case_file.taken": _("A caseworker answers for the file"),
    "case_file.let_go": _("The caseworker left; nobody answers for the file"),
    "case_file.linked": _("Joined to the account of the person"),
    "card.written": _("Card changed"),
    "card.portrait": _("Portrait changed"),
    "candidacy.made": _("Asked to take part"),
    "candidacy.decided": _("Decision about eligibility"),
    "candidacy.moved": _("Request moved on"),
}
#: Entries that are shown.
SHOWN = 40


@dataclass(frozen=True)
class Happened:
    """One thing that was done. ``by``: in words; "" for the system."""

    at: datetime
    words: str | Promise
    by: str | Promise


def history(case_file: CaseFile, *, candidacies: list[int], card: int | None) -> list[Happened]:
    """The latest 40 entries about a file, its requests and its card. Who did it is named among the colleagues of the organisation
    that follows the person now. Cost: 2 queries."""
    about = Q(object_type="participants.casefile", object_id=str(case_file.pk))
    about |= Q(object_type="participants.candidacy", object_id__in=[str(pk) for pk in candidacies])
    if card is not None:
        about |= Q(object_type="participants.card", object_id=str(card))
    entries = list(Entry.objects.filter(about, action__in=WORDS)[:SHOWN])
    names = _colleagues(case_file, {entry.actor for entry in entries if entry.actor})
    return [Happened(entry.at, WORDS[entry.action], _who(entry.actor, case_file, names)) for entry in entries]


def _colleagues(case_file: CaseFile, actors: set[int]) -> dict[int, str]:
    if case_file.organisation is None:
        return {}
    there = Grant.objects.filter(scope=case_file.organisation.scope_id, user__person__in=actors)
    return dict(Person.objects.filter(pk__in=there.values("user__person")).values_list("pk", "name"))


def _who(actor: Any, case_file: CaseFile, names: dict[int, str]) -> str | Promise:
    if actor is None:
        return ""
    if actor == case_file.person_id:
        return _("the person")
    return names.get(actor, "") or _("somebody else")
