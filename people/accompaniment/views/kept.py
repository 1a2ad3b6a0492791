"""What somebody typed for an hour that is gone: kept until they choose another one. In the session, never in an address."""

from people.accounts.http import PersonRequest
from people.participants.models import CaseFile

#: Where the session keeps the words, with the file that they are about.
WORDS = "appointment_words"


def keep_words(request: PersonRequest, case_file: CaseFile, words: str) -> None:
    request.session[WORDS] = {"file": case_file.pk, "words": words}


def kept_words(request: PersonRequest, case_file: CaseFile) -> str:
    """Those about this file; "" where there are none."""
    kept = request.session.get(WORDS) or {}
    return str(kept["words"]) if kept.get("file") == case_file.pk else ""


def forget_words(request: PersonRequest) -> None:
    request.session.pop(WORDS, None)
