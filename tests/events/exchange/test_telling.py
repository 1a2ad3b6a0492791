"""Other systems are told what happens: of everything once at least, in order, signed, to nobody inside our network."""

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from core import clock, outbox
from core.outbox import Mail
from events.agenda import actions as agenda
from events.doors import actions as at_the_door
from events.exchange import actions, delivering, sending, signing, taken_back
from events.exchange.forms import SubscriptionForm
from events.exchange.models import Attempt, Delivery, Subscription
from events.registration import actions as registering
from events.registration.models import Seat
from people.accounts.models import Grant
from people.oversight.models import ReadEntry
from tests.factories.accounts import make_user
from tests.factories.exchange import organiser, receiving, subscribed, token_of
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db

Trouble = Attempt.Trouble


def tick() -> None:
    """What a worker does at one look at the clock."""
    clock.tick()


def later(**ahead: Any) -> None:
    """As if so much time had passed for what is on its way."""
    gone = timedelta(**ahead)
    for one in Delivery.objects.pending():
        one.not_before -= gone
        one.first_tried_at = one.first_tried_at and one.first_tried_at - gone
        one.save()
    for held in Subscription.objects.exclude(rests_until=None):
        held.rests_until -= gone  # type: ignore[operator]  # one that rests
        held.save()
    clock.Due.objects.filter(done_at=None).update(due_at=timezone.now() - timedelta(seconds=1), retry_at=None)


def test_what_happens_is_told_in_its_order_without_a_name() -> None:
    event = open_event(capacity=1)
    with receiving() as system:
        subscribed(url=system.url)
        held, waits = registered(event, "Amina Benali"), registered(event, "Ioana Dragomir")
        seat = Seat.objects.select_related("event", "registration").get(registration=held)
        by = organiser().person
        at_the_door.check_in(seat=seat, door="Entrée A", by=by)
        at_the_door.undo(
            seat=Seat.objects.select_related("event", "registration").get(pk=seat.pk), door="Entrée A", by=by
        )
        registering.cancel(registration=held, by=None)
        agenda.cancel(event=event, by=organiser(), reason_fr="Tempête.", reason_en="Storm.")
        tick()

    about = {(one["type"], one["data"].get("registration")) for one in system.told}
    mine = [one["type"] for one in system.told if one["data"].get("registration") == held.pk]
    assert mine == ["registration.made", "seat.checked_in", "seat.undone", "registration.cancelled"]
    assert {("registration.made", waits.pk), ("registration.promoted", waits.pk), ("event.cancelled", None)} <= about
    assert not Delivery.objects.pending().exists()
    assert "Amina" not in b"".join(body for _headers, body in system.came).decode()


def test_names_are_told_where_they_were_asked_for_and_that_is_noted_as_read() -> None:
    with receiving() as system:
        held = subscribed(url=system.url, with_people=True)
        made = registered(open_event(), "Amina Benali")
        assert "Amina" not in str(Delivery.objects.values_list("data", flat=True).get())
        tick()

    assert system.told[0]["data"]["people"]["seats"][0]["name"] == "Amina Benali"
    assert ReadEntry.objects.filter(subject=made.contact_id, reader=held.owner_id, kind="export").count() == 1
    assert Attempt.objects.get().head == ""


def test_only_what_the_owner_runs_and_asked_for_is_told() -> None:
    mine, other = open_event(), open_event()
    one_event, one_kind = subscribed(event=mine), subscribed(kinds=["registration.cancelled"])
    strangers = subscribed(make_user("organiser").person)
    everything = subscribed()

    registered(mine)
    registered(other)

    told = {held.pk: held.deliveries.count() for held in (one_event, one_kind, strangers, everything)}
    assert told == {one_event.pk: 1, one_kind.pk: 0, strangers.pk: 0, everything.pk: 2}


def test_whoever_no_longer_runs_the_event_is_told_nothing_more() -> None:
    with receiving() as system:
        subscribed(url=system.url)
        event = open_event()
        registered(event)
        Grant.objects.update(revoked_at=timezone.now())
        registered(event)
        tick()

    assert system.came == []
    assert [one.state for one in Delivery.objects.all()] == ["dropped"]


