"""What the two of a match were written of a meeting, and the match as it stands now."""

from django.utils import translation

from core import outbox
from core.outbox import Mail
from network.pairing.matches.models import Match
from network.pairing.meetings.models import Meeting


def match_now(match: Match) -> Match:
    return Match.objects.select_related("candidate", "host", "request", "offer").get(pk=match.pk)


def mails(meeting: Meeting, what: str = "", side: str = "") -> list[Mail]:
    """What the two were written of it, in order."""
    found = Mail.objects.filter(template="meetings/meeting", payload__meeting=meeting.pk).order_by("pk")
    return [
        mail
        for mail in found
        if (not what or mail.payload["what"] == what) and (not side or mail.payload["side"] == side)
    ]


def written(mail: Mail, language: str = "") -> outbox.Letter:
    with translation.override(language or mail.language):
        letter = outbox.writer_of(mail.template)(mail)
    assert letter is not None
    return letter
