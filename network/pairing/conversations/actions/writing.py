"""Writing, reading, taking back, stopping; and the letter that tells of what is new."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import audit, clock, live
from core.forbidden import refuse_sensitive_words
from network.pairing.conversations import masking, refusals, rules, signals, telling
from network.pairing.conversations.incoming import clean
from network.pairing.conversations.models import LONGEST, Conversation, Message, Voice
from people.accounts.models import Person

#: Kind of the due work that writes to a side of what is new for it.
LETTER = "conversations.letter"
#: How long a letter waits for what else is written, and for its reader to look at the page.
GATHERED = timedelta(minutes=5)

Way = Message.Way


def hold(conversation: Conversation) -> Conversation:
    """The conversation locked, so that its messages are numbered in the order in which they appear. Cost: 1 query."""
    return Conversation.objects.select_for_update(of=("self",)).select_related("match").get(pk=conversation.pk)


def voices_of(conversation: Conversation, person: Person) -> tuple[Voice, Voice]:
    """One's own and the other's. Cost: 1 query. Raises Over for somebody who has no part in it any more."""
    both = list(conversation.voices.select_related("party__person"))
    own = [voice for voice in both if voice.party.person_id == person.pk]
    other = [voice for voice in both if voice.party.person_id != person.pk]
    if len(own) != 1 or len(other) != 1:
        raise refusals.Over
    return own[0], other[0]


@transaction.atomic
def write(
    *,
    conversation: Conversation,
    by: Person,
    text: str,
    way: str = Way.WEB,
    once: uuid.UUID | None = None,
    message_id: str = "",
    in_reply_to: Message | None = None,
    files: int = 0,
) -> Message:
    """Write to the other; they see it at once, and a letter follows unless they have read it by then. Cost: about 12 queries.

    The same form (``once``) or mail (``message_id``) twice is one message.

    Raises NothingWritten, TooLong, SensitiveText, Over, Closed, StoppedByOther, StoppedByYou.
    """
    text = clean(text).strip()
    if not text:
        raise refusals.NothingWritten
    if len(text) > LONGEST:
        raise refusals.TooLong
    refuse_sensitive_words(text)
    held = hold(conversation)
    own, other = voices_of(held, by)
    if there := _there(own, once, message_id):
        return there
    if refusal := rules.why_not(held, own, other):
        raise refusal
    masked = masking.mask(text)
    message = Message.objects.create(
        conversation=held,
        author=own,
        person=by,
        text=text,
        masked_text=masked.text if masked.kinds else "",
        way=way,
        once=once or uuid.uuid4(),
        message_id=message_id,
        in_reply_to=in_reply_to,
        files_left_out=min(files, 999),
    )
    _plan_letter(other)
    audit.record("message.written", message, by=by, values={"way": way, "conversation": held.pk})
    signals.message_written.send(Message, message=message)
    live.publish(held.topic)
    return message


def _there(own: Voice, once: uuid.UUID | None, message_id: str) -> Message | None:
    if once and (there := Message.objects.filter(author=own, once=once).first()):
        return there
    return Message.objects.filter(author=own, message_id=message_id).first() if message_id else None


def _plan_letter(voice: Voice) -> None:
    """Unless one is planned: that one tells of this message, too. Cost: 1 or 2 queries."""
    due_at = timezone.now() + GATHERED
    if Voice.objects.filter(pk=voice.pk, letter_due_at=None).update(letter_due_at=due_at):
        clock.schedule(LETTER, str(voice.pk), due_at=due_at, payload={"voice": voice.pk})


@transaction.atomic
def send_letter(*, voice: Voice) -> None:
    """One letter with all that is new and unread; none when all of it was read on the page. Cost: 3 queries, 3 more with a letter."""
    held = (
        Voice.objects.select_for_update(of=("self",))
        .select_related("party__person", "conversation__match")
        .get(pk=voice.pk)
    )
    new = list(Message.objects.not_told_to(held).order_by("pk").values_list("pk", flat=True))
    held.letter_due_at = None
    if new and held.stopped_at is None:
        telling.tell_news(held, first=new[0], last=new[-1])
        held.mailed_up_to = new[-1]
    held.save(update_fields=["letter_due_at", "mailed_up_to"])


def mark_read(*, voice: Voice, up_to: int) -> bool:
    """This side has everything up to this message before its eyes; the other sees so. Cost: 1 query, 2 more if that is news."""
    there = Voice.objects.filter(pk=voice.pk, read_up_to__lt=up_to)
    with transaction.atomic():
        if not there.update(read_up_to=up_to, read_at=timezone.now()):
            return False
        live.publish(Conversation(pk=voice.conversation_id).topic)
    return True


@transaction.atomic
def take_back(*, message: Message, by: Person) -> None:
    """Unwrite it, while the other has not read it and no letter has told of it. Cost: 7 queries. Raises TooLateToTakeBack."""
    held = hold(message.conversation)
    own, other = voices_of(held, by)
    # The letter takes the row of its reader: whoever comes second sees what the first did.
    Voice.objects.select_for_update(of=("self",)).get(pk=other.pk)
    read = Voice.objects.filter(pk=other.pk, read_up_to__lt=message.pk, mailed_up_to__lt=message.pk)
    if message.author_id != own.pk or message.person_id != by.pk or not read.exists():
        raise refusals.TooLateToTakeBack
    audit.record("message.taken_back", message, by=by)
    Message.objects.filter(pk=message.pk).delete()
    live.publish(held.topic)


@transaction.atomic
def stop(*, conversation: Conversation, by: Person) -> None:
    """This side wants no messages: neither writes until it allows them again. Twice is once. Cost: 4 queries."""
    held = hold(conversation)
    own, _other = voices_of(held, by)
    if Voice.objects.filter(pk=own.pk, stopped_at=None).update(stopped_at=timezone.now()):
        audit.record("conversation.stopped", held, by=by)
        live.publish(held.topic)


@transaction.atomic
def allow(*, conversation: Conversation, by: Person) -> None:
    """Messages are welcome again. Twice is once. Cost: 4 queries."""
    held = hold(conversation)
    own, _other = voices_of(held, by)
    if Voice.objects.filter(pk=own.pk, stopped_at__isnull=False).update(stopped_at=None):
        audit.record("conversation.allowed", held, by=by)
        live.publish(held.topic)
