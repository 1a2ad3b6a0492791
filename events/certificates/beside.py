"""What stands beside a registration: the way to its certificate, and in its story when it was issued."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.agenda.models import Event
from events.certificates.models import Certificate
from events.doors.history import Happening
from events.registration.asides import Aside
from events.registration.models import Registration, Seat


def certificate_aside(registration: Registration, seat: Seat, event: Event) -> Aside | None:
    """Cost: 1 query for a series that is over, else none."""
    if not event.is_series or not event.is_past:
        return None
    certificate = Certificate.objects.valid().filter(seat=seat).first()
    if certificate is None:
        return None
    return Aside(
        heading=_("Your certificate"),
        text=_("You have completed this series. Your certificate is ready, with a code that anybody can check."),
        url=certificate.get_absolute_url(),
        action=_("Open my certificate"),
    )


def issued(registration: Registration) -> Iterable[Happening]:
    """In the story that the organiser reads. Cost: 1 query."""
    for one in Certificate.objects.filter(seat__registration=registration):
        yield Happening(one.issued_at, _("Certificate issued: %(name)s") % {"name": one.name})
        if one.withdrawn_at is not None:
            yield Happening(one.withdrawn_at, _("Certificate withdrawn: %(reason)s") % {"reason": one.reason})
