"""What every step of the profile is made of."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction

from core.versions import Versioned
from people.accounts.models import Person
from people.participants import actions
from people.participants.models import CaseFile


class StepForm(Versioned, forms.Form):
    """One step. ``save`` keeps it by the room's actions; ``by`` is the person, or a caseworker on their behalf."""

    code: ClassVar[str]
    title: ClassVar[Any]
    #: Why this is asked, and who sees it.
    lead: ClassVar[Any]

    def __init__(self, *args: Any, case_file: CaseFile, **kwargs: Any) -> None:
        self.case_file = case_file
        kwargs.setdefault("initial", self.initial_of(case_file))
        super().__init__(*args, **kwargs)

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def versioned_as(self) -> str:
        return f"case_file:{self.case_file.pk}:{self.code}"

    @transaction.atomic
    def keep(self, *, by: Person) -> None:
        """``save``, all of it or nothing, unless somebody else saved the step since it was shown.

        The file stands locked meanwhile, and for its card, too. Raises ChangedMeanwhile, FileClosed.
        """
        self.seen.check(self.initial_of(actions.held(self.case_file)))
        self.save(by=by)

    def save(self, *, by: Person) -> None:
        raise NotImplementedError
