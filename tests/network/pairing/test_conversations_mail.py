"""Mail that comes in at an address of a relay: kept, refused with an answer, or dropped; how the command ends."""

import io
import logging
import sys
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.outbox import Mail, send_all
from network.pairing.conversations import actions, relay
from network.pairing.conversations.actions import Ended, receive
from network.pairing.conversations.models import Conversation, Message
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Side
from people.accounts.models import Address, Person
from people.participants.models import WritingRule
from tests.factories.conversations import email_of, mail_from, make_conversation, said, voice_of
from tests.scale import HOSTILE_MAILS

pytestmark = pytest.mark.django_db

HOST, CANDIDATE = Side.HOST, Side.CANDIDATE


def come_in(mail: EmailMessage, **envelope: Any) -> Ended:
    return receive(mail.as_bytes(), **envelope)


def answers() -> list[Mail]:
    return list(Mail.objects.filter(template="conversations/answer").order_by("pk"))


def test_a_mail_becomes_a_message_of_its_side() -> None:
    conversation = make_conversation()

    assert come_in(mail_from(voice_of(conversation, CANDIDATE), "Mardi me va.")) == Ended.DONE

    message = Message.objects.get()
    assert message.text == "Mardi me va."
    assert message.way == "mail"
    assert message.person == conversation.match.candidate


def test_the_same_mail_twice_is_one_message() -> None:
    voice = voice_of(make_conversation(), CANDIDATE)
    for _time in range(2):
        assert come_in(mail_from(voice)) == Ended.DONE

    assert Message.objects.count() == 1
    assert answers() == []


