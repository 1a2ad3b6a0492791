"""What this room hears from allauth."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from people.accounts import actions, rules
from people.accounts.models import User


def on_email_confirmed(request: HttpRequest, email_address: EmailAddress, **_kwargs: Any) -> None:
    actions.link_proven_address(user=email_address.user, email=email_address.email)


def on_email_removed(user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    actions.forget_address(user=user, email=email_address.email)


def on_user_logged_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A guest may have registered with a proven address since: found at the next sign-in."""
    for email in EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True).order_by("pk"):
        actions.link_proven_address(user=user, email=email)


def on_authenticator_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Setting up the first second factor shows it, and ends the sessions that were opened without it.

    A further one shows nothing by itself: else a session that never showed the first would get round it.
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and rules.is_first_second_factor(authenticator):
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        actions.end_sessions(user=user, but=request.session.session_key)
