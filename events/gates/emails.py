"""Letters of this room: an invitation with its code, and the word that somebody is let in."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import outbox
from core.dates import span_words
from events.agenda.models import Event
from events.gates.codes import spoken
from events.gates.models import Invitation, Pass
from events.registration.emails.draft import EMPTY_LINES, moment_of


@outbox.letter("gates/invited")
def invited(mail: outbox.Mail) -> outbox.Letter | None:
    """To whoever stands on the list, as long as they do and have not registered."""
    found = Invitation.objects.select_related("event__venue", "event__organisation").filter(
        pk=mail.payload["invitation"], used_by=None, email=mail.recipient
    )
    invitation = found.first()
    if invitation is None or invitation.event.is_cancelled or invitation.event.is_past:
        return None
    return _letter(mail, "invited", _("You are invited: %(title)s"), invitation.event, invitation.code, invitation.name)


@outbox.letter("gates/let_in")
def let_in(mail: outbox.Mail) -> outbox.Letter | None:
    """To somebody whom the organiser lets in whatever the conditions say."""
    found = Pass.objects.select_related("event__venue", "event__organisation").filter(
        pk=mail.payload["pass"], used_by=None, email=mail.recipient
    )
    given = found.first()
    if given is None or given.event.is_cancelled or given.event.is_past:
        return None
    return _letter(mail, "let_in", _("You may register: %(title)s"), given.event, given.code, "")


def _letter(mail: outbox.Mail, name: str, subject: str, event: Event, code: str, reader: str) -> outbox.Letter:
    title = event.title.text
    prose = render_to_string(f"gates/mail/{name}.txt", {"title": title, "event": event}).strip()
    base = settings.PUBLIC_URL.rstrip("/")
    facts = [(_("When"), span_words(event))]
    if event.venue:
        facts.append((_("Where"), f"{event.venue.name}, {event.venue.address}"))
    elif event.is_online:
        facts.append((_("Where"), _("Online")))
    facts.append((_("Your code"), spoken(code)))
    if event.registration_closes_at:
        facts.append((_("Register before"), moment_of(event.registration_closes_at, event)))
    frame = {
        "subject": subject % {"title": title},
        "language": mail.language,
        "reader": reader,
        "paragraphs": [part.strip() for part in prose.split("\n\n") if part.strip()],
        "facts": facts,
        "links": [
            (_("Register"), base + reverse("gates:open", args=[code])),
            (_("See the event's page"), base + event.get_absolute_url()),
        ],
        "organiser": event.organisation.name,
    }
    return outbox.Letter(
        subject=frame["subject"],  # type: ignore[arg-type]  # a text
        text=EMPTY_LINES.sub("\n\n", render_to_string("registration/mail/letter.txt", frame)).strip() + "\n",
        html=render_to_string("registration/mail/letter.html", frame),
    )