def test_where_nobody_is_subscribed_a_registration_costs_nothing_more(django_assert_max_num_queries: Any) -> None:
    event = open_event()
    registered(event)
    with django_assert_max_num_queries(99) as before:
        registered(event)
    held = subscribed()
    registered(event)
    with django_assert_max_num_queries(99) as told:
        registered(event)
    actions.end(subscription=held, by=held.owner)
    registered(event)
    with django_assert_max_num_queries(99) as after:
        registered(event)

    assert (len(told) - len(before), len(after) - len(before)) == (4, 0)


def test_a_later_message_waits_for_the_earlier_one_about_the_same_and_for_no_other() -> None:
    event = open_event()
    with receiving() as system:
        subscribed(url=system.url)
        stuck, free = registered(event), registered(event)
        registering.cancel(registration=stuck, by=None)
        system.answers = lambda told: 400 if told["data"]["registration"] == stuck.pk and len(system.came) < 4 else 200
        tick()
        first = [(one["type"], one["data"]["registration"]) for one in system.told]
        later(minutes=1)
        tick()
        later(minutes=5)
        tick()

    assert first == [("registration.made", stuck.pk), ("registration.made", free.pk)]
    mine = [one["type"] for one in system.told if one["data"]["registration"] == stuck.pk]
    assert mine[-2:] == ["registration.made", "registration.cancelled"]
    assert set(mine[:-1]) == {"registration.made"}
    numbers = {headers["webhook-id"] for headers, body in system.came if b"registration.made" in body}
    assert len(numbers) == 2


def test_an_address_that_fails_is_let_be_and_after_three_days_paused_with_a_letter_and_loses_nothing() -> None:
    with receiving() as system:
        held = subscribed(url=system.url)
        event = open_event()
        registered(event)
        registered(event)
        system.answers = lambda _told: 503
        tick()
        assert len(system.came) == 1
        later(days=3)
        tick()
        held.refresh_from_db()
        assert (held.state, held.why) == ("paused", "failing")
        registered(event)
        later(days=1)
        tick()
        assert len(system.came) == 2
        system.answers = lambda _told: 200
        Mail.objects.exclude(template="exchange/paused").delete()
        outbox.send_all()
        mail = Mail.objects.get(template="exchange/paused")
        actions.resume(subscription=held, by=held.owner)
        tick()

    assert mail.recipient == held.owner.user.email
    assert mail.state == Mail.State.SENT
    assert held.name in mail.body
    assert len({headers["webhook-id"] for headers, _body in system.came}) == 3
    assert not Delivery.objects.pending().exists()


def test_an_address_that_is_gone_is_paused_at_once_and_a_redirection_is_not_followed() -> None:
    with receiving() as system:
        held = subscribed(url=system.url)
        actions.ping(subscription=held, by=held.owner)
        system.answers = lambda _told: 302
        tick()
        assert (len(system.came), Attempt.objects.get().status) == (1, 302)
        system.answers = lambda _told: 410
        later(minutes=1)
        tick()

    held.refresh_from_db()
    assert held.why == "gone"


def test_a_worker_that_dies_between_sending_and_noting_sends_the_same_message_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving() as system:
        held = subscribed(url=system.url)
        actions.ping(subscription=held, by=held.owner)
        with monkeypatch.context() as dying:
            dying.setattr(delivering, "note", _killed)
            with pytest.raises(SystemExit):
                delivering.deliver(held.pk)
        assert delivering.deliver(held.pk) is not None
        assert len(system.came) == 1  # the lease holds
        Delivery.objects.update(lease_until=timezone.now())
        later(minutes=2)
        tick()

    assert len({headers["webhook-id"] for headers, _body in system.came}) == 1
    assert len(system.came) == 2
    assert Delivery.objects.get().state == "delivered"


def _killed(*_arguments: Any) -> None:
    raise SystemExit


