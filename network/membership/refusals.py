"""What the network refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class MembershipExists(Refusal):
    message = _("This organisation has a membership already: open that one.")


class NoSuchMove(Refusal):
    message = _(
        "The membership has moved in the meantime and cannot go there from where it stands now. Look at its page again."
    )


class ReasonWanted(Refusal):
    message = _("Tell the organisation why: this message is sent to its contacts.")
