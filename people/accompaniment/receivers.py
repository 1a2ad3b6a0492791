"""What this room does when somebody else follows a person."""

from typing import Any

from django.dispatch import receiver

from people.accompaniment import actions
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.participants.signals import caseworker_changed, following_changed


@receiver(following_changed)
def go_along(case_file: CaseFile, former: Organisation | None, by: Person | None, **_news: Any) -> None:
    actions.follow_organisation(case_file=case_file, former=former, by=by)


@receiver(caseworker_changed)
def take_over(case_file: CaseFile, former: Person | None, by: Person | None, **_news: Any) -> None:
    actions.follow_caseworker(case_file=case_file, former=former, by=by)
