"""A message is reported; the coordination reads, decides, and tells."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, live
from core.forbidden import refuse_sensitive_words
from network.pairing.conversations import refusals, telling
from network.pairing.conversations.actions.writing import hold
from network.pairing.conversations.models import Conversation, Message, Report
from network.pairing.matches import actions as matches
from network.pairing.matches.models import EndReason, Match
from people.accounts.models import Person

Outcome = Report.Outcome


@transaction.atomic
def report(*, message: Message, by: Person, reason: str, words: str = "") -> Report:
    """From now on the coordination may read this conversation, and each reading is noted. Cost: about 8 queries, 2 a coordinator.

    Raises OwnMessage, WordsWanted, ReportedAlready, SensitiveText.
    """
    refuse_sensitive_words(words)
    if message.author.party.person_id == by.pk or message.person_id == by.pk:
        raise refusals.OwnMessage
    if reason == Report.Reason.OTHER and not words.strip():
        raise refusals.WordsWanted
    try:
        with transaction.atomic():
            made = Report.objects.create(message=message, by=by, reason=reason, words=words.strip())
    except IntegrityError:
        raise refusals.ReportedAlready from None
    audit.record("message.reported", message, by=by, values={"report": made.pk})
    telling.tell_coordination(made)
    live.publish(message.conversation.topic)
    return made


@transaction.atomic
def decide(*, report: Report, by: Person, outcome: str, answer: str) -> Report:
    """What comes of it; whoever reported is told. Cost: about 8 queries, 40 more where the match is ended.

    Raises AnswerWanted, DecidedAlready, SensitiveText.
    """
    refuse_sensitive_words(answer)
    if not answer.strip():
        raise refusals.AnswerWanted
    message = report.message
    match = Match.objects.get(pk=message.conversation_id)
    if outcome == Outcome.ENDED and match.is_live:
        matches.end(match=match, reason=EndReason.OTHER, by=by)
    held = hold(message.conversation)
    decided = Report.objects.open().filter(pk=report.pk)
    if not decided.update(outcome=outcome, answer=answer.strip(), decided_by=by, decided_at=timezone.now()):
        raise refusals.DecidedAlready
    report.refresh_from_db()
    if outcome in {Outcome.CLOSED, Outcome.ENDED} and held.closed_at is None:
        Conversation.objects.filter(pk=held.pk).update(closed_at=timezone.now(), closed_by=by)
    audit.record("report.decided", report, by=by, values={"outcome": outcome})
    telling.tell(report.by, "decided", report, key="1")
    if outcome == Outcome.WARNED:
        telling.tell(message.person, "warned", report, key="1")
    if outcome == Outcome.CLOSED:
        telling.tell(message.person, "closed", report, key="1")
    live.publish(held.topic)
    return report


@transaction.atomic
def reopen(*, conversation: Conversation, by: Person) -> None:
    """The two can write again; both are told. Twice is once. Cost: about 8 queries."""
    held = hold(conversation)
    if not Conversation.objects.filter(pk=held.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None):
        return
    audit.record("conversation.reopened", held, by=by)
    once = str(int(timezone.now().timestamp()))
    for voice in held.voices.select_related("party__person"):
        telling.tell(voice.person, "reopened", held, key=f"{voice.pk}:{once}")
    live.publish(held.topic)
