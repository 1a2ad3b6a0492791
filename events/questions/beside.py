"""What stands about the questions on a registration's own page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.questions import rules
from events.questions.models import Answer, Question
from events.registration.asides import Aside
from events.registration.models import Registration, Seat


def answers_aside(registration: Registration, _seat: Seat, event: Event) -> Aside | None:
    """The way to the answers, to change them while that may be. Cost: 1 query, 2 where nothing was answered."""
    url, may = reverse("questions:answer", args=[registration.link_key]), rules.can_answer(registration, event)
    heading = _("Questions of the organiser")
    if Answer.objects.filter(registration=registration).exists():
        if may:
            return Aside(heading, _("You have answered. You can change your answers until registration closes."), url, _("See or change my answers"))  # fmt: skip
        return Aside(heading, _("You have answered. The answers no longer change."), url, _("See my answers"))
    if not may or not Question.objects.filter(event=event, is_on=True).exists():
        return None
    return Aside(heading, _("The organiser asks a few things beside your name."), url, _("Answer the questions"))
