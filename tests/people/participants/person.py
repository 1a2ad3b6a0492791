"""What the tests of the person's pages share."""

from typing import Any

from django.test import Client

from people.accounts.models import Person, User
from people.participants.models import CaseFile
from people.programmes import five_questions
from people.programmes.eligibility import Facts
from tests.factories.accounts import make_user, sign_in
from tests.factories.participants import make_file


def signed_in(client: Client, **fields: Any) -> User:
    """Somebody who signed up: no role at all, as sign-up leaves them."""
    user = make_user(**fields)
    sign_in(client, user, second_factor=False)
    return user


def with_file(client: Client, **facts: Any) -> CaseFile:
    return make_file(signed_in(client).person, **facts)


def answered(client: Client, **said: Any) -> None:
    """Five questions answered a moment ago, in this browser."""
    session = client.session
    five_questions.keep(session, Facts(**said))
    session.save()


def somebody_else() -> Person:
    return make_user().person
