"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class MatchedAlready(Refusal):
    message = _("This request has a match already. Nothing was changed.")


class MovedOn(Refusal):
    message = _("This match has moved on in the meantime. Look at where it stands now; nothing was changed.")


class AgreementChanged(Refusal):
    message = _(
        "The agreement was changed while you had it open. Read it as it stands now; nothing of yours was kept yet."
    )


class NothingToSign(Refusal):
    message = _("There is no version to sign at the moment. The agreement that is in force stands.")


class NotComplete(Refusal):
    message = _("The agreement is not complete yet.")


class DraftOpen(Refusal):
    message = _("A new version is open already: change that one, or drop it.")


class NotSignedYet(Refusal):
    message = _("Time together counts once both have signed the agreement.")


class NothingTookPlace(Refusal):
    message = _("Choose the days that took place. Days to come cannot be confirmed yet.")


class ReasonWanted(Refusal):
    message = _("Say why, in a few words.")


class NotYourReason(Refusal):
    message = _("Choose one of the reasons of the list.")


class ReviewClosed(Refusal):
    message = _("This review is not awaited any more. Thank you all the same.")


class ReviewGiven(Refusal):
    message = _("This review was given already.")


class LogbookChanged(Refusal):
    message = _(
        "Your logbook was saved in another window meanwhile. What you wrote here stands below: compare and save again."
    )


class NothingWritten(Refusal):
    message = _("Write something first: an empty logbook is shared with nobody.")


class LinkThere(Refusal):
    message = _("This link is on the list of that phase already.")


class TooLateToResume(Refusal):
    message = _(
        "The match cannot be taken up again: the candidate was proposed elsewhere, or the place is taken. Propose it anew."
    )
