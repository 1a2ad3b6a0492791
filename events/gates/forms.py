"""A code that is typed, conditions that are chosen, lists that are pasted."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audiences
from events.agenda.models import Event
from events.gates.checking import gates_of
from events.gates.models import MOST_USES
from people.accounts.models import Address, Language, User

#: The choice of those who were invited, whose question is empty.
INVITED = "invited"
#: How a workbook, an older one and a PDF begin.
NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
#: Bytes of a list that is sent.
MAX_BYTES = 1024 * 1024


class CodeForm(forms.Form):
    """The field is there where a code may open the event to whoever looks at it."""

    sentences: list[str]
    is_invited = False

    invitation = forms.CharField(
        label=gettext_lazy("Code of your invitation"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("It stands in the letter of your invitation. Spaces and dashes do not count."),
        error_messages={
            "required": gettext_lazy("Type the code of your invitation, or sign in with the address it was sent to.")
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "autocorrect": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, asks: bool, needs_one: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["invitation"].required = needs_one
        if not asks:
            del self.fields["invitation"]


class GateForm(forms.Form):
    """One condition of those that the rooms of this house know."""

    question = forms.ChoiceField(
        label=gettext_lazy("Add a condition"),
        error_messages={"required": gettext_lazy("Choose a condition of the list.")},
    )

    def __init__(self, *args: Any, event: Event, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        there = {gate.question for gate in gates_of(event)}
        groups: list[tuple[str, Any]] = []
        for name, audience in audiences.known().items():
            options_ = (
                [(f"{name}:{argument}", words) for argument, words in audience.choices(user)]
                if audience.has_argument
                else [(name, audience.sentence(""))]
            )
            if left := [option for option in options_ if option[0] not in there]:
                label = str(audience.label)
                groups.append((label[:1].upper() + label[1:], left))
        if "" not in there:
            groups.insert(0, (_("A list of your own"), [(INVITED, _("Only those who were invited"))]))
        field: Any = self.fields["question"]
        field.choices = [("", _("Choose")), *groups]

    @property
    def chosen(self) -> str:
        """The question, "" for those who were invited. Of a valid form."""
        question: str = self.cleaned_data["question"]
        return "" if question == INVITED else question


class InviteForm(forms.Form):
    """A list, pasted or sent as a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Addresses to invite"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: the address alone, or the name and the address in any order, as a spreadsheet copies them."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        help_text=gettext_lazy("Any columns: names, addresses and “fr” or “en” are found by themselves. 1 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitations"),
        choices=Language.choices,
        initial=Language.FRENCH,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Of those for whom the list says no language."),
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent and sent.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is over 1 MB. Send it in parts."))
        if sent and sent.read(4).startswith(NO_TEXT):
            raise forms.ValidationError(
                _("This file is no list of lines. Save it as CSV in your spreadsheet, then send that one.")
            )
        if sent:
            sent.seek(0)
        return sent

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not (values.get("pasted") or "").strip() and not values.get("file"):
            self.add_error("pasted", _("Paste a list, or choose a file."))
        return values


class ShareForm(forms.Form):
    most_uses = forms.IntegerField(
        label=gettext_lazy("Registrations it opens at most"), min_value=1, max_value=MOST_USES
    )


class PassForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Their email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"), choices=Language.choices, initial=Language.FRENCH, widget=forms.RadioSelect
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why they are let in"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays on record until six months after the event. Nothing about anybody's health."),
        error_messages={"required": gettext_lazy("Say why, in a sentence that the others could read.")},
    )

    def clean_email(self) -> str:
        return Address.normalise(self.cleaned_data["email"])
