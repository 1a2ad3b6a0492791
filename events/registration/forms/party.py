"""Who comes along: rows of a name and, where the event asks, an age band; and who answers for those under 18."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.ages import MINORS, AgeBand
from events.registration.forms.details import EmailHelped, RegistrationForm
from events.registration.guarding import Named
from events.registration.models import Seat, Terms
from events.registration.seating import Companion

#: Empty rows at first, and more at each asking.
ROWS, MORE = 3, 3
NAMED = re.compile(r"companion_(\d{1,2})_(?:name|age)")


def _age_field() -> forms.ChoiceField:
    choices = [("", pgettext_lazy("age", "Choose")), *AgeBand.choices]
    return forms.ChoiceField(label=gettext_lazy("Age"), choices=choices, required=False)


class Companions(forms.Form):
    """Rows for those who come along, as many as one registration may still hold. Mixed into other forms."""

    most: int
    asks_ages: bool
    rows: list[int]
    fields: dict[str, forms.Field]

    def add_rows(self, most: int, *, asks_ages: bool, rows: int = 0) -> None:
        """Fields for the rows that were sent, and some empty ones; ``rows``: at least so many."""
        self.most, self.asks_ages = most, asks_ages
        sent = [int(found[1]) for name in self.data if (found := NAMED.fullmatch(name))]
        shown = max(ROWS, rows, max(sent, default=0)) + (MORE if "more" in self.data else 0)
        self.rows = list(range(1, min(most, shown) + 1))
        for number in self.rows:
            self.fields[f"companion_{number}_name"] = forms.CharField(
                label=gettext_lazy("Full name"),
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            if asks_ages:
                self.fields[f"companion_{number}_age"] = _age_field()

    @property
    def asks_for_more(self) -> bool:
        """Whether the button for more rows was pressed, and not the one that sends the form."""
        return "more" in self.data

    @property
    def can_add_rows(self) -> bool:
        return len(self.rows) < self.most

    @property
    def companion_rows(self) -> list[tuple[int, Any, Any]]:
        """(number, name, age or None) of each row, for the page."""
        return [
            (number, self[f"companion_{number}_name"], self[f"companion_{number}_age"] if self.asks_ages else None)
            for number in self.rows
        ]

    @property
    def says_companions(self) -> bool:
        """Whether a row holds something, so that the page shows the rows at once."""
        return any(self[name].value() for name in self.fields if NAMED.fullmatch(name))

    def clean_rows(self, values: dict[str, Any]) -> list[Companion]:
        """The companions; a row that says half is an error at its own field."""
        found = []
        for number in self.rows:
            name = " ".join(str(values.get(f"companion_{number}_name") or "").split())
            age = values.get(f"companion_{number}_age") or ""
            if not name and not age:
                continue
            if self.asks_ages and not age:
                self.add_error(f"companion_{number}_age", _("Choose an age, or empty the row."))
            if age not in MINORS and not any(letter.isalpha() for letter in name):
                self.add_error(f"companion_{number}_name", _("Write the name for the ticket, or empty the row."))
            found.append(Companion(name=name, age_band=age))
        return found


class PartyRegistrationForm(Companions, RegistrationForm):
    """The page on which to register, for an event on these terms."""

    def __init__(self, *args: Any, terms: Terms, rows: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.terms = terms
        self.add_rows(terms.largest_party - 1, asks_ages=terms.asks_ages, rows=rows)
        if terms.asks_ages:
            self._add_ages()

    def _add_ages(self) -> None:
        own = [choice for choice in AgeBand.choices if choice[0] in {AgeBand.TEEN, AgeBand.ADULT}]
        self.fields["age"] = forms.ChoiceField(
            label=gettext_lazy("Your age"),
            choices=own,
            initial=AgeBand.ADULT,
            widget=forms.RadioSelect,
        )
        self.fields["guardian_name"] = forms.CharField(
            label=gettext_lazy("Name of your parent or guardian"), max_length=200, required=False
        )
        self.fields["guardian_email"] = EmailHelped(
            label=gettext_lazy("Their email"),
            required=False,
            help_text=gettext_lazy("We ask them by mail. There is a ticket once they have said yes."),
            widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
        if self.most:
            self.fields["is_guardian"] = forms.BooleanField(
                label=gettext_lazy("I am the parent or guardian of those under 18, or have their agreement"),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.companions = self.clean_rows(cleaned)
        if self.terms.asks_ages:
            if cleaned.get("age") == AgeBand.TEEN:
                self._clean_guardian(cleaned)
            elif any(one.is_minor for one in self.companions) and not cleaned.get("is_guardian"):
                self.add_error(
                    "is_guardian", _("Somebody under 18 comes: tick this box, or let their parent register them.")
                )
        return cleaned

    def _clean_guardian(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("guardian_name"):
            self.add_error("guardian_name", _("You are under 18: write who your parent or guardian is."))
        email = cleaned.get("guardian_email") or ""
        if not email and "guardian_email" not in self.errors:
            self.add_error("guardian_email", _("You are under 18: write where we can ask your parent or guardian."))
        elif email and email == cleaned.get("email"):
            self.add_error("guardian_email", _("This is your own address. Give theirs."))

    @property
    def speaks_of_a_guardian(self) -> bool:
        """Whether the questions about a guardian are to be seen at once."""
        names = ("guardian_name", "guardian_email")
        return self["age"].value() == AgeBand.TEEN or any(self[name].value() or self.has_error(name) for name in names)

    @property
    def guardian(self) -> Named | None:
        """Who answers for the minors; None where there are none."""
        values = self.cleaned_data
        if values.get("age") == AgeBand.TEEN:
            return Named(values["guardian_name"], values["guardian_email"])
        return Named(values["name"]) if values.get("is_guardian") else None


class PartyForm(Companions):
    """Who of a party does not come, and who comes along."""

    leaving = forms.MultipleChoiceField(
        label=gettext_lazy("Who does not come after all?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, terms: Terms, party: Sequence[Seat], rows: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.party = party
        choices = [(str(seat.pk), seat.label) for seat in party]
        leaving = self.fields["leaving"]
        assert isinstance(leaving, forms.MultipleChoiceField)
        leaving.choices = choices
        if len(party) == 1:
            del self.fields["leaving"]
        self.add_rows(max(0, terms.largest_party - len(party)), asks_ages=terms.asks_ages, rows=rows)
        if terms.asks_ages and self.most:
            self.fields["is_guardian"] = forms.BooleanField(
                label=gettext_lazy("I am the parent or guardian of those under 18, or have their agreement"),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.companions = self.clean_rows(cleaned)
        if any(one.is_minor for one in self.companions) and not cleaned.get("is_guardian"):
            self.add_error(
                "is_guardian", _("Somebody under 18 comes: tick this box, or let their parent register them.")
            )
        if not self.companions and not cleaned.get("leaving"):
            raise ValidationError(_("Tick who does not come, or write who comes along."))
        return cleaned

    @property
    def leaving_ids(self) -> list[int]:
        return [int(number) for number in self.cleaned_data.get("leaving") or ()]
