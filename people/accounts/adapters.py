"""Where allauth meets the house: Persons for its users, the outbox for its mails, sealed secrets for its second factors."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import user_email
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core import audit
from people.accounts import emails, evened, rules, tries
from people.accounts.models import Address, Person, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed here
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to us if that surprises you."),
        "cannot_remove_primary_email": _("This is your main address. Make another one your main address first."),
        "duplicate_email": _("This address is already one of yours."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Try again, or have a code mailed."
        ),
        "email_taken": _("Another account uses this address."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("This did not work. Start again."),
        "max_email_addresses": _("An account holds at most %d addresses. Remove one first."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes."),
        "same_as_current": _("This is the one you have already."),
        "too_many_login_attempts": _("Too many tries in a short time. Wait a few minutes, or have a code mailed."),
        "unverified_primary_email": _("Confirm your main address first: ask for a code."),
    }

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True, *, email: str = "") -> User:
        """Make the Person with the login: name, language and address (but for another ``email``) come from the sign-up form."""
        data = form.cleaned_data
        person = Person.objects.create(name=data["name"], language=data["language"])
        user.person = person
        user_email(user, Address.normalise(email or data["email"]))
        user.set_unusable_password()
        user.save()
        Address.objects.create(person=person, email=user.email)
        audit.record("accounts.signed_up", person, by=person, fields=["name", "language", "addresses"])
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, before all other mail, in the language the person chose."""
        person = Person.objects.filter(user__emailaddress__email__iexact=email).first()
        language = person.language if person else (get_language() or "fr")[:2]
        emails.post(template_prefix, to=email, language=language, code=context.get("code", ""))

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Logins have no name of their own."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Look at a password, as sign-in and « Is it you? » do; each look is a try of the account. Raises TooManyTries."""
        account = tries.account_at(credentials.get("email") or "")
        tried = tries.take(tries.Kind.PASSWORD, account, tries.place_of(request))
        user: User | None = super().authenticate(request, **credentials)
        if user:
            tried.good()
        else:
            tried.wrong()
            # An address that is nobody's is looked for in one place more.
            if account.user_id:
                evened.search()
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show that it is you, in our words; the password is none where a second factor waits to be shown.

        A mailed code is one where no second factor guards the account.
        """
        words = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use a code of my app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use my passkey"),
        }
        ways = super().get_reauthentication_methods(user)
        if user.is_authenticated and rules.detour_to_own_second_factor(context.request):
            ways = [way for way in ways if way["id"] != "reauthenticate"]
        if user.is_authenticated and not any(way["id"].startswith("mfa_") for way in ways):
            ways = [*ways, {"id": "code_again", "description": _("Have a code mailed to me")}]
            ways[-1]["url"] = reverse("accounts:code_again")
        return [{**way, "description": words.get(way["id"], way["description"])} for way in ways]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed here
    """Secrets of one-time codes are sealed with the server's key: a copied database does not give them away."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one, and check your device's clock."),
        "unverified_email": _("Confirm your email address before you set up two steps."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name to start from: « Clé d'accès 2 »."""
        return gettext("Passkey %(number)d") % {
            "number": Authenticator.objects.filter(user=user, type=type).count() + 1
        }

    def encrypt(self, text: str) -> str:
        return self._seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._seal().decrypt(encrypted_text.encode()).decode()

    def _seal(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet(
            [Fernet(urlsafe_b64encode(sha256(b"second factor:" + _bytes(key)).digest())) for key in keys]
        )

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)


def _bytes(key: str | bytes) -> bytes:
    return key if isinstance(key, bytes) else key.encode()
