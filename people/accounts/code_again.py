"""« Is it you? » for whoever has neither a password nor a second step: a code mailed to the main address.

It lives in the session as a digest, for a quarter of an hour, for three tries; ``tries`` counts them across sessions.
"""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from people.accounts import emails, tries
from people.accounts.models import User

#: Session key: digest of the code, when it was sent, how often something else was typed.
SENT = "code_again"
MOST_WRONG = 3


def send(request: HttpRequest, user: User) -> bool:
    """Mail a new code, which is the only good one from now on; False: three were asked for within the minute."""
    if not ratelimit.consume(request, action="request_login_code", key=user.email):
        return False
    code = get_adapter().generate_login_code()
    request.session[SENT] = {"digest": _digest(user, code), "at": time.time(), "wrong": 0}
    emails.post("accounts/code_again", to=user.email, language=user.person.language, code=code)
    return True


def is_sent(request: HttpRequest) -> bool:
    return _open(request) is not None


def check(request: HttpRequest, user: User, code: str) -> bool:
    """Whether this is the code; the third wrong one ends it. Raises TooManyTries."""
    tried = tries.take(tries.Kind.CODE, tries.account_of(user.pk), tries.place_of(request))
    sent = _open(request)
    if sent and constant_time_compare(sent["digest"], _digest(user, code)):
        tried.good()
        del request.session[SENT]
        return True
    tried.wrong()
    if sent and sent["wrong"] + 1 < MOST_WRONG:
        request.session[SENT] = {**sent, "wrong": sent["wrong"] + 1}
    else:
        request.session.pop(SENT, None)
    return False


def _open(request: HttpRequest) -> dict[str, Any] | None:
    """The code that was mailed to this browser, if it is still good."""
    sent: dict[str, Any] | None = request.session.get(SENT)
    return sent if sent and time.time() - sent["at"] < emails.CODE_GOOD_FOR.total_seconds() else None


def note(request: HttpRequest, user: User) -> None:
    """The session is fresh from now on."""
    record_authentication(request, user, "code", email=user.email, reauthenticated=True)


def _digest(user: User, code: str) -> str:
    return salted_hmac(
        f"people.accounts.code_again.{user.pk}", normalize_user_code(code), algorithm="sha256"
    ).hexdigest()
