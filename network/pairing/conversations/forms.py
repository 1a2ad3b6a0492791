"""What comes in: a message, a report, and what is decided about it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forbidden import SafeText
from network.pairing.conversations.models import LONGEST, Message, Report


class Lines(SafeText):
    """A text of several lines. A browser sends a line break as two characters; it counts as one."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value).replace("\r\n", "\n") if value is not None else value))


class MessageForm(forms.Form):
    """``once`` is drawn when the page is made: the same form sent twice is one message."""

    text = Lines(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("4,000 characters at the most. Files cannot be sent."),
        error_messages={"required": _("Write something first.")},
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    in_reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, answered: Message | None = None) -> None:
        super().__init__(data, initial={"once": uuid.uuid4(), "in_reply_to": answered.pk if answered else None})


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong"), choices=Report.Reason.choices, widget=forms.RadioSelect)
    words = Lines(
        label=_("In your words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Optional, unless you chose “Something else”. The coordination alone reads it."),
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("reason") == Report.Reason.OTHER and not typed.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a few words what is wrong."))
        return typed


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What is done"), choices=Report.Outcome.choices, widget=forms.RadioSelect)
    answer = Lines(
        label=_("Answer to whoever reported"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They get it by mail, with what is done. The author of the message does not read it."),
    )

    def __init__(self, *args: Any, match_is_live: bool = True, is_closed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        not_now = {Report.Outcome.ENDED: not match_is_live, Report.Outcome.CLOSED: is_closed or not match_is_live}
        fields: dict[str, Any] = self.fields
        fields["outcome"].choices = [choice for choice in Report.Outcome.choices if not not_now.get(choice[0])]  # type: ignore[call-overload]  # by value
