"""Letters about rounds, to those who review them: numbers alone."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from network.pairing.rounds.models import Round


@outbox.letter("rounds/news")
def news(mail: outbox.Mail) -> outbox.Letter | None:
    """What there is to review, or what came of it. A board that somebody has decided on already is no news."""
    found = Round.objects.select_related("edition__programme").filter(pk=mail.object_id).first()
    what = mail.payload["what"]
    if found is None or (what == "ready" and not found.is_ready):
        return None
    with translation.override(mail.language):
        link = absolute(reverse("rounds:board", args=[found.pk]))
        facts = {"sent": mail.payload.get("sent", 0), "fell": mail.payload.get("fell", 0)}
        return render("rounds/mail/news", {"round": found, "what": what, "link": link, **facts})
