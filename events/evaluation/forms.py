"""What somebody answers, and what an organiser asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forbidden import SafeText
from events.evaluation.models import (
    ANSWER_LENGTH,
    CHOICE_LENGTH,
    MOST_CHOICES,
    QUESTIONS,
    SCALE,
    WORDS_LENGTH,
    Question,
)


class AnswerForm(forms.Form):
    """The event's questions, none required, and whether the name goes along."""

    def __init__(self, data: Any, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        self.questions = questions
        for question in questions:
            self.fields[f"q{question.pk}"] = _field(question)
        self.fields["with_name"] = forms.TypedChoiceField(
            label=_("Your name"),
            choices=[
                ("no", _("Without my name")),
                ("yes", _("With my name, so that the organiser can come back to me")),
            ],
            initial="no",
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )

    @property
    def asked(self) -> list[tuple[Question, Any]]:
        """Each question with its field, for the page."""
        return [(question, self[f"q{question.pk}"]) for question in self.questions]

    @property
    def answers(self) -> dict[int, int | str]:
        """What was said, by question; what was left open is not in it."""
        said = {question.pk: self.cleaned_data[f"q{question.pk}"] for question in self.questions}
        return {pk: value for pk, value in said.items() if value not in (None, "")}


def _field(question: Question) -> forms.Field:
    label: Any = question.words
    if question.kind == Question.Kind.TEXT:
        return SafeText(label=label, required=False, max_length=ANSWER_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
    options = [(step, str(step)) for step in SCALE]
    if question.kind == Question.Kind.CHOICE:
        options = list(enumerate(question.options))
    return forms.TypedChoiceField(
        label=label, required=False, choices=options, coerce=int, empty_value=None, widget=forms.RadioSelect
    )


class QuestionForm(forms.Form):
    """One of the five: its words in French, in English if there are any, and the answers to choose from."""

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Question.Kind.choices)
    words_fr = forms.CharField(label=_("Question, in French"), max_length=WORDS_LENGTH)
    words_en = forms.CharField(
        label=_("Question, in English"),
        max_length=WORDS_LENGTH,
        required=False,
        help_text=_("Empty: people read the French one."),
    )
    choices_fr = forms.CharField(
        label=_("Answers, in French"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For one of several answers: a line each, two to six of them."),
    )
    choices_en = forms.CharField(
        label=_("Answers, in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        french, english = (_lines(values.get(name, "")) for name in ("choices_fr", "choices_en"))
        if values.get("kind") != Question.Kind.CHOICE:
            french, english = [], []
        elif not 2 <= len(french) <= MOST_CHOICES or any(len(line) > CHOICE_LENGTH for line in french + english):
            self.add_error("choices_fr", _("Give two to six answers, a line each, of 80 letters at most."))
        elif english and len(english) != len(french):
            self.add_error("choices_en", _("Give as many answers in English as in French, or none."))
        values["choices_fr"], values["choices_en"] = "\n".join(french), "\n".join(english)
        return values

    @classmethod
    def five(cls, data: Any, questions: Sequence[Question]) -> list["QuestionForm"]:
        """A form for each of the five, begun with what is asked now."""
        names = ("kind", "words_fr", "words_en", "choices_fr", "choices_en")
        by_place = {question.place: question for question in questions}
        forms_ = []
        for place in range(1, QUESTIONS + 1):
            question = by_place.get(place)
            initial = {name: getattr(question, name) for name in names} if question else {}
            forms_.append(cls(data, prefix=f"q{place}", initial=initial))
        return forms_

    @property
    def question(self) -> Question:
        return Question(**self.cleaned_data)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in str(text).splitlines() if line.strip()]
