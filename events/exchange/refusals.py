"""Why another system gets no key, or is not told."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class ExchangeRefused(Refusal):
    """Nothing was made or changed."""


class MadeAlready(ExchangeRefused):
    message = _(
        "This form was sent before, and its secret was shown then: it is not shown twice. If you did not write it down, end what you made and make another."
    )


class TooLong(ExchangeRefused):
    message = _("Nothing was made: choose a last day from tomorrow on, at most a year from now.")


class NotYours(ExchangeRefused):
    message = _("Nothing was made: you do not run this event.")


class AlreadyRevoked(ExchangeRefused):
    message = _("This token was revoked before: it opens nothing any more.")


class NothingToSend(ExchangeRefused):
    message = _("Nothing was sent: this subscription is paused. Resume it first.")


class StillOnItsWay(ExchangeRefused):
    message = _("This message is still on its way: there is nothing to send again yet.")
