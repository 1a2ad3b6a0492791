"""What somebody says of their badge."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forbidden import SafeTexts
from events.badges.bulk import name_on_paper
from events.badges.models import (
    LANGUAGES,
    MOST_LANGUAGES,
    NAME_LENGTH,
    OTHER_LENGTH,
    SPOKEN_LENGTH,
    BadgeWish,
)
from events.registration.models import Seat

NOT_SPELT = _(
    "Our printed letters cannot write this. They have the Latin, Arabic, Armenian, Cyrillic, Georgian, Greek and Hebrew "
    "alphabets, Tifinagh and the syllabics of Inuktitut. Your name can also be written on the badge by hand, at the event."
)
FREE = {"autocomplete": "off", "spellcheck": "false"}


class BadgeForm(SafeTexts, forms.Form):
    """Nothing is required: the ticket's name is enough."""

    name = forms.CharField(
        label=_("Name on the badge"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("As people should call you. Empty: the name on the ticket."),
        widget=forms.TextInput(attrs=FREE),
    )
    pronunciation = forms.CharField(
        label=_("How it is said"),
        max_length=SPOKEN_LENGTH,
        required=False,
        help_text=_("Write it as somebody here would read it aloud. For example, for Nguyễn: nou-YÈN."),
        widget=forms.TextInput(attrs=FREE),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=list(LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Four at most: people who share one of them will find you."),
    )
    other_language = forms.CharField(
        label=_("Another language"), max_length=OTHER_LENGTH, required=False, widget=forms.TextInput(attrs=FREE)
    )
    shows_organisation = forms.BooleanField(label=_("Name the organisation I come for"), required=False)

    def __init__(self, data: Any, *, seat: Seat) -> None:
        kept: BadgeWish | None = getattr(seat, "badge", None)
        initial = {
            "name": kept.name if kept else "",
            "pronunciation": kept.pronunciation if kept else "",
            "languages": kept.languages.split(",") if kept else [],
            "other_language": kept.other_language if kept else "",
            "shows_organisation": kept.shows_organisation if kept else True,
        }
        super().__init__(data, initial=initial)
        if seat.registration.organisation_id is None:
            del self.fields["shows_organisation"]
        self.fields["name"].widget.attrs["placeholder"] = seat.name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("name", "pronunciation", "other_language"):
            if name_on_paper(values.get(name, "")) != values.get(name, ""):
                self.add_error(name, NOT_SPELT)
        spoken = len(values.get("languages", ())) + bool(values.get("other_language"))
        if spoken > MOST_LANGUAGES:
            words = ngettext("Choose %(most)d language.", "Choose %(most)d languages at most.", MOST_LANGUAGES)
            self.add_error("languages", ValidationError(words % {"most": MOST_LANGUAGES}))
        return values

    @property
    def said(self) -> dict[str, Any]:
        """What ``actions.wish`` is told."""
        return {"shows_organisation": True} | self.cleaned_data
