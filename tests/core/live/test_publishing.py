"""A publication counts, and only once its transaction has committed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from core import live
from core.live import Topic, hub
from core.live.topics import _rules


@pytest.mark.django_db
def test_each_publication_raises_the_version() -> None:
    live.publish("test/1")
    live.publish("test/1", "test/2")

    assert dict(Topic.objects.values_list("name", "version")) == {"test/1": 2, "test/2": 1}


@pytest.mark.django_db
def test_news_leave_after_commit_and_not_after_a_rollback(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(hub, "hear", heard.extend)

    with django_capture_on_commit_callbacks(execute=True):
        live.publish("test/1")
        with pytest.raises(ZeroDivisionError):
            _publish_and_fail()
        assert heard == []

    assert heard == ["test/1"]
    assert [topic.name for topic in Topic.objects.all()] == ["test/1"]


@transaction.atomic
def _publish_and_fail() -> None:
    live.publish("test/2")
    raise ZeroDivisionError


@pytest.mark.django_db
def test_publishing_costs_one_query(django_assert_num_queries: Any) -> None:
    live.publish("test/1")

    with django_assert_num_queries(1):
        live.publish("test/1")


def test_a_topic_nobody_declared_is_heard_by_nobody() -> None:
    assert not live.may_listen(AnonymousUser(), "unknown/1")
    assert not live.may_listen(AnonymousUser(), "")


def test_anonymous_visitors_are_refused_before_the_rule_is_asked() -> None:
    def never(_user: Any, _identifier: str) -> bool:
        raise AssertionError("asked about an anonymous visitor")

    live.topic("test-members")(never)
    live.topic("test-public", public=True)(lambda _user, identifier: identifier == "1")
    try:
        assert not live.may_listen(AnonymousUser(), "test-members/1")
        assert live.may_listen(AnonymousUser(), "test-public/1")
        assert not live.may_listen(AnonymousUser(), "test-public/2")
    finally:
        del _rules["test-members"], _rules["test-public"]


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_two_first_publications_at_once_both_count() -> None:
    def publish(_number: int) -> None:
        live.publish("test/1")
        connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(publish, range(16)))

    assert Topic.objects.get().version == 16
