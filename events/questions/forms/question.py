"""A question as its organiser writes it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.folding import fold
from core.versions import SHOWN, Versioned
from events.questions import wordings
from events.questions.actions import Condition
from events.questions.models import (
    AGREED,
    BAR,
    DECIDING,
    LISTING,
    LONGEST_TEXT,
    MOST_CHOICES,
    MOST_DAYS,
    Kind,
    Question,
    Version,
)

LONGEST_CHOICE = 120


class QuestionForm(Versioned, forms.Form):
    """``kind`` is settled; ``version``: the words so far; ``before``: questions that it may depend on."""

    label_fr = forms.CharField(label=gettext_lazy("Question (French)"), max_length=200)
    label_en = forms.CharField(
        label=gettext_lazy("Question (English)"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: the French text is shown on the English page, marked as French."),
    )
    help_fr = forms.CharField(
        label=gettext_lazy("Help below it (French)"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Why you ask, or what a good answer looks like."),
    )
    help_en = forms.CharField(label=gettext_lazy("Help below it (English)"), max_length=300, required=False)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write two choices at least, one a line.")},
    )
    lowest = forms.IntegerField(label=gettext_lazy("At least"), required=False)
    highest = forms.IntegerField(label=gettext_lazy("At most"), required=False)
    is_required = forms.BooleanField(label=gettext_lazy("An answer is required"), required=False)
    shown_if = forms.ChoiceField(
        label=gettext_lazy("Ask it"),
        required=False,
        help_text=gettext_lazy(
            "A question that is not asked is not required, and what is sent for it all the same is not kept."
        ),
    )
    kept_days = forms.IntegerField(
        label=gettext_lazy("Days that answers are kept after the event"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=30,
        help_text=gettext_lazy("180 at most. Then they are erased, and nobody can read them any more."),
    )
    understood = forms.BooleanField(
        label=gettext_lazy("I have read this, and the event cannot do without the question"), required=False
    )

    def __init__(
        self, *args: Any, kind: str, before: Sequence[Question], version: Version | None = None, **options: Any
    ) -> None:
        self.kind, self.before, self.version = kind, [one for one in before if one.kind in DECIDING], version
        initial = dict(options.pop("initial", None) or {})
        if version is not None:
            initial = version.as_written
        options["initial"] = initial
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name in fields:
            if (language := name.rpartition("_")[2]) in {"fr", "en"}:
                fields[name].widget.attrs["lang"] = language
        fields["choices"].help_text = format_html(
            '{} <span lang="fr">Le matin</span> {} <span lang="en">The morning</span>',
            _("One a line. The English after a bar:"),
            BAR,
        )
        if kind not in LISTING:
            del fields["choices"]
        if kind != Kind.NUMBER:
            del fields["lowest"]
        if kind == Kind.TEXT:
            fields["highest"].label = _("Letters at most")
            fields["highest"].help_text = _("Empty: one line of 200. More: several lines, 3,000 at most.")
            fields["highest"].min_value, fields["highest"].max_value = 1, LONGEST_TEXT
            fields["highest"] = forms.IntegerField(
                label=fields["highest"].label, help_text=fields["highest"].help_text, min_value=1, max_value=LONGEST_TEXT, required=False
            )  # fmt: skip
        elif kind != Kind.NUMBER:
            del fields["highest"]
        if kind == Kind.CONSENT:
            fields["label_fr"].label, fields["label_en"].label = (
                _("What people agree to (French)"),
                _("What people agree to (English)"),
            )
            fields["is_required"].label = _("Nobody can register without it")
            fields["is_required"].help_text = _(
                "Consent must be free: require it only where the event cannot be held otherwise."
            )
        if self.before:
            fields["shown_if"].choices = [("", _("Always")), *self._conditions()]
        else:
            del fields["shown_if"]

    def _conditions(self) -> list[tuple[str, Any]]:
        groups: list[tuple[str, Any]] = []
        for question in self.before:
            words = question.words
            if question.kind == Kind.CONSENT:
                options = [(f"{question.pk}:{AGREED}", _("only if they agree"))]
            else:
                options = [
                    (f"{question.pk}:{choice['key']}", _("only after the answer: %(choice)s") % {"choice": words.choice_words(choice["key"])})
                    for choice in words.choices
                ]  # fmt: skip
            groups.append((words.label.text, options))
        return groups

    @property
    def versioned_as(self) -> str:
        return f"questions.question:{self.version.question_id}" if self.version is not None else ""

    # ------------------------------------------------------------------ checks
    def clean_choices(self) -> list[dict[str, str]]:
        """Each with a key of its own: one whose French stays the same keeps its own."""
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip(f" \t{BAR}")]
        if len(lines) < 2:
            raise ValidationError(_("Write two choices at least, one a line."))
        if len(lines) > MOST_CHOICES:
            raise ValidationError(_("Twenty choices at most: group them, or ask for a text."))
        there = {fold(choice["fr"]): choice["key"] for choice in (self.version.choices if self.version else ())}
        used = [int(key) for key in there.values() if key.isdigit()]
        fresh, found = max(used, default=0), []
        for line in lines:
            french, _bar, english = (part.strip() for part in line.partition(BAR))
            if not french or max(len(french), len(english)) > LONGEST_CHOICE:
                raise ValidationError(_("Each line begins with the French, and neither text is over 120 letters long."))
            key = there.pop(fold(french), "")
            if not key:
                fresh += 1
                key = str(fresh)
            found.append({"key": key, "fr": french, "en": english})
        if len({fold(choice["fr"]) for choice in found}) < len(found):
            raise ValidationError(_("One choice is written twice."))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        low, high = values.get("lowest"), values.get("highest")
        if self.kind == Kind.NUMBER and low is not None and high is not None and low > high:
            self.add_error("highest", _("The greatest number is smaller than the least."))
        texts = [str(values.get(name) or "") for name in ("label_fr", "label_en", "help_fr", "help_en")]
        texts += [f"{choice['fr']} {choice['en']}" for choice in values.get("choices") or ()]
        concerns = wordings.concerns_in(*texts)
        for concern in concerns:
            if concern.is_refused:
                self.add_error("label_fr", str(concern.reason))
        self.warnings = (
            [] if self.errors.get("label_fr") else [str(one.reason) for one in concerns if not one.is_refused]
        )
        if self.warnings and not values.get("understood"):
            self.add_error(
                "understood", _("Read why this may not be asked. If the event cannot do without it, tick the box.")
            )
        return values

    warnings: list[str] = []

    @property
    def words(self) -> dict[str, Any]:
        """Fields of a version. Of a valid form."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in {"shown_if", "understood", SHOWN}}

    @property
    def condition(self) -> Condition | None:
        chosen = re.fullmatch(r"(\d+):(\w+)", self.cleaned_data.get("shown_if") or "")
        if chosen is None:
            return None
        known: Mapping[int, Question] = {question.pk: question for question in self.before}
        return Condition(known[int(chosen[1])], chosen[2])
