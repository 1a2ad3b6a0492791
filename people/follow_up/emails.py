"""Letters that ask what became of somebody. They say neither name nor programme; on paper, they say who will call."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.follow_up.models import FollowUp


def _asking(mail: outbox.Mail) -> outbox.Letter | None:
    """All that are still to be answered; dropped if none is. Of several, each says what it follows up, and has its link."""
    wanted = mail.payload.get("follow_ups") or [int(mail.object_id)]
    rows = list(
        FollowUp.objects.current()
        .filter(pk__in=wanted, state=FollowUp.State.ASKED)
        .select_related("track__case_file__organisation")
        .order_by("due_on", "pk")
    )
    if not rows:
        return None
    with translation.override(mail.language):
        facts = {
            "is_reminder": mail.template == "follow_up/remind",
            "until": rows[0].gives_up_on,
            "organisation": rows[0].track.case_file.organisation,
            # Whoever reads it on paper has no link to open.
            "link": _link(rows[0]) if mail.recipient else "",
            "several": [(row, _link(row) if mail.recipient else "") for row in rows] if len(rows) > 1 else [],
        }
        return render("follow_up/mail/ask", facts)


def _link(row: FollowUp) -> str:
    return absolute(reverse("follow_up:link", args=[row.token]))


@outbox.letter("follow_up/ask", secret=True)
def ask(mail: outbox.Mail) -> outbox.Letter | None:
    """The link that answers in two taps."""
    return _asking(mail)


@outbox.letter("follow_up/remind", secret=True)
def remind(mail: outbox.Mail) -> outbox.Letter | None:
    """The same, once more."""
    return _asking(mail)
