"""What stands about the evaluation on a registration's own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.agenda.models import Event
from events.evaluation.models import Asked
from events.registration.asides import Aside
from events.registration.models import Registration, Seat


def evaluation_aside(registration: Registration, _seat: Seat, event: Event) -> Aside | None:
    """The way to the questions, while they can be answered. Cost: 1 query for an event that is over, else none."""
    if not event.is_past:
        return None
    found = Asked.objects.select_related("evaluation").filter(registration=registration).first()
    if found is None or found.has_answered or found.evaluation.is_closed:
        return None
    text = _("Five questions, two minutes, with your name or without.")
    return Aside(_("How was it?"), text, reverse("evaluation:answer", args=[found.key]), _("Answer the questions"))
