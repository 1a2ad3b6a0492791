"""What this room refuses, in words for the person."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from people.accounts.models import Person
from people.timetable.actions import Clash


class NotSigned(Refusal):
    message = _("Meetings are planned once both have signed the agreement, while the match is under way.")


class DaysAreAgreed(Refusal):
    message = _(
        "The days of a placement stand in its agreement, because of the insurance. Write a new version of it with another"
        " day; once both have signed, it is in both calendars."
    )


class OneConversation(Refusal):
    message = _("A conversation is one meeting, and it is planned already. Move that one.")


class HourPassed(Refusal):
    message = _("This hour has passed. Choose an hour to come.")


class TooFarAhead(Refusal):
    message = _("Plan meetings within the coming year.")


class HourPlanned(Refusal):
    message = _("A meeting of this match begins at that hour already.")


class TooLong(Refusal):
    message = _("A meeting lasts twelve hours at most, and longer than its break.")


class MovedOn(Refusal):
    message = _("This meeting has changed in the meantime. Look at where it stands now; nothing was changed.")


class NotOverYet(Refusal):
    message = _("This meeting is not over yet. Say afterwards how it went.")


class NotBefore(Refusal):
    message = _("Enter a meeting of the last 60 days that is over; time counts from the day your match was made.")


class NotMinutes(Refusal):
    message = _("Say how many minutes you were together, from 1 to 1440, or who did not come.")


class HourTaken(Refusal):
    """Somebody of the two is expected elsewhere. What holds them is theirs to know, and nobody else's."""

    message = _("One of you is expected elsewhere at that hour. Choose another one.")
    to_staff = _("One of the two is expected elsewhere at that hour. Choose another one.")

    def __init__(self, clash: Clash, message: str | Promise | None = None) -> None:
        super().__init__(message)
        self.clash = clash

    def told_to(self, viewer: Person | None, side: str) -> str:
        busy = self.clash.busy
        if busy is not None and viewer is not None and busy.person_id == viewer.pk:
            return self.clash.told_to(viewer)
        return str(self if side else self.to_staff)


def said(refusal: Refusal, viewer: Any, side: str) -> str:
    """The sentence for whoever reads it on this side; "" is staff."""
    return refusal.told_to(viewer, side) if isinstance(refusal, HourTaken) else str(refusal)
