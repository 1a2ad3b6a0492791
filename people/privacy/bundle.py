"""What a copy of one's data holds: read off the register, written as JSON with its schema, CSV, files and a page.

Only declared fields of a person's own rows, and the facts of nobody (``beside``) that make a line readable: whoever
gave a role or wrote a note about them does not come along.
"""

import json
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from core import exports, personal
from core.localtime import Zone
from core.outbox import Mail
from people.accounts.models import Address, Person
from people.privacy import forgetting

#: Names the format, for whoever reads it with a program.
FORMAT, VERSION = "maillage-copy", 1
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
ZONE = str(Zone.MONTREAL)
#: Bytes of a file read at once.
CHUNK = 64 * 1024

Json = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One field of a kind of row: its words, its JSON type, and how it is read for programs and for people."""

    name: str
    label: str
    schema: Json
    value: Callable[[Any], Any]
    shown: Callable[[Any], Any]
    held: personal.Held | None = None
    is_file: bool = False


@dataclass(frozen=True)
class Table:
    """Every row of one kind that is about the person."""

    entry: personal.Declaration
    columns: list[Column]
    rows: list[Any]

    @property
    def code(self) -> str:
        return self.entry.code

    @property
    def label(self) -> str:
        return self.entry.rows_name

    @property
    def lines(self) -> Iterator[list[str]]:
        """The rows as people read them, for the page."""
        for row in self.rows:
            yield [exports.csv_text(column.shown(row), ZONE, comma=get_language() == "fr") for column in self.columns]


# ------------------------------------------------------------------ what there is


def tables(person: Person) -> list[Table]:
    """Each declared kind that holds something about the person, in the register's order, in the language in force.

    Cost: 1 query a declared model, and 1 a field that leads to many.
    """
    return [table for entry in personal.declarations() if (table := table_of(entry, person)) and table.rows]


def table_of(entry: personal.Declaration, person: Person) -> Table | None:
    """One kind; None if nothing of it is given away, or if no way leads from it to a person."""
    columns = [
        _column(entry, name, held, person) for name, held in entry.fields.items() if _is_given(entry, name, held)
    ]
    rows = rows_of(entry, person)
    if not columns or rows is None:
        return None
    columns += [_fact(name, beside) for name, beside in entry.beside.items()]
    return Table(entry, columns, list(rows))


def rows_of(entry: personal.Declaration, person: Person) -> "models.QuerySet[Any] | None":
    """The person's own rows: by the owner, or by an address they have proven, without what is others' at a mailbox they share."""
    if entry.owner is not None:
        # An id once: a path through many may lead to a row twice.
        own = entry.of_people([person.pk]).values("pk")
        rows = entry.model._default_manager.filter(pk__in=own)
    elif entry.address:
        proven = set(Address.objects.filter(person=person, proven_at__isnull=False).values_list("email", flat=True))
        rows = entry.model._default_manager.filter(**{f"{entry.address}__in": proven})
        if shared := forgetting.shared_with_others(proven, [person.pk]):
            others = forgetting.others_at(shared, [person.pk])
            there = rows.filter(**{f"{entry.address}__in": shared})
            rows = rows.exclude(
                pk__in=[row.pk for row in there if isinstance(row, Mail) and forgetting.is_about(row, others)]
            )
    else:
        return None
    fields = [entry.model._meta.get_field(name) for name in entry.fields]
    keys = {field.name for field in fields if field.many_to_one or field.one_to_one}
    many = [field.name for field in fields if field.many_to_many]
    return rows.select_related(*sorted({*entry.related, *keys})).prefetch_related(*many).order_by("pk")


def _is_given(entry: personal.Declaration, name: str, held: personal.Held) -> bool:
    """Declared for the copy, and no key to somebody else's row."""
    target = entry.model._meta.get_field(name).related_model
    return held.export and not (isinstance(target, type) and personal.of(target) is not None)


def _column(entry: personal.Declaration, name: str, held: personal.Held, person: Person) -> Column:
    field: Any = entry.model._meta.get_field(name)
    label = entry.field_name(name)
    if isinstance(field, models.FileField):

        def place(row: Any) -> str | None:
            return place_of(entry, name, row)

        return Column(name, label, {"type": ["string", "null"]}, place, place, held, is_file=True)
    if field.many_to_many:
        return Column(
            name,
            label,
            {"type": "array", "items": {"type": "string"}},
            lambda row: [str(one) for one in getattr(row, name).all()],
            lambda row: ", ".join(str(one) for one in getattr(row, name).all()),
            held,
        )
    if (whose := held.whose) is not None:

        def own(row: Any) -> Any:
            return getattr(row, name) if whose(row) == person.pk else field.get_default()

        return Column(name, label, _schema_of(field), lambda row: plain(own(row)), own, held)
    shown = (lambda row: getattr(row, f"get_{name}_display")()) if field.choices else (lambda row: getattr(row, name))
    return Column(name, label, _schema_of(field), lambda row: plain(getattr(row, name)), shown, held)


