"""What a mail reader receives."""

from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import translation

from core import mail, outbox
from core.outbox import Attachment, Letter, Mail
from core.outbox.backend import QueueBackend
from core.outbox.envelope import message_for

ICS = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Salon de l’emploi\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def received(letter: Letter, **facts: Any) -> Any:
    row = outbox.draft("test/note", to="ana@exemple.test", language="fr", key="a", **facts)
    return message_from_bytes(message_for(row, letter).message().as_bytes(), policy=policy.default)


def test_text_html_and_calendar_are_three_ways_to_read_one_message() -> None:
    message = received(
        Letter(
            "Sujet", "Texte", "<p>HTML</p>", ICS, "REQUEST", (Attachment("billet.pdf", b"%PDF-1.4", "application/pdf"),)
        )
    )

    content, calendar_file, ticket = message.iter_parts()
    assert content.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in content.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    calendar = list(content.iter_parts())[-1]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar["Content-Type"].params["charset"] == "utf-8"
    assert "Salon de l’emploi" in calendar.get_content()
    assert calendar_file.get_filename() == "maillage.ics"
    assert calendar_file.get_content() == ICS.encode()
    assert (ticket.get_filename(), ticket.get_content()) == ("billet.pdf", b"%PDF-1.4")


def test_headers_name_the_message_and_keep_robots_quiet() -> None:
    message = received(Letter("Sujet\nBcc: x@exemple.test", "Texte"))

    assert message["Subject"] == "Sujet Bcc: x@exemple.test"
    assert message["Bcc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr-CA"
    assert message["Message-ID"].startswith("<")
    assert message["Message-ID"].endswith("@exemple.test>")


def test_text_says_an_apostrophe_as_it_is_and_html_escapes() -> None:
    with translation.override("fr"):
        letter = mail.render("core/test/hello", {"name": "L'Été & <fils>"})

    assert letter.subject == "Bonjour L'Été & <fils>"
    assert "L'Été & <fils>" in letter.text
    assert "L&#x27;Été &amp; &lt;fils&gt;" in letter.html
    assert '<html lang="fr-CA">' in letter.html
    assert "style=" not in letter.html
    assert "\n\n\n" not in letter.text


@pytest.mark.django_db
def test_what_others_send_is_queued_one_row_a_recipient() -> None:
    message = EmailMultiAlternatives("Objet", "Texte", to=["Ana <ana@exemple.test>"], bcc=["bo@exemple.test"])
    message.attach_alternative("<p>Texte</p>", "text/html")

    QueueBackend().send_messages([message])

    rows = Mail.objects.order_by("pk")
    assert [row.recipient for row in rows] == ["ana@exemple.test", "bo@exemple.test"]
    assert rows[0].payload == {"subject": "Objet", "text": "Texte", "html": "<p>Texte</p>"}


@pytest.mark.django_db
def test_what_the_queue_cannot_carry_is_refused_and_not_lost() -> None:
    message = EmailMessage("Objet", "Texte", to=["ana@exemple.test"], attachments=[("a.txt", "a", "text/plain")])

    with pytest.raises(ValueError, match="attachments"):
        QueueBackend().send_messages([message])
