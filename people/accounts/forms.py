"""Signing up and in, one's own account, and giving roles."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.accounts.models import SCOPES_OF, Language, Person, Role, Scope


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is not typed here
    """Address and password; a mailed code and a passkey are buttons of their own beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Email address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device for two weeks")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth is not typed here
    """Name, address, language. A password is chosen later, or never: a mailed code or a passkey opens as well."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As you would like to be called; it stands on your tickets."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"), choices=Language.choices, widget=forms.RadioSelect
    )
    field_order = ["name", "email", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("language", get_language() or "fr")
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
        self.fields["email"].label = _("Email address")
        self.fields["email"].help_text = _("We send a code there to make sure that it is yours.")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class MineForm(forms.ModelForm[Person]):
    """What a person says about themselves."""

    class Meta:
        model = Person
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["language"].label = _("In which language shall we write to you?")

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class ScopeChoices(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Everywhere, a region, or an organisation, by their names."""

    def label_from_instance(self, scope: Any) -> str | Promise:  # type: ignore[override]  # a Scope
        if scope.kind == Scope.Kind.REGION:
            return str(scope.region)
        if scope.kind == Scope.Kind.ORGANISATION:
            return str(scope.organisation)
        return _("Everywhere")


class GrantForm(forms.Form):
    """A role and where it holds."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "–"), *Role.choices])
    scope = ScopeChoices(label=_("Where"), queryset=Scope.objects.none(), empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].queryset = Scope.objects.complete().for_choosing()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, scope = data.get("role"), data.get("scope")
        if role and scope and scope.kind not in SCOPES_OF[role]:
            fitting = [str(kind.label) for kind in Scope.Kind if kind in SCOPES_OF[role]]
            self.add_error(
                "scope", _("This role is given for: %(places)s. Choose one of these.") % {"places": ", ".join(fitting)}
            )
        return data
