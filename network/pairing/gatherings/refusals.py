"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class NotBookable(Refusal):
    message = _("No place can be taken in this session any more. Look at the other dates; nothing was changed.")


class NotAsking(Refusal):
    message = _("Places are for those who wish for group sessions in their request. Add that to the request first.")


class TooLate(Refusal):
    message = _("The session has begun: the place cannot be given back any more.")


class MovedOn(Refusal):
    message = _("This session has moved on in the meantime. Look at where it stands now; nothing was changed.")


class NotBegunYet(Refusal):
    message = _("The session has not begun yet: who is there can be noted once it has.")


class InThePast(Refusal):
    message = _("This hour has passed. Choose one to come.")


class HourTaken(Refusal):
    message = _("There is a session of this offer at that hour already. Choose another one.")


class EndsTooEarly(Refusal):
    message = _("It would end before it starts.")


class TooFewPlaces(Refusal):
    message = _("More places are taken than that already. Leave at least as many.")


class NoSuchHour(Refusal):
    message = _("The clocks change that night: choose another hour.")


class NotOpen(Refusal):
    message = _("Dates are added to an offer that is open. Look at where it stands; nothing was changed.")


class NobodyOfThatNumber(Refusal):
    message = _(
        "Nobody of this programme has that file number and that name. Check both; the number stands on the person’s page of the session."
    )


class WordWanted(Refusal):
    message = _("Say why, in a few words: those who would have come read it.")
