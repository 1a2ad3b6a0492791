"""What becomes of messages when somebody is erased, when two entries are one, and with time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import personal
from network.pairing.conversations.models import Conversation, Message, Report
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Side
from people.privacy import actions as privacy
from people.privacy import forgetting
from tests.factories.accounts import make_person, make_user
from tests.factories.conversations import make_conversation, make_report, said

pytestmark = pytest.mark.django_db


def test_who_is_erased_takes_their_own_words_along() -> None:
    conversation = make_conversation()
    mine, theirs = said(conversation, Side.CANDIDATE, "À moi"), said(conversation, Side.HOST, "À toi")
    forgetting.forget([conversation.match.candidate_id])
    mine.refresh_from_db()
    theirs.refresh_from_db()

    assert (mine.text, theirs.text) == ("…", "À toi")


def test_messages_and_reports_go_with_the_entry_that_stays() -> None:
    report = make_report()
    conversation = report.message.conversation
    keep = make_person("Amina Benali")
    gone = conversation.match.candidate
    said(conversation, Side.CANDIDATE, "Bonjour")
    privacy.merge(keep=keep, gone=gone, by=make_user("privacy_officer").person)

    assert Message.objects.get(text="Bonjour").person == keep
    assert Report.objects.get().by == keep
    assert Conversation.objects.of_person(keep).filter(pk=conversation.pk).exists()


def test_a_conversation_is_forgotten_in_its_time_but_not_under_a_report() -> None:
    entry = personal.keep_of("conversations.conversations")
    assert entry is not None
    report = make_report()
    match = report.message.conversation.match
    matches.end(match=match, reason="other", by=match.host, side="host")
    cut_off = timezone.now() + timedelta(days=1)
    assert not entry.due(cut_off).exists()
    Report.objects.update(outcome="nothing", decided_at=timezone.now())
    assert list(entry.due(cut_off)) == [Conversation.objects.get()]
    Match.objects.update(state_since=cut_off)
    assert not entry.due(cut_off).exists()
