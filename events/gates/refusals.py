"""Why somebody is not let in, or a list not changed, in words to act on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from events.registration.refusals import RegistrationRefused


class CodeUsed(RegistrationRefused):
    message = _(
        "This code was used already: it is for one registration. If that was not you, ask the organiser for one of your own."
    )


class CodeUsedUp(RegistrationRefused):
    message = _(
        "This code has been used as often as it may. Nothing was kept: ask the organiser whether there is still room."
    )


class GateRefused(Refusal):
    """Nothing was changed."""


class GateUnknown(GateRefused):
    message = _("Nothing was added: choose one of the conditions of the list.")


class TooManyGates(GateRefused):
    message = _("Nothing was added: an event has eight conditions at most. Take one away first.")


class TooManyInvited(GateRefused):
    message = _("Nobody was added: an event has 5,000 invitations at most. Make a shared code for so many.")


class NotUnused(GateRefused):
    message = _("Nothing was taken back: somebody has registered with it. Cancel that registration instead.")


class FewerThanUsed(GateRefused):
    def __init__(self, uses: int, message: str | Promise = "") -> None:
        self.uses = uses
        super().__init__(
            message
            or _("Nothing was changed: the code has been used %(uses)d times already. Choose that many, or more.")
            % {"uses": uses}
        )


class LetInAlready(GateRefused):
    message = _("Nothing was added: this address is let in already.")


class NoLetters(GateRefused):
    message = _("Nobody was written to: publish the event first, so that the link of the letter opens something.")
