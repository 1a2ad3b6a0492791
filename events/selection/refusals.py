"""Why a choice among applications is refused, in words for whoever chooses."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from events.registration.refusals import sentences


class SelectionRefused(Refusal):
    """Nothing was kept."""


class NotByReview(SelectionRefused):
    message = _(
        "Nothing was kept: this event gives its seats in order. The terms of registration say otherwise, if you wish."
    )


class CalledOff(SelectionRefused):
    message = _("Nothing was kept: the event is called off, and everybody who applied was told so.")


class GridSettled(SelectionRefused):
    message = _(
        "Nothing was changed: somebody has given points under these criteria, and all are read by the same ones."
    )


class NoCriteria(SelectionRefused):
    message = _("Nothing was kept: there are no criteria yet to give points for. Write the grid first.")


class OutOfReach(SelectionRefused):
    message = _(
        "Nothing was kept: a criterion has fewer points than that, or the grid has changed. Open the application again."
    )


class OwnApplication(SelectionRefused):
    message = _("Nothing was kept: this application is yours, or you come with it. Somebody else reads and decides it.")


class NobodyTicked(SelectionRefused):
    message = _("Nothing was decided: tick the applications that it is about.")


class OutcomeMissing(SelectionRefused):
    message = _("Nothing was decided: say whether those you ticked are chosen, on the reserve list, or not chosen.")


class ReasonMissing(SelectionRefused):
    message = _("Nothing was decided: a no needs its reason, in words that the person will read.")


class Withdrawn(SelectionRefused):
    message = _(
        "Nothing was decided: one of those you ticked is withdrawn, or knows its result. The list below is as it stands now."
    )


class DecidedMeanwhile(SelectionRefused):
    """Somebody else decided after the page was opened; ``registrations`` are the keys of those it is about."""

    message = _(
        "Nothing was decided: somebody else has decided on one of these since you opened the page. Their decision stands below, marked; tick again if yours still holds."
    )

    def __init__(self, registrations: Sequence[int]) -> None:
        self.registrations = tuple(registrations)
        super().__init__()


class AlreadyTold(SelectionRefused):
    message = _(
        "Nothing was changed: everybody has been told. From now on, change one registration at a time on its own page."
    )


class NotToldYet(SelectionRefused):
    message = _("Nothing was changed: the results are still to be told, to everybody at once. Decide in the list.")


class HourPast(SelectionRefused):
    message = _("Nothing was changed: that hour is past. Choose one to come, or tell everybody now.")


class HourBeforeDeadline(SelectionRefused):
    message = _("Nothing was changed: people can still apply at that hour. Choose one after applications close.")


class HourAfterStart(SelectionRefused):
    message = _("Nothing was changed: the event has begun by then. People need time to prepare, or to look elsewhere.")


class NotReady(SelectionRefused):
    """Nobody was told; ``obstacles`` say what is missing, a sentence each."""

    def __init__(self, obstacles: Sequence[str | Promise]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(sentences(_("Nobody was told anything."), *self.obstacles))