def test_a_signature_holds_for_the_key_the_moment_and_the_bytes_alone() -> None:
    with receiving() as system:
        held = subscribed(url=system.url)
        old = signing.shown(held.salt)
        new = actions.change_key(subscription=held, by=held.owner)
        actions.ping(subscription=held, by=held.owner)
        tick()
        Subscription.objects.update(former_until=timezone.now())
        actions.ping(subscription=held, by=held.owner)
        tick()
    (both, body), (one, after) = system.came
    now = timezone.now()

    assert [signing.holds(key, both, body, now) for key in (old, new)] == [True, True]
    assert [signing.holds(key, one, after, now) for key in (old, new)] == [False, True]
    assert not signing.holds(new, one, after + b" ", now)
    assert not signing.holds(new, {**one, "webhook-id": both["webhook-id"]}, after, now)
    assert not signing.holds(new, one, after, now + timedelta(minutes=6))
    assert held.salt not in new


def test_a_signature_is_that_of_standard_webhooks() -> None:
    """The example of the standard's own libraries."""
    key, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    given = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    at = datetime.fromtimestamp(1614265330, tz=UTC)

    assert signing.holds(key, given, body, at)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.8",
        "64:ff9b::a00:8",
        "2002:a00:8::1",
        "ff02::1",
        "198.18.0.1",
    ],
)
def test_nothing_is_sent_into_a_private_network(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sending.is_public(ipaddress.ip_address(address))
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))
    found = [public, (family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_more: found)
    monkeypatch.setattr(socket, "create_connection", _never)

    outcome = sending.post("https://exemple.test/", b"{}", {}, keeps_head=True)

    assert (outcome.status, outcome.trouble) == (None, Trouble.ADDRESS)


def _never(*_arguments: Any, **_more: Any) -> None:
    raise AssertionError("A connection was begun.")


def test_an_address_is_encrypted_and_this_machine_is_told_by_its_own_tests_alone() -> None:
    def refused(url: str) -> bool:
        form = SubscriptionForm({"url": url}, user=organiser())
        return "url" in form.errors

    assert all(
        refused(url)
        for url in (
            "http://exemple.org/",
            "https://someone:secret@exemple.org/",
            "https://[::1]/",
            "https://127.1/",
            "https://2130706433/",
            "https://exemple.org\\@10.0.0.1/",
            "https://exemple.org/\r\nHost: ailleurs",
            "https://localhost/",
            "https://exemple.org:99999/",
            "ftp://exemple.org/",
            "javascript:alert(1)",
        )
    )
    with override_settings(WEBHOOKS_AT_HOME=False):
        assert refused("http://127.0.0.1:8000/")
        assert refused("https://127.0.0.1/")
        assert sending.post("http://127.0.0.1:9/", b"{}", {}, keeps_head=True).trouble == Trouble.ADDRESS


def test_an_address_may_be_written_with_accents_and_the_host_is_told_by_name() -> None:
    with receiving() as system:
        outcome = sending.post(f"{system.url}été?lieu=Montréal", b"{}", {}, keeps_head=True)

    assert outcome.is_good
    assert system.came[0][0]["host"] == system.url.removeprefix("http://").rstrip("/")


def test_a_message_is_sent_again_on_demand_and_forgotten_after_a_month() -> None:
    with receiving() as system:
        held = subscribed(url=system.url)
        delivery = actions.ping(subscription=held, by=held.owner)
        tick()
        actions.send_again(delivery=Delivery.objects.select_related("subscription").get(), by=held.owner)
        tick()

    assert {headers["webhook-id"] for headers, _body in system.came} == {str(delivery.message_id)}
    assert [one.status for one in Attempt.objects.all()] == [200, 200]
    assert actions.forget(timezone.now() - timedelta(days=30)) == 0
    Delivery.objects.update(happened_at=timezone.now() - timedelta(days=31))
    assert actions.forget(timezone.now() - timedelta(days=30)) == 1
    assert not Attempt.objects.exists()


def test_what_was_revoked_or_ended_stays_so_after_a_restore() -> None:
    token, held = token_of(organiser()).token, subscribed()
    lost = {"token": token.pk, "made_at": token.made_at.isoformat()}
    ended = {"subscription": held.pk, "made_at": held.made_at.isoformat()}

    assert [taken_back.revoke_again(lost), taken_back.revoke_again(lost)] == [True, False]
    assert [taken_back.end_again(ended), taken_back.end_again(ended)] == [True, False]
    assert not Subscription.objects.exists()
