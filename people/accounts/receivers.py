"""What this room hears from allauth."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from people.accounts import actions
from people.accounts.models import User


def on_email_confirmed(request: HttpRequest, email_address: EmailAddress, **_kwargs: Any) -> None:
    actions.link_proven_address(user=email_address.user, email=email_address.email)


def on_email_removed(user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    actions.forget_address(user=user, email=email_address.email)


def on_user_logged_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A guest may have registered with a proven address since: found at the next sign-in."""
    for email in EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True).order_by("pk"):
        actions.link_proven_address(user=user, email=email)


def on_authenticator_added(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Setting up a second factor shows it: no need to ask again in the same session."""
    if authenticator.type in {"totp", "webauthn"}:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
