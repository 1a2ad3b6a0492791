"""What this room refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class NotTogether(Refusal):
    message = _("The request and the offer are not of the same edition. Nobody was asked.")


class RequestNotWaiting(Refusal):
    message = _("This person does not wait for a match now. Look at where their request stands; nobody was asked.")


class AlreadyAsked(Refusal):
    message = _("Another proposal waits for this person’s answer. Wait for it, or withdraw it first; nobody was asked.")


class OfferNotOpen(Refusal):
    message = _("This offer is not open now. Choose another one; nobody was asked.")


class OfferNotOpenAnyMore(Refusal):
    """To who says yes."""

    message = _(
        "This offer was paused or closed in the meantime, so that the meeting cannot take place. Nothing was changed; whoever "
        "waits for it is written to."
    )


class EditionNotOpen(Refusal):
    message = _("This edition is not open any more, so that nobody is put together in it; nobody was asked.")


class NoRoom(Refusal):
    message = _("Every place of this offer is taken or being asked about. Choose another one; nobody was asked.")


class MatchingOff(Refusal):
    message = _(
        "The person does not agree, or no longer, that a match is looked for. They can turn it on under « My consents », or "
        "sign it on paper with their caseworker; nobody was asked."
    )


class CardNotShown(Refusal):
    message = _(
        "The person does not agree, or no longer, that their card is shown: the host would see nothing. They can agree under "
        "« My consents », or on paper with their caseworker; nobody was asked."
    )


class OwnOffer(Refusal):
    message = _("The candidate and the host are the same person. Choose another offer; nobody was asked.")


class HostGone(Refusal):
    message = _("Whoever made this offer is no longer here. Choose another one; nobody was asked.")


class DeclinedBefore(Refusal):
    message = _(
        "These two were put before each other already, and one of them said no. They are proposed again by hand alone, with "
        "the reason written down; nobody was asked."
    )


class ReasonWanted(Refusal):
    message = _("Say why these two: both of them read it.")


class MovedOn(Refusal):
    message = _("This proposal has moved on in the meantime. Look at where it stands now; nothing was changed.")


class WhyWanted(Refusal):
    message = _("Choose a reason: the other side does not see it, and it helps to propose better next time.")


class BecauseWanted(Refusal):
    message = _("Say why it is withdrawn: both of them read it.")


class TooLateToTakeBack(Refusal):
    message = _(
        "This answer can no longer be taken back: somebody was told of it, or it is too long ago. Write to your caseworker or "
        "to the coordination; nothing was changed."
    )


class NotFreeAnyMore(Refusal):
    message = _(
        "The place was given to somebody else, or is no longer there, after you said no. Your answer stands; nothing else was changed."
    )


class AlreadyAskedForReview(Refusal):
    message = _("You asked for a review of this already. The answer comes by mail, and stands here.")


class WordsWanted(Refusal):
    message = _("Say what should be looked at.")


class ReviewAnswered(Refusal):
    message = _("This review was answered in the meantime. Look at what was said; nothing was changed.")
