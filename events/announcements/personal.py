"""What messages and lists hold about people, and how long."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from events.announcements.models import Announcement, Listed, NoMessages, Notice, SavedList, Sending
from events.registration.personal import SIX_MONTHS

RUNNERS = _("The person, and those who run the event")
AFTER_EVENT = _("Six months after the event")
SAID = _("It was written in the name of the organisation, and others got it")


def of_event(row: Any) -> str:
    return pick(row.registration.event, "title").text


EVENT = {"event": Beside(_("event"), of_event)}


def written() -> Held:
    return Held(
        purpose=_("To tell those concerned what they need to know of an event"),
        audience=_("Those who got the message, and those who run the event"),
        retention=_("As long as the event is kept"),
        stays=SAID,
    )


declare(
    Announcement,
    owner="author",
    label=_("messages written to those registered"),
    fields={name: written() for name in ("subject_fr", "text_fr", "subject_en", "text_en")},
    not_personal=(
        "event", "audience", "is_necessary", "corrects", "key", "state", "made_at", "updated_at", "sent_at",
    ),
    known_until="made_at",
)  # fmt: skip
declare(
    Sending,
    owner="by",
    label=_("messages sent to those registered"),
    fields={
        "at": Held(
            purpose=_("To know who sent a message, and when"),
            audience=_("Those who run the event"),
            retention=_("As long as the event is kept"),
            stays=SAID,
            label=_("moment of the sending"),
        )
    },
    not_personal=("announcement", "key", "people"),
    known_until="at",
)
declare(
    Notice,
    owner="registration__contact",
    label=_("messages of organisers"),
    fields={
        "seen_at": Held(
            purpose=_("To mark what is new"),
            audience=_("The person; those who run the event see how many opened a message, not who"),
            retention=AFTER_EVENT,
            erase=None,
        )
    },
    not_personal=("announcement", "sending", "registration"),
    known_until=GOES_ALONG,
    beside={**EVENT, "subject": Beside(_("subject"), lambda row: pick(row.announcement, "subject").text)},
    related=("announcement", "registration__event"),
    on_erase="delete",
)
declare(
    Listed,
    owner="registration__contact",
    label=_("lists of an organiser"),
    fields={
        "added_at": Held(
            purpose=_("To write to some of those registered, whom the organiser picked"),
            audience=RUNNERS,
            retention=AFTER_EVENT,
            erase=None,
        )
    },
    not_personal=("saved_list", "registration"),
    known_until=GOES_ALONG,
    beside={**EVENT, "list": Beside(_("list"), lambda row: row.saved_list.name)},
    related=("saved_list", "registration__event"),
    on_erase="delete",
)
declare(
    NoMessages,
    owner="registration__contact",
    label=_("refusals of messages"),
    fields={
        "at": Held(
            purpose=_("To send no messages to whoever asked for none"),
            audience=RUNNERS,
            retention=AFTER_EVENT,
            erase=None,
        )
    },
    not_personal=("registration",),
    known_until=GOES_ALONG,
    beside=EVENT,
    related=("registration__event",),
    on_erase="delete",
)


# ------------------------------------------------------------------ how long


def past_notices(before: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(registration__event__ends_at__lt=before)


def past_entries(before: datetime) -> QuerySet[Listed]:
    return Listed.objects.filter(registration__event__ends_at__lt=before)


def past_refusals(before: datetime) -> QuerySet[NoMessages]:
    return NoMessages.objects.filter(registration__event__ends_at__lt=before)


def forget_entries(entries: Sequence[Listed], _cut_off: datetime) -> int:
    """A list of nobody goes with its last entry: its name says something of those who stood on it."""
    lists = {entry.saved_list_id for entry in entries}
    Listed.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    SavedList.objects.filter(pk__in=lists, entries=None).delete()
    return len(entries)


def schedule(code: str, model: Any, label: Any, due: Any, then: Any = "delete") -> None:
    keep(
        Keep(
            code=code,
            model=model,
            label=label,
            since=_("the end of the event"),
            days=SIX_MONTHS,
            due=due,
            then=then,
            organisation="registration__event__organisation",
            longest=SIX_MONTHS,
        )
    )


schedule("announcements.notices", Notice, _("messages of organisers: who got them, and who opened them"), past_notices)
schedule("announcements.lists", Listed, _("lists that an organiser picked"), past_entries, forget_entries)
schedule("announcements.no_messages", NoMessages, _("refusals of messages"), past_refusals)
