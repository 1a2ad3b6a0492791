"""Two entries of one person, each with a row of every kind that the register knows, become one: nothing clashes, and what goes is named."""

from collections import Counter
from collections.abc import Iterable

import pytest
from wagtail.models import Page

from core import personal
from people.accounts.models import Person, User
from people.privacy import actions
from tests.factories.accounts import make_person, make_user
from tests.factories.canaries import Canaries, row_about
from tests.people.privacy.test_merge import rows_naming

pytestmark = pytest.mark.django_db

#: Rows that a merge does away with, kind by kind, and why. A new one is a decision, so it is named here.
GOES = {
    "accompaniment.digest": 1,  # one letter a morning
    "accompaniment.ownzone": 1,  # one zone a person
    "agenda.waitingfile": 1,  # one file, for an hour
    "follow_up.declined": 1,  # said twice, kept once
    "participants.card": 1,  # the one that says less
    "participants.casefile": 1,  # one person, one file
    "participants.frenchskilllevel": 1,  # one level a skill
    "participants.householdmember": 1,  # one household
    "privacy.datacopy": 1,  # it tells of one entry alone
    "timetable.feed": 1,  # one calendar a login
}
#: Rows that a room works out from others, and writes anew as they come together.
WORKED_OUT = {"pool.poolentry"}
#: Rows of a login that is closed stay its own; those that open it go.
OF_THE_LOGIN = {
    "account.emailaddress",
    "accounts.grant",
    "accounts.user",
    "mfa.authenticator",
    "pairing.reviewer",  # reviews by the roles of the login
    "usersessions.usersession",
    "wagtailusers.userprofile",
}


def kinds(*, with_login: bool) -> list[personal.Declaration]:
    """Declared models with a key to a person; pages of the site have tests of their own."""
    return [
        entry
        for entry in personal.declarations()
        if entry.owner
        and entry.code not in WORKED_OUT
        and not issubclass(entry.model, Page)
        and (with_login or not of_a_login(entry))
    ]


def of_a_login(entry: personal.Declaration) -> bool:
    return entry.model is User or (entry.owner or "").startswith("user__")


def filled(person: Person, *, with_login: bool) -> Person:
    for entry in kinds(with_login=with_login):
        row_about(entry, person, Canaries())
    person.refresh_from_db()
    return person


def held_by(people: Iterable[Person], *, with_login: bool) -> Counter[str]:
    """Rows of each kind about these people."""
    keys = [person.pk for person in people]
    return Counter(
        {entry.code: entry.of_people(keys).values("pk").distinct().count() for entry in kinds(with_login=with_login)}
    )


def test_of_two_people_with_everything_one_is_left_with_everything() -> None:
    keep, gone = (filled(make_person(), with_login=False) for _each in range(2))
    before = held_by([keep, gone], with_login=False)

    actions.merge(keep=keep, gone=gone, by=None)

    lost = before - held_by([keep], with_login=False)
    assert lost == Counter(GOES)
    assert rows_naming(gone) == []


def test_of_two_logins_with_everything_one_is_closed_and_the_rest_moves() -> None:
    keep, gone = (filled(make_user().person, with_login=True) for _each in range(2))
    before = held_by([keep, gone], with_login=True)

    actions.merge(keep=keep, gone=gone, by=None, close_login=True)

    lost = before - held_by([keep], with_login=True)
    assert lost.keys() - OF_THE_LOGIN == GOES.keys()
    assert rows_naming(gone) == []


def test_a_login_moves_with_everything_that_is_held_about_it() -> None:
    keep, gone = filled(make_person(), with_login=False), filled(make_user().person, with_login=True)
    before = held_by([keep, gone], with_login=True)

    actions.merge(keep=keep, gone=gone, by=None)

    lost = before - held_by([keep], with_login=True)
    assert lost.keys() == GOES.keys()
    assert rows_naming(gone) == []