def test_an_answer_hangs_on_to_what_it_answers_and_has_read_it(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    asked = said(conversation, HOST, "Mardi?")
    actions.send_letter(voice=voice_of(conversation, CANDIDATE))
    send_all()
    letter = Mail.objects.get(template="conversations/news")
    come_in(mail_from(voice_of(conversation, CANDIDATE), "Oui", In_Reply_To=letter.message_id))

    assert Message.objects.get(text="Oui").in_reply_to == asked
    assert voice_of(conversation, CANDIDATE).read_up_to == asked.pk
    said(conversation, HOST, "Parfait")
    actions.send_letter(voice=voice_of(conversation, CANDIDATE))
    send_all()
    assert mailoutbox[-1].extra_headers["In-Reply-To"] == "<un@courrier.exemple.test>"


def test_the_other_never_gets_a_number_of_ones_own_mail(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    come_in(mail_from(voice_of(conversation, CANDIDATE), "Oui"))
    actions.send_letter(voice=voice_of(conversation, HOST))
    send_all()

    [mail] = [
        mail for mail in mailoutbox if mail.to == [email_of(conversation.match.host)] and "jumelage-" in mail.from_email
    ]
    assert "courrier.exemple.test" not in mail.message().as_string()
    assert email_of(conversation.match.candidate) not in mail.message().as_string()


def test_an_address_one_has_proved_is_ones_own() -> None:
    conversation = make_conversation()
    candidate = conversation.match.candidate
    Address.objects.create(person=candidate, email="autre@exemple.test", proven_at=timezone.now())
    Address.objects.create(person=candidate, email="jamais@exemple.test")
    voice = voice_of(conversation, CANDIDATE)
    come_in(mail_from(voice, "Un", From="Autre@exemple.test", Message_ID="<a@x>"))
    come_in(mail_from(voice, "Deux", From="jamais@exemple.test", Message_ID="<b@x>"))

    assert [message.text for message in Message.objects.all()] == ["Un"]


@pytest.mark.parametrize("sender", ["inconnu@exemple.test", "host"])
def test_a_stranger_is_answered_kindly_and_learns_nothing(sender: str, mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    address = email_of(conversation.match.host) if sender == "host" else sender
    mail = mail_from(voice_of(conversation, CANDIDATE), From=address)

    assert come_in(mail, envelope_sender=address) == Ended.DONE
    assert not Message.objects.exists()
    send_all()
    [answer] = [each for each in mailoutbox if each.to == [address] and "transmis" in each.subject]
    whole = answer.message().as_string()
    assert answer.extra_headers["Auto-Submitted"] == "auto-replied"
    assert answer.extra_headers["In-Reply-To"] == "<un@courrier.exemple.test>"
    assert email_of(conversation.match.candidate) not in whole
    assert "jumelage-" not in whole


def test_strangers_are_answered_seldom() -> None:
    voice = voice_of(make_conversation(), CANDIDATE)
    for number in range(8):
        sender = f"s{number // 2}@exemple.test"
        come_in(mail_from(voice, From=sender, Message_ID=f"<{number}@x>"), envelope_sender=sender)

    assert len(answers()) == 3


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<l.exemple.test>"},
        {"Return_Path": "<>"},
    ],
)
def test_what_a_program_wrote_is_neither_kept_nor_answered(header: dict[str, str]) -> None:
    voice = voice_of(make_conversation(), CANDIDATE)

    assert come_in(mail_from(voice, **header)) == Ended.DONE
    assert come_in(mail_from(voice, From="inconnu@exemple.test", Message_ID="<b@x>", **header)) == Ended.DONE
    assert come_in(mail_from(voice), envelope_sender="") == Ended.DONE
    assert not Message.objects.exists()
    assert answers() == []


def test_our_own_letters_never_come_round(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    come_in(
        mail_from(voice_of(conversation, CANDIDATE), From="inconnu@exemple.test"),
        envelope_sender="inconnu@exemple.test",
    )
    said(conversation, HOST)
    actions.send_letter(voice=voice_of(conversation, CANDIDATE))
    send_all()
    before = Message.objects.count(), Mail.objects.count()
    for mail in list(mailoutbox):
        receive(mail.message().as_bytes(), envelope_recipients=[relay.address_of(voice_of(conversation, CANDIDATE))])

    assert (Message.objects.count(), Mail.objects.count()) == before


def test_no_answer_goes_to_an_address_of_a_relay() -> None:
    conversation = make_conversation()
    mine, theirs = voice_of(conversation, CANDIDATE), voice_of(conversation, HOST)
    come_in(mail_from(mine, From=relay.address_of(theirs)), envelope_sender=relay.address_of(theirs))

    assert answers() == []


def test_a_letter_that_came_back_is_noted() -> None:
    conversation = make_conversation()
    said(conversation, HOST)
    actions.send_letter(voice=voice_of(conversation, CANDIDATE))
    send_all()
    letter = Mail.objects.get(template="conversations/news")
    notice = (
        f"From: MAILER-DAEMON@exemple.test\r\nTo: {relay.address_of(voice_of(conversation, CANDIDATE))}\r\nReturn-Path: <>\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {letter.message_id}\r\n--b--\r\n"
    )

    assert receive(notice.encode()) == Ended.DONE
    assert Mail.objects.get(pk=letter.pk).state == "bounced"


def test_a_letter_is_words_alone_in_its_text(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    said(conversation, CANDIDATE, "Bonjour")
    actions.send_letter(voice=voice_of(conversation, HOST))
    send_all()

    [letter] = [each for each in mailoutbox if "jumelage-" in each.from_email]
    assert "Bonjour" in letter.body
    assert "<" not in letter.body


def test_files_are_left_out_and_both_are_told() -> None:
    conversation = make_conversation()
    mail = mail_from(voice_of(conversation, CANDIDATE), "Voici mon CV")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
    come_in(mail)
    come_in(mail)

    assert Message.objects.get().files_left_out == 1
    assert Mail.objects.filter(template="conversations/step", key__contains="files").count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [("> cité", "EmptyMail"), ("a" * 4001, "TooLong"), ("Mon NAS est 046 454 286", "social_insurance")],
)
def test_a_mail_that_may_not_be_kept_is_answered_with_the_reason(text: str, why: str, mailoutbox: list[Any]) -> None:
    conversation = make_conversation()

    assert come_in(mail_from(voice_of(conversation, CANDIDATE), text)) == Ended.DONE
    assert not Message.objects.exists()
    assert [answer.payload["why"] for answer in answers()] == [why]
    send_all()
    assert "046 454 286" not in mailoutbox[-1].body


def test_a_conversation_that_is_over_answers_so() -> None:
    conversation = make_conversation()
    matches.end(match=conversation.match, reason="other", by=conversation.match.host, side="host")
    come_in(mail_from(voice_of(conversation, CANDIDATE)))

    assert [answer.payload["why"] for answer in answers()] == ["Over"]


def test_an_address_that_is_nobodys_is_no_address() -> None:
    conversation = make_conversation()
    voice = voice_of(conversation, CANDIDATE)
    for to in [
        "jumelage-" + "0" * 32 + "@maillage.exemple.test",
        relay.address_of(voice).replace("maillage.", "ailleurs."),
        "x@y.test",
    ]:
        assert come_in(mail_from(voice, To=to)) == Ended.NO_ADDRESS


def test_the_envelope_says_for_whom_it_is() -> None:
    conversation = make_conversation()
    voice = voice_of(conversation, CANDIDATE)
    mail = mail_from(voice, To="undisclosed-recipients:;")

    assert come_in(mail, envelope_recipients=[relay.address_of(voice).upper()]) == Ended.DONE
    assert Message.objects.count() == 1


# ------------------------------------------------------------------ the command


def command(monkeypatch: pytest.MonkeyPatch, content: bytes, *arguments: str) -> int:
    class Piped:
        buffer = io.BytesIO(content)

    monkeypatch.setattr(sys, "stdin", Piped())
    try:
        call_command("receive_mail", *arguments)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def test_the_command_ends_as_mail_servers_understand(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = voice_of(make_conversation(), CANDIDATE)
    mail = mail_from(voice).as_bytes()

    assert (
        command(monkeypatch, mail, f"--recipient={relay.address_of(voice)}", f"--sender={email_of(voice.person)}") == 0
    )
    assert command(monkeypatch, mail, "--recipient=jumelage-x@maillage.exemple.test") == 67
    assert command(monkeypatch, b"\x00\x01") == 65
    assert Message.objects.count() == 1


def test_a_database_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = voice_of(make_conversation(), CANDIDATE)

    def away(*_given: Any, **_options: Any) -> None:
        raise OperationalError(f"no connection for {email_of(voice.person)}")

    monkeypatch.setattr(actions.receiving, "write", away)
    assert command(monkeypatch, mail_from(voice).as_bytes()) == 75
    assert not Message.objects.exists()


def test_nothing_personal_is_logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.DEBUG, "maillage")
    conversation = make_conversation()
    voice = voice_of(conversation, CANDIDATE)
    come_in(mail_from(voice, "Un secret"))
    come_in(mail_from(voice, "Un secret", From="inconnu@exemple.test", Message_ID="<b@x>"))
    come_in(mail_from(voice, To="autre@exemple.test", Message_ID="<c@x>"))
    command(monkeypatch, b"\xff")

    for word in ["secret", "inconnu", "exemple.test", voice.token, "Amina", email_of(voice.person)]:
        assert word not in caplog.text


@given(
    content=st.binary(max_size=300),
    head=st.sampled_from([b"", b"Content-Type: text/html\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n"]),
)
@settings(max_examples=HOSTILE_MAILS // 3, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_somebody_sends_ends_well(content: bytes, head: bytes) -> None:
    conversation = Conversation.objects.first() or make_conversation()
    voice = voice_of(conversation, CANDIDATE)
    start = f"From: {email_of(voice.person)}\r\nTo: {relay.address_of(voice)}\r\n".encode()

    assert receive(start + head + b"\r\n" + content) in {Ended.DONE, Ended.NO_MAIL}


def test_a_letter_is_written_in_the_language_that_is_due_to_the_candidate() -> None:
    conversation = make_conversation()
    file = conversation.match.request.candidacy.case_file
    Person.objects.filter(pk=conversation.match.candidate_id).update(language="en")
    WritingRule.objects.create(organisation=file.organisation, other_language_days=0)
    said(conversation, HOST, "Mardi?")

    actions.send_letter(voice=voice_of(conversation, CANDIDATE))

    assert Mail.objects.get(template="conversations/news").language == "fr"
