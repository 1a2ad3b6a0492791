"""Why somebody does not get a seat, in words they can act on."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.audiences import Answer
from core.refusals import Refusal


class RegistrationRefused(Refusal):
    """No registration was made or changed."""


class NotOpenYet(RegistrationRefused):
    message = _("Registration has not opened yet. The event's page says when it does.")


class RegistrationClosed(RegistrationRefused):
    message = _("Registration is closed. The organiser may still be able to help you.")


class EventCancelled(RegistrationRefused):
    message = _("This event is cancelled. The calendar shows others like it.")


class EventOver(RegistrationRefused):
    message = _("This event is over. The calendar shows those to come.")


class AudienceNotMet(RegistrationRefused):
    """The event is for some people only; ``answer`` says why not, or what is missing to know."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(sentences(answer.reason, answer.remedy))


class AlreadyIn(RegistrationRefused):
    message = _("This ticket was already used at the door: the registration can no longer be cancelled here.")


class AlreadyCancelled(RegistrationRefused):
    message = _("This registration is cancelled. To come after all, register again.")


class AskerTaken(RegistrationRefused):
    message = _("Another registration for this event already has this name and address. Change one of them.")


class PartyTooLarge(RegistrationRefused):
    """More seats than one registration may hold at this event; ``most`` says how many."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            format_lazy(
                ngettext_lazy(
                    "One registration holds {most} seat at this event. Ask the others to register for themselves.",
                    "One registration holds {most} seats at this event. Ask the others to register for themselves.",
                    most,
                ),
                most=most,
            )
        )


class LargerThanEvent(RegistrationRefused):
    """The party could never come, whoever cancels; ``capacity`` says how many seats there are at all."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        super().__init__(
            format_lazy(
                ngettext_lazy(
                    "This event has {capacity} seat in all: your group can never be seated together. Register fewer people.",
                    "This event has {capacity} seats in all: your group can never be seated together. Register fewer people.",
                    capacity,
                ),
                capacity=capacity,
            )
        )


class NoRoomToGrow(RegistrationRefused):
    """A confirmed party asks for more seats than are free; nothing of it changed. ``free`` says how many are."""

    def __init__(self, free: int) -> None:
        self.free = free
        super().__init__(
            format_lazy(
                ngettext_lazy(
                    "Your registration is unchanged: {free} seat can be added now. Whoever else wants to come can join the waiting list with a registration of their own.",
                    "Your registration is unchanged: {free} seats can be added now. Whoever else wants to come can join the waiting list with a registration of their own.",
                    free,
                ),
                free=free,
            )
        )


class NotWhileOffered(RegistrationRefused):
    message = _("Your registration is unchanged: a place is offered to you as you are. Answer first, then add people.")


class NobodyComes(RegistrationRefused):
    message = _("Nothing was changed: nobody would be left. To give all the places back, cancel the registration.")


class MinorsAlone(RegistrationRefused):
    message = _("Nothing was changed: only people under 18 would be left, without anybody who comes with them.")


class OfferOver(RegistrationRefused):
    message = _("The time to answer is over, and the place went to the next who waited. You can register again.")


class OfferAnswered(RegistrationRefused):
    message = _("This offer was answered already. The page of your registration says how it stands.")


class OfferTakenBack(RegistrationRefused):
    message = _("The organiser has taken this offer back. You keep the place in the list that you had before it.")


class OfferInTurn(RegistrationRefused):
    message = _("Nothing was changed: this place was offered in the list's own order. Cancel the registration instead.")


class AdmissionSettled(RegistrationRefused):
    message = _(
        "Nothing was changed: people have registered under these terms, and were told so. Whether seats go by order or by review stays as it is."
    )


class NotWaiting(RegistrationRefused):
    message = _("Nothing was changed: this registration is not on the waiting list any more.")


class NoSeatFree(RegistrationRefused):
    """Too few seats are free for a party that was to be served out of turn."""

    def __init__(self, free: int, wanted: int) -> None:
        super().__init__(
            format_lazy(
                _("Nothing was changed: {wanted} seats are needed and {free} are free. Raise the capacity first."),
                wanted=wanted,
                free=free,
            )
        )


class ReasonMissing(RegistrationRefused):
    message = _("Nothing was changed: say why, in a sentence that the others on the list could read.")


class GuardianMissing(RegistrationRefused):
    message = _("Nothing was kept: somebody in your group is under 18. Say who their parent or guardian is.")


class GuardianAgreedToOthers(RegistrationRefused):
    message = _(
        "Your registration is unchanged: your parent or guardian has said yes to those you named before. Let them register the others who are under 18."
    )


class GuardianTooLate(RegistrationRefused):
    message = _(
        "Nothing was kept: there is no time left to ask a parent or guardian by mail. Come to the door together: the organiser can register you there."
    )


class GuardianAnswered(RegistrationRefused):
    message = _("This question was answered already, or the registration is cancelled. Nothing was changed.")


class NotApplied(RegistrationRefused):
    message = _("Nothing was changed: this registration is not an application that waits for a decision.")


class NotATicket(RegistrationRefused):
    message = _(
        "This is not a ticket of ours: the code is incomplete or was changed. Scan it again, or search by name."
    )


def sentences(*parts: str | Promise) -> Promise:
    """The sentences that say something, one after the other, translated when they are read."""
    said = [part for part in parts if part]
    return format_lazy(" ".join(["{}"] * len(said)), *said)
