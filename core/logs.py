"""How a log line is written: what happened and where; neither somebody's data nor a link that opens something."""

import copy
import logging
import re
import traceback
from types import TracebackType
from typing import TypeAlias

from django.apps import apps

from core import trouble

ExceptionInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
QUERY = re.compile(r'(/[^\s"?]*)\?[^\s"]+')


class Discreet(logging.Formatter):
    """Exceptions without their own words, which may quote a row; addresses without query, token or code."""

    def format(self, record: logging.LogRecord) -> str:
        # A copy, and nothing kept of how another handler wrote the exception.
        record = copy.copy(record)
        record.msg, record.args, record.exc_text = without_secrets(record.getMessage()), None, None
        return super().format(record)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  (logging's name)
        return "\n".join(chain(ei[1])) if ei[1] else ""


def chain(error: BaseException) -> list[str]:
    """Frames and name of an exception, after those of what caused it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    return [*(chain(before) if before else []), *([frames] if frames else []), trouble.named(error)]


def without_secrets(text: str) -> str:
    """The text with each address cut at its query, and without the keys of links that open something."""
    text = QUERY.sub(r"\1?…", text)
    if not apps.ready:
        # The settings name this module before there are any rooms; a request is only ever logged after.
        return text
    from core.bearers import without_keys

    return without_keys(text)
