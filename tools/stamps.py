"""What the demonstration's data was made of, kept in its folder: what has not changed is not made again.

The standard library alone: ``tools.demo`` compares before it starts anything, ``prepare_demo`` does the work.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
#: Folders of the tree in which nothing the data is made of stands.
LEFT_OUT = {"var", "tests", "tools"}


@dataclass(frozen=True)
class Step:
    """A part of the preparation, the files it depends on, and whether it writes into the database."""

    name: str
    patterns: tuple[str, ...]
    in_database: bool = False

    def stamp(self, var: Path) -> Path:
        return var / f".{self.name.lower().replace(' ', '-')}"


MESSAGES = Step("Messages", ("locale/*/fr/LC_MESSAGES/django.po", "tools/messages.py"))
TABLES = Step("Tables", ("**/migrations/*.py", "requirements/demo.txt"), in_database=True)
REFERENCE = Step("Reference data", ("core/reference/data/*", "core/reference/**/*.py"), in_database=True)
SEED = Step("Demonstration data", ("**/demo.py", "**/starter.py"), in_database=True)
STATIC = Step("Static files", ("static/**/*", "core/assets.py", "requirements/demo.txt"))
STEPS = (MESSAGES, TABLES, REFERENCE, SEED, STATIC)


def to_do(var: Path, environment: Mapping[str, str] = os.environ) -> list[Step]:
    """The steps whose files, database or results are not what they were the last time."""
    address = database(var, environment)
    file = _file_of(address)
    is_gone = file is not None and not file.exists()
    return [
        step
        for step in STEPS
        if (step.in_database and is_gone) or not _is_made(step, var) or _read(step.stamp(var)) != state(step, address)
    ]


def keep(step: Step, var: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Note that the step is done with what its files hold now."""
    step.stamp(var).write_text(state(step, database(var, environment)))


def forget(step: Step, var: Path) -> None:
    """Note that the step is to be done, however the preparation ends; the stamp still says whose folder this is."""
    step.stamp(var).write_text("")


def are_in(folder: Path) -> bool:
    """Whether the folder was made by the demonstration: nothing else is ever thrown away."""
    return any(step.stamp(folder).exists() for step in STEPS)


def database(var: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Address of the demonstration's database, as ``config.settings.base`` reads it."""
    return environment.get("DATABASE_URL") or f"sqlite:///{var / 'maillage.sqlite3'}"


def state(step: Step, address: str) -> str:
    """Digest of what the step depends on; the address, which may hold a password, is in it and cannot be read off."""
    found = hashlib.sha256(address.encode() if step.in_database else b"")
    for pattern in step.patterns:
        for path in _files(pattern):
            found.update(str(path.relative_to(ROOT)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _files(pattern: str) -> Iterator[Path]:
    first, _slash, rest = pattern.partition("/")
    if first == "**":
        places = [path for path in sorted(ROOT.iterdir()) if path.name not in LEFT_OUT and path.name[0] != "."]
        found = (path for place in places if place.is_dir() for path in sorted(place.glob(pattern)))
    else:
        found = (path for path in sorted((ROOT / first).glob(rest)))
    return (path for path in found if path.is_file())


def _is_made(step: Step, var: Path) -> bool:
    """Whether the files that the step writes outside the database are there."""
    if step is MESSAGES:
        return all(path.with_suffix(".mo").exists() for path in _files(MESSAGES.patterns[0]))
    return step is not STATIC or (var / "static" / "staticfiles.json").exists()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def _file_of(address: str) -> Path | None:
    """The file of an SQLite database; None for a server's."""
    url = urlsplit(address)
    return ROOT / unquote(url.path[1:]) if url.scheme == "sqlite" else None
