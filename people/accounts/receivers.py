"""What this room hears from allauth."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from core import audit
from people.accounts import actions, rules
from people.accounts.models import User


def on_email_confirmed(request: HttpRequest, email_address: EmailAddress, **_kwargs: Any) -> None:
    actions.link_proven_address(user=email_address.user, email=email_address.email)


def on_email_removed(user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    actions.forget_address(user=user, email=email_address.email)


def on_email_added(email_address: EmailAddress, **_kwargs: Any) -> None:
    _note("address_added", email_address.user, fields=["addresses"])


def on_email_changed(user: User, **_kwargs: Any) -> None:
    _note("main_address_changed", user, fields=["email"])


def on_password_set(user: User, **_kwargs: Any) -> None:
    _note("password_set", user, fields=["password"])


def on_password_changed(user: User, **_kwargs: Any) -> None:
    _note("password_changed", user, fields=["password"])


def on_password_reset(user: User, **_kwargs: Any) -> None:
    _note("password_reset", user, fields=["password"])


def on_user_logged_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A guest may have registered with a proven address since: found at the next sign-in."""
    for email in EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True).order_by("pk"):
        actions.link_proven_address(user=user, email=email)


def on_authenticator_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Setting up the first second factor shows it, and ends the sessions that were opened without it.

    A further one shows nothing by itself: else a session that never showed the first would get round it.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note("recovery_codes_made", user)
        return
    _note("second_factor_added", user, values={"kind": authenticator.type})
    if rules.is_first_second_factor(authenticator):
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        actions.end_sessions(user=user, but=request.session.session_key)


def on_authenticator_reset(user: User, **_kwargs: Any) -> None:
    """Only recovery codes are ever made anew."""
    _note("recovery_codes_made", user)


def on_authenticator_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    _note("second_factor_removed", user, values={"kind": authenticator.type})


def _note(what: str, user: User, *, fields: Iterable[str] = (), values: Mapping[str, Any] | None = None) -> None:
    """Whoever has the login did this to it themselves, in the transaction of the page."""
    audit.record(f"accounts.{what}", user.person, by=user.person, fields=fields, values=values)
