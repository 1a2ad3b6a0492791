"""What this room refuses, in words for the person."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class NoRoom(Refusal):
    message = _("Every place of this offer is taken or being asked about. Choose another offer; nothing was changed.")


class NothingHeld(Refusal):
    message = _("This place is not held any more. Look at where the offer stands now; nothing was changed.")


class MovedOn(Refusal):
    message = _("The offer has moved on in the meantime. Look at where it stands now; nothing was changed.")


class WordWanted(Refusal):
    message = _("Say why: who made the offer reads it.")


class Incomplete(Refusal):
    """``missing``: what is lacking, each in words."""

    def __init__(self, missing: Sequence[str | Promise]) -> None:
        self.missing = list(missing)
        super().__init__(
            format_lazy(_("Something is missing before it can be sent: {what}."), what=", ".join(map(str, missing)))
        )


class FormatNotHere(Refusal):
    message = _("This edition does not pair in this format. Choose another one of those it has.")


class EditionNotOpen(Refusal):
    message = _("This edition takes no offers now. Choose another one, or write to the coordination.")


class AlreadyRenewed(Refusal):
    message = _("Nothing to renew: the offer stays open as long as it can already.")


class PlacesTaken(Refusal):
    message = _("More people are met or being asked than that already. Leave at least as many places.")


class NotThere(Refusal):
    message = _("This person does not speak for the organisation. Choose one of its contacts.")
