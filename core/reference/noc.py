"""Official titles of the NOC 2021, from the structure file that Statistics Canada publishes (English and French apart).

The file has five levels: broad categories (10), major groups (45), sub-major (89), minor (162) and unit groups
(516). We keep the second and the fifth.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from core import generations
from core.reference.models import MajorGroup, OfficialTitle, Origin, SourceList, Status, UnitGroup

SOURCE = "Statistics Canada, National Occupational Classification (NOC) 2021 Version 1.0, classification structure"
#: Columns of the file, by language: level, code, title. French says "Code dela CNP 2021 v1.0".
COLUMNS = {"en": ("level", "code", "class title"), "fr": ("niveau", "code", "titres de classes")}
#: Rows of each level in Version 1.0.
COUNTS = {1: 10, 2: 45, 3: 89, 4: 162, 5: 516}


class NotTheOfficialFile(ValueError):
    """The file is not the structure of NOC 2021 Version 1.0; the message says what is amiss. Nothing was kept."""


@dataclass(frozen=True)
class Structure:
    """What one file says: titles by code, in one language."""

    language: str
    titles: dict[str, str]
    digest: str

    def level(self, digits: int) -> dict[str, str]:
        return {code: title for code, title in self.titles.items() if len(code) == digits}


def read(path: Path) -> Structure:
    """Read and check a structure file. Raises NotTheOfficialFile, or OSError."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The French file has come in Windows' code page, too.
        text = content.decode("cp1252", errors="replace")
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [" ".join(name.split()).casefold() for name in next(rows, [])]
    for language, names in COLUMNS.items():
        if all(any(column.startswith(name) for column in header) for name in names):
            places = [next(i for i, column in enumerate(header) if column.startswith(name)) for name in names]
            titles = dict(_titles(rows, places))
            _check(titles)
            return Structure(language, titles, hashlib.sha256(content).hexdigest())
    raise NotTheOfficialFile(f"no columns for level, code and title: {', '.join(header) or 'the file is empty'}")


def _titles(rows: Iterator[list[str]], places: list[int]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows, 2):
        if not any(row):
            continue
        try:
            level, code, title = (row[place].strip() for place in places)
            # A spreadsheet that saved the file took the leading zeros away.
            code = code.zfill(int(level))
        except (IndexError, ValueError) as error:
            raise NotTheOfficialFile(f"line {number}: {row}") from error
        if not code.isascii() or not code.isdigit() or len(code) != int(level) or not title or "\ufffd" in title:
            raise NotTheOfficialFile(f"line {number}: level {level}, code {code!r}, title {title!r}")
        yield code, " ".join(title.split())


def _check(titles: dict[str, str]) -> None:
    for level, count in COUNTS.items():
        found = sum(len(code) == level for code in titles)
        if found != count:
            raise NotTheOfficialFile(f"{found} codes of {level} digits, where Version 1.0 has {count}")
    for code in titles:
        if len(code) > 1 and code[:-1] not in titles:
            raise NotTheOfficialFile(f"{code} has no {code[:-1]} above it")


@transaction.atomic
def load(structure: Structure) -> int:
    """Write the titles of one language; the number of rows written, 0 the second time.

    Raises NotTheOfficialFile if its major groups are not those we know.
    """
    known = set(MajorGroup.objects.current().values_list("pk", flat=True))
    if known != set(structure.level(2)):
        raise NotTheOfficialFile(f"other major groups than ours: {sorted(known ^ set(structure.level(2)))}")
    written = _write(MajorGroup, structure, 2) + _write(UnitGroup, structure, 5)
    for model in (MajorGroup, UnitGroup):
        written += _record(model, structure)
    if written:
        generations.bump("site")
    return written


def _write(model: type[OfficialTitle], structure: Structure, digits: int) -> int:
    titles = structure.level(digits)
    title_field, status_field = f"name_{structure.language}", "status_en" if structure.language == "en" else "status"
    there = model._default_manager.in_bulk()
    changed, new = [], []
    for rank, (code, title) in enumerate(sorted(titles.items()), 1):
        row = there.get(code)
        if row is None:
            row = UnitGroup(code=code, rank=rank, major_group_id=code[:2])
            new.append(row)
        elif (
            getattr(row, title_field) == title and getattr(row, status_field) == Status.VERIFIED and not row.is_retired
        ):
            continue
        else:
            changed.append(row)
        setattr(row, title_field, title)
        setattr(row, status_field, Status.VERIFIED)
        row.origin, row.is_retired = Origin.OFFICIAL, False
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, [title_field, status_field, "origin", "is_retired"])
    return len(new) + len(changed)


def _record(model: type[OfficialTitle], structure: Structure) -> int:
    """Say where the list was read now. The other language keeps its own status."""
    there = SourceList.objects.filter(pk=model.source_list).first()
    kept = there or SourceList(slug=model.source_list, status=Status.MEMORY, status_en=Status.MEMORY)
    before = (kept.source, kept.status, kept.status_en, kept.note, kept.origin)
    status_en = kept.status_in("en")
    notes = {} if kept.origin == Origin.DATA else dict(line.split(": ", 1) for line in kept.note.splitlines())
    notes[structure.language] = f"sha256 {structure.digest}"
    kept.status = Status.VERIFIED if structure.language == "fr" else kept.status
    kept.status_en = Status.VERIFIED if structure.language == "en" else status_en
    kept.source, kept.origin = SOURCE, Origin.OFFICIAL
    kept.note = "\n".join(f"{language}: {note}" for language, note in sorted(notes.items()))
    if before == (kept.source, kept.status, kept.status_en, kept.note, kept.origin):
        return 0
    kept.save()
    return 1
