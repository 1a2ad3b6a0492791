"""What somebody who applies answered to the event's questions, for those who read the application."""

from django.utils.translation import gettext_lazy as _

from events.questions import reading
from events.registration.models import Registration
from events.selection.sections import Section


def answers_of(registration: Registration) -> Section | None:
    """None where nothing was answered. Cost: 1 query."""
    lines = reading.lines_of(registration)
    if not lines:
        return None
    return Section(_("Answers"), [(str(line.label), line.words) for line in lines])
