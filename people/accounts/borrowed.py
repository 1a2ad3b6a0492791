"""allauth's pages as this house mounts them: kept by no cache, and shut until the second factor that guards the account is shown.

allauth itself takes the password alone for "is it you?", also where an app or a passkey guards the account: a session
opened by password before there was one could take it off and put its own in place.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from core.pages import no_store
from people.accounts import rules

View = Callable[..., HttpResponse]

#: Where the second factor is shown, and the way out.
OPEN = frozenset({"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


def page(words: Any, view: View, name: str) -> URLPattern:
    """A page of allauth's; what it shows is somebody's own, so that no cache keeps it."""
    if name not in OPEN:
        view = behind_second_factor(view)
    return path(words, no_store(view), name=name)


def behind_second_factor(view: View) -> View:
    """Send a session that has not shown the second factor of its account to show it. Cost: 1 query until it has."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if detour := rules.detour_to_own_second_factor(request):
            return redirect(detour)
        return view(request, *args, **kwargs)

    return guarded
