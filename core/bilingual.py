"""Texts that come in French and perhaps in English: one helper picks, and says which came out."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


@dataclass(frozen=True)
class Said:
    """A text and the language it is in; printing it gives the text."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> SafeString:
        """Wrapped in a ``lang`` attribute when it is not the page's language."""
        if self.language == (get_language() or "fr"):
            return format_html("{}", self.text)
        return format_html('<span lang="{}">{}</span>', self.language, self.text)


def pick(thing: Any, name: str, language: str | None = None) -> Said:
    """``thing.name_en`` if English is wanted and given, else ``thing.name_fr``."""
    wanted = language or get_language() or "fr"
    if wanted == "en" and (text := getattr(thing, f"{name}_en")):
        return Said(text, "en")
    return Said(getattr(thing, f"{name}_fr"), "fr")
