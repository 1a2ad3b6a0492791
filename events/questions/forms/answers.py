"""The questions of an event as a form. Which of them are asked is decided here, on the server, whatever a browser hid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.files import papers
from core.files.cv import Harmless
from core.files.refusals import FileRefused
from core.forbidden import SafeText
from core.widgets import Day
from events.questions.models import AGREED, LINE, LONGEST_TEXT, Answer, Kind, Question, choice_text
from events.questions.refusals import QuestionsChanged
from events.questions.showing import shown


@dataclass(frozen=True)
class Asked:
    """One question on a page."""

    bound: BoundField
    question: Question
    #: « Seulement si … »: when it is asked, in words; empty: always.
    condition: str
    #: The file that was sent before.
    has_file: bool = False

    @property
    def decides(self) -> str:
        """Name of the field it depends on."""
        return f"q{self.question.shown_if_id}" if self.question.shown_if_id else ""


class Several(forms.MultipleChoiceField):
    """Each choice once, in the order they are offered, however often and in whatever order they are sent."""

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [str(key) for key, _words in self.choices if key in chosen]  # type: ignore[union-attr,misc]  # a list of pairs


class Amount(forms.DecimalField):
    """A number as French writes it, too: « 2,5 »."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django's own
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class AnswersForm(forms.Form):
    """``there``: answers kept so far, by id of the question."""

    #: Which words are on the page, so that nobody answers others unseen.
    questions_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Sequence[Question], there: Mapping[int, Answer] | None = None, **options: Any
    ) -> None:
        self.questions, self.there = list(questions), dict(there or {})
        said = options.pop("initial", None) or {}
        kept = {f"q{pk}": row.value for pk, row in self.there.items() if row.question.kind != Kind.FILE}
        options["initial"] = {**kept, **said, "questions_shown": self._print()}
        super().__init__(*args, **options)
        for question in self.questions:
            self.fields[question.field] = self._field(question)

    def _print(self) -> str:
        return "-".join(f"{question.pk}.{question.current_id}" for question in self.questions)

    def _field(self, question: Question) -> forms.Field:
        words = question.words
        common: dict[str, Any] = {
            # A text in the other language is marked as such.
            "label": words.label.__html__(),
            "help_text": words.help.__html__() if words.help else "",
            "required": words.is_required and not (question.kind == Kind.FILE and question.pk in self.there),
        }
        match question.kind:
            case Kind.CHOICE | Kind.CHOICES:
                choices = [(choice["key"], _choice_of(choice)) for choice in words.choices]
                if question.kind == Kind.CHOICES:
                    return Several(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
                return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
            case Kind.NUMBER:
                return Amount(
                    min_value=words.lowest,
                    max_value=words.highest,
                    max_digits=14,
                    decimal_places=2,
                    localize=False,
                    **common,
                )
            case Kind.DATE:
                return forms.DateField(widget=Day, **common)
            case Kind.FILE:
                chooser = forms.FileInput(attrs={"accept": papers.ACCEPT})
                return forms.FileField(widget=chooser, **common)
            case Kind.CONSENT:
                missing = gettext_lazy(
                    "This event cannot be attended without this consent: tick the box, or do not register."
                )
                return forms.BooleanField(error_messages={"required": missing}, **common)
        longest = min(words.highest or LINE, LONGEST_TEXT)
        widget = forms.Textarea(attrs={"rows": 4}) if longest > LINE else forms.TextInput(attrs={"autocomplete": "off"})
        return SafeText(max_length=longest, widget=widget, **common)

    # ------------------------------------------------------------------ checks
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if (sent := values.get("questions_shown")) and sent != self._print():
            data: Any = self.data
            self.data = data.copy()
            self.data[self.add_prefix("questions_shown")] = self._print()  # type: ignore[index]  # a copy, ours to change
            self.add_error(None, QuestionsChanged.message)
        asked = shown(self.questions, {question.pk: values.get(question.field) for question in self.questions})
        for question in self.questions:
            if question.pk not in asked:
                # Neither kept nor complained about, whatever was sent.
                values.pop(question.field, None)
                self.errors.pop(question.field, None)
        if not self.errors:
            self._look_into_files(values)
        return values

    def _look_into_files(self, values: dict[str, Any]) -> None:
        """Last, and only where all else is in order: it takes half a second each, in a process of its own."""
        for question in self.questions:
            sent = values.get(question.field)
            if question.kind == Kind.FILE and isinstance(sent, UploadedFile):
                try:
                    values[question.field] = papers.make_harmless(sent)
                except FileRefused as refusal:
                    self.add_error(question.field, str(refusal))

    @property
    def values(self) -> dict[int, Any]:
        """By id of the question; True for a file that stays as it was. Of a valid form."""
        found: dict[int, Any] = {}
        for question in self.questions:
            value = self.cleaned_data.get(question.field)
            if question.kind == Kind.FILE and not isinstance(value, Harmless):
                value = question.field in self.cleaned_data and question.pk in self.there
            found[question.pk] = value
        return found

    @property
    def versions(self) -> dict[int, int]:
        return {question.pk: question.words.pk for question in self.questions}

    # ------------------------------------------------------------------ the page
    @property
    def asked(self) -> list[Asked]:
        """Each question with its field and its condition, for the page."""
        known = {question.pk: question for question in self.questions}
        return [
            Asked(
                self[question.field],
                question,
                condition_words(question, known),
                question.kind == Kind.FILE and question.pk in self.there,
            )
            for question in self.questions
        ]


def _choice_of(choice: dict[str, str]) -> str:
    """On the English page a choice that has French words alone is marked as French."""
    if get_language() == "en" and not choice.get("en"):
        return format_html('<span lang="fr">{}</span>', choice["fr"])
    return choice_text(choice)


def condition_words(question: Question, known: Mapping[int, Question]) -> str:
    """When it is asked, as a sentence; empty: always."""
    decides = known.get(question.shown_if_id or 0)
    if question.shown_if_id is None or decides is None:
        return ""
    label = decides.words.label.text
    if question.shown_value == AGREED and decides.kind == Kind.CONSENT:
        return _("Only if you agreed to “%(question)s”.") % {"question": label}
    words = {"answer": decides.words.choice_words(question.shown_value), "question": label}
    return _("Only if you answered “%(answer)s” to “%(question)s”.") % words
