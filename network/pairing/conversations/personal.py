"""What the two of a match write to each other, and how long it is kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.conversations.models import READABLE, Conversation, Message, Report
from network.pairing.matches.models import State
from people.accounts.models import Person

BOTH = _("The two people of the match; the coordination after a report alone, and each reading is noted")
READERS = _("Whoever made it, and the coordination")
KEPT = _("180 days after the match ended; the two read it for 90 days")


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    return Held(purpose=purpose, audience=audience, retention=KEPT, **facts)


def was_said(name: str) -> Callable[[Any], str]:
    """That something was said stays, where it must be."""
    return lambda row: "…" if getattr(row, name) else ""


def join_reports(keep_it: Person, gone: Person) -> None:
    """Of two reports of one message, by two entries of one person, the first stays. Cost: 1 query, 2 when there are some."""
    same = Report.objects.filter(by=keep_it, message=OuterRef("message"))
    Report.objects.filter(Exists(same), by=gone).delete()


declare(
    Conversation,
    owner="voices__party__person",
    label=_("conversations of a match"),
    fields={},
    not_personal=("match", "opened_at", "closed_at"),
    known_until=GOES_ALONG,
    order=55,
)
declare(
    Message,
    owner="person",
    label=_("messages written in a match"),
    fields={
        "text": held(_("To write to each other in a match"), erase="…"),
        "masked_text": held(
            _("To show no way of reaching each other before both have signed"),
            export=False,
            label=_("message as the other sees it"),
        ),
        "message_id": held(
            _("To keep a mail that comes twice once, and to answer it"), export=False, label=_("number of the mail")
        ),
    },
    not_personal=("conversation", "author", "written_at", "way", "files_left_out", "in_reply_to", "once"),
    beside={
        "written_at": Beside(_("written on"), lambda row: row.written_at),
        "way": Beside(_("by which way"), lambda row: str(row.get_way_display())),
    },
    known_until=GOES_ALONG,
    order=54,
)
declare(
    Report,
    owner="by",
    label=_("messages reported"),
    fields={
        "reason": held(_("To protect people from what is not right"), audience=READERS, stays=_("That a message was reported, and why, is kept with the decision")),
        "words": held(_("To protect people from what is not right"), audience=READERS, erase=was_said("words")),
        "answer": held(_("To tell what came of it"), audience=READERS, erase=was_said("answer")),
    },
    not_personal=("message", "made_at", "outcome", "decided_at"),
    beside={"made_at": Beside(_("reported on"), lambda row: row.made_at)},
    merge=join_reports,
    known_until=GOES_ALONG,
    order=53,
)  # fmt: skip


def long_over(before: datetime) -> QuerySet[Conversation]:
    """Of matches that ended before then, unless a report is still to be read."""
    to_read = Report.objects.open().filter(message__conversation=OuterRef("pk"))
    over = Conversation.objects.filter(match__state__in=[State.COMPLETED, State.ENDED], match__state_since__lt=before)
    return over.exclude(Exists(to_read))


keep(
    Keep(
        code="conversations.conversations",
        model=Conversation,
        label=_("conversations of a match, with their messages and reports"),
        since=_("the day the match was completed or ended"),
        days=180,
        due=long_over,
        then="delete",
        shortest=READABLE.days,
        longest=365,
    )
)
