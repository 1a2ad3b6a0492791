"""How a log line is written: what happened and where; neither somebody's data nor a link that opens something."""

import copy
import logging
import re
import traceback
from functools import lru_cache
from types import TracebackType
from typing import TypeAlias

from django.apps import apps
from django.conf import settings

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
    """The text with each address cut at its query, and what opens a bearer's route replaced by the route's word."""
    if "/" not in text:
        return text
    text = QUERY.sub(r"\1?…", text)
    # A request is only ever logged once all rooms are there.
    return _opens().sub(lambda found: found["way"] + _words()[found["route"]], text) if apps.ready else text


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """First part of each bearer's route, in every language -> its parameter: {"invitations/": "<str:token>"}."""
    from core.access_table import openings  # the settings name this module before there are any rooms

    routes = [
        door.path
        for language, _name in settings.LANGUAGES
        for door in openings(language)
        if door.rule and door.rule.kind == "bearer"
    ]
    return {path.partition("<")[0]: f"<{path.partition('<')[2].partition('>')[0]}>" for path in routes}


@lru_cache(maxsize=1)
def _opens() -> re.Pattern[str]:
    """Wherever such a route starts, with its language, without, or with the other one's: each is a 404 with the token in it."""
    languages = "|".join(code for code, _name in settings.LANGUAGES)
    routes = "|".join(re.escape(route) for route in _words())
    return re.compile(rf'(?P<way>(?<![\w.-])/(?:(?:{languages})/)?(?P<route>{routes}))[^/\s"?]+')