def _fact(name: str, beside: personal.Beside) -> Column:
    words = str(beside.label)
    label = words[:1].upper() + words[1:]
    return Column(
        name, label, {"type": ["string", "number", "boolean", "null"]}, lambda row: plain(beside.read(row)), beside.read
    )


def place_of(entry: personal.Declaration, name: str, row: Any) -> str | None:
    """Where a file lies in the ZIP; None for a row without one."""
    file = getattr(row, name)
    if not file:
        return None
    ending = PurePosixPath(file.name).suffix.lower()
    return f"files/{entry.code}/{row.pk}-{name}{ending if mimetypes.guess_type(f'x{ending}')[0] else ''}"


# ------------------------------------------------------------------ for programs


def plain(value: Any) -> Any:
    """A value as JSON has it; what JSON has no word for as text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID() | Promise():
            return str(value)
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
    return str(value)


def _schema_of(field: Any) -> Json:
    kind: Json
    match field:
        case models.JSONField():
            return {}
        case models.BooleanField():
            kind = {"type": "boolean"}
        case models.IntegerField():
            kind = {"type": "integer"}
        case models.FloatField():
            kind = {"type": "number"}
        case models.DateTimeField():
            kind = {"type": "string", "format": "date-time"}
        case models.DateField():
            kind = {"type": "string", "format": "date"}
        case _:
            kind = {"type": "string"}
    return kind | ({"type": [kind["type"], "null"]} if field.null else {})


def document(person: Person, found: list[Table]) -> Json:
    """``data.json``."""
    kinds = {
        table.code: {
            "label": table.label,
            "fields": {column.name: _told(column) for column in table.columns},
            "rows": [{column.name: column.value(row) for column in table.columns} for row in table.rows],
        }
        for table in found
    }
    made = timezone.now().isoformat(timespec="seconds")
    return {"format": FORMAT, "version": VERSION, "made_at": made, "language": get_language() or "fr", "kinds": kinds}


def _told(column: Column) -> Json:
    """What the register says of a field, for the person."""
    if column.held is None:
        return {"label": column.label}
    held = column.held
    told = {"label": column.label, "purpose": held.purpose, "audience": held.audience, "retention": held.retention}
    return {name: str(words) for name, words in told.items()}


def schema(found: list[Table]) -> Json:
    """``schema.json``: what :func:`document` holds, as JSON Schema (draft 2020-12)."""
    words = {"type": "string"}
    return {
        "$schema": SCHEMA,
        **_object(
            {
                "format": {"const": FORMAT},
                "version": {"const": VERSION},
                "made_at": words | {"format": "date-time"},
                "language": {"enum": ["fr", "en"]},
                "kinds": _object({table.code: _schema_of_table(table) for table in found}),
            }
        ),
    }


def _schema_of_table(table: Table) -> Json:
    words = {"type": "string"}
    told = {column.name: {"type": "object", "additionalProperties": words} for column in table.columns}
    row = _object({column.name: column.schema | {"title": column.label} for column in table.columns})
    return _object({"label": words, "fields": _object(told), "rows": {"type": "array", "items": row}})


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


# ------------------------------------------------------------------ the file


def write(person: Person, language: str, out: IO[bytes]) -> None:
    """Write the ZIP into ``out``, in this language. Cost: that of :func:`tables`; files are read in pieces."""
    with override(language), ZipFile(out, "w", ZIP_DEFLATED) as parcel:
        found = tables(person)
        parcel.writestr("index.html", page(person, found))
        parcel.writestr("data.json", _pretty(document(person, found)))
        parcel.writestr("schema.json", _pretty(schema(found)))
        for table in found:
            parcel.writestr(f"csv/{table.code}.csv", sheet(table))
            _pack_files(table, parcel)


def _pretty(facts: Json) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def sheet(table: Table) -> str:
    """One kind as CSV, as spreadsheets of the language in force read it."""
    header = [column.label for column in table.columns]
    rows = ([column.shown(row) for column in table.columns] for row in table.rows)
    return exports.csv_of(header, rows)


def page(person: Person, found: list[Table]) -> str:
    """``index.html``: stands by itself, fetches nothing, runs nothing."""
    return render_to_string(
        "privacy/copy/index.html",
        {"person": person, "tables": found, "made_at": timezone.now(), "page_language": get_language() or "fr"},
    )


def _pack_files(table: Table, parcel: ZipFile) -> None:
    for column in table.columns:
        for row in table.rows if column.is_file else ():
            if place := place_of(table.entry, column.name, row):
                _pack(getattr(row, column.name), place, parcel)


def _pack(file: Any, place: str, parcel: ZipFile) -> None:
    try:
        with file.open("rb") as source, parcel.open(place, "w") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
    except FileNotFoundError:
        # The row says that there was one; what is gone cannot be handed over.
        return
