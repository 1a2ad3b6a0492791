"""allauth's pages as this house mounts them: kept by no cache, shut until the second factor is shown, a POST all or nothing.

allauth itself takes the password alone for "is it you?", also where an app or a passkey guards the account: a session
opened by password before there was one could take it off and put its own in place.
"""

import math
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from core.dates import local_of, moment_words, time_words
from core.pages import no_store
from people.accounts import rules
from people.accounts.evened import PAGES, evened
from people.accounts.tries import TooManyTries

View = Callable[..., HttpResponse]
DAY = 24 * 3600

#: Where the second factor is shown, and the way out.
OPEN = frozenset({"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
#: They look at a password or a code and change nothing of the account: no transaction, which on the embedded database
#: would keep all other writers waiting for as long as a password is digested.
LOOKING = OPEN | {"account_login", "account_reauthenticate", "mfa_authenticate", "mfa_login_webauthn"}


def page(words: Any, view: View, name: str) -> URLPattern:
    """A page of allauth's; what it shows is somebody's own, so that no cache keeps it."""
    if name in PAGES:
        view = evened(view, name)
    view = answering_too_many_tries(view)
    if name not in OPEN:
        view = behind_second_factor(view)
    if name not in LOOKING:
        view = all_or_nothing(view)
    return path(words, no_store(view), name=name)


def behind_second_factor(view: View) -> View:
    """Send a session that has not shown the second factor of its account to show it. Cost: 1 query until it has."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if detour := rules.detour_to_own_second_factor(request):
            return redirect(detour)
        return view(request, *args, **kwargs)

    return guarded


def answering_too_many_tries(view: View) -> View:
    """Say when to try again, and what other way there is. Inside the transaction, so that what was counted stays."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyTries as refusal:
            return too_many_tries(request, refusal)

    return answered


def too_many_tries(request: HttpRequest, refusal: TooManyTries) -> HttpResponse:
    """The same words for an account that exists and one that does not. No query."""
    seconds = max(1, math.ceil((refusal.until - timezone.now()).total_seconds()))
    # The next full minute: the one shown must not be too early.
    until = local_of(refusal.until + timedelta(seconds=59))
    context = {
        "until": time_words(until) if seconds < DAY else moment_words(until),
        "today": seconds < DAY,
        "kind": refusal.kind,
        "by_network": refusal.by_network,
        "signed_in": request.user.is_authenticated,
    }
    response = render(request, "accounts/too_many_tries.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def all_or_nothing(view: View) -> View:
    """One transaction for a POST: the change, its audit entry and the letter that tells of it."""

    @wraps(view)
    def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            _catch_up()
        return response

    return whole


def _catch_up() -> None:
    """Do now what allauth put off until after the commit, signals and letters of second factors: a crash in between would
    leave a change that nobody was told of. What it does are rows of this database."""
    connection = transaction.get_connection()
    put_off = [
        entry for entry in connection.run_on_commit if getattr(entry[1], "__module__", "").startswith("allauth.")
    ]
    connection.run_on_commit = [entry for entry in connection.run_on_commit if entry not in put_off]
    for entry in put_off:
        entry[1]()
