"""Why no certificate is issued or withdrawn, in words for the organiser."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class CertificatesRefused(Refusal):
    """Nothing was kept."""


class NotASeries(CertificatesRefused):
    message = _("This event is held once: give it sittings, and certificates can be issued for them.")


class EventCancelled(CertificatesRefused):
    message = _("This event was cancelled: there is nothing to certify.")


class NotOver(CertificatesRefused):
    message = _("The last sitting is not over: a certificate counts all of them. Issue them when it is.")


class MoreThanThereAre(CertificatesRefused):
    message = _("The event does not have that many sittings: the rule was not changed. Ask for fewer.")


class NotCompleted(CertificatesRefused):
    message = _("This person has not attended enough sittings, or holds a certificate already: none was issued.")


class AlreadyWithdrawn(CertificatesRefused):
    message = _("This certificate is withdrawn already.")
