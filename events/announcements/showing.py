"""What stands about messages on pages of other rooms: the registration's own, the live desk, the list of registrations."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import local_of, time_words
from core.outbox import Mail
from events.agenda.models import Event
from events.announcements.groups import MISSING
from events.announcements.live import topic_of
from events.announcements.models import Notice, Sending
from events.doors import rules
from events.doors.beside import Lists, Note, Tool
from events.doors.history import Happening
from events.doors.listing import MAIL_STATES
from events.registration.asides import Aside
from events.registration.models import Registration, Seat

#: Whoever registers in a rush looks at their page at once: nothing was written to them yet, and nobody holds a line open.
AT_ONCE = timedelta(minutes=2)
#: What the audit says of a registration here, in words.
ACTIONS = {
    "announcements.stopped": gettext_lazy("Asked for no messages but those that are necessary"),
    "announcements.resumed": gettext_lazy("Wants all messages again"),
}
#: The desk says what was sent within so long.
LATELY = timedelta(hours=12)


def messages_aside(registration: Registration, _seat: Seat, event: Event) -> Aside | None:
    """The latest message, whether it is new, and the way to all of them. Cost: 1 query, none in the first minutes."""
    if timezone.now() - registration.made_at < AT_ONCE:
        return None
    topic = "" if event.is_past or registration.is_cancelled else topic_of(event.pk)
    part = reverse("announcements:own_part", args=[registration.link_key])
    notices = list(Notice.objects.of_link(registration))
    if not notices:
        return Aside("", "", "", "", topic=topic, part=part) if topic else None
    new = sum(notice.is_new for notice in notices)
    heading = (
        ngettext("%(number)s new message", "%(number)s new messages", new) % {"number": new} if new else _("Messages")
    )
    return Aside(
        heading,
        notices[0].announcement.subject.__html__(),
        reverse("announcements:own", args=[registration.link_key]),
        _("Read the messages of this event"),
        topic=topic,
        part=part,
        is_new=bool(new),
    )


def latest_on_the_desk(event: Event) -> Note | None:
    """The last message that left today, for those who are asked about it at a door. Cost: 1 query."""
    recent = Sending.objects.filter(announcement__event=event, at__gt=timezone.now() - LATELY)
    latest = recent.select_related("announcement").last()
    if latest is None:
        return None
    facts = {
        "subject": latest.announcement.subject,
        "time": time_words(local_of(latest.at, event.zone)),
        "number": latest.people,
    }
    said = ngettext(
        "Last message, at %(time)s, to %(number)s person: %(subject)s",
        "Last message, at %(time)s, to %(number)s people: %(subject)s",
        latest.people,
    )
    return Note(said % facts)


def tools(place: str, event: Event, user: Any) -> list[Tool]:
    """Ways to write from the desk, for those who run the event. Cost: 1 query on the desk, 2 for a series."""
    if event.is_draft:
        return []
    compose = reverse("announcements:compose", args=[event.pk])
    if place == "registrations":
        return [Tool(gettext_lazy("Write a message"), compose, "mail")]
    if not rules.runs(user, event):
        return []
    sitting = event.sittings_standing.to_come().first() if event.is_series else None
    to = f"{MISSING}:{sitting.pk}" if sitting else "expected"
    expected = Tool(gettext_lazy("Write to those still expected"), f"{compose}?to={to}", "mail")
    waiting = Tool(gettext_lazy("Write to the waiting list"), f"{compose}?to=waiting", "mail")
    return [expected, *([waiting] if event.seats_waiting else [])]


def written(registration: Registration) -> Iterable[Happening]:
    """Messages that went to a registration, and how far their mails came. Cost: 2 queries, 1 where there was none."""
    notices = list(Notice.objects.filter(registration=registration).select_related("announcement", "sending__by"))
    if not notices:
        return
    mails = Mail.objects.filter(object_type=Notice._meta.label_lower, object_id__in=[str(one.pk) for one in notices])
    states = dict(mails.order_by().values_list("object_id", "state"))
    for notice in notices:
        state = states.get(str(notice.pk), "")
        subject = notice.announcement.subject
        said = _("Message “%(subject)s”") % {"subject": subject}
        if state in MAIL_STATES:
            said = _("Message “%(subject)s”: %(state)s") % {"subject": subject, "state": MAIL_STATES[state]}
        yield Happening(
            notice.sending.at,
            said,
            notice.sending.by.name,
            trouble=state in {Mail.State.FAILED, Mail.State.BOUNCED},
        )


def picked(event: Event) -> Lists:
    """What is done with registrations whose boxes are ticked. No query."""
    return Lists(reverse("announcements:keep_list", args=[event.pk]), gettext_lazy("Keep as a list to write to"))
