"""What the accounts room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class OwnGrant(Refusal):
    message = _("Nobody changes their own roles. Ask another administrator.")


class NotAnAdministrator(Refusal):
    message = _("Only an administrator changes roles and second factors.")


class ScopeDoesNotFit(Refusal):
    message = _("This role cannot be given there. Choose another scope.")


class LastAdministrator(Refusal):
    message = _("This is the last administrator. Make somebody else an administrator first.")


class ResetNotOpen(Refusal):
    message = _(
        "This request has run out, was withdrawn or is already done. Start a new one if the phone is still lost."
    )


class ResetNeedsTwo(Refusal):
    message = _("Somebody other than you must confirm this request: two administrators reset a second factor together.")


class OwnReset(Refusal):
    message = _("You cannot reset your own second factor. Ask two other administrators.")


class NothingToReset(Refusal):
    message = _("This person has no second factor to reset. They set one up when they next sign in.")
