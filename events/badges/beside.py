"""What stands about badges on pages of other rooms: the registration's own, the door's answer, the organiser's page of one."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.agenda.models import Event
from events.badges import rules
from events.doors.beside import Tool
from events.registration.asides import Aside
from events.registration.models import Registration, Seat


def badge_aside(registration: Registration, seat: Seat, event: Event) -> Aside | None:
    """The question what the badge should say, until the event is over. No query: this page is loaded in a rush."""
    if not registration.has_tickets or not rules.can_wish(seat, event):
        return None
    said = _(
        "How should people call you, and say your name? Say so if you wish; otherwise it has the name on your ticket."
    )
    url = reverse("badges:own", args=[registration.link_key])
    return Aside(_("Your badge"), said, url, _("Say what stands on my badge"))


def print_badge(event_id: int, seat_id: int) -> list[Tool]:
    """The way to one badge, from the answer of a door. No query."""
    url = reverse("badges:one", args=[event_id, seat_id])
    return [Tool(gettext_lazy("Print the badge"), url, "print")]
