"""The question whether somebody has completed a series."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audiences import answers
from core.bilingual import pick
from events.agenda.models import Event
from events.certificates.rules import needed_of, seats_completed
from events.doors.audiences import WhoWasThere
from events.registration.models import Seat


@answers("certificates.completed")
class Completed(WhoWasThere):
    """``certificates.completed:EVENT``: was at as many sittings as its rule asks for, with a certificate or without."""

    label = _("people who have completed a series")

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
