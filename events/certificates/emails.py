"""Letters about a certificate: it is there, or it no longer holds."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import outbox
from core.bilingual import pick
from core.dates import day_words
from events.certificates.models import Certificate


def _full(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


def _letter(mail: outbox.Mail, name: str, subject: str, *, holds: bool) -> outbox.Letter | None:
    """In the frame of the letters about seats; None once it is erased, or is not what the letter says."""
    found = Certificate.objects.select_related("event__organisation", "seat__registration")
    certificate = found.filter(pk=mail.payload["certificate"]).first()
    if certificate is None or certificate.is_erased or certificate.is_withdrawn == holds:
        return None
    if mail.recipient != certificate.seat.registration.email:
        return None
    title = pick(certificate.event, "title", mail.language).text
    words = {"title": title, "attended": certificate.attended, "sittings": certificate.sittings}
    prose = render_to_string(f"certificates/mail/{name}.txt", words | {"reason": certificate.reason})
    subject %= {"title": title}
    facts = [(_("Name"), certificate.name), (_("Issued on"), day_words(certificate.issued_on))]
    own = (_("Open my certificate, and the PDF"), _full(certificate.get_absolute_url()))
    check = (_("The page to check it, which you may pass on"), _full(certificate.check_path))
    frame = {
        "subject": subject,
        "language": mail.language,
        "reader": certificate.name,
        "paragraphs": [part.strip() for part in prose.split("\n\n") if part.strip()],
        "facts": [*facts, (_("Code"), certificate.spoken)],
        "links": [own, check] if holds else [own],
        "organiser": certificate.event.organisation.name,
    }
    return outbox.Letter(
        subject=subject,
        text=render_to_string("registration/mail/letter.txt", frame).strip() + "\n",
        html=render_to_string("registration/mail/letter.html", frame),
    )


@outbox.letter("certificates/issued")
def issued(mail: outbox.Mail) -> outbox.Letter | None:
    """It is ready: the link to it, and the page to pass on."""
    return _letter(mail, "issued", _("Your certificate: %(title)s"), holds=True)


@outbox.letter("certificates/withdrawn")
def withdrawn(mail: outbox.Mail) -> outbox.Letter | None:
    """It no longer holds, and why."""
    return _letter(mail, "withdrawn", _("Your certificate was withdrawn: %(title)s"), holds=False)
