"""Letters of this room: what the other wrote, what was decided, and why a mail was not passed on."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from core import forbidden, outbox
from core.mail import absolute, render
from network.pairing.conversations import masking, naming, quoting, refusals, relay, telling
from network.pairing.conversations.models import Conversation, Message, Report, Voice

#: Earlier letters, and mails of the reader, that a letter hangs on to: as many as mail programs look at.
THREAD = 8


@outbox.letter("conversations/news", secret=True)
def news(mail: outbox.Mail) -> outbox.Letter | None:
    """What the other wrote, from an address of the relay; dropped when there is nothing left of it, or no reader."""
    facts = mail.payload
    voice = Voice.objects.with_people().filter(pk=facts["voice"], party__person=facts["person"]).first()
    if voice is None or voice.person.erased_at or voice.person.merged_into_id:
        return None
    conversation = voice.conversation
    match = conversation.match
    new = Message.objects.read_by(voice).filter(pk__gte=facts["first"], pk__lte=facts["last"]).exclude(author=voice)
    messages = list(new.select_related("author__party__person").order_by("pk"))
    if not messages or not Conversation.objects.readable().filter(pk=conversation.pk).exists():
        return None
    with translation.override(mail.language):
        shown = [_shown(message, voice) for message in messages]
        context = {
            "match": match,
            "messages": shown,
            "name": naming.author_of(match, messages[-1]),
            "masked": any(message.masked_text for message in messages) and not match.is_signed,
            "files": any(message.files_left_out for message in messages),
            "above": quoting.ABOVE_EN if mail.language == "en" else quoting.ABOVE_FR,
            "link": absolute(reverse("conversations:thread", args=[match.pk])),
        }
        written = render("conversations/mail/news", context, reply_to=relay.address_of(voice))
        sender = relay.named(naming.first_name_of(match, messages[-1].author), relay.address_of(voice))
    return outbox.Letter(
        subject=written.subject,
        text=written.text,
        html=written.html,
        reply_to=written.reply_to,
        sender=sender,
        headers=_thread(mail, voice),
    )


def _shown(message: Message, voice: Voice) -> dict[str, object]:
    text = message.as_read(by=voice.person, is_signed=voice.conversation.match.is_signed)
    return {
        "name": naming.author_of(voice.conversation.match, message),
        "text": masking.in_words(text),
        "written_at": message.written_at,
        "files": message.files_left_out,
    }


def _thread(mail: outbox.Mail, voice: Voice) -> dict[str, str]:
    """References to earlier letters and to the reader's own mails, the oldest first; never to a mail of the other's. Cost: 2 queries."""
    domain = settings.PAIRING_RELAY_DOMAIN
    mark = salted_hmac("network.pairing.conversations.thread", str(voice.pk), algorithm="sha256").hexdigest()[:24]
    before = outbox.Mail.objects.filter(stream=telling.stream_of(voice), pk__lt=mail.pk, state=outbox.Mail.State.SENT)
    letters = list(before.order_by("-pk").values_list("sent_at", "message_id")[:THREAD])
    own = Message.objects.filter(author=voice, person=voice.person, pk__lt=mail.payload["last"]).exclude(message_id="")
    mails = list(
        own.exclude(message_id__endswith="@none>").order_by("-pk").values_list("written_at", "message_id")[:THREAD]
    )
    known = [each for _moment, each in sorted([*letters, *mails])][-THREAD:]
    root = f"<jumelage.{mark}@{domain}>"
    return {"References": " ".join([root, *known]), "In-Reply-To": known[-1] if known else root}


@outbox.letter("conversations/step")
def step(mail: outbox.Mail) -> outbox.Letter | None:
    """What became of a report, and what somebody should know. No word of a message stands in it."""
    what = mail.payload["what"]
    facts: dict[str, object] = {"what": what}
    if mail.object_type == Report._meta.label_lower:
        report = Report.objects.select_related("message__conversation__match").filter(pk=mail.object_id).first()
        if report is None:
            return None
        facts |= {"report": report if what == "decided" else None}
        match = report.message.conversation_id
    elif mail.object_type == Message._meta.label_lower:
        message = Message.objects.filter(pk=mail.object_id).first()
        if message is None:
            return None
        facts |= {"files": message.files_left_out}
        match = message.conversation_id
    else:
        match = int(mail.object_id)
    with translation.override(mail.language):
        facts["link"] = absolute(reverse("conversations:thread", args=[match]))
        return render("conversations/mail/step", facts)


@outbox.letter("conversations/reported")
def reported(mail: outbox.Mail) -> outbox.Letter | None:
    """To the coordination, by number alone; dropped once it is decided."""
    report = Report.objects.open().filter(pk=mail.object_id).first()
    if report is None:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("conversations:reported", args=[report.pk]))
        return render("conversations/mail/reported", {"report": report, "link": link})


@outbox.letter("conversations/answer")
def answer(mail: outbox.Mail) -> outbox.Letter | None:
    """Why a mail was not passed on. It says nothing of the match, and programs do not answer it (RFC 3834)."""
    why = mail.payload["why"]
    with translation.override(mail.language):
        if why in set(forbidden.Kind):
            reason = forbidden.MESSAGES[forbidden.Kind(why)]
        else:
            reason = getattr(refusals, why).message
        written = render("conversations/mail/answer", {"reason": reason})
    headers = {"Auto-Submitted": "auto-replied", "In-Reply-To": mail.payload["to"], "References": mail.payload["to"]}
    return outbox.Letter(subject=written.subject, text=written.text, html=written.html, headers=headers)
