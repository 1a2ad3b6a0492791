"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class AlreadyProposed(Refusal):
    message = _(
        "A handover of this file is open already. Wait for its answer, or withdraw it first; nothing was changed."
    )


class NotAskedFor(Refusal):
    message = _("The person takes no part in this edition: they ask to first, and then they can be handed over in it.")


class TakesNobodyNow(Refusal):
    message = _("This organisation takes nobody in this edition at the moment. Choose another partner of it.")


class MovedOn(Refusal):
    message = _("This handover has moved on in the meantime. Look at where it stands now; nothing was changed.")


class ConsentMissing(Refusal):
    message = _("The person does not agree to this handover, or no longer. Nothing was changed.")


class ReasonWanted(Refusal):
    message = _("Say why: the person and the other organisation read it.")


class CardNotShown(Refusal):
    message = _("This card is not shown to your organisation any more. Nobody was asked.")


class AlreadyAskedFor(Refusal):
    message = _("Your organisation has asked for this person already. The answer comes by mail, and stands here.")


class EnquiryMovedOn(Refusal):
    message = _("This was answered in the meantime. Look at where it stands now; nothing was changed.")


class FileNotFollowed(Refusal):
    message = _("Your organisation does not follow this person now, or their file is closed. Nothing was changed.")
