"""To whoever set the hour of the results: it came, and nobody could be told."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from events.agenda.models import Event
from events.selection import standing
from events.selection.models import Results


@outbox.letter("selection/held_up")
def held_up(mail: outbox.Mail) -> outbox.Letter | None:
    """What is missing now; nothing if everybody has been told since."""
    event = Event.objects.select_related("terms").filter(pk=mail.payload["event"]).first()
    if event is None or event.is_cancelled or Results.of(event).are_told:
        return None
    with translation.override(mail.language):
        missing = [str(words) for words in standing.obstacles(event, standing.standing_of(event))]
        link = absolute(reverse("selection:results", args=[event.pk]))
        return render("selection/mail/held_up", {"event": event, "missing": missing, "link": link})
