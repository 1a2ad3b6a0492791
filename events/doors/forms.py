"""What is said at a door, and to whom a door is entrusted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import span_words
from events.agenda.series import Sitting
from events.doors.models import DOOR_LENGTH
from events.registration.forms.details import EmailHelped
from events.registration.forms.party import Companions
from events.registration.models import Terms
from people.accounts.models import Address, Language


class DoorForm(forms.Form):
    """Which door one is at: one of those known, or another."""

    door = forms.CharField(
        label=_("Which door are you at?"),
        max_length=DOOR_LENGTH,
        error_messages={"required": _("Name the door: every arrival is noted with it.")},
        widget=forms.TextInput(attrs={"list": "known-doors", "autocomplete": "off"}),
    )


class SittingForm(forms.Form):
    """Which sitting the door is at: the one that is on, or another."""

    sitting = forms.TypedChoiceField(label=_("Which sitting?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, sittings: Sequence[Sitting], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["sitting"]
        known = [(one.pk, f"{one.number} – {span_words(one)}") for one in sittings]
        field.choices = [("", _("The one that is on")), *known]


class TicketForm(forms.Form):
    """A code as scanned or typed. ``door`` travels with it, so that two doors can be worked from one login."""

    ticket = forms.CharField(
        label=_("Ticket code or reference"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )
    door = forms.CharField(max_length=DOOR_LENGTH, required=False, widget=forms.HiddenInput)
    #: Seats that a button names: ids, a comma between them.
    seats = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,30}\Z", required=False, widget=forms.HiddenInput)

    @property
    def numbers(self) -> list[int]:
        """Ids of the seats that were named; none where a ticket was."""
        named = self.cleaned_data.get("seats", "")
        return [int(number) for number in named.split(",") if number]


class NameForm(forms.Form):
    """A name, or the beginnings of its parts. Posted: a name has no place in an address."""

    words = forms.CharField(
        label=_("Name on the ticket"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "search"}),
    )


class PassForm(forms.Form):
    """A door entrusted to a person, by the address they sign in with."""

    email = forms.EmailField(label=_("Email they sign in with"), max_length=254)
    door = forms.CharField(
        label=_("Door"),
        max_length=DOOR_LENGTH,
        help_text=_("For example: Entrance A. They can move to another door on the day."),
        widget=forms.TextInput(attrs={"list": "known-doors", "autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        return Address.normalise(self.cleaned_data["email"])


class WordsForm(forms.Form):
    """Words to find registrations by; none shows all of them again."""

    words = forms.CharField(
        label=_("Name, email or reference"),
        max_length=120,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ArrivalForm(forms.Form):
    """An arrival noted by hand, or taken back."""

    seat = forms.IntegerField(widget=forms.HiddenInput)
    came = forms.BooleanField(required=False, widget=forms.HiddenInput)
    door = forms.CharField(
        label=_("How it is known"),
        max_length=DOOR_LENGTH,
        initial=_("Paper list"),
        help_text=_("Kept with the arrival: a door, a paper list, a call."),
    )


class WalkInForm(Companions, forms.Form):
    """Somebody at the door without a registration: a name is enough."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        error_messages={"required": _("Write the name: it is all that is needed.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = EmailHelped(
        label=_("Email"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Only if the person wishes: the ticket is sent there and, after the event, a few questions. Without it, no mail."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)
    is_guardian = forms.BooleanField(
        label=_("This person is the parent or guardian of those under 18 below"), required=False
    )
    door = forms.CharField(
        label=_("Which door are you at?"),
        max_length=DOOR_LENGTH,
        error_messages={"required": _("Name the door: every arrival is noted with it.")},
        widget=forms.TextInput(attrs={"list": "known-doors", "autocomplete": "off"}),
    )
    #: One page, one registration, however often it is sent.
    key = forms.RegexField(r"^[0-9a-f]{32}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, terms: Terms, **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_rows(terms.largest_party - 1, asks_ages=terms.asks_ages)
        if not terms.asks_ages or terms.largest_party == 1:
            del self.fields["is_guardian"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Write the name: it is all that is needed."))
        return name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["companions"] = self.clean_rows(values)
        return values

    @property
    def said(self) -> dict[str, Any]:
        """What ``walk_ins.walk_in`` is told."""
        names = ("name", "email", "language", "companions", "door", "key")
        return {name: self.cleaned_data[name] for name in names} | {
            "is_guardian": self.cleaned_data.get("is_guardian", False)
        }
