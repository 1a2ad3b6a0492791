"""A conversation as a page shows it: the latest messages, what each of the two sees of them, and what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.refusals import Refusal
from network.pairing.conversations import masking, naming, rules
from network.pairing.conversations.models import Conversation, Message, Report, Voice
from network.pairing.matches.models import Match

#: Messages of one page; older ones a page further back.
A_PAGE = 30


@dataclass(frozen=True)
class Line:
    message: Message
    #: As the reader sees it.
    text: str
    #: Of one's own: as the other sees it, where that differs.
    seen_as: str
    who: str
    is_own: bool
    #: Whether something in it is not shown to the reader yet.
    is_masked: bool
    may_take_back: bool
    report: Report | None
    answers: str


@dataclass(frozen=True)
class Thread:
    conversation: Conversation
    match: Match
    own: Voice
    other: Voice
    name: str
    lines: list[Line]
    #: Number to ask for what came before; None: this is the beginning.
    earlier: int | None
    #: Number of the last of one's own that the other has read; 0 for none.
    read: int
    refusal: type[Refusal] | None

    @property
    def last(self) -> int:
        return self.lines[-1].message.pk if self.lines else 0

    @property
    def has_masks(self) -> bool:
        return any(line.is_masked or line.seen_as for line in self.lines)


def thread_of(conversation: Conversation, own: Voice, other: Voice, *, before: int | None = None) -> Thread:
    """The latest messages, or those before a number. Cost: 2 queries, however many there are."""
    match = conversation.match
    found = Message.objects.read_by(own).select_related("author__party__person", "in_reply_to").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    latest = list(found[: A_PAGE + 1])
    messages = latest[:A_PAGE][::-1]
    reports = {
        report.message_id: report
        for report in Report.objects.filter(by=own.party.person_id, message__in=[message.pk for message in messages])
    }
    mine = [
        message.pk
        for message in messages
        if message.person_id == own.party.person_id and message.pk <= other.read_up_to
    ]
    return Thread(
        conversation=conversation,
        match=match,
        own=own,
        other=other,
        name=naming.name_of(match, other),
        lines=[_line(match, message, own, other, reports.get(message.pk)) for message in messages],
        earlier=messages[0].pk if len(latest) > A_PAGE else None,
        read=max(mine, default=0),
        refusal=rules.why_not(conversation, own, other),
    )


def _line(match: Match, message: Message, own: Voice, other: Voice, report: Report | None) -> Line:
    is_own = message.person_id == own.party.person_id
    text = message.as_read(by=own.person, is_signed=match.is_signed)
    answered = message.in_reply_to
    return Line(
        message=message,
        text=masking.in_words(text) if text != message.text else text,
        seen_as=masking.in_words(message.masked_text) if is_own and message.masked_text and not match.is_signed else "",
        who="" if is_own else naming.author_of(match, message),
        is_own=is_own,
        is_masked=text != message.text,
        may_take_back=is_own and message.pk > max(other.read_up_to, other.mailed_up_to),
        report=report,
        answers=_beginning(answered, match, own) if answered and answered.pk > own.begins_after else "",
    )


def _beginning(answered: Message, match: Match, own: Voice) -> str:
    """The first words of what is answered."""
    is_own = answered.person_id == own.party.person_id
    text = (
        answered.text
        if is_own or match.is_signed or not answered.masked_text
        else masking.in_words(answered.masked_text)
    )
    words = " ".join(text.split())
    return f"{words[:80]}…" if len(words) > 80 else words


def around(message: Message, span: int) -> list[Message]:
    """The messages before and after one, ``span`` each way, for whoever must decide about it. Cost: 2 queries."""
    there = Message.objects.filter(conversation=message.conversation_id).select_related(
        "author__party__person", "person"
    )
    before: Iterable[Message] = there.filter(pk__lte=message.pk).order_by("-pk")[: span + 1]
    after = there.filter(pk__gt=message.pk).order_by("pk")[:span]
    return [*list(before)[::-1], *after]


def written(conversation: Conversation) -> int:
    """Messages of both sides. Cost: 1 query."""
    return Message.objects.filter(conversation=conversation).count()
