"""What becomes of a mail when the other side says yes, no, later or nothing."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core import outbox
from core.outbox import Letter, Mail, upkeep
from core.outbox.sender import LONGEST_WAIT, MAX_ATTEMPTS, wait_after
from tests.core.outbox.letters import Failing, family, says_payload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _notes(settings: Any) -> Iterator[None]:
    settings.OUTBOX_TRANSPORT = "tests.core.outbox.letters.Failing"
    Failing.reset()
    with family("test/note", says_payload):
        yield


def post(key: str = "a", **facts: Any) -> Mail:
    facts = {"language": "fr", "payload": {"subject": key, "text": "Bonjour"}, **facts}
    outbox.post("test/note", to="ana@exemple.test", key=key, **facts)
    return Mail.objects.get(key=f"test/note:{key}")


def sent_once(mail: Mail) -> Mail:
    outbox.send_all(limit=1)
    mail.refresh_from_db()
    return mail


def test_a_sent_mail_keeps_what_it_said_and_when() -> None:
    mail = sent_once(post())

    assert mail.state == Mail.State.SENT
    assert (mail.subject, mail.body) == ("a", "Bonjour")
    assert mail.sent_at is not None
    assert mail.lease is None


def test_the_letter_is_written_in_the_mails_language() -> None:
    def tells_language(_mail: Mail) -> Letter:
        return Letter(subject=translation.get_language() or "", text="")

    with family("test/language", tells_language), translation.override("fr"):
        outbox.post("test/language", to="ana@exemple.test", language="en", key="a")
        outbox.send_all()

    assert [message.subject for message in Failing.delivered] == ["en"]


def test_a_fact_that_no_longer_holds_is_dropped() -> None:
    with family("test/cancelled", lambda _mail: None):
        outbox.post("test/cancelled", to="ana@exemple.test", language="fr", key="a")
        outbox.send_all()

    assert Mail.objects.get().state == Mail.State.DROPPED
    assert Failing.delivered == []


def test_a_code_that_has_run_out_is_dropped() -> None:
    mail = sent_once(post(best_before=timezone.now() - timedelta(seconds=1)))

    assert mail.state == Mail.State.DROPPED


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"ana@exemple.test": (550, b"ana@exemple.test unknown")}),
        smtplib.SMTPDataError(554, b"no thanks"),
    ],
)
def test_a_permanent_no_is_final_and_quotes_no_address(error: Exception) -> None:
    Failing.reset(error)

    mail = sent_once(post())

    assert mail.state == Mail.State.FAILED
    assert "exemple.test" not in mail.trouble
    assert str(mail.standing) == str(Mail.State.FAILED.label)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"ana@exemple.test": (450, b"busy")}),
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPSenderRefused(550, b"who are you", "nous@exemple.test"),
        smtplib.SMTPServerDisconnected("gone"),
        TimeoutError(),
    ],
)
def test_anything_else_is_tried_again_later_under_the_same_message_id(error: Exception) -> None:
    Failing.reset(error)
    mail = sent_once(post())
    assert mail.state == Mail.State.QUEUED
    assert mail.not_before > timezone.now()
    assert outbox.send_all() == 0

    Mail.objects.update(not_before=timezone.now())
    mail = sent_once(mail)

    assert mail.state == Mail.State.SENT
    assert [message.message()["Message-ID"] for message in Failing.delivered] == [mail.message_id]


def test_a_mail_is_given_up_after_its_last_try() -> None:
    mail = post()
    Mail.objects.update(attempts=MAX_ATTEMPTS - 1)
    Failing.reset(TimeoutError())

    assert sent_once(mail).state == Mail.State.FAILED


def test_a_mail_that_stops_every_worker_is_given_up_without_another_try() -> None:
    mail = post()
    Mail.objects.update(attempts=MAX_ATTEMPTS)

    assert sent_once(mail).state == Mail.State.FAILED
    assert Failing.delivered == []


def test_waits_double_up_to_a_ceiling_and_never_fall_together() -> None:
    waits = [[wait_after(attempt) for _try in range(50)] for attempt in (1, 4, 14)]

    assert [
        min(tries) >= floor
        for tries, floor in zip(waits, (timedelta(seconds=15), timedelta(minutes=2), LONGEST_WAIT / 2), strict=True)
    ] == [True] * 3
    assert max(waits[2]) <= LONGEST_WAIT * 1.5
    assert all(len(set(tries)) > 10 for tries in waits)


def test_a_mail_server_that_is_away_costs_no_mail_a_try() -> None:
    Failing.reset(away=ConnectionRefusedError())
    mail = post()
    sender = outbox.Sender()

    assert sender.send_next() is False

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (Mail.State.QUEUED, 0)
    assert "ConnectionRefusedError" in sender.trouble


def test_a_writers_mistake_delays_its_own_mail_only() -> None:
    def stumbles(_mail: Mail) -> Letter:
        raise ValueError("ana@exemple.test")

    with family("test/stumbles", stumbles):
        outbox.post("test/stumbles", to="ana@exemple.test", language="fr", key="a")
        mail = post()
        outbox.send_all()

    stumbled = Mail.objects.get(template="test/stumbles")
    assert (stumbled.state, stumbled.attempts) == (Mail.State.QUEUED, 1)
    assert stumbled.trouble.startswith("ValueError in core/outbox/test_sending.py:")
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


def test_a_letter_nobody_writes_waits_for_the_version_that_does() -> None:
    outbox.post("test/unknown", to="ana@exemple.test", language="fr", key="a")

    outbox.send_all()

    assert Mail.objects.get(template="test/unknown").state == Mail.State.QUEUED


def test_a_code_is_forgotten_as_soon_as_it_has_left() -> None:
    outbox.post_message(to="ana@exemple.test", language="fr", subject="Votre code", text="123456", html="<p>123456</p>")

    outbox.send_all()

    mail = Mail.objects.get(template="core/message")
    assert [message.body for message in Failing.delivered] == ["123456"]
    assert (mail.state, mail.payload, mail.subject, mail.body) == (Mail.State.SENT, {}, "", "")

    Mail.objects.update(queued_at=timezone.now() - timedelta(days=31))
    upkeep.purge()
    mail.refresh_from_db()
    assert (mail.recipient, mail.stream) == ("", "")


def test_the_keys_of_links_leave_with_the_letter_and_are_not_kept() -> None:
    link = "https://maillage.example/fr/inscription/XK7Q2M/"
    mail = sent_once(
        post(payload={"subject": "Bonjour", "text": f"Voir : {link}modifier/ ou https://a.test/agenda/?q=1"})
    )

    assert link in Failing.delivered[0].body
    assert mail.body == (
        "Voir : https://maillage.example/fr/inscription/<str:link_key>/modifier/ ou https://a.test/agenda/?q=1"
    )


def test_words_and_address_are_forgotten_after_thirty_days_and_what_still_waits_is_kept() -> None:
    old, recent, waiting, bound = (
        post("old"),
        post("recent"),
        post("waiting"),
        post("bound", stream="ana@exemple.test|1"),
    )
    Mail.objects.filter(pk=waiting.pk).update(not_before=timezone.now() + timedelta(days=1))
    outbox.send_all()
    Mail.objects.exclude(pk=recent.pk).update(queued_at=timezone.now() - timedelta(days=31))

    assert upkeep.purge() == 2

    old.refresh_from_db()
    recent.refresh_from_db()
    waiting.refresh_from_db()
    bound.refresh_from_db()
    assert (old.subject, old.body, old.payload, old.recipient, old.state) == ("", "", {}, "", Mail.State.SENT)
    assert recent.body == "Bonjour"
    assert waiting.payload
    assert (bound.stream, recent.stream, waiting.stream) == ("", "test/note:recent", "test/note:waiting")


def test_a_returned_mail_says_so() -> None:
    mail = sent_once(post())

    assert outbox.bounced(mail.message_id) is True
    assert outbox.bounced(mail.message_id) is False
    assert outbox.bounced("<unknown@exemple.test>") is False
    mail.refresh_from_db()
    assert mail.state == Mail.State.BOUNCED


def test_the_organiser_finds_the_mails_about_a_thing_latest_first() -> None:
    from django.contrib.sites.models import Site

    site = Site.objects.first()
    assert site
    first, second = post("first", about=site), post("second", about=site)
    post("elsewhere")

    assert list(Mail.objects.about(site)) == [second, first]
