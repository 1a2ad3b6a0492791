"""What this room refuses, in words for the person."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class DoesNotPair(Refusal):
    message = _("This edition does not look for matches, or is not open now. What you wrote elsewhere is kept.")


class NotEligibleYet(Refusal):
    message = _(
        "A caseworker has not said yet that you may take part. The request is kept as a draft; send it once they have."
    )


class NotReady(Refusal):
    message = _("This person is not among those ready to be met now. Look at what is missing; nothing was changed.")


class Incomplete(Refusal):
    """``missing``: what, as ``network.pairing.requests.completeness`` names it."""

    message = _("Something is missing before the request can be sent. What you wrote is kept.")

    def __init__(self, missing: Sequence[Any] = ()) -> None:
        self.missing = list(missing)
        super().__init__()


class MovedOn(Refusal):
    message = _("The request has moved on in the meantime. Look at where it stands now; nothing was changed.")


class NotToBeWritten(Refusal):
    message = _("This request is matched, or has ended: it cannot be changed any more.")


class NotTheirsToTakeBack(Refusal):
    message = _("This request cannot be brought back here. Make a new one, or ask the caseworker.")


class ReasonWanted(Refusal):
    message = _("Say why, in words that the person may read.")
