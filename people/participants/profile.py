"""The profile as a way of several steps: which are done, which comes next. Documents and consents are steps too."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.participants.forms.steps import STEPS
from people.participants.models import CaseFile

DOCUMENTS, CONSENTS = "documents", "consents"
#: What is asked on the step of consents, each apart from the others.
ASKED = ("matching", "card", "french_level", "cv", "portrait")


@dataclass(frozen=True)
class ProfileStep:
    """``is_done``: saved or passed over; ``number`` counts from 1."""

    code: str
    title: str | Promise
    number: int
    is_done: bool = False

    @property
    def url(self) -> str:
        return reverse("participants:step", args=[self.code])


TITLES: dict[str, str | Promise] = {code: form.title for code, form in STEPS.items()} | {
    DOCUMENTS: _("Your documents"),
    CONSENTS: _("What you agree to"),
}
CODES = list(TITLES)


def steps_of(file: CaseFile | None) -> list[ProfileStep]:
    """Every step in the order of the profile. No query."""
    done = set(file.steps_done) if file else set()
    return [ProfileStep(code, title, number, code in done) for number, (code, title) in enumerate(TITLES.items(), 1)]


def next_step(file: CaseFile | None, after: str = "") -> ProfileStep | None:
    """The first step that is not done, from the one after ``after`` on, then from the beginning; None when all are."""
    steps = steps_of(file)
    turn = CODES.index(after) + 1 if after else 0
    return next((step for step in steps[turn:] + steps[:turn] if not step.is_done and step.code != after), None)
