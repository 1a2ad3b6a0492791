"""The letters of an evaluation: it is asked, and once more."""

from typing import Any

from django.urls import reverse

from core import outbox
from core.bilingual import pick
from core.dates import day_words, local_of
from core.mail import absolute, render
from events.announcements import stopping
from events.announcements.models import NoMessages
from events.evaluation.models import Asked


def _facts(mail: outbox.Mail) -> dict[str, Any] | None:
    """None where there is nobody to ask any more: answered, closed, another address, erased, or no messages wanted."""
    found = Asked.objects.select_related("evaluation__event__organisation", "registration__contact")
    invitation = found.filter(pk=mail.payload["invitation"], has_answered=False).first()
    if invitation is None:
        return None
    evaluation, registration = invitation.evaluation, invitation.registration
    if evaluation.is_closed or mail.recipient != registration.email or evaluation.closes_at is None:
        return None
    if NoMessages.objects.filter(registration=registration).exists():
        return None
    event = evaluation.event
    return {
        "event": event,
        "title": pick(event, "title", mail.language).text,
        "reader": registration.contact.name,
        "until": day_words(local_of(evaluation.closes_at, event.zone).date()),
        "page": absolute(reverse("evaluation:answer", args=[invitation.key])),
        "stop": stopping.link(registration, stopping.MESSAGES),
    }


@outbox.letter("evaluation/invited")
def invited(mail: outbox.Mail) -> outbox.Letter | None:
    """Five questions, two minutes."""
    facts = _facts(mail)
    return render("evaluation/mail/invited", facts, unsubscribe=facts["stop"]) if facts else None


@outbox.letter("evaluation/reminded")
def reminded(mail: outbox.Mail) -> outbox.Letter | None:
    """The same, once more, and that it is the last time."""
    facts = _facts(mail)
    return render("evaluation/mail/reminded", facts, unsubscribe=facts["stop"]) if facts else None
