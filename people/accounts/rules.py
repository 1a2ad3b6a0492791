"""Who may, as far as logins go."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core import access
from people.accounts.models import Grant, Person, Role, User


def is_administrator(person: Person) -> bool:
    """Whether this person's login holds the role now. Cost: 1 query."""
    held = Grant.objects.holding().filter(user__person=person, user__is_active=True, role=Role.ADMINISTRATOR)
    return held.exists()


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session saw a one-time code, a recovery code, or a passkey that checked its user."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, _user(request)))


def second_factor_detour(request: HttpRequest) -> str | None:
    """Where to send a session that lacks the second factor its roles want; None when it needs none or has it.

    Cost: 1 query a request for the grants; 1 more on the way to a detour.
    """
    user = _user(request)
    if user is None or not user.needs_second_factor or has_shown_second_factor(request):
        return None
    way = _way_to_show_it(user)
    return f"{reverse(way)}?{urlencode({'next': access.way_back(request)})}"


def _way_to_show_it(user: User) -> str:
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if types else "accounts:second_factor_wanted"


def _user(request: HttpRequest) -> Any:
    return request.user if isinstance(request.user, User) else None


def safe_next(request: HttpRequest) -> str:
    """Where the person was going, if that is on this site; else their own account."""
    goal = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return goal
    return reverse("accounts:mine")
