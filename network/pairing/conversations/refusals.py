"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class NothingWritten(Refusal):
    message = _("Write something first.")


class TooLong(Refusal):
    message = _(
        "This is longer than 4,000 characters. Shorten it, or send it in two messages; nothing of yours is lost."
    )


class Over(Refusal):
    message = _("This match is over: nothing more can be written here. Your text was not sent.")


class Closed(Refusal):
    message = _(
        "The coordination has closed this conversation: nothing more can be written here. Your text was not sent."
    )


class StoppedByOther(Refusal):
    message = _(
        "The other person does not wish to get messages at the moment. Your text was not sent. If something must be said, ask the coordination."
    )


class StoppedByYou(Refusal):
    message = _("You stopped the messages of this match. Allow them again first; your text was not sent.")


class TooLateToTakeBack(Refusal):
    message = _("It cannot be taken back any more: it was read, or has left by mail.")


class OwnMessage(Refusal):
    message = _("You can only report a message of the other person.")


class ReportedAlready(Refusal):
    message = _("You have reported this message already. The coordination reads it.")


class WordsWanted(Refusal):
    message = _("Say in a few words what is wrong.")


class DecidedAlready(Refusal):
    message = _("This report was decided in the meantime. Look at what was said; nothing was changed.")


class AnswerWanted(Refusal):
    message = _("Write a few words to whoever reported it.")


class NoSuchAddress(Refusal):
    """No conversation has this address."""


class NotTheirs(Refusal):
    """Somebody else than whose address it is wrote to it."""

    message = _(
        "This address is for one person alone, and your address is not known as theirs. Write from the address that your account has on Maillage, or add this one to your account."
    )


class EmptyMail(Refusal):
    message = _(
        "Your message had no text of its own. Files and pictures are not passed on: write what you want to say."
    )
