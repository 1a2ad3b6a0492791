"""Where allauth meets the house: Persons for its users, the outbox for its mails, sealed secrets for its second factors."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import user_email
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from people.accounts import emails
from people.accounts.models import Address, Person, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed here
    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Make the Person with the login: name, language and address come from the sign-up form."""
        data = form.cleaned_data
        person = Person.objects.create(name=data["name"], language=data["language"])
        user.person = person
        user_email(user, Address.normalise(data["email"]))
        user.set_unusable_password()
        user.save()
        Address.objects.create(person=person, email=user.email)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, before all other mail, in the language the person chose."""
        person = Person.objects.filter(user__emailaddress__email__iexact=email).first()
        language = person.language if person else (get_language() or "fr")[:2]
        emails.post(template_prefix, to=email, language=language, code=context.get("code", ""))

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Logins have no name of their own."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed here
    """Secrets of one-time codes are sealed with the server's key: a copied database does not give them away."""

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
