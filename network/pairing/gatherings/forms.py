"""Forms of group sessions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import refuse_sensitive_words
from core.localtime import Zone
from core.refusals import Refusal
from core.widgets import Day, Hour
from network.pairing.gatherings.models import MOST_PLACES, Gathering
from network.pairing.requests.models import Request
from people.programmes.models import Edition

#: Links that mail programmes and browsers open by themselves.
LINKS = ("https://", "http://")
LAST_DAY = _("It would end before it starts.")


class DateForm(forms.Form):
    """A date of a group offer: when, where, for how many."""

    start_date = forms.DateField(label=_("Day"), widget=Day)
    start_time = forms.TimeField(label=pgettext_lazy("hour", "From"), widget=Hour)
    end_time = forms.TimeField(label=pgettext_lazy("hour", "Until"), widget=Hour)
    zone = forms.ChoiceField(label=_("Legal time of the place"), choices=Zone.choices)
    how = forms.ChoiceField(
        label=_("How you meet"),
        choices=[
            ("place", pgettext_lazy("group session", "On site")),
            ("online", pgettext_lazy("group session", "Online")),
        ],
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Address or link"),
        max_length=300,
        required=False,
        help_text=_(
            "Told to whoever has a place. On site, empty means the address of the offer; a link may follow later."
        ),
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("One to thirty: more than an offer takes in one by one."),
    )

    def __init__(self, *args: Any, gathering: Gathering | None = None, **kwargs: Any) -> None:
        if gathering is not None:
            names = ("start_date", "start_time", "end_time", "zone", "place", "capacity")
            kwargs["initial"] = {name: getattr(gathering, name) for name in names}
            kwargs["initial"]["how"] = "online" if gathering.is_online else "place"
        super().__init__(*args, **kwargs)

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"].strip()
        try:
            refuse_sensitive_words(place)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return place

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        starts, ends = said.get("start_time"), said.get("end_time")
        if starts and ends and ends <= starts:
            self.add_error("end_time", LAST_DAY)
        if said.get("how") == "online" and said.get("place") and not said["place"].startswith(LINKS):
            self.add_error("place", _("Give the whole link of the meeting, with https:// before it."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """As the actions take them."""
        said = dict(self.cleaned_data)
        return said | {"is_online": said.pop("how") == "online"}


class CancelForm(forms.Form):
    word = forms.CharField(
        label=_("Why, in a few words"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All who would have come, or wait for a place, read it."),
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip()
        try:
            refuse_sensitive_words(word)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return word


class WalkInForm(forms.Form):
    """Somebody who came without a place."""

    reference = forms.CharField(
        label=_("File number"),
        max_length=12,
        help_text=_("It stands on the person’s own page of the session."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class RegisterForm(forms.Form):
    """People whom one follows, to be registered."""

    request = forms.MultipleChoiceField(label=_("Whom to register"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, asking: list[Request], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(each.pk): each for each in asking}
        field: Any = self.fields["request"]
        field.choices = [
            (key, f"{each.person.name} · {each.candidacy.case_file.reference}") for key, each in self.by_key.items()
        ]

    @property
    def chosen(self) -> list[Request]:
        return [self.by_key[key] for key in self.cleaned_data["request"]]


class ListFilter(forms.Form):
    """What of the list is shown."""

    COMING, TO_NOTE, PAST, ALL = "coming", "to_note", "past", "all"
    show = forms.ChoiceField(
        label=pgettext_lazy("group sessions", "Show"),
        required=False,
        choices=[
            (COMING, pgettext_lazy("group sessions", "To come")),
            (TO_NOTE, pgettext_lazy("group sessions", "Who was there is not noted yet")),
            (PAST, pgettext_lazy("group sessions", "Held")),
            (ALL, pgettext_lazy("group sessions", "All, cancelled ones included")),
        ],
    )
    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Edition.objects.none(), required=False, empty_label=_("All editions")
    )

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["edition"]
        field.queryset = editions
        field.label_from_instance = lambda edition: str(edition.title)
