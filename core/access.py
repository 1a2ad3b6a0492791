"""Who may open what: every view carries its rule, and the table of all of them is read off the URLs.

A view without one of these decorators fails ``tests/test_access.py``. Third-party URLs are declared by prefix.
The decorators keep the door; *which* rows a person sees behind it is their querysets' ``visible_to``, and
a foreign object answers 404 (``core.guard``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Rule:
    """``kind``: ``anyone``, ``bearer`` (of a mailed link or ticket), ``signed_in``, ``roles``, ``device``, ``token``, ``demo`` or ``closed``.

    ``scopes``: of a ``token``, those that one of its methods or another asks for.
    ``fresh_minutes``: how long ago they may have signed in, or shown again that it is them; None: whenever.
    """

    kind: str
    roles: frozenset[str] = frozenset()
    note: str | Promise = ""
    fresh_minutes: int | None = None
    #: Whether that is asked of whoever sends a file alone.
    fresh_for_files: bool = False
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prefix:
    """Third-party URLs under one path prefix (without language), and who may open them.

    ``packages`` limits it to views of these packages, so that an undecorated view of ours never slips under it.
    """

    path: str | Promise
    rule: Rule
    note: str | Promise
    packages: tuple[str, ...] = ()

    def covers(self, path: str, package: str) -> bool:
        return path.startswith(str(self.path)) and (not self.packages or package in self.packages)


_prefixes: list[Prefix] = []


def declare_prefix(path: str | Promise, rule: Rule, note: str | Promise, *, packages: tuple[str, ...] = ()) -> None:
    """Declare URLs whose views are not ours; ``path`` may be translated."""
    _prefixes.append(Prefix(path, rule, note, packages))


def prefixes() -> list[Prefix]:
    return list(_prefixes)


def rule_of(view: Any) -> Rule | None:
    """The rule a view function or class carries."""
    return getattr(view, "access_rule", None) or getattr(getattr(view, "view_class", None), "access_rule", None)


def _marked(view: View, rule: Rule) -> View:
    minutes = getattr(view, "fresh_minutes", None)
    if minutes is not None and rule.kind not in {"signed_in", "roles"}:
        raise TypeError(f"{view.__name__}: nobody is signed in where {rule.kind} may come: fresh does not belong here")
    for_files = getattr(view, "fresh_for_files", False)
    view.access_rule = replace(rule, fresh_minutes=minutes, fresh_for_files=for_files)  # type: ignore[attr-defined]  # read by rule_of
    return view


def anyone(view: View) -> View:
    """The public."""
    return _marked(view, Rule("anyone"))


def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view of a third-party URL that this house does not open: 404 for everybody."""
    raise Http404


closed.access_rule = Rule("closed")  # type: ignore[attr-defined]  # read by rule_of


def bearer(note: str | Promise) -> Callable[[View], View]:
    """Whoever holds a link we mailed or a ticket we issued; the view checks the signature and answers 404 without."""
    return lambda view: _marked(view, Rule("bearer", note=note))


def device(read: Callable[[HttpRequest], Any], note: str | Promise) -> Callable[[View], View]:
    """A device of ours that carries ``Authorization: Bearer …``; sessions and cookies open nothing here, so no form of another site can.

    ``read`` answers whom the token stands for, kept as ``request.bearer``, or None: 401, in JSON.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            bearer = read(request)
            if bearer is None:
                refused = JsonResponse({"error": "token"}, status=401)
                refused["WWW-Authenticate"] = "Bearer"
                refused["Cache-Control"] = "no-store"
                return refused
            request.bearer = bearer  # type: ignore[attr-defined]  # read by the view
            return view(request, *args, **kwargs)

        return _marked(cast(View, guarded), Rule("device", note=note))

    return decorate


def carried_token(request: HttpRequest) -> str:
    """What stands after ``Authorization: Bearer``; empty where nothing does."""
    scheme, _space, carried = request.headers.get("Authorization", "").partition(" ")
    return carried.strip() if scheme.lower() == "bearer" else ""


def demo(view: View) -> View:
    """Exists on the demonstration only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return _marked(cast(View, guarded), Rule("demo"))


def way_back(request: HttpRequest) -> str:
    """Where to come back after signing in: the path alone, for a query may hold words that no address should."""
    return request.path


def signed_in(view: View) -> View:
    """Everybody with a login; others are sent to sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request))
        return view(request, *args, **kwargs)

    return _marked(cast(View, guarded), Rule("signed_in"))


def roles(*names: str) -> Callable[[View], View]:
    """Holders of one of the roles, with their second factor; others get 404, the anonymous sign in first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            if not request.user.holds_any(*names):
                raise Http404
            if detour := second_factor_detour(request):
                return redirect(detour)
            return view(request, *args, **kwargs)

        return _marked(cast(View, guarded), Rule("roles", frozenset(names)))

    return decorate


def token(scopes: Mapping[str, str]) -> Callable[[View], View]:
    """Another system, by a token its owner made (``ACCESS_TOKEN`` looks at it): method -> the scope that the method wants.

    A session opens nothing here, so that no form of another site can send what a browser would answer for.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check: Callable[..., HttpResponseBase | None] = import_string(settings.ACCESS_TOKEN)
            if refused := check(request, scopes):
                return refused
            return view(request, *args, **kwargs)

        guarded.csrf_exempt = True  # type: ignore[attr-defined]  # read by Django: no cookie counts here
        return _marked(cast(View, guarded), Rule("token", scopes=frozenset(scopes.values())))

    return decorate


def second_factor_detour(request: HttpRequest) -> str | None:
    """URL to send a signed-in person to whose role wants a second factor that their sign-in lacks; None: go on."""
    check: Callable[[HttpRequest], str | None] = import_string(settings.ACCESS_SECOND_FACTOR)
    return check(request)


def fresh(minutes: int = 10, *, gives_file: bool = False, for_files: bool = False) -> Callable[[View], View]:
    """Below ``signed_in`` or ``roles``: asks whoever signed in longer ago to show again that it is them, and lets them come back.

    For what a browser left open must not do: uploads, exports, roles, erasure. A form is checked as it is opened, and
    may then take its time (``people.accounts.fresh``). ``gives_file``: what is behind is a file, which leaves the page
    as it is; they come back to a page that offers it. ``for_files``: for a long form that a file may come with; only who
    sends one is asked, and loses nothing of what they typed: the file is put aside (:func:`put_aside`) and the view
    shows the form again.

    Raises TypeError where it stands above the rule: whom the rule keeps out would be asked all the same.
    """

    def decorate(view: View) -> View:
        if rule_of(view) is not None:
            raise TypeError(f"{view.__name__}: access.fresh stands below the rule, not above it")

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check: Callable[..., str | None] = import_string(settings.ACCESS_FRESH)
            if for_files:
                if request.FILES and (detour := check(request, minutes=minutes, for_files=True)):
                    request.FILES.clear()
                    request.put_aside = detour  # type: ignore[attr-defined]  # read by put_aside
                return view(request, *args, **kwargs)
            if detour := check(request, minutes=minutes, gives_file=gives_file):
                return redirect(detour)
            return view(request, *args, **kwargs)

        guarded.fresh_minutes = minutes  # type: ignore[attr-defined]  # read by _marked
        guarded.fresh_for_files = for_files  # type: ignore[attr-defined]  # read by _marked
        return cast(View, guarded)

    return decorate


def put_aside(request: HttpRequest) -> str:
    """Where to show that it is them, whose files :func:`fresh` put aside; empty where none was."""
    return str(getattr(request, "put_aside", ""))
