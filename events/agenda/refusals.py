"""Why an action on an event is refused, in words for the organiser."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core import versions
from core.refusals import Refusal


class AgendaRefused(Refusal):
    """Nothing was kept."""


class NotYours(AgendaRefused):
    message = _("You do not run events for this organisation or this region: choose one of yours.")


class ChangedMeanwhile(AgendaRefused):
    message = versions.ChangedMeanwhile.message


class AlreadyPublished(AgendaRefused):
    message = _("This event is already published.")


class NotReady(AgendaRefused):
    """``missing``: what a published event cannot do without, a sentence each."""

    def __init__(self, missing: Sequence[str | Promise]) -> None:
        self.missing = tuple(missing)
        said = [_("Nothing was changed."), *self.missing]
        super().__init__(format_lazy(" ".join(["{}"] * len(said)), *said))


class NotPublished(AgendaRefused):
    message = _("This event is a draft: nobody but its organisers sees it. Edit it, publish it or discard it.")


class AlreadyCancelled(AgendaRefused):
    message = _("This event is cancelled. Duplicate it to hold it again.")


class TooLate(AgendaRefused):
    message = _("That moment is past. Choose a date to come, or duplicate the event.")


class NothingMoves(AgendaRefused):
    message = _("Time and place are what they were: nothing was changed and nobody was written to.")


class MovesBySitting(AgendaRefused):
    message = _(
        "This event has several sittings: each moves by itself, on the page of sittings. Only the place changes here."
    )


class PeopleRegistered(AgendaRefused):
    message = _("People have registered: the event cannot vanish under them. Cancel it, and they will be told why.")


class RegisteredForOneDay(AgendaRefused):
    message = _(
        "People have registered for the one day that is announced: no sittings were added. "
        "Duplicate the event, give the copy its sittings, and publish it."
    )


class SittingsOverlap(AgendaRefused):
    message = _("Two sittings would take the same time: nothing was kept. Choose other hours.")


class TooManySittings(AgendaRefused):
    message = _("An event has 60 sittings at most: nothing was kept. Add fewer, or make a second event.")


class SittingIsAnnounced(AgendaRefused):
    message = _("This sitting is announced: it is not removed but cancelled, and those who registered are told.")


class SittingIsCancelled(AgendaRefused):
    message = _("This sitting is cancelled already. Add another one in its place.")


class LastSitting(AgendaRefused):
    message = _("This is the only sitting left: cancel the event itself.")


class CapacityBelowSeatsTaken(AgendaRefused):
    """``taken``: seats given out."""

    def __init__(self, taken: int) -> None:
        message: str | Promise = ngettext_lazy(
            "%(taken)d seat is taken: the capacity cannot be less. Cancel registrations first.",
            "%(taken)d seats are taken: the capacity cannot be less. Cancel registrations first.",
            "taken",
        ) % {"taken": taken}
        super().__init__(message)
