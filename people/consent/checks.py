"""What people were asked stays what they were asked: wordings in the code against those that were published."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from people.consent import registry


@register()
def wordings_stay_what_was_agreed_to(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """consent.E001: a published wording reads otherwise or is gone. consent.E002: one is not pinned yet."""
    known, written = registry.locked(), registry.written()
    found: list[CheckMessage] = []
    for (code, version), digest in known.items():
        if written.get((code, version)) != digest:
            sentence = (
                f"{code}, version {version}: not the words that were published. Change a wording by a new version."
            )
            found.append(Error(sentence, id="consent.E001"))
    for code, version in written.keys() - known.keys():
        sentence = f"{code}, version {version} is not pinned."
        found.append(Error(sentence, hint="manage.py lock_wordings", id="consent.E002"))
    return found
