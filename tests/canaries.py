"""Canaries: words that stand nowhere else, put into every personal text of somebody foreign, and looked for in what others get.

A room's ``tests/access/ROOM.py`` says whose rows to fill: ``CANARIES = [foreign_files]``, functions of the world that
answer :class:`Foreign` rows of a person, an organisation or an event that none of those who are tried may reach.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import IntegrityError, models, transaction
from django.http import HttpResponse

from core import personal
from tests.access.world import World


@dataclass(frozen=True)
class Foreign:
    """A row of somebody else. ``seen_by``: roles that rightly see it; ``never``: fields that not even they do;
    ``fixed``: fields that bear no other word (a rule of the database says what they look like)."""

    row: models.Model
    seen_by: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()


Canaries = Callable[[World], Iterable[Foreign]]


@dataclass(frozen=True)
class Canary:
    """A word, where it stands, and the roles that may meet it."""

    word: str
    stands_in: str
    seen_by: frozenset[str]


_numbers = count(1)
#: Letters alone, in small: the same folded, escaped, in a URL and in a file's name.
CANARY = re.compile(rb"canari[a-j]{5}fin", re.I)


def new_word() -> str:
    return f"canari{str(next(_numbers)).zfill(5).translate(str.maketrans('0123456789', 'abcdefghij'))}fin"


def fill(foreign: Foreign) -> Iterator[Canary]:
    """Put a canary into each personal text of the row that the register names.

    Raises AssertionError for a field that takes none and is not said to be ``fixed``: it would go untried.
    """
    model, row = type(foreign.row), foreign.row
    entry = personal.of(model)
    assert entry, f"{model._meta.label} is not in the register"
    for name in sorted(set(entry.fields) - foreign.fixed):
        field, word = model._meta.get_field(name), new_word()
        value = value_for(field, word, getattr(row, field.attname))  # type: ignore[union-attr]  # a column
        if value is None:
            continue
        try:
            with transaction.atomic():
                changed = model._default_manager.filter(pk=row.pk).update(**{name: value})
        except IntegrityError as refused:
            raise AssertionError(f"{model._meta.label}.{name} takes no canary: {refused}") from refused
        assert changed == 1
        yield Canary(word, f"{model._meta.label}.{name}", frozenset() if name in foreign.never else foreign.seen_by)
    row.refresh_from_db()


def value_for(field: Any, word: str, now: Any) -> Any:
    """The word as this field holds it; None where it holds no words of its own."""
    if field.choices:
        return None
    if isinstance(field, models.EmailField):
        return f"{word}@exemple.test"
    if isinstance(field, models.URLField):
        return f"https://exemple.test/{word}"
    if isinstance(field, models.JSONField):
        return {**now, "canary": word} if isinstance(now, dict) else [word] if isinstance(now, list) else None
    if isinstance(field, models.TextField) or (
        isinstance(field, models.CharField) and (field.max_length or 0) >= len(word)
    ):
        return word
    return None


def met_in(response: HttpResponse) -> set[str]:
    """Canaries in what somebody got: headers and body, also inside a workbook or an archive."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
    cookies = response.cookies.output().encode()
    body = response.getvalue()  # type: ignore[attr-defined]  # streamed or not, test answers have it
    return {word.decode().lower() for text in (headers, cookies, *unpacked(body)) for word in CANARY.findall(text)}


def unpacked(body: bytes) -> Iterator[bytes]:
    yield body
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
