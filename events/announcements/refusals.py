"""Why nothing is kept or sent, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class AlreadySent(Refusal):
    message = _(
        "This message has left already: nothing was sent a second time, and its text stays as people got it. To put it right, write a correction."
    )


class NotSentYet(Refusal):
    message = _("This message is still a draft: nothing was sent. Look at it, then send it.")


class ChangedSinceSeen(Refusal):
    message = _(
        "Somebody changed this message after you had opened the page: nothing was sent. Read it again below, then send it."
    )


class NobodyToWriteTo(Refusal):
    message = _(
        "There is nobody to send this to now: nothing was sent, and the draft is kept. Choose another group, or come back later."
    )


class NoSuchGroup(Refusal):
    message = _("This group is not there any more: nothing was kept. Choose another one.")


class ListNameTaken(Refusal):
    message = _("This event has a list of that name already: nothing was kept. Choose another name.")


class NobodyPicked(Refusal):
    message = _(
        "Nobody was picked: nothing was kept. Tick a box in the list of registrations, or keep all of those found."
    )


class SameMomentTwice(Refusal):
    message = _("Two of the reminders leave at the same moment: nothing was changed. Change one of them.")
