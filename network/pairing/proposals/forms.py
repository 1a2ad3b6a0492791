"""Forms of answers, reviews and of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeText
from network.pairing.proposals.models import Answer, ReviewRequest, Side, State, Why
from people.programmes.models import Edition

ALL = pgettext_lazy("filter of proposals", "All")
NOT_SHOWN = _("The other side does not read it.")


class NoForm(forms.Form):
    """Why not: a reason to choose, and a word if one wishes."""

    why = forms.ChoiceField(
        label=_("Why does it not suit you?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that comes closest.")},
        help_text=NOT_SHOWN,
    )
    words = SafeText(
        label=_("A word to those who propose"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that the next proposal suits you better. The other side does not read it."),
    )


class ReviewForm(forms.Form):
    words = SafeText(
        label=_("What should a person look at again?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what should be looked at, in one sentence at least.")},
        help_text=_("A fact that is wrong, something that was left out, or why you do not agree."),
    )


class AnswerReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What comes of it"), choices=ReviewRequest.Outcome.choices, widget=forms.RadioSelect
    )
    words = SafeText(
        label=_("Your answer"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The person reads it with your name: what you looked at, what you found, what follows."),
    )


class WithdrawForm(forms.Form):
    because = SafeText(
        label=_("Why it is withdrawn"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both read it. No name, and nothing that the card does not say."),
    )


class AnswerForForm(forms.Form):
    """An answer that was said to staff, on the telephone or in person."""

    side = forms.ChoiceField(label=_("Whose answer"), widget=forms.RadioSelect)
    says = forms.ChoiceField(
        label=_("What they said"),
        choices=[(Answer.YES.value, Answer.YES.label), (Answer.NO.value, Answer.NO.label)],
        widget=forms.RadioSelect,
    )
    why = forms.ChoiceField(label=_("Why not"), choices=[("", _("Choose if it is a no")), *Why.choices], required=False)
    words = SafeText(
        label=_("In their words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["side"]
        field.choices = [(side.value, side.label) for side in sides]
        if len(sides) == 1:
            field.initial = sides[0].value

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("says") == Answer.NO and not said.get("why"):
            self.add_error("why", _("Choose the reason that comes closest."))
        return said


class ListForm(forms.Form):
    """What the list is narrowed by; a field that was filled in wrongly narrows nothing."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition"), required=False, empty_label=ALL)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", pgettext_lazy("filter of proposals", "All")), *State.choices]
    )
    waits_for = forms.ChoiceField(label=_("Waits for"), required=False, choices=[("", ALL), *Side.choices])
    soon = forms.BooleanField(label=_("Two days left at most"), required=False)

    def __init__(self, *args: Any, seen: Any, **kwargs: Any) -> None:
        """``seen``: the proposals that the user sees."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["edition"]
        editions = Edition.objects.filter(pk__in=seen.values("request__candidacy__edition"))
        field.queryset = editions.select_related("programme").order_by("pk")
        field.label_from_instance = lambda edition: edition.title

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
