"""What stands beside a registration: the way to its certificate."""

from django.utils.translation import gettext as _

from events.agenda.models import Event
from events.certificates.models import Certificate
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
