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
    held = Grant.objects.in_force().filter(user__person=person, user__is_active=True, role=Role.ADMINISTRATOR)
    return held.exists()


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether the sign-in of this browser saw a one-time code, a recovery code, or a passkey that checked its user."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, _user(request)))


def second_factor_detour(request: HttpRequest) -> str | None:
    """Where to send a session that lacks the second factor its roles want; None when it needs none or has it.

    Cost: 1 query a request for the grants; 1 more on the way to a detour.
    """
    user = _user(request)
    if user is None or not user.needs_second_factor or has_shown_second_factor(request):
        return None
    return _on_the_way(request, _way_to_show_it(user) or "accounts:second_factor_wanted")


def detour_to_own_second_factor(request: HttpRequest) -> str | None:
    """Where to send a session that has not shown the second factor of its account; None: there is none, or it has.

    Whatever the roles: what guards an account is changed by nobody who knows but its password. Cost: 1 query until it
    is shown.
    """
    user = _user(request)
    if user is None or has_shown_second_factor(request):
        return None
    way = _way_to_show_it(user)
    return _on_the_way(request, way) if way else None


def _on_the_way(request: HttpRequest, way: str) -> str:
    return f"{reverse(way)}?{urlencode({'next': access.way_back(request)})}"


def _way_to_show_it(user: User) -> str | None:
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if types else None


def is_first_second_factor(authenticator: Authenticator) -> bool:
    """Whether nothing but this one guards the account yet, recovery codes made along aside. Cost: 1 query."""
    others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
    return not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _user(request: HttpRequest) -> Any:
    return request.user if isinstance(request.user, User) else None


def safe_next(request: HttpRequest) -> str:
    """Where the person was going, if that is on this site; else their own account."""
    goal = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return goal
    return reverse("accounts:mine")
