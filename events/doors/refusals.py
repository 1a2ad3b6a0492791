"""Why somebody is not let in, in words that whoever stands at the door can say and act on."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class CheckInRefused(Refusal):
    """Nobody is let in."""


class AwaitsGuardian(CheckInRefused):
    message = _("Not checked in: this person is under 18, and their parent or guardian has not said yes yet.")


class StillWaiting(CheckInRefused):
    message = _(
        "This person is on the waiting list: no seat is theirs yet. "
        "Send them to the organiser, who sees whether a seat has come free."
    )


class SeatCancelled(CheckInRefused):
    message = _("This registration was cancelled. Search by name for a newer one, or send the person to the organiser.")


class EventCancelled(CheckInRefused):
    message = _("This event was cancelled: nobody can be checked in.")


class AfterTheClose(CheckInRefused):
    message = _(
        "Attendance is closed and this person is noted absent. "
        "An organiser of the event can still note that they came, on the registration's page."
    )


class ScannedTooFast(CheckInRefused):
    message = _("This ticket was scanned and taken back at the same moment at another door. Scan it again.")


class NothingScanned(CheckInRefused):
    message = _("No code was given. Scan a ticket, type its code or the reference, or search by name.")


class NoDoor(CheckInRefused):
    message = _("Say first at which door you are: every arrival is noted with its door.")


class UnknownReference(CheckInRefused):
    message = _("No registration for this event has this reference. Read it again with the person, or search by name.")


class UnknownTicket(CheckInRefused):
    message = _("This ticket's registration is no longer here. Search by name, or send the person to the organiser.")


class AnotherEvent(CheckInRefused):
    message = _("This ticket is for another event. Search by name: the person may be registered for this one too.")


class NoSittingNow(CheckInRefused):
    message = _(
        "No sitting of this event is on now: nobody was checked in. Choose a sitting at the top, "
        "or have the organiser note the attendance on the page of sittings."
    )


class NotItsSitting(CheckInRefused):
    message = _("This sitting was cancelled, or is another event's: nobody was checked in. Choose another sitting.")


class SittingToCome(CheckInRefused):
    message = _("This sitting is still to come: attendance is noted from twelve hours before it begins.")


class NoSeatLeft(CheckInRefused):
    message = _(
        "Nobody was registered: no seat is free, or somebody on the waiting list comes before. Whoever runs the event can "
        "raise its capacity on the page of its seats; then send this page again: what you typed is still here."
    )


class ChosenByReview(CheckInRefused):
    message = _(
        "Nobody was registered: this event chooses among applications. Send the person to the organiser, who can take them."
    )


class NoAddress(Refusal):
    message = _("Nothing was sent: this person came to the door and gave no address.")


class NotPresent(Refusal):
    message = _(
        "There is nothing to undo: this person is not checked in any more. The list has been brought up to date."
    )


class PassRefused(Refusal):
    """No door pass is given."""


class NoSuchLogin(PassRefused):
    message = _(
        "Nobody signs in with this address yet. Ask the person to create their account with it, "
        "then entrust the door to them again: what you typed is still here."
    )


class EventOver(PassRefused):
    message = _("This event is over: its door needs nobody any more.")
