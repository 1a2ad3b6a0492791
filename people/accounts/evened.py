"""The same work for an address that has an account and for one that has none, so that no clock tells them apart.

allauth gives both the same words; where it then does something for one of them alone (reads the login, mails the code
again, makes the account), the other one's is done here: a read of nothing, or a write that is not kept.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from people.accounts.models import User

View = Callable[..., HttpResponse]

#: allauth's page of a code -> the letter that "send a new code" mails from it.
LETTERS = {
    "account_confirm_login_code": "account/email/login_code",
    "account_email_verification_sent": "account/email/email_confirmation_signup",
}
#: Where allauth looks up whom a session waits for.
PAGES = frozenset(LETTERS) | {
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_confirm_password_reset_code",
}


def read(times: int = 1) -> None:
    """Look up a login that is not there. Cost: as many queries."""
    for _time in range(times):
        User.objects.filter(pk=0).first()


def search() -> None:
    """Look for nobody among the logins, as allauth does for an address that none has proven. Cost: 1 query."""
    list(User.objects.filter(email="").iterator(2000))


@contextmanager
def rehearsal() -> Iterator[None]:
    """What is written inside is not kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def evened(view: View, name: str) -> View:
    """A page of allauth's, with what it would do more for an address that has an account."""

    @wraps(view)
    def even(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        session = request.session
        login, verifying, resetting = (
            session.get(LOGIN_SESSION_KEY),
            session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY),
            session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY),
        )
        email = (verifying or login or {}).get("email", "")
        nobody = _is_nobody(login, "user_pk") or _is_nobody(verifying, "user_id")
        read(_is_nobody(login, "user_pk"))
        if name == "account_email_verification_sent":
            read(_is_nobody(verifying, "user_id"))
        if name == "account_confirm_password_reset_code" and request.method == "POST":
            read(_is_nobody(resetting, "user_id"))
        sends_again = name in LETTERS and nobody and request.POST.get("action") == "resend"
        if sends_again and verifying:
            read()
        response = view(request, *args, **kwargs)
        if sends_again:
            with rehearsal():
                get_adapter().send_mail(LETTERS[name], email, {"code": get_adapter().generate_login_code()})
        return response

    return even


def _is_nobody(state: Mapping[str, Any] | None, key: str) -> bool:
    """Whether a session waits for somebody who has no account."""
    return state is not None and not state.get(key)
