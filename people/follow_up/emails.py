"""Letters that ask what became of somebody. They say neither name nor programme; on paper, they say who will call."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.follow_up.models import FollowUp


def _asking(mail: outbox.Mail) -> outbox.Letter | None:
    """Dropped if it was answered or called off since."""
    row = (
        FollowUp.objects.current()
        .filter(pk=mail.object_id, state=FollowUp.State.ASKED)
        .select_related("track__case_file__organisation")
        .first()
    )
    if row is None:
        return None
    with translation.override(mail.language):
        facts = {
            "is_reminder": mail.template == "follow_up/remind",
            "until": row.gives_up_on,
            "organisation": row.track.case_file.organisation,
            # Whoever reads it on paper has no link to open.
            "link": absolute(reverse("follow_up:link", args=[row.token])) if mail.recipient else "",
        }
        return render("follow_up/mail/ask", facts)


@outbox.letter("follow_up/ask", secret=True)
def ask(mail: outbox.Mail) -> outbox.Letter | None:
    """The link that answers in two taps."""
    return _asking(mail)


@outbox.letter("follow_up/remind", secret=True)
def remind(mail: outbox.Mail) -> outbox.Letter | None:
    """The same, once more."""
    return _asking(mail)
