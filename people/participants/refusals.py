"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class IntakeClosed(Refusal):
    message = _("This edition takes no requests at the moment. Your answers are kept; look at the other programmes.")


class NotTheirOrganisation(Refusal):
    message = _("Another organisation follows this person now. Nothing was changed; ask for a handover.")


class NoSuchLogin(Refusal):
    message = _("This account is not offered for the file any more. Look at what stands now; nothing was changed.")


class NotACaseworkerThere(Refusal):
    message = _("This colleague is not a caseworker of the organisation. Choose somebody else; nothing was changed.")


class TakenMeanwhile(Refusal):
    message = _("A colleague took one of these files in the meantime. Look at the list again.")


class NotAPartner(Refusal):
    message = _("This organisation does not run the edition. Choose one of its partners; nothing was changed.")


class ReasonWanted(Refusal):
    message = _("Say why, in words that the person may read: the decision is another one than the conditions give.")


class NoSuchMove(Refusal):
    message = _("The request has moved on in the meantime. Look at where it stands now; nothing was changed.")


class CardIncomplete(Refusal):
    message = _("The card lacks an occupation or the hours when the person is free. Complete it with them first.")


class MatchingIsOff(Refusal):
    message = _("The person has not turned matching on. They do so in their space, or sign it on paper with you.")


class AlreadyKnown(Refusal):
    message = _(
        "Somebody of this name is already known under this address. Nothing was entered: search for them first, "
        "or ask the privacy officer if you do not find them."
    )


class DayOutOfReach(Refusal):
    message = _("Choose today or an earlier day, not before your organisation began to follow the person.")


class WordsWanted(Refusal):
    message = _("Say in words why the file is closed: the list does not say it.")


class MoreEnds(Refusal):
    message = _(
        "Something was added to the file, or ended, in the meantime. Look at what ends with it, and confirm again."
    )


class FileClosed(Refusal):
    message = _("This file is closed. Open it again before you change it.")
