"""What is written to people, under which name some of them are kept, and when they are reminded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.forbidden import SafeTexts
from core.versions import Versioned
from events.agenda.models import Event
from events.announcements.models import (
    LIST_LENGTH,
    MOST_DAYS,
    MOST_HOURS,
    MOST_RULES,
    SENTENCE_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    Announcement,
    ReminderRule,
)
from events.registration import concerned
from events.registration.models import new_key

DETAILS = ("audience", "subject_fr", "text_fr", "subject_en", "text_en", "is_necessary")


def area(rows: int, language: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "lang": language})


class ComposeForm(SafeTexts, Versioned, forms.Form):
    """A message, new or a draft. Its hidden key makes a double click one draft."""

    not_guarded = ("key",)

    audience = forms.ChoiceField(label=gettext_lazy("To whom"))
    subject_fr = forms.CharField(
        label=gettext_lazy("Subject, in French"),
        help_text=gettext_lazy("Name nobody: a subject is read over shoulders."),
        max_length=SUBJECT_LENGTH,
        widget=forms.TextInput(attrs={"lang": "fr"}),
    )
    text_fr = forms.CharField(
        label=gettext_lazy("Text, in French"),
        help_text=gettext_lazy(
            "An empty line begins a paragraph; an address that begins with https:// becomes a link."
        ),
        max_length=TEXT_LENGTH,
        widget=area(8, "fr"),
    )
    subject_en = forms.CharField(
        label=gettext_lazy("Subject, in English"),
        help_text=gettext_lazy("Empty, with the text below: those who read English get the French, and are told so."),
        max_length=SUBJECT_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text, in English"), max_length=TEXT_LENGTH, required=False, widget=area(8, "en")
    )
    is_necessary = forms.BooleanField(
        label=gettext_lazy("Necessary to take part"),
        help_text=gettext_lazy(
            "For what people must know to come, such as another entrance. It then also reaches those who asked for no messages, and cannot be turned off."
        ),
        required=False,
    )
    key = forms.RegexField(r"^[0-9a-f]{32}\Z", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: Event, announcement: Announcement | None = None, **options: Any) -> None:
        self.announcement = announcement
        if announcement is not None:
            options["initial"] = {name: getattr(announcement, name) for name in DETAILS}
        super().__init__(*args, **options)
        offered: list[Any] = []
        for heading, group in concerned.choices(event):
            offered += [(heading, group)] if heading else group
        self.fields["audience"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["key"].initial = new_key

    @property
    def versioned_as(self) -> str:
        return f"announcements.announcement:{self.announcement.pk}" if self.announcement else ""

    def clean_key(self) -> str:
        # A page whose key was lost still keeps its draft; only its retries are not recognised by it.
        return self.cleaned_data["key"] or new_key()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one, other in (("subject_en", "text_en"), ("text_en", "subject_en")):
            if cleaned.get(one) and other in cleaned and not cleaned[other]:
                self.add_error(other, _("In English, give both subject and text, or neither."))
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DETAILS}


class ListForm(SafeTexts, forms.Form):
    """The name of a list."""

    name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        help_text=gettext_lazy(
            "What they have in common, in a few words; nothing that nobody else should know of them."
        ),
        max_length=LIST_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RulesFields(forms.Form):
    """The fields of up to three reminders; of a series, also whether each speaks before every sitting."""

    def __init__(self, *args: Any, is_series: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_series = is_series
        self.build()

    def build(self) -> None:
        """The fields of each place, in their order."""
        for place in range(1, MOST_RULES + 1):
            self.fields[f"amount_{place}"] = forms.IntegerField(
                label=_("How long before"),
                help_text=_("Empty: no reminder here."),
                required=False,
                min_value=1,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"unit_{place}"] = forms.ChoiceField(
                label=pgettext_lazy("reminder", "Unit"), choices=ReminderRule.Unit.choices
            )
            if self.is_series:
                self.fields[f"each_sitting_{place}"] = forms.BooleanField(
                    label=_("Before each sitting"),
                    help_text=_("Otherwise before the first one alone."),
                    required=False,
                    initial=True,
                )
            for language, label in (("fr", _("Your own sentence, in French")), ("en", _("The same in English"))):
                self.fields[f"sentence_{language}_{place}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=SENTENCE_LENGTH,
                    widget=forms.TextInput(attrs={"lang": language}),
                )


class RulesForm(SafeTexts, RulesFields):
    """Up to three reminders; an empty number is none."""

    def __init__(self, *args: Any, rules: Sequence[ReminderRule] = (), **options: Any) -> None:
        options["initial"] = self.values_of(rules)
        super().__init__(*args, **options)

    @staticmethod
    def values_of(rules: Sequence[ReminderRule]) -> Mapping[str, Any]:
        values: dict[str, Any] = {}
        for place, rule in enumerate(rules, 1):
            values |= {
                f"amount_{place}": rule.amount,
                f"unit_{place}": rule.unit,
                f"each_sitting_{place}": rule.each_sitting,
                f"sentence_fr_{place}": rule.sentence_fr,
                f"sentence_en_{place}": rule.sentence_en,
            }
        return values

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: the fields of each place."""
        return [
            {
                "place": place,
                "when": [self[f"amount_{place}"], self[f"unit_{place}"]],
                "which": [self[f"each_sitting_{place}"]] if self.is_series else [],
                "words": [self[f"sentence_fr_{place}"], self[f"sentence_en_{place}"]],
            }
            for place in range(1, MOST_RULES + 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(1, MOST_RULES + 1):
            amount, unit = cleaned.get(f"amount_{place}"), cleaned.get(f"unit_{place}")
            most = MOST_HOURS if unit == ReminderRule.Unit.HOURS else MOST_DAYS
            if amount and amount > most:
                self.add_error(f"amount_{place}", _("At most %(number)s here.") % {"number": most})
            if cleaned.get(f"sentence_en_{place}") and not cleaned.get(f"sentence_fr_{place}"):
                self.add_error(f"sentence_fr_{place}", _("Write it in French, too: not everybody reads English."))
            if cleaned.get(f"sentence_fr_{place}") and not amount and not self.has_error(f"amount_{place}"):
                self.add_error(f"amount_{place}", _("Say how long before, or take the sentence out."))
        return cleaned

    @property
    def rules(self) -> list[ReminderRule]:
        """Rules as they were asked for, not saved; needs a valid form."""
        given = self.cleaned_data
        return [
            ReminderRule(
                unit=given[f"unit_{place}"],
                amount=given[f"amount_{place}"],
                each_sitting=given.get(f"each_sitting_{place}", True),
                sentence_fr=" ".join(given[f"sentence_fr_{place}"].split()),
                sentence_en=" ".join(given[f"sentence_en_{place}"].split()),
            )
            for place in range(1, MOST_RULES + 1)
            if given[f"amount_{place}"]
        ]


class PressForm(forms.Form):
    """The button that sends: one press, one sending; and the text as it was seen."""

    key = forms.RegexField(r"^[0-9a-f]{32}\Z", widget=forms.HiddenInput)
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, seen: str, *, again: bool) -> "PressForm":
        return cls(initial={"key": new_key(), "seen": seen, "again": again})


class PickForm(forms.Form):
    """Registrations whose boxes were ticked, or all that the list shows now."""

    all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    state = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
