"""The letter of an announcement: written when it leaves, and shown beforehand as each reader will get it."""

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from core import outbox
from core.bilingual import pick
from core.dates import day_words, local_of, span_words
from core.mail import absolute, render
from events.announcements import stopping
from events.announcements.models import Announcement, NoMessages, Notice

PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(text: str) -> list[str]:
    """An empty line parts them; line ends within one stay."""
    return [part.strip() for part in PARAGRAPHS.split(text.replace("\r\n", "\n").strip()) if part.strip()]


def facts(announcement: Announcement, language: str, *, reader: str, page: str = "", stop: str = "") -> dict[str, Any]:
    """What the letter says in the language in force, which is ``language``; needs the event, its organisation and what is corrected loaded. No query."""
    text, corrected = pick(announcement, "text", language), announcement.corrects
    return {
        "announcement": announcement,
        "event": announcement.event,
        "title": pick(announcement.event, "title", language).text,
        "subject_said": pick(announcement, "subject", language).text,
        "paragraphs": paragraphs(text.text),
        "text_language": text.language,
        "is_other_language": text.language != language,
        "corrected": corrected,
        "corrected_day": day_words(local_of(corrected.sent_at, announcement.event.zone).date())
        if corrected and corrected.sent_at
        else "",
        "corrected_subject": pick(corrected, "subject", language).text if corrected else "",
        "when": span_words(announcement.event),
        "reader": reader,
        "page": page,
        "stop": stop,
    }


def preview(announcement: Announcement, language: str, *, reader: str) -> SafeString:
    """The body of the letter as somebody of this language gets it; its links are shown, and lead nowhere yet."""
    with translation.override(language):
        return render_to_string("announcements/mail/_preview.html", facts(announcement, language, reader=reader))


@outbox.letter("announcements/announcement")
def announcement(mail: outbox.Mail) -> outbox.Letter | None:
    """Nothing for whoever gave the seat back, changed the address, was erased, or asked for no messages meanwhile."""
    found = Notice.objects.select_related(
        "registration__contact",
        "announcement__corrects",
        "announcement__event__organisation",
        "announcement__event__venue",
    )
    notice = found.filter(pk=mail.object_id).first()
    if notice is None:
        return None
    said, registration = notice.announcement, notice.registration
    if registration.is_cancelled or mail.recipient != registration.email:
        return None
    if not said.is_necessary and NoMessages.objects.filter(registration=registration).exists():
        return None
    stop = "" if said.is_necessary else stopping.link(registration, stopping.MESSAGES)
    told = facts(
        said,
        mail.language,
        reader=registration.contact.name,
        page=absolute(registration.get_absolute_url()),
        stop=stop,
    )
    return render("announcements/mail/message", told, unsubscribe=stop)
