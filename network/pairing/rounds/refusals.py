"""What this room refuses, in words for whoever reviews."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class RoundRefused(Refusal):
    """Of a round or of its board; nothing was changed."""


class NotOpen(RoundRefused):
    message = _("This edition is not open, or does not pair people: no round is made or sent in it.")


class UnderWay(RoundRefused):
    message = _("A round of this edition is being computed already. It is ready in a moment; nothing was begun twice.")


class BeingSent(RoundRefused):
    message = _("The last round is being sent to both sides at this moment. Ask for the next one once it is done.")


class MovedOn(RoundRefused):
    message = _("This round is not under review any more. Look at where it stands now; nothing was changed.")


class SomebodyChanged(RoundRefused):
    message = _(
        "Somebody changed this board after you had opened it, so that yours is not done yet. The board shows now what they "
        "did: look at it, and do yours again if it still fits."
    )


class NotInTheRound(RoundRefused):
    message = _("This request or this offer was not there when the round was made. Ask for a new round to take it in.")


class NotFeasible(RoundRefused):
    message = _("A rule keeps these two apart. Add the pair by hand, with a reason that both are shown.")


class NeverTogether(RoundRefused):
    message = _("These two are not put together: somebody keeps them apart.")


class FullSince(RoundRefused):
    message = _(
        "The offer has filled up since the round was made, or its places are being asked about. Ask for a new round."
    )


class NoPlaceLeft(RoundRefused):
    message = _("Every place of this host is locked for somebody else. Unlock one of them first.")


class AlreadyTogether(RoundRefused):
    message = _("These two are together in this round already.")


class NotTogether(RoundRefused):
    message = _("These two are not together in this round any more.")


class ReasonWanted(RoundRefused):
    message = _("Say why: it is kept with the decision.")


class ReasonForBothWanted(RoundRefused):
    message = _("Say why these two: both of them are shown these words.")


class AlreadyExcluded(RoundRefused):
    message = _("This exclusion stands already.")


class NotExcluded(RoundRefused):
    message = _("This exclusion was lifted already.")


class NothingToUndo(RoundRefused):
    message = _("Nothing is left to take back on this board.")


class NothingToSend(RoundRefused):
    message = _("There is no pair to send. Put the round aside, or add a pair by hand.")


class NotProven(RoundRefused):
    message = _(
        "The proof of the new assignment does not hold, so nothing was changed. Tell whoever runs the platform."
    )


class CannotComeBack(RoundRefused):
    message = _("This round cannot be taken up again: another one has come after it. Review that one.")


class CannotUndo(RoundRefused):
    message = _(
        "What this board is made of has changed since, so that it cannot be put back as it was. Ask for a new round."
    )
