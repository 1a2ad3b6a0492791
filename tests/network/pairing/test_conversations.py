"""Writing, reading, taking back, stopping; the letter that follows; reports."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import clock
from core.forbidden import SensitiveText
from core.live import Topic
from core.outbox import Mail, send_all
from network.pairing.conversations import actions, demo, refusals, relay
from network.pairing.conversations.models import READABLE, Conversation, Message, Report, Voice
from network.pairing.conversations.waiting import unread_of
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Side
from network.pairing.offers.signals import host_changed
from people.accounts.models import Person, Role
from people.participants.waiting import waiting_for
from tests.factories.accounts import make_user
from tests.factories.conversations import make_conversation, make_report, said, voice_of
from tests.factories.matches import make_match

pytestmark = pytest.mark.django_db

HOST, CANDIDATE = Side.HOST, Side.CANDIDATE


def later(minutes: int = 6) -> None:
    """The clock does what is due by then, and the mail leaves."""
    clock.tick(timezone.now() + timedelta(minutes=minutes), limit=200)
    send_all()


def letters(what: str = "conversations/news") -> list[Mail]:
    return list(Mail.objects.filter(template=what).order_by("pk"))


def sent(mailoutbox: list[Any], to: Person) -> list[Any]:
    return [mail for mail in mailoutbox if mail.to == [to.user.email] and "jumelage-" in mail.from_email]


def test_a_conversation_opens_with_its_match() -> None:
    match = make_match()

    assert match.conversation.voices.count() == 2


def test_what_one_writes_waits_for_the_other() -> None:
    conversation = make_conversation()
    said(conversation, HOST)

    assert unread_of(conversation.match.candidate) == {conversation.pk: 1}
    assert unread_of(conversation.match.host) == {}
    assert any("1" in str(waiting.label) for waiting in waiting_for(conversation.match.candidate))


def test_reading_is_noted_once_and_seen_by_the_other() -> None:
    conversation = make_conversation()
    message = said(conversation, HOST)
    voice = voice_of(conversation, CANDIDATE)
    version = Topic.objects.get(name=conversation.topic).version

    assert actions.mark_read(voice=voice, up_to=message.pk)
    assert not actions.mark_read(voice=voice, up_to=message.pk)
    assert unread_of(conversation.match.candidate) == {}
    assert Topic.objects.get(name=conversation.topic).version == version + 1


def test_the_same_form_twice_is_one_message() -> None:
    conversation = make_conversation()
    once = uuid.uuid4()
    for _time in range(2):
        actions.write(conversation=conversation, by=conversation.match.host, text="Bonjour", once=once)

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("  \n ", refusals.NothingWritten), ("a" * 4001, refusals.TooLong), ("Mon NAS est 046 454 286", SensitiveText)],
)
def test_what_may_not_be_kept_is_refused(text: str, refusal: type[Exception]) -> None:
    conversation = make_conversation()

    with pytest.raises(refusal):
        said(conversation, HOST, text)
    assert not Message.objects.exists()


def test_ways_to_reach_each_other_are_masked_until_both_have_signed() -> None:
    conversation = make_conversation()
    message = said(conversation, HOST, "Appelez-moi au 514 555-0199.")
    message = Message.objects.select_related("author__party").get(pk=message.pk)
    candidate, host = conversation.match.candidate, conversation.match.host

    assert message.as_read(by=candidate, is_signed=False) == "Appelez-moi au ⟦phone⟧."
    assert message.as_read(by=host, is_signed=False) == "Appelez-moi au 514 555-0199."
    assert message.as_read(by=candidate, is_signed=True) == "Appelez-moi au 514 555-0199."


# ------------------------------------------------------------------ letters


def test_several_messages_are_one_letter(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    for text in ("Bonjour!", "Mardi vous va?", "Sinon jeudi."):
        said(conversation, HOST, text)
    later()

    [mail] = sent(mailoutbox, conversation.match.candidate)
    assert [word in mail.body for word in ("Bonjour!", "Mardi vous va?", "Sinon jeudi.")] == [True] * 3
    assert sent(mailoutbox, conversation.match.host) == []


def test_no_letter_leaves_for_what_was_read_on_the_page(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    message = said(conversation, HOST)
    actions.mark_read(voice=voice_of(conversation, CANDIDATE), up_to=message.pk)
    later()

    assert sent(mailoutbox, conversation.match.candidate) == []


def test_what_is_written_after_a_letter_has_a_letter_of_its_own(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    said(conversation, HOST, "Un")
    later()
    said(conversation, HOST, "Deux")
    later(12)

    first, second = sent(mailoutbox, conversation.match.candidate)
    assert "Un\n" in first.body
    assert "Un\n" not in second.body
    assert "Deux\n" in second.body


def test_a_letter_names_nobody_and_hides_every_address(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    host = conversation.match.host
    said(conversation, HOST, "Appelez-moi au 514 555-0199.")
    later()

    [mail] = sent(mailoutbox, conversation.match.candidate)
    whole = mail.message().as_string()
    voice = voice_of(conversation, CANDIDATE)
    assert host.user.email not in whole
    assert host.name not in whole
    assert not any(name in whole for name in host.name.split())
    assert "555" not in mail.body
    assert relay.address_of(voice) in mail.from_email
    assert mail.reply_to == [relay.address_of(voice)]
    assert voice_of(conversation, HOST).token not in whole


def test_once_both_have_signed_the_first_name_stands_before_the_address(mailoutbox: list[Any]) -> None:
    conversation = make_conversation(signed=True)
    said(conversation, HOST, "Appelez-moi au 514 555-0199.")
    later()

    [mail] = sent(mailoutbox, conversation.match.candidate)
    first, last = conversation.match.host.name.split()
    assert mail.from_email.startswith(f"{first} <")
    assert last not in mail.from_email + mail.subject
    assert "514 555-0199" in mail.body
    assert first not in mail.subject


def test_a_letter_is_in_its_readers_language(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    Person.objects.filter(pk=conversation.match.candidate_id).update(language="en")
    said(conversation, HOST)
    later()

    [mail] = sent(mailoutbox, conversation.match.candidate)
    assert mail.subject == "A message in your mentoring"
    assert "Reply above this line" in mail.body


def test_letters_of_one_conversation_hang_together(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    said(conversation, HOST, "Un")
    later()
    said(conversation, HOST, "Deux")
    later(12)

    first, second = sent(mailoutbox, conversation.match.candidate)
    assert second.extra_headers["In-Reply-To"] == first.extra_headers["Message-ID"]
    assert second.extra_headers["References"].split()[0] == first.extra_headers["References"].split()[0]
    assert second.subject == first.subject


def test_a_letter_holds_nothing_once_it_has_left() -> None:
    conversation = make_conversation()
    said(conversation, HOST, "Un secret")
    later()

    [mail] = letters()
    assert mail.state == "sent"
    assert (mail.payload, mail.subject, mail.body) == ({}, "", "")


# ------------------------------------------------------------------ taking back, stopping, ending


def test_a_message_is_taken_back_while_nobody_has_read_it(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    message = said(conversation, HOST)
    actions.take_back(message=message, by=conversation.match.host)
    later()

    assert not Message.objects.exists()
    assert sent(mailoutbox, conversation.match.candidate) == []


def test_what_was_read_or_mailed_or_is_the_others_stays() -> None:
    conversation = make_conversation()
    read, mailed = said(conversation, HOST, "Un"), said(conversation, HOST, "Deux")
    actions.mark_read(voice=voice_of(conversation, CANDIDATE), up_to=read.pk)
    with pytest.raises(refusals.TooLateToTakeBack):
        actions.take_back(message=read, by=conversation.match.host)
    with pytest.raises(refusals.TooLateToTakeBack):
        actions.take_back(message=mailed, by=conversation.match.candidate)
    actions.send_letter(voice=voice_of(conversation, CANDIDATE))
    with pytest.raises(refusals.TooLateToTakeBack):
        actions.take_back(message=mailed, by=conversation.match.host)
    assert Message.objects.count() == 2


def test_either_side_stops_messages_and_allows_them_again(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    candidate = conversation.match.candidate
    said(conversation, HOST)
    actions.stop(conversation=conversation, by=candidate)
    later()

    assert sent(mailoutbox, candidate) == []
    with pytest.raises(refusals.StoppedByOther):
        said(conversation, HOST)
    with pytest.raises(refusals.StoppedByYou):
        said(conversation, CANDIDATE)
    actions.allow(conversation=conversation, by=candidate)
    said(conversation, HOST, "De nouveau")
    later(12)
    assert "De nouveau" in sent(mailoutbox, candidate)[0].body


def test_a_match_that_is_over_is_read_for_ninety_days_and_no_longer() -> None:
    conversation = make_conversation()
    match = conversation.match
    said(conversation, HOST)
    matches.end(match=match, reason="other", by=match.host, side="host")

    with pytest.raises(refusals.Over):
        said(conversation, CANDIDATE)
    assert Conversation.objects.of_person(match.candidate).exists()
    Match.objects.filter(pk=match.pk).update(state_since=timezone.now() - READABLE)
    assert not Conversation.objects.of_person(match.candidate).exists()


def test_another_host_reads_nothing_of_what_was_written_before(mailoutbox: list[Any]) -> None:
    conversation = make_conversation()
    match, former = conversation.match, conversation.match.host
    said(conversation, CANDIDATE, "Pour Louise seule")
    said(conversation, HOST, "Mon cell est le 514 555-0199")
    token = voice_of(conversation, HOST).token
    new = make_user("mentor", name="Marc Roy").person
    match.offer.host = new
    match.offer.save()
    host_changed.send(type(match.offer), offer=match.offer, former=former, by=None)
    later()

    voice = voice_of(conversation, HOST)
    assert voice.person == new
    assert voice.token != token
    assert not Message.objects.read_by(voice).exists()
    assert not Message.objects.of_people(new).exists()
    assert sent(mailoutbox, new) == []
    assert unread_of(new) == {}
    kept = Message.objects.select_related("author__party").get(person=former)
    assert "555" not in kept.as_read(by=match.candidate, is_signed=True)


# ------------------------------------------------------------------ reports


def test_a_report_opens_the_conversation_to_the_coordination_alone(mailoutbox: list[Any]) -> None:
    coordinator, caseworker = make_user(Role.PROGRAMME_COORDINATOR), make_user(Role.CASEWORKER)
    report = make_report()
    send_all()

    assert list(Report.objects.visible_to(coordinator)) == [report]
    assert not Report.objects.visible_to(caseworker).exists()
    [mail] = [mail for mail in mailoutbox if mail.to == [coordinator.email]]
    assert "200 $" not in mail.message().as_string()
    assert report.message.person.name.split()[0] not in mail.message().as_string()


def test_nobody_reads_a_report_in_a_conversation_of_their_own() -> None:
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    report = make_report(make_conversation(host=coordinator.person))

    assert not Report.objects.visible_to(coordinator).exists()
    assert not Mail.objects.filter(
        template="conversations/reported", recipient=coordinator.email, object_id=str(report.pk)
    ).exists()


def test_one_reports_what_the_other_wrote_once() -> None:
    report = make_report()
    match = report.message.conversation.match
    with pytest.raises(refusals.ReportedAlready):
        actions.report(message=report.message, by=match.candidate, reason="money")
    with pytest.raises(refusals.OwnMessage):
        actions.report(message=report.message, by=match.host, reason="money")
    with pytest.raises(refusals.WordsWanted):
        actions.report(message=said_again(report), by=match.candidate, reason="other")


def said_again(report: Report) -> Message:
    message = said(report.message.conversation, HOST, "Encore")
    return Message.objects.select_related("author__party", "conversation").get(pk=message.pk)


@pytest.mark.parametrize("outcome", ["nothing", "warned", "closed", "ended"])
def test_whoever_reported_is_told_what_was_decided(outcome: str, mailoutbox: list[Any]) -> None:
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    report = make_report()
    match = report.message.conversation.match
    actions.decide(report=report, by=coordinator.person, outcome=outcome, answer="Merci de l’avoir dit.")
    send_all()

    told = [
        mail for mail in mailoutbox if mail.to == [match.candidate.user.email] and "Merci de l’avoir dit." in mail.body
    ]
    warned = [mail for mail in mailoutbox if mail.to == [match.host.user.email] and "signalé" in mail.body]
    assert len(told) == 1
    assert len(warned) == (outcome in {"warned", "closed"})
    assert all("Merci de l’avoir dit." not in mail.body for mail in warned)
    assert Match.objects.get(pk=match.pk).is_live == (outcome != "ended")
    assert (Conversation.objects.get(pk=match.pk).closed_at is not None) == (outcome in {"closed", "ended"})


def test_a_report_is_decided_once() -> None:
    by = make_user(Role.PROGRAMME_COORDINATOR).person
    report = make_report()
    actions.decide(report=report, by=by, outcome="nothing", answer="Rien.")

    with pytest.raises(refusals.DecidedAlready):
        actions.decide(report=report, by=by, outcome="ended", answer="Fini.")
    assert report.message.conversation.match.is_live
    assert Match.objects.get(pk=report.message.conversation_id).is_live


def test_a_closed_conversation_is_opened_again() -> None:
    by = make_user(Role.PROGRAMME_COORDINATOR).person
    report = make_report()
    conversation = report.message.conversation
    actions.decide(report=report, by=by, outcome="closed", answer="Fermée.")
    with pytest.raises(refusals.Closed):
        said(conversation, CANDIDATE)
    actions.reopen(conversation=conversation, by=by)

    assert said(conversation, CANDIDATE).pk
    assert Mail.objects.filter(template="conversations/step", key__contains="reopened").count() == 2


def test_voices_have_tokens_that_nobody_guesses() -> None:
    conversation = make_conversation()

    tokens = set(Voice.objects.filter(conversation=conversation).values_list("token", flat=True))
    assert len(tokens) == 2
    assert {len(token) for token in tokens} == {32}


def test_the_demonstration_fills_every_match_once_and_reports_one_message() -> None:
    for format in ("mentoring", "mentoring", "placement", "conversation"):
        make_match(format)
    Person.objects.filter(pk=Match.objects.filter(format="conversation").get().candidate_id).update(language="en")
    demo.seed(None)
    written = Message.objects.count()
    demo.seed(None)

    assert Message.objects.count() == written
    assert set(Message.objects.values_list("conversation", flat=True)) == set(
        Match.objects.values_list("pk", flat=True)
    )
    assert Message.objects.filter(text__startswith="Hello").exists()
    assert Report.objects.count() == 1
    assert Message.objects.exclude(masked_text="").exists()
