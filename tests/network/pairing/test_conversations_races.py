"""Two at once: the same mail, the same form, taking back while a letter leaves, two decisions."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.conversations import actions
from network.pairing.conversations.models import Conversation, Message, Report, Voice
from network.pairing.matches.models import Match, Side
from people.accounts.models import Role
from tests.factories.accounts import make_user
from tests.factories.conversations import mail_from, make_conversation, make_report, said, voice_of

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.race]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each answered, or the refusal it got."""

    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_the_same_mail_and_the_same_form_at_once_are_one_message_each() -> None:
    conversation = make_conversation()
    mail = mail_from(voice_of(conversation, Side.CANDIDATE)).as_bytes()
    once = uuid.uuid4()

    def form() -> Message:
        return actions.write(conversation=conversation, by=conversation.match.host, text="Bonjour", once=once)

    ended = at_once(lambda: actions.receive(mail), lambda: actions.receive(mail), form, form)

    assert ended[:2] == [0, 0]
    assert Message.objects.filter(author__party__side="candidate").count() == 1
    assert Message.objects.filter(author__party__side="host").count() == 1


def test_what_is_taken_back_is_in_no_letter_and_what_was_told_stays() -> None:
    conversation = make_conversation()
    message = said(conversation, Side.HOST)
    reader = voice_of(conversation, Side.CANDIDATE)
    at_once(
        lambda: actions.take_back(message=message, by=conversation.match.host),
        lambda: actions.send_letter(voice=reader),
    )

    told = Mail.objects.filter(template="conversations/news").exists()
    assert Message.objects.exists() == told
    assert (Voice.objects.get(pk=reader.pk).mailed_up_to == message.pk) == told


def test_messages_at_once_are_told_in_one_letter_without_losing_any() -> None:
    conversation = make_conversation()
    reader = voice_of(conversation, Side.CANDIDATE)
    at_once(
        *[lambda n=n: said(conversation, Side.HOST, f"Message {n}") for n in range(3)],
        lambda: actions.send_letter(voice=reader),
    )
    actions.send_letter(voice=reader)

    assert Message.objects.count() == 3
    assert Voice.objects.get(pk=reader.pk).mailed_up_to == Message.objects.latest("pk").pk


def test_of_two_decisions_one_holds_and_the_other_changes_nothing() -> None:
    first, second = make_user(Role.PROGRAMME_COORDINATOR).person, make_user(Role.ADMINISTRATOR).person
    report = make_report()
    ended = at_once(
        lambda: actions.decide(report=Report.objects.get(), by=first, outcome="nothing", answer="Rien."),
        lambda: actions.decide(report=Report.objects.get(), by=second, outcome="ended", answer="Fini."),
    )

    assert sum(isinstance(each, Refusal) for each in ended) == 1
    report.refresh_from_db()
    assert Match.objects.get().is_live == (report.outcome == "nothing")
    assert (Conversation.objects.get().closed_at is None) == (report.outcome == "nothing")
