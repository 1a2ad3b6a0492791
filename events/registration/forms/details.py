"""Name, address and mails, with a word for each usual slip."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.registration.models import Registration, new_key
from people.accounts.models import Address, Language

#: Endings that are written by mistake for another far more often than on purpose.
SLIPS = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gnail.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.ca": "gmail.com",
    "gmail.fr": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmai.com": "hotmail.com",
    "hotmil.com": "hotmail.com",
    "hotmal.com": "hotmail.com",
    "hotmail.co": "hotmail.com",
    "outlok.com": "outlook.com",
    "outllok.com": "outlook.com",
    "yaho.com": "yahoo.com",
    "yahou.com": "yahoo.com",
    "yahooo.com": "yahoo.com",
    "yahoo.co": "yahoo.com",
    "iclou.com": "icloud.com",
    "icoud.com": "icloud.com",
    "vidéotron.ca": "videotron.ca",
    "videotron.com": "videotron.ca",
}
LAST_LETTERS = {"con": "com", "cmo": "com", "vom": "com", "ocm": "com", "comm": "com", "cpm": "com"}


def meant(email: str) -> str:
    """The address that was probably meant, or "" if this one looks like what it is."""
    local, _at, domain = email.rpartition("@")
    if domain in SLIPS:
        return f"{local}@{SLIPS[domain]}"
    name, _dot, last = domain.rpartition(".")
    return f"{local}@{name}.{LAST_LETTERS[last]}" if last in LAST_LETTERS else ""


class EmailHelped(forms.CharField):
    """An address; each usual slip gets a sentence of its own that says how to mend it."""

    widget = forms.EmailInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, **options)

    def clean(self, value: Any) -> str:
        email = Address.normalise(super().clean(value))
        if not email:
            return ""
        if "@" not in email:
            raise ValidationError(_("An address has an @ in the middle, for example “nom@exemple.test”."))
        local, _at, domain = email.rpartition("@")
        if not local or not domain:
            raise ValidationError(_("Write what stands before and after the @, for example “nom@exemple.test”."))
        if re.search(r"[\s,;]", email):
            raise ValidationError(_("Take out the space, comma or semicolon, and give one address only."))
        if "." not in domain.strip("."):
            raise ValidationError(_("Add the end of the address, for example “exemple.test”."))
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(
                _("Our mail would not reach this address. Check each letter, for example “nom@exemple.test”.")
            ) from None
        return email


class DetailsForm(forms.Form):
    """Name, address and mails: when registering, and when changing it later."""

    name = forms.CharField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As you want it on your ticket"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name, as you want it on your ticket.")},
    )
    email = EmailHelped(
        label=gettext_lazy("Email"),
        help_text=gettext_lazy("Your ticket will be sent there. No password to make up."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the address where your ticket is to be sent.")},
    )
    email_as_is = forms.BooleanField(
        label=gettext_lazy("My address is right as it is"), required=False, widget=forms.HiddenInput
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our mails"), choices=Language.choices, widget=forms.RadioSelect
    )
    wants_reminder = forms.BooleanField(label=gettext_lazy("Remind me before the event by email"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = get_language() or "fr"
        # The order in which they are asked; the question about a slip stands where the slip is.
        self.order_fields(["key", "name", "email", "email_as_is", "language", "wants_reminder"])

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Write your name, as you want it on your ticket."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        guess = meant(cleaned.get("email", ""))
        if guess:
            self.fields["email_as_is"].widget = forms.CheckboxInput()
            if not cleaned.get("email_as_is"):
                self.add_error(
                    "email",
                    _("Did you mean “%(guess)s”? If not, tick the box below the address.") % {"guess": guess},
                )
        return cleaned


class RegistrationForm(DetailsForm):
    """The form page: its hidden key makes a double click, a retry and the back button one registration."""

    key = forms.RegexField(r"^[0-9a-f]{32}\Z", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = new_key
        self.fields["wants_reminder"].initial = True

    def clean_key(self) -> str:
        # A page whose key was tampered with or lost still registers; only its retries are not recognised by it.
        return self.cleaned_data["key"] or new_key()


class ChangeForm(DetailsForm):
    """Details of a registration that was made."""

    @classmethod
    def of(cls, registration: Registration, name: str, data: Any = None) -> "ChangeForm":
        return cls(
            data,
            initial={
                "name": name,
                "email": registration.email,
                "language": registration.language,
                "wants_reminder": registration.wants_reminder,
            },
        )
