"""How letters are written: one template for the subject, one for the text, one for the HTML."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import get_language

from core.outbox import Attachment, Letter

BLANK_LINES = re.compile(r"\n\s*\n(\s*\n)+")


def absolute(path: str) -> str:
    """The whole address of a path of this site: a letter is read elsewhere."""
    return urljoin(settings.PUBLIC_URL, path)


def render(
    base: str,
    context: Mapping[str, Any],
    *,
    calendar: str = "",
    calendar_method: str = "",
    attachments: tuple[Attachment, ...] = (),
    reply_to: str = "",
    unsubscribe: str = "",
) -> Letter:
    """Write a letter in the language in force, from ``BASE.subject.txt``, ``BASE.txt`` and ``BASE.html``.

    The HTML extends ``core/mail/base.html``, its twin ``core/mail/base.txt``; in text templates nothing is escaped.
    Both get ``public_url``, ``page_language`` and ``subject`` beside ``context``.
    """
    given = {
        "public_url": settings.PUBLIC_URL,
        "page_language": get_language() or "fr",
        "is_demo": settings.DEMO,
        **context,
    }
    subject = " ".join(_text(f"{base}.subject.txt", given).split())
    given["subject"] = subject
    return Letter(
        subject=subject,
        text=BLANK_LINES.sub("\n\n", _text(f"{base}.txt", given)).strip() + "\n",
        html=get_template(f"{base}.html").render(given),
        calendar=calendar,
        calendar_method=calendar_method,
        attachments=attachments,
        reply_to=reply_to,
        unsubscribe=unsubscribe,
    )


def _text(name: str, context: Mapping[str, Any]) -> str:
    # Plain text: "l'emploi" must not leave as "l&#x27;emploi".
    rendered = get_template(name).template.render(Context(dict(context), autoescape=False))  # type: ignore[attr-defined]  # Django's own engine
    return str(rendered)
