"""The fresh sign-in that copies and erasure ask for."""

from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from core import access


def fresh(view: access.View) -> access.View:
    """Whoever signed in long ago shows again that it is them, and comes back. Stands behind ``access.signed_in``."""
    if hasattr(access, "fresh"):
        house: Any = access.fresh
        guarded: access.View = house()(view)
        return guarded

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not did_recently_reauthenticate(request):
            return redirect_to_login(access.way_back(request), "account_reauthenticate")
        return view(request, *args, **kwargs)

    return shown
