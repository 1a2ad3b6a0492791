"""The one stylesheet of the site, put together from ``static/src`` whenever a source is newer: no build step to forget.

``main.css`` lists its parts by ``@import``; every ``rooms/*.css`` follows by itself. The result, ``dist/main.css``, is
found like any static file, so ``collectstatic`` names it by its content.
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
NAME: Final = "dist/main.css"

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


def parts() -> list[Path]:
    """Files of the stylesheet in their order, each once."""
    named = [SOURCE / name for name in IMPORT.findall((SOURCE / "main.css").read_text())]
    return list(dict.fromkeys([*named, *sorted((SOURCE / "rooms").glob("*.css"))]))


def bundle() -> str:
    """The whole stylesheet, without comments and idle white space. The same sources give the same text."""
    head = IMPORT.sub("", (SOURCE / "main.css").read_text())
    return "\n".join(shrink(text) for text in [head, *(part.read_text() for part in parts())]) + "\n"


def shrink(css: str) -> str:
    """Drop comments and white space that mean nothing; careful rather than clever."""
    bare = TOKEN.sub(lambda match: match[0] if match["comment"] is None else " ", css)
    return TOKEN.sub(lambda match: match["kept"] or match["end"] or match["mark"] or " ", bare).strip()


def build() -> Path:
    """Write the stylesheet if a source is newer than it; where it lies."""
    target = TARGET / NAME
    sources = [SOURCE / "main.css", *parts(), SOURCE / "rooms"]
    if not target.exists() or target.stat().st_mtime < max(path.stat().st_mtime for path in sources if path.exists()):
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_suffix(f".{os.getpid()}")
        making.write_text(bundle())
        making.replace(target)
    return target


class Stylesheet(BaseFinder):
    """Offers ``dist/main.css`` to Django's static files."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        if path != NAME:
            return []
        found = str(build())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        build()
        yield NAME, FileSystemStorage(location=TARGET)
