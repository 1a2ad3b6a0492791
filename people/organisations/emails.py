"""Letters about organisations."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.organisations.models import Invitation


@outbox.letter("organisations/invitation", secret=True)
def invitation(mail: outbox.Mail) -> outbox.Letter | None:
    """The link that grants a role; dropped if the invitation was withdrawn, accepted or sent again since."""
    asked = (
        Invitation.objects.open()
        .filter(pk=mail.object_id, sendings=mail.payload["sending"])
        .select_related("organisation", "invited_by")
        .first()
    )
    if asked is None:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("organisations:invitation", args=[asked.token]))
        return render("organisations/mail/invitation", {"invitation": asked, "link": link})
