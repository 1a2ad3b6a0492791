"""A list of people to invite, as it comes out of a spreadsheet or a mail program: who is on it, and what could not be read."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from events.agenda.importing.readers import decode
from events.gates.actions import Invited
from people.accounts.models import Address

_ADDRESS = re.compile(r"[^\s<>;,\"'()\[\]]+@[^\s<>;,\"'()\[\]]+")
LANGUAGES = {
    "fr": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr",
    "en": "en", "eng": "en", "english": "en", "anglais": "en",
}  # fmt: skip
#: Headings, folded by case alone: their line names columns, and nobody.
HEADINGS = frozenset(
    ["nom", "name", "prénom", "prenom", "first name", "courriel", "email", "e-mail", "adresse", "langue", "language"]
)


@dataclass
class Reading:
    people: list[Invited] = field(default_factory=list)
    #: Addresses that stand there more than once.
    doubles: int = 0
    #: Numbers of lines without an address that is one.
    unread: list[int] = field(default_factory=list)


def text_of(content: bytes) -> str:
    """A file as text, whatever program wrote it."""
    return decode(content)[0]


def read(text: str, *, language: str) -> Reading:
    """``language``: of those for whom the list says none."""
    reading, seen = Reading(), set()
    for number, cells in _lines(text):
        email = next((found[0].strip(".") for cell in cells if (found := _ADDRESS.search(cell))), "")
        if not email or not _is_address(email):
            if not all(cell.casefold() in HEADINGS for cell in cells):
                reading.unread.append(number)
            continue
        email = Address.normalise(email)
        if email in seen:
            reading.doubles += 1
            continue
        seen.add(email)
        reading.people.append(Invited(email, _name(cells), _language(cells) or language))
    return reading


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        mark = next((mark for mark in "\t;," if mark in line), ";")
        cells = next(csv.reader([line], delimiter=mark), [])
        if shown := [cell.strip() for cell in cells if cell.strip()]:
            yield number, shown


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _name(cells: list[str]) -> str:
    """What stands beside the address, first name and name in their order; of « Nom <adresse> » what comes before it."""
    parts = []
    for cell in cells:
        bare = _ADDRESS.sub("", cell).strip(" <>\"'()[]")
        if bare and bare.casefold() not in LANGUAGES and any(letter.isalpha() for letter in bare):
            parts.append(bare)
    return " ".join(parts[:2])[:200]


def _language(cells: list[str]) -> str:
    return next((LANGUAGES[cell.casefold()] for cell in cells if cell.casefold() in LANGUAGES), "")
