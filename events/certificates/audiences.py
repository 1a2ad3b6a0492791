"""The question whether somebody has completed a series."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.audiences import answers
from core.bilingual import pick
from events.agenda.models import Event
from events.certificates.rules import needed_of, seats_completed
from events.doors.audiences import MOST, SINCE, WhoWasThere
from events.registration.models import Seat


@answers("certificates.completed")
class Completed(WhoWasThere):
    """``certificates.completed:EVENT``: was at as many sittings as its rule asks for, with a certificate or without."""

    label = _("completion of a series")

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        """Series of the last year, the latest first. Cost: 1 query."""
        series = Event.objects.public().filter(sitting_count__gt=0, ends_at__gt=timezone.now() - SINCE)
        return [(str(event.pk), event.title.text) for event in series.order_by("-starts_at")[:MOST]]

    def sentence(self, argument: str) -> str:
        """Cost: 1 query."""
        event = Event.objects.public().filter(pk=int(argument)).first() if argument.isdecimal() else None
        if event is None:
            return gettext("For those who have completed a series that no longer exists.")
        return gettext("For those who have completed “%(title)s”.") % {"title": event.title.text}

    def present(self, number: int) -> QuerySet[Any]:
        event = Event.objects.filter(pk=number).first()
        return seats_completed(event) if event is not None and event.is_series else Seat.objects.none()

    def missed(self, number: int) -> str | Promise:
        event = Event.objects.public().filter(pk=number).first()
        if event is None:
            return _("You have not completed the series that this event asks for.")
        needed = needed_of(event)
        return ngettext(
            "You have not completed “%(title)s”: %(number)d sitting of it is needed.",
            "You have not completed “%(title)s”: %(number)d sittings of it are needed.",
            needed,
        ) % {"title": pick(event, "title").text, "number": needed}
