"""Letters about consents."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.consent.models import Consent


@outbox.letter("consent.expiring")
def expiring(mail: outbox.Mail) -> outbox.Letter | None:
    """It ends in 30 days; dropped if it was withdrawn or renewed since."""
    consent = Consent.objects.in_force().filter(pk=mail.object_id).first()
    if consent is None:
        return None
    with translation.override(mail.language):
        facts = {"consent": consent, "link": absolute(reverse("consent:mine"))}
        return render("consent/mail/expiring", facts)
