"""One file in, one answer out, then the process is gone."""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module

from . import limits
from .terms import BROKEN, TOO_MUCH, Made, Refused

#: Job -> the module that does it; only that one is loaded, with the libraries it wants.
JOBS = {"pdf": "pdf", "docx": "docx", "portrait": "portrait", "picture": "picture", "workbook": "workbook"}
#: What Python would look for on the disk at the first strange name or text, when the disk is out of reach.
_WANTED_LATER = ("encodings.cp437", "encodings.latin_1", "encodings.ascii", "encodings.utf_16", "encodings.utf_16_be")
#: Characters of text that are handed on.
MAX_TEXT = 200_000


def main(job: str) -> None:
    """Read standard input, do the job, write ``{"refused": …}`` or ``{"mime": …}`` and what was made; then end."""
    work: Callable[[bytes], Made] = import_module(f".{JOBS[job]}", __package__).make
    for module in _WANTED_LATER:
        import_module(module)
    walls = limits.seal()
    facts, content = answer(work, sys.stdin.buffer.read())
    line = json.dumps({**facts, "walls": walls}).encode()
    for part in (line, b"\n", content):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    # No tidying up among objects that a stranger shaped.
    os._exit(0)


def answer(work: Callable[[bytes], Made], content: bytes) -> tuple[dict[str, str | int | None], bytes]:
    try:
        made = work(content)
    except Refused as refusal:
        return {"refused": refusal.reason}, b""
    except (MemoryError, RecursionError):
        return {"refused": TOO_MUCH}, b""
    except Exception:
        # Whatever a library says of a damaged file, the person can do one thing about it.
        return {"refused": BROKEN}, b""
    return {"mime": made.mime, "pages": made.pages, "text": made.text[:MAX_TEXT]}, made.content
