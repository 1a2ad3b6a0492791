"""The site's two stylesheets, put together from ``static/src`` whenever a source is newer: no build step to forget.

``main.css`` lists by ``@import`` what every page has, so that a first visit loads no more; ``rooms.css`` lists the rest, and
every ``rooms/*.css`` that neither names follows there by itself. The results, ``dist/main.css`` and ``dist/rooms.css``,
are found like any static file, so ``collectstatic`` names them by their content.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCE: Final = Path(settings.BASE_DIR) / "static" / "src"
TARGET: Final = Path(settings.VAR_DIR) / "assets"
MAIN: Final = "dist/main.css"
ROOMS: Final = "dist/rooms.css"
#: In the order in which a page loads them.
SHEETS: Final = (MAIN, ROOMS)

IMPORT = re.compile(r'^@import "([^"]+)";\n?', re.M)
#: Texts in quotes and addresses stay as they are; comments go; white space shrinks, and goes beside marks.
#: Not beside ":", "+" or "-": there it may be a descendant or an operator.
TOKEN = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\))
    |(?P<comment>/\*.*?\*/)
    |\s*;?\s*(?P<end>\})\s*
    |\s*(?P<mark>[{;,])\s*
    |(?P<space>\s+)""",
    re.S | re.X,
)


def list_of(sheet: str) -> Path:
    """The source that lists the parts of a stylesheet."""
    return SOURCE / Path(sheet).name


def parts(sheet: str) -> list[Path]:
    """Files of a stylesheet in their order, each once. A room that no list names is in the second one."""
    named = _named(sheet)
    if sheet == ROOMS:
        named += [room for room in sorted((SOURCE / "rooms").glob("*.css")) if room not in _named(MAIN)]
    return list(dict.fromkeys(named))


def _named(sheet: str) -> list[Path]:
    return [SOURCE / name for name in IMPORT.findall(list_of(sheet).read_text())]


def bundle(sheet: str) -> str:
    """A whole stylesheet, without comments and idle white space. The same sources give the same text."""
    head = IMPORT.sub("", list_of(sheet).read_text())
    return "\n".join(shrink(text) for text in [head, *(part.read_text() for part in parts(sheet))]).lstrip() + "\n"


def shrink(css: str) -> str:
    """Drop comments and white space that mean nothing; careful rather than clever."""
    bare = TOKEN.sub(lambda match: match[0] if match["comment"] is None else " ", css)
    return TOKEN.sub(lambda match: match["kept"] or match["end"] or match["mark"] or " ", bare).strip()


def build(sheet: str) -> Path:
    """Write a stylesheet if a source is newer than it; where it lies."""
    target = TARGET / sheet
    # Both lists: a room that moves from one to the other makes both anew.
    sources = [*(list_of(each) for each in SHEETS), *parts(sheet), SOURCE / "rooms"]
    if not target.exists() or target.stat().st_mtime < max(path.stat().st_mtime for path in sources if path.exists()):
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_suffix(f".{os.getpid()}")
        making.write_text(bundle(sheet))
        making.replace(target)
    return target


class Stylesheet(BaseFinder):
    """Offers the stylesheets to Django's static files."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        if path not in SHEETS:
            return []
        found = str(build(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for sheet in SHEETS:
            build(sheet)
            yield sheet, FileSystemStorage(location=TARGET)
