"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class FollowUpRefused(Refusal):
    """What this room refuses."""


class AnsweredMeanwhile(FollowUpRefused):
    message = _("Another answer was given in the meantime, and it was kept. Read it before you change it.")


class NoLongerOpen(FollowUpRefused):
    message = _("This follow-up is closed or was called off. Nothing was changed.")


class TooLateToCorrect(FollowUpRefused):
    message = _("This answer can no longer be changed here. If it is wrong, tell your caseworker.")


class NotAsWritten(FollowUpRefused):
    message = _("Somebody who does not work has no region of work. Correct one of the two.")


class AttemptsWanted(FollowUpRefused):
    message = _("Before a person counts as not reached, note the attempts that were made to reach them.")


class DueBeforeItBegan(FollowUpRefused):
    message = _("The date of a follow-up comes after the beginning, and not before today.")
