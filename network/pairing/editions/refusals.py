"""What is refused about how an edition pairs, in words for whoever asked."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class NotOfThisEdition(Refusal):
    message = _("This person works for none of the organisations that run the edition. Choose somebody of the list.")


class AlreadyReviewer(Refusal):
    message = _("This person reviews already what is proposed in this edition.")


class SettingsRefused(Refusal):
    """Words of the constraint that was broken."""
