"""Who asks: the token in the header, what it may do, and how often. ``core.access.token`` asks here."""

import time
from collections.abc import Mapping
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.exchange import problems
from events.exchange.models import Access, Token, digest_of
from events.exchange.problems import Problem
from events.exchange.rules import login_of
from people.accounts.models import User

#: Requests of one token in a minute: reads, and all others. Counted where the cache is: in each process, or in Redis.
READS, WRITES = 240, 120
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: A URL configuration with nothing behind a language: see :func:`refusal`.
ADDRESSES = "events.exchange.addresses"


class TokenRequest(HttpRequest):
    """A request that ``access.token`` let through: it acts for the token's owner."""

    user: User
    token: Token


def refusal(request: HttpRequest, scopes: Mapping[str, str]) -> HttpResponse | None:
    """Let a request through in the name of the token's owner (None), or say why not.

    Cost: 2 queries, 1 more a minute to note that the token is in use.
    """
    # What is not here is answered here: under the house's own configuration a 404 would be sent on to a page of some language.
    request.urlconf = ADDRESSES
    try:
        token, user = _token_of(request)
        wanted = scopes.get(request.method or "", "")
        if wanted and wanted not in token.scopes:
            raise _too_little(wanted)
        _count(token, is_read=request.method in SAFE)
    except Problem as problem:
        return _never_kept(problems.answer(problem))
    _note_use(token)
    request.user = user
    request.token = token  # type: ignore[attr-defined]  # declared by TokenRequest
    return None


def _token_of(request: HttpRequest) -> tuple[Token, User]:
    kind, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "bearer" or not text.strip():
        raise _unknown(_("Send the token of your system in the header Authorization: Bearer …"))
    found = Token.objects.standing().select_related("owner__user").filter(digest=digest_of(text.strip())).first()
    user = login_of(found.owner) if found else None
    if found is None or user is None:
        # One answer for all: whether a token ever was, nobody learns by trying.
        raise _unknown(
            _("This token opens nothing: it was revoked, it is out of date, or whoever made it no longer runs events.")
        )
    return found, user


def _unknown(words: str) -> Problem:
    return Problem(401, "token-unknown", words, headers={"WWW-Authenticate": 'Bearer realm="Maillage"'})


def _too_little(wanted: str) -> Problem:
    words = _("This token may not do that: it lacks “%(scope)s” (%(words)s). Make another one.")
    header = f'Bearer realm="Maillage", error="insufficient_scope", scope="{wanted}"'
    said = words % {"scope": wanted, "words": Access(wanted).label}
    return Problem(403, "scope-missing", said, headers={"WWW-Authenticate": header}, scope=wanted)


def _count(token: Token, *, is_read: bool) -> None:
    """Raise the problem 429 after so many requests in this minute."""
    now = time.time()
    key = f"exchange:{token.pk}:{'r' if is_read else 'w'}:{int(now) // 60}"
    cache.add(key, 0, 120)
    if cache.incr(key) > (READS if is_read else WRITES):
        seconds = 60 - int(now) % 60
        words = _("Too many requests in a minute. Nothing of this one was kept: send it again in %(seconds)d seconds.")
        headers = {"Retry-After": str(seconds)}
        raise Problem(429, "too-many-requests", words % {"seconds": seconds}, headers=headers)


def _note_use(token: Token) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - timedelta(minutes=1):
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - timedelta(minutes=1))
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
