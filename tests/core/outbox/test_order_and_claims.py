"""Which mail leaves next, and who may send it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as post_office
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import outbox
from core.outbox import BULK, URGENT, Mail
from core.outbox.sender import claim
from tests.core.outbox.letters import family, says_payload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _notes() -> Iterator[None]:
    with family("test/note", says_payload):
        yield


def post(key: str, **facts: Any) -> Mail:
    outbox.post("test/note", to=f"{key}@exemple.test", language="fr", key=key, payload={"subject": key}, **facts)
    return Mail.objects.get(key=f"test/note:{key}")


def left() -> list[str]:
    return [message.subject for message in post_office.outbox]


def test_the_same_fact_is_told_once() -> None:
    post("a")
    post("a")

    assert outbox.send_all() == 1
    assert outbox.send_all() == 0
    assert left() == ["a"]


def test_an_urgent_mail_overtakes_and_an_announcement_waits() -> None:
    post("announcement", priority=BULK)
    post("confirmation")
    post("code", priority=URGENT)

    outbox.send_all()

    assert left() == ["code", "confirmation", "announcement"]


def test_within_a_stream_the_order_of_posting_beats_priority() -> None:
    post("request", stream="seat 1", priority=BULK)
    post("cancel", stream="seat 1", priority=URGENT)
    post("other")

    outbox.send_all()

    assert left() == ["other", "request", "cancel"]


def test_a_mail_in_hand_holds_back_its_stream_and_no_other() -> None:
    first = post("first", stream="seat 1")
    post("second", stream="seat 1")
    post("elsewhere", stream="seat 2")
    assert claim(first.pk)

    outbox.send_all()

    assert left() == ["elsewhere"]


def test_a_mail_waiting_for_its_next_try_holds_back_its_stream() -> None:
    first = post("first", stream="seat 1")
    post("second", stream="seat 1")
    Mail.objects.filter(pk=first.pk).update(not_before=timezone.now() + timedelta(minutes=5))

    outbox.send_all()

    assert left() == []


def test_a_mail_given_up_frees_its_stream() -> None:
    first = post("first", stream="seat 1")
    post("second", stream="seat 1")
    Mail.objects.filter(pk=first.pk).update(state=Mail.State.FAILED)

    outbox.send_all()

    assert left() == ["second"]


def test_a_mail_is_claimed_once_until_its_lease_expires() -> None:
    mail = post("a")

    first = claim(mail.pk)
    assert first is not None
    assert claim(mail.pk) is None

    Mail.objects.filter(pk=mail.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    again = claim(mail.pk)
    assert again is not None
    assert again.lease != first.lease
    assert again.message_id == first.message_id
    assert again.attempts == 2


def test_who_lost_the_lease_does_not_overwrite_what_the_next_one_wrote() -> None:
    from core.outbox.sender import finish

    mail = post("a")
    slow = claim(mail.pk)
    Mail.objects.filter(pk=mail.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    outbox.send_all()
    assert slow is not None

    finish(slow, Mail.State.DROPPED)

    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


@pytest.mark.parametrize("waiting", [1, 3])
def test_sending_costs_the_same_queries_however_many_wait(waiting: int) -> None:
    for number in range(waiting):
        post(f"m{number}")
    sender = outbox.Sender()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert sender.send_next()

    # Which may leave, take it, read it, write down how it ended.
    assert len(queries) == 4


def test_an_idle_look_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert outbox.send_all() == 0


def test_finding_what_may_leave_uses_the_partial_indexes() -> None:
    ready = Mail.objects.ready(timezone.now()).order_by("priority", "pk")[:10]
    if connection.vendor == "sqlite":
        plan = ready.explain()
        assert "mail_queued_by_priority" in plan
        assert "mail_queued_by_stream" in plan
