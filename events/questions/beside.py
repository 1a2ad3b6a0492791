"""What stands about the questions on a registration's own page."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.questions import rules
from events.questions.models import Answer, Question
from events.registration.asides import Aside
from events.registration.models import Registration, Seat


def answers_aside(registration: Registration, _seat: Seat, event: Event) -> Aside | None:
    """The way to the answers, to change them while that may be. Cost: 1 query."""
    answered = Exists(Answer.objects.filter(registration=registration, question=OuterRef("pk")))
    rows = list(Question.objects.filter(event=event).order_by().values_list("is_on", answered))
    if not rows:
        return None
    url, may = reverse("questions:answer", args=[registration.link_key]), rules.can_answer(registration, event)
    heading = _("Questions of the organiser")
    if any(was_answered for _is_on, was_answered in rows):
        if may:
            return Aside(heading, _("You have answered. You can change your answers until registration closes."), url, _("See or change my answers"))  # fmt: skip
        return Aside(heading, _("You have answered. The answers no longer change."), url, _("See my answers"))
    if not may or not any(is_on for is_on, _was_answered in rows):
        return None
    return Aside(heading, _("The organiser asks a few things beside your name."), url, _("Answer the questions"))
