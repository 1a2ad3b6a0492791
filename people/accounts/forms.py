"""Signing up and in, one's own account, and giving roles."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import audit
from people.accounts import code_again, evened, tries
from people.accounts.adapters import AccountAdapter
from people.accounts.models import SCOPES_OF, Person, Role, Scope, User

#: Languages by their own names: whoever reads only one of them finds it.
OWN_NAMES = [("fr", "Français"), ("en", "English")]


class InOurWords:
    """Labels and hints of allauth's fields, in the words of this house; no placeholder stands in for a label."""

    LABELS: ClassVar[dict[str, Any]] = {
        "login": _("Email address"),
        "email": _("Email address"),
        "password": _("Password"),
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "code": _("Code"),
        "remember": _("Stay signed in on this device for two weeks"),
    }
    HINTS: ClassVar[dict[str, Any]] = {
        "password1": _("At least 10 characters. A sentence that only you would think of is easy to keep."),
        "password": "",
        "oldpassword": "",
    }
    #: A mailed code makes up for a slip of the finger: nothing is typed twice.
    LEFT_OUT: ClassVar[frozenset[str]] = frozenset({"password2", "passwordless"})

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LEFT_OUT & set(self.fields):
            del self.fields[name]
        for name, field in self.fields.items():
            field.label = self.LABELS.get(name, field.label)
            field.help_text = self.HINTS.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc]  # allauth is not typed here
    """Address and password; a mailed code and a passkey are buttons of their own beside it."""


class SignUpForm(InOurWords, account.SignupForm):  # type: ignore[misc]  # allauth is not typed here
    """Name, address, language. A password is chosen later, or never: a mailed code or a passkey opens as well."""

    LEFT_OUT = frozenset({"password1", "password2"})
    HINTS: ClassVar[dict[str, Any]] = {"email": _("We send a code there to make sure that it is yours.")}

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As you would like to be called; it stands on your tickets."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"), choices=OWN_NAMES, widget=forms.RadioSelect
    )
    field_order = ["name", "email", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": get_language() or "fr", **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has an account makes none, and as much work as if it did."""
        if self.account_already_exists:
            with evened.rehearsal():
                adapter, nobody = AccountAdapter(request), f"{token_hex(16)}@exemple.invalid"
                user = adapter.save_user(request, User(), self, email=nobody)
                setup_user_email(request, user, [EmailAddress(email=nobody)])
            # What signing in for the first time reads.
            evened.read(4)
        return super().try_save(request)


class EvenedAddress:
    """An address that is nobody's is looked for in one place more: as much is read for the others."""

    def clean_email(self) -> str:
        email = str(super().clean_email())  # type: ignore[misc]  # allauth's form is the other base
        if tries.account_at(email).user_id:
            evened.search()
        return email


class RequestCodeForm(InOurWords, EvenedAddress, account.RequestLoginCodeForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class Counted:
    """A field whose secret is looked at only if the account has a try left; cleaning raises TooManyTries otherwise."""

    KIND: ClassVar[tries.Kind] = tries.Kind.CODE

    def tried_account(self) -> tries.Account:
        raise NotImplementedError

    def counted(self, clean: Callable[[], str]) -> str:
        tried = tries.take(self.KIND, self.tried_account(), tries.place_of(context.request))
        try:
            value = clean()
        except forms.ValidationError:
            tried.wrong()
            raise
        tried.good()
        return value


class CountedCode(Counted):
    def clean_code(self) -> str:
        return self.counted(super().clean_code)  # type: ignore[misc]  # allauth's form is the other base


class SignInCodeForm(InOurWords, CountedCode, account.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth is not typed here
    def tried_account(self) -> tries.Account:
        return tries.account_at(context.request._login_stage.state.get("email", ""))


class AddressCodeForm(InOurWords, CountedCode, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # allauth is not typed here
    def tried_account(self) -> tries.Account:
        return tries.account_at(context.request.session[EMAIL_VERIFICATION_CODE_SESSION_KEY]["email"])


class ResetCodeForm(InOurWords, CountedCode, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]  # allauth is not typed here
    def tried_account(self) -> tries.Account:
        return tries.account_at(context.request.session[PASSWORD_RESET_VERIFICATION_SESSION_KEY]["email"])


class AddAddressForm(InOurWords, account.AddEmailForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class ChangePasswordForm(InOurWords, Counted, account.ChangePasswordForm):  # type: ignore[misc]  # allauth is not typed here
    KIND = tries.Kind.PASSWORD

    def tried_account(self) -> tries.Account:
        return tries.account_of(self.user.pk)

    def clean_oldpassword(self) -> str:
        return self.counted(super().clean_oldpassword)


class ChoosePasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class ForgottenPasswordForm(InOurWords, EvenedAddress, account.ResetPasswordForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class CountedSecondStep(CountedCode):
    KIND = tries.Kind.SECOND_STEP
    user: User

    def tried_account(self) -> tries.Account:
        return tries.account_of(self.user.pk)


class SecondStepForm(InOurWords, CountedSecondStep, AuthenticateForm):  # type: ignore[misc]  # allauth is not typed here
    """A code of the app, or one of the recovery codes."""


class SecondStepAgainForm(InOurWords, CountedSecondStep, ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed here
    pass


class CodeAgainForm(InOurWords, forms.Form):
    """The code mailed to somebody who has neither a password nor a second step. Cleaning raises TooManyTries."""

    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}), max_length=20)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not code_again.check(context.request, self.user, code):
            raise forms.ValidationError(AccountAdapter.error_messages["incorrect_code"])
        return code


class AppForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]  # allauth is not typed here
    LABELS: ClassVar[dict[str, Any]] = {"code": _("Code shown by the app")}


class PasskeyForm(InOurWords, AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed here
    LABELS: ClassVar[dict[str, Any]] = {"name": _("Name of this passkey")}
    HINTS: ClassVar[dict[str, Any]] = {"name": _("So that you tell it from others: “My phone”, “Blue key”.")}


class PasskeyNameForm(InOurWords, EditWebAuthnForm):  # type: ignore[misc]  # allauth is not typed here
    LABELS: ClassVar[dict[str, Any]] = {"name": _("Name of this passkey")}

    def save(self) -> Authenticator:
        """allauth tells nobody of a new name: noted here, in the transaction of the page."""
        passkey = super().save()
        audit.record("accounts.passkey_renamed", passkey.user.person, by=passkey.user.person)
        return passkey


def one_line(text: str) -> str:
    """Trimmed, with single spaces."""
    return " ".join(str(text).split())


class MineForm(forms.ModelForm[Person]):
    """What a person says about themselves."""

    class Meta:
        model = Person
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["language"].choices = OWN_NAMES  # type: ignore[attr-defined]  # a choice field
        self.fields["language"].label = _("In which language shall we write to you?")

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class ScopeChoices(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Everywhere, a region, or an organisation, by their names."""

    def label_from_instance(self, scope: Scope) -> str:
        return scope.place


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
