"""What stands about needs and meals on a registration's own page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.needs import rules
from events.needs.models import Wish
from events.registration.asides import Aside
from events.registration.models import Registration, Seat


def needs_aside(registration: Registration, seat: Seat, event: Event) -> Aside | None:
    """The question, or that it was answered, and the way there. Cost: 1 query where the event asks, none elsewhere."""
    if not event.asks_needs:
        return None
    may, has = rules.can_answer(seat, event), Wish.objects.filter(seat=seat).exists()
    url = reverse("needs:answer", args=[registration.link_key])
    if event.asks_access_needs:
        heading = _("Something to prepare for you?") if not event.asks_meal else _("Your needs, your meal")
    else:
        heading = _("Your meal")
    if has:
        text = _("You have told the organiser what you wish. It is erased 7 days after the event.")
        return Aside(heading, text, url, _("See, change or withdraw") if may else _("See or withdraw"))
    if not may:
        return None
    text = _("The organiser can prepare what you need on the day. You are under no obligation to ask for anything.")
    if not event.asks_access_needs:
        text = _("A meal is served. Say what you eat, if you wish.")
    return Aside(heading, text, url, _("Say what I need") if event.asks_access_needs else _("Say what I eat"))
