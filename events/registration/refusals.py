"""Why somebody does not get a seat, in words they can act on."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

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


class NotATicket(RegistrationRefused):
    message = _(
        "This is not a ticket of ours: the code is incomplete or was changed. Scan it again, or search by name."
    )


def sentences(*parts: str | Promise) -> Promise:
    """The sentences that say something, one after the other, translated when they are read."""
    said = [part for part in parts if part]
    return format_lazy(" ".join(["{}"] * len(said)), *said)
