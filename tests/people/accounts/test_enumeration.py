"""Whether an address has an account is told to nobody: not by words, not by the status, not by the work it makes."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.accounts.models import Role, User
from people.organisations.models import Organisation
from tests.factories.accounts import make_user, sign_in
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "connue1@exemple.test", "personne@exemple.test"
Step = Callable[[Client, str], Any]
#: A length follows the address, and a time is the time.
OF_THE_MOMENT = {"Content-Length", "Expires", "Retry-After"}
VARIES = re.compile(rb'value="[A-Za-z0-9]{64}"|name="csrf-token" content="[^"]+"|\d{1,2}\xc2\xa0h(?:\xc2\xa0\d\d)?')


@pytest.fixture
def owner() -> User:
    user = make_user("participant", email=KNOWN)
    user.set_password("un fleuve et deux rives")
    user.save()
    return user


def seen(client: Client, email: str, *steps: Step) -> tuple[list[Any], list[Counter[str]]]:
    """What a visitor gets who takes these steps with this address, byte by byte, and the work each of them made."""
    answers, work = [], []
    for step in steps:
        with CaptureQueriesContext(connection) as queries:
            answer = step(client, email)
        body = VARIES.sub(b"", answer.content).replace(email.encode(), b"@")
        headers = {name: value for name, value in answer.items() if name not in OF_THE_MOMENT}
        answers.append((answer.status_code, headers, body))
        # "SELECT" so many times, "INSERT" so many; what is not kept hangs on savepoints, which cost next to nothing.
        verbs = Counter(query["sql"].split()[0] for query in queries)
        work.append(verbs - Counter({verb: verbs[verb] for verb in ("SAVEPOINT", "RELEASE", "ROLLBACK")}))
    return answers, work


def post(page: str, **fields: str) -> Step:
    def step(client: Client, email: str) -> Any:
        data = {field: email if value == "@" else value for field, value in fields.items()}
        return client.post(reverse(page), data)

    return step


def get(name: str) -> Step:
    return lambda client, _email: client.get(reverse(name))


WAYS = {
    "password": [post("account_login", login="@", password="autre chose")],
    "password, until it is locked": [post("account_login", login="@", password="autre chose")] * 7,
    "code": [
        post("account_request_login_code", email="@"),
        get("account_confirm_login_code"),
        post("account_confirm_login_code", code="WRO-NG1"),
        post("account_confirm_login_code", action="resend"),
        post("account_confirm_login_code", code="WRO-NG1"),
        post("account_confirm_login_code", code="WRO-NG1"),
        get("account_login"),
    ],
    "reset": [
        post("account_reset_password", email="@"),
        get("account_confirm_password_reset_code"),
        post("account_confirm_password_reset_code", code="WRO-NG1"),
        post("account_confirm_password_reset_code", code="WRO-NG1"),
        post("account_confirm_password_reset_code", code="WRO-NG1"),
        get("account_login"),
    ],
    "sign-up": [
        post("account_signup", name="Zoé Roy", email="@", language="fr"),
        get("account_email_verification_sent"),
        post("account_email_verification_sent", code="WRO-NG1"),
        post("account_email_verification_sent", action="resend"),
        post("account_email_verification_sent", code="WRO-NG1"),
        post("account_email_verification_sent", code="WRO-NG1"),
        get("account_login"),
    ],
}


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("way", WAYS)
def test_a_known_and_an_unknown_address_get_the_same_answers_for_the_same_work(way: str) -> None:
    # The very first visitor finds what is then kept per process not kept yet.
    seen(Client(), "premiere@exemple.test", *WAYS[way])

    known, work_for_known = seen(Client(), KNOWN, *WAYS[way])
    unknown, work_for_unknown = seen(Client(), UNKNOWN, *WAYS[way])

    assert known == unknown
    assert work_for_known == work_for_unknown


@pytest.mark.usefixtures("owner")
def test_a_password_is_digested_once_whether_or_not_somebody_has_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    digested: list[str] = []
    hasher = hashers.get_hasher()

    def noted(self: Any, password: str, *args: Any, **kwargs: Any) -> Any:
        digested.append(password)
        return digest(self, password, *args, **kwargs)

    digest = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", noted)
    make_user("participant", email="sans-mot-de-passe@exemple.test")

    for email in [KNOWN, UNKNOWN, "sans-mot-de-passe@exemple.test"]:
        digested.clear()
        Client().post(reverse("account_login"), {"login": email, "password": "autre chose"})
        assert len(digested) == 1, email


@pytest.mark.usefixtures("owner")
def test_an_invitation_does_not_tell_whether_the_address_has_an_account() -> None:
    """Neither to who invites, nor to who holds the link."""
    organisation = make_organisation()
    keeper = make_user("employer_contact", scope=organisation.scope)

    def invite(client: Client, email: str) -> Any:
        data = {"email": email, "role": Role.EMPLOYER_CONTACT, "title": "", "language": "fr"}
        return client.post(reverse("organisations:invite", args=[organisation.pk]), data)

    def open_link(client: Client, email: str) -> Any:
        held = Organisation.objects.get(pk=organisation.pk).invitations.get(email=email)
        return Client().get(reverse("organisations:invitation", args=[held.token]))

    invite(sign_in(Client(), keeper), "premiere@exemple.test")
    known, work_for_known = seen(sign_in(Client(), keeper), KNOWN, invite, open_link)
    unknown, work_for_unknown = seen(sign_in(Client(), keeper), UNKNOWN, invite, open_link)

    assert [status for status, _headers, _body in known] == [302, 200]
    assert without_tokens(known) == without_tokens(unknown)
    assert work_for_known == work_for_unknown


def without_tokens(answers: list[Any]) -> str:
    """Tokens of invitations are as different as they should be."""
    return re.sub(r"[A-Za-z0-9_-]{40,}", "", repr(answers))
