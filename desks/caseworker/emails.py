"""The letter that tells somebody of an event. Read on paper, too."""

from django.utils import translation

from core import outbox
from core.mail import absolute, render
from desks.caseworker.inviting import TEMPLATE
from events.agenda.models import Event
from people.organisations.models import Organisation


@outbox.letter(TEMPLATE)
def invited(mail: outbox.Mail) -> outbox.Letter | None:
    """What, when and where, and who thought of them; dropped once the event is called off or has begun."""
    event = Event.objects.select_related("venue", "region").filter(pk=mail.object_id).first()
    if event is None or event.is_cancelled or event.has_started or event.published_at is None:
        return None
    organisation = Organisation.objects.filter(pk=mail.payload.get("organisation")).first()
    with translation.override(mail.language):
        link = absolute(event.get_absolute_url())
        given = {"event": event, "organisation": organisation, "link": link if mail.recipient else ""}
        return render("caseworker/mail/invited", given)
