"""Whom an announcement reaches now, in which language, and who is left out and why. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.outbox import Mail
from events.announcements.models import Announcement, NoMessages, Notice
from events.registration import concerned
from events.registration.models import Registration
from events.registration.personal import ERASED

#: Names that a page lists one by one.
NAMED = 30
#: How long a mail that came back makes an address doubtful.
DOUBT = timedelta(days=30)


@dataclass(frozen=True)
class LeftOut:
    """Those of the group who do not get it, for one reason."""

    why: str | Promise
    names: Sequence[str]

    @property
    def number(self) -> int:
        return len(self.names)

    @property
    def named(self) -> Sequence[str]:
        return [name for name in self.names if name][:NAMED]

    @property
    def unnamed(self) -> int:
        return self.number - len(self.named)


@dataclass(frozen=True)
class Reach:
    """``registrations``: who gets it, in the order in which they asked; ``doubtful``: to whose address a mail came back."""

    registrations: Sequence[Registration]
    left_out: Sequence[LeftOut]
    doubtful: Sequence[str]

    @property
    def number(self) -> int:
        return len(self.registrations)

    @property
    def in_french(self) -> int:
        return Counter(one.language for one in self.registrations)["fr"]

    @property
    def in_english(self) -> int:
        return self.number - self.in_french


WHY_CANCELLED = _("they are no longer registered")
WHY_ERASED = _("their address was erased")
WHY_NO_ADDRESS = _("they came to the door and gave no address")
WHY_HAS_IT = _("they have it already")
WHY_STOPPED = _("they asked for no messages but those that are necessary")


def reach_of(announcement: Announcement) -> Reach:
    """Cost: 3 queries, 1 more if the message is not necessary; however many there are."""
    event = announcement.event
    group = concerned.registrations_of(event, announcement.audience)
    has_it = set(Notice.objects.filter(announcement=announcement).values_list("registration", flat=True))
    stopped: set[int] = set()
    if not announcement.is_necessary:
        asked = NoMessages.objects.filter(registration__event=event)
        stopped = set(asked.values_list("registration", flat=True))
    reached, out = [], dict[str | Promise, list[str]]()
    for one in group.select_related("contact").order_by("made_at", "pk").distinct():
        if one.pk in has_it:
            why = WHY_HAS_IT
        elif one.is_cancelled:
            why = WHY_CANCELLED
        elif one.email == ERASED:
            why = WHY_ERASED
        elif not one.email:
            why = WHY_NO_ADDRESS
        elif one.pk in stopped:
            why = WHY_STOPPED
        else:
            reached.append(one)
            continue
        out.setdefault(why, []).append(one.contact.name)
    return Reach(reached, [LeftOut(why, names) for why, names in out.items()], _doubtful(reached, announcement))


def _doubtful(reached: Sequence[Registration], announcement: Announcement) -> list[str]:
    """Names of those to whose address a mail came back lately. Cost: 1 query."""
    addresses = Registration.objects.filter(event=announcement.event).values("email")
    back = Mail.objects.filter(state=Mail.State.BOUNCED, queued_at__gt=timezone.now() - DOUBT, recipient__in=addresses)
    returned = set(back.values_list("recipient", flat=True))
    return [one.contact.name for one in reached if one.email in returned]
