"""The one way from a view to a row."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest

from core import guard
from core.audit import Entry
from people.accounts.models import Person, User
from tests.factories.accounts import make_person, make_user

pytestmark = pytest.mark.django_db


def request_of(user: Any) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


def refused(user: User | AnonymousUser, pk: int) -> None:
    with pytest.raises(Http404):
        guard.reach(request_of(user), Person.objects.none(), pk=pk)


def test_a_row_within_reach_is_found_in_one_query(django_assert_num_queries: Any) -> None:
    user, person = make_user(), make_person("Zoé Roy")

    with django_assert_num_queries(1):
        assert guard.reach(request_of(user), Person.objects.filter(name="Zoé Roy"), pk=person.pk) == person
    assert not Entry.objects.exists()


def test_a_row_out_of_reach_is_404_logged_and_audited_by_opaque_ids(caplog: pytest.LogCaptureFixture) -> None:
    user, person = make_user(name="Amina Benali"), make_person("Zoé Roy", email="zoe@exemple.test")

    with caplog.at_level(logging.WARNING, "maillage.access"):
        refused(user, person.pk)

    assert [record.getMessage() for record in caplog.records] == [
        f"user {user.pk} refused at accounts.person {person.pk}"
    ]
    entry = Entry.objects.get()
    assert (entry.action, entry.actor, entry.object_type, entry.object_id, entry.values) == (
        "access.refused", user.person_id, "accounts.person", str(person.pk), {},
    )  # fmt: skip


def test_a_row_that_does_not_exist_is_404_and_nothing_to_tell(caplog: pytest.LogCaptureFixture) -> None:
    refused(make_user(), 0)

    assert not caplog.records
    assert not Entry.objects.exists()


def test_one_person_at_one_object_is_audited_once_an_hour_and_logged_each_time(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, person, other = make_user(), make_person(), make_person()

    for _time in range(3):
        refused(user, person.pk)
    assert Entry.objects.count() == 1
    refused(user, other.pk)
    refused(make_user(), person.pk)
    assert Entry.objects.count() == 3
    assert len(caplog.records) == 5

    monkeypatch.setattr(guard, "NOTED_EVERY", -guard.NOTED_EVERY)
    refused(user, person.pk)
    assert Entry.objects.count() == 4


def test_the_anonymous_are_audited_as_nobody() -> None:
    refused(AnonymousUser(), make_person().pk)

    assert Entry.objects.get().actor is None
