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
#: Letters of a cell that are looked into: a name and an address are no longer.
LONGEST_CELL = 600
#: What no name holds: control signs, which a database may not take, and those that turn the direction of a text.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
LANGUAGES = {
    "fr": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr",
    "en": "en", "eng": "en", "english": "en", "anglais": "en",
}  # fmt: skip
#: How the heading of a column of addresses or names begins: a first line with one names columns, and nobody.
_HEADING = re.compile(
    r"(nom|name|pr[ée]nom|first name|last name|(adresse )?(courriel|e-?mail|mail)|adresse|langue|language)\b.{0,20}",
    re.IGNORECASE,
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
    first = True
    for number, cells in _lines(text):
        found = [pair for cell in cells for pair in _addresses(cell)]
        if not found and not (first and any(_HEADING.fullmatch(cell) for cell in cells)):
            reading.unread.append(number)
        first = False
        for email, cell in found:
            email = Address.normalise(email)
            if email in seen:
                reading.doubles += 1
                continue
            seen.add(email)
            # Several on a line, as a mail program copies them: what stands beside each is its own.
            beside = cells if len(found) == 1 else [cell]
            reading.people.append(Invited(email, _name(beside), _language(cells) or language))
    return reading


def _addresses(cell: str) -> list[tuple[str, str]]:
    """Those in it that are addresses, each with what stands beside it; a spreadsheet may write « mailto: » before one."""
    parts = re.split("[;,]", cell) if cell.count("@") > 1 else [cell]
    found = [(text.strip(".").removeprefix("mailto:"), part) for part in parts for text in _ADDRESS.findall(part)]
    return [(text, part) for text, part in found if _is_address(text)]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        mark = next((mark for mark in "\t;," if mark in line), ";")
        try:
            cells = next(csv.reader([line], delimiter=mark), [])
        except csv.Error:  # a cell too long to be one
            cells = [line]
        plain = (" ".join(_UNSEEN.sub(" ", cell[:LONGEST_CELL]).split()) for cell in cells)
        if shown := [cell for cell in plain if cell]:
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
