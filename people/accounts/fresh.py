"""Whether a session is fresh: signed in, or shown again to be its owner's, a moment ago. ``core.access.fresh`` asks.

Whoever is not is sent to « Is it you? » and comes back by ``accounts:go_on``: to the page they asked for, to one that
offers the file they asked for, or, after a form, to the page the form stands on. Who sent a file with a long form does
it beside that form, in another tab, and comes to a page that says so.
"""

import time
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core import access
from people.accounts.models import User

#: Session key: where somebody was going when they were asked; kept here, since a query may hold words.
GOING = "asked_again_for"
#: Minutes more for what is sent from a page: it was fresh when the page was opened, and filling it in takes its time.
TO_FILL_IN = 30


def detour(request: HttpRequest, *, minutes: int, gives_file: bool = False, for_files: bool = False) -> str | None:
    """Where to send a session that is not fresh; None: it is. Cost: none, or 3 queries on the way to a detour."""
    user = request.user
    if not isinstance(user, User):
        return None
    sends = request.method not in {"GET", "HEAD"}
    # Either way: a clock that was set back keeps no session fresh.
    if abs(time.time() - shown_at(request, user)) < 60 * (minutes + (TO_FILL_IN if sends else 0)):
        return None
    if for_files:
        goal = ""
    elif sends:
        # A form that is sent to its own page stands there; a view that only takes what is sent leads on to one.
        goal = page_before(request, or_itself=True)
        messages.warning(
            request,
            _(
                "Some time has passed since you opened that page: nothing is changed yet. Show that it is you, then send it again."
            ),
        )
    else:
        goal = request.get_full_path()
    request.session[GOING] = {"goal": goal, "file": gives_file, "form": for_files, "back": page_before(request)}
    ways = get_adapter().get_reauthentication_methods(user)
    way = ways[0]["url"] if ways else reverse("accounts:code_again")
    return f"{way}?{urlencode({'next': reverse('accounts:go_on')})}"


def say_put_aside(request: HttpRequest, form: forms.BaseForm, field: str) -> None:
    """Where a file was put aside, the form says so at its field and is not valid; all that was typed stays in it."""
    if form.is_bound and access.put_aside(request):
        form.full_clean()
        form.add_error(field, _("The file was not kept. Show that it is you, then choose it again."))


def shown_at(request: HttpRequest, user: User) -> float:
    """When this browser last showed a password, a code or a passkey of the login, in seconds of the epoch; 0: never."""
    return max((float(record.get("at", 0)) for record in get_authentication_records(request, user)), default=0.0)


def page_before(request: HttpRequest, *, or_itself: bool = False) -> str:
    """The page of ours that led here, else their own account. ``or_itself``: it may be this very address."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    path = f"{came_from.path}?{came_from.query}".rstrip("?")
    ours = came_from.netloc == request.get_host() and url_has_allowed_host_and_scheme(path, None)
    return path if ours and (or_itself or came_from.path != request.path) else reverse("accounts:mine")
