"""A mail comes in at an address of a relay: it becomes a message, or its sender is told kindly why not."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from enum import IntEnum

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import outbox
from core.forbidden import SensitiveText
from core.refusals import Refusal
from network.pairing.conversations import refusals, relay, rules, telling
from network.pairing.conversations.actions.writing import mark_read, write
from network.pairing.conversations.incoming import Incoming, Unreadable, read
from network.pairing.conversations.models import Message, Voice

log = logging.getLogger("maillage.conversations")

#: Answers by themselves to strangers, and to those whose address it is, in a day and for one address.
TO_STRANGERS, TO_THEIRS = 3, 20


class Ended(IntEnum):
    """How it ended, as mail servers understand it (sysexits.h)."""

    #: Kept, refused with an answer, or a program's mail that was dropped.
    DONE = 0
    #: No mail, or too large a one.
    NO_MAIL = 65
    #: No such address.
    NO_ADDRESS = 67
    #: Nothing was kept: try again.
    TRY_AGAIN = 75


def receive(raw: bytes, *, envelope_sender: str | None = None, envelope_recipients: Iterable[str] = ()) -> Ended:
    """Take in one mail. Cost: about 16 queries for one that is kept. Database errors propagate: it is tried again."""
    try:
        mail = read(raw, envelope_sender=envelope_sender, envelope_recipients=envelope_recipients)
    except Unreadable as trouble:
        log.warning("a mail was not read: %s", trouble)
        return Ended.NO_MAIL
    tokens = relay.tokens_in(mail.recipients)
    voice = Voice.objects.with_people().filter(token__in=tokens).order_by("pk").first() if tokens else None
    if voice is None:
        log.info("a mail for no address of ours")
        return Ended.NO_ADDRESS
    if mail.is_automatic:
        if mail.returned:
            outbox.bounced(mail.returned)
        log.info("voice %s: a program's mail was dropped", voice.pk)
        return Ended.DONE
    try:
        message = take_in(voice, mail)
    except Refusal as refusal:
        log.info("voice %s: a mail was refused: %s", voice.pk, type(refusal).__name__)
        _answer(voice, mail, envelope_sender, refusal)
    else:
        log.info("voice %s: message %s", voice.pk, message.pk)
    return Ended.DONE


@transaction.atomic
def take_in(voice: Voice, mail: Incoming) -> Message:
    """The message of a mail. Raises NotTheirs, EmptyMail, and what ``write`` raises."""
    person = voice.person
    if person.erased_at or not rules.writes_from(person, mail.sender):
        raise refusals.NotTheirs
    if not mail.text:
        raise refusals.EmptyMail
    answered = _answered(voice, mail.answers)
    before = Message.objects.filter(author=voice, message_id=mail.message_id[:250]).exists()
    message = write(
        conversation=voice.conversation,
        by=person,
        text=mail.text,
        way=Message.Way.MAIL,
        message_id=mail.message_id[:250],
        in_reply_to=answered,
        files=mail.files,
    )
    if answered is not None:
        mark_read(voice=voice, up_to=answered.pk)
    if mail.files and not before:
        telling.tell(person, "files", message, key="1")
    return message


def _answered(voice: Voice, ids: tuple[str, ...]) -> Message | None:
    """The last message of the letter that is answered. Cost: 1 query, 2 when there is one."""
    letters = dict(
        outbox.Mail.objects.filter(message_id__in=ids[:20], stream=telling.stream_of(voice)).values_list(
            "message_id", "key"
        )
    )
    last = next((telling.last_told_by(letters[each]) for each in ids if each in letters), 0)
    return Message.objects.read_by(voice).filter(pk=last).exclude(author=voice).first()


def _answer(voice: Voice, mail: Incoming, envelope_sender: str | None, refusal: Refusal) -> None:
    """Say why, to where the envelope says; once a day to a stranger, once a mail to those whose address it is. Cost: 2 queries.

    Never to an address of a relay, and never more in a day than somebody would write: no loop lasts.
    """
    to = (envelope_sender or "").strip().strip("<>").lower() or mail.sender
    if to.count("@") != 1 or len(to) > 254 or relay.is_ours(to):
        return
    is_stranger = isinstance(refusal, refusals.NotTheirs)
    since = timezone.now() - timedelta(days=1)
    why = "stranger" if is_stranger else type(refusal).__name__
    said = outbox.Mail.objects.filter(
        template="conversations/answer", stream__startswith=f"answer/{voice.pk}/", queued_at__gt=since
    )
    of_this_kind = said.filter(stream=f"answer/{voice.pk}/{'stranger' if is_stranger else 'own'}")
    if of_this_kind.count() >= (TO_STRANGERS if is_stranger else TO_THEIRS):
        return
    what = f"{to}:{timezone.localdate()}" if is_stranger else mail.message_id
    mark = salted_hmac("network.pairing.conversations.answer", what, algorithm="sha256").hexdigest()[:24]
    outbox.post(
        "conversations/answer",
        to=to,
        language=telling.language_for(voice.person),
        key=f"{voice.pk}:{why}:{mark}",
        stream=f"answer/{voice.pk}/{'stranger' if is_stranger else 'own'}",
        about=voice,
        payload={
            "why": refusal.kind.value if isinstance(refusal, SensitiveText) else type(refusal).__name__,
            "to": mail.message_id[:250],
        },
    )
