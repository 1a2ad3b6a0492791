"""What a second database is asked, once a first one has been asked everything.

Another database can answer a statement in another way, or not at all; it cannot change how a page is worded. So the
first run (``--note-asked FOLDER``) notes what each test asks: which function of the house sent which statement. The
second (``--ask-again FOLDER``) runs

- every test that is about the database itself, or about Redis: those of ``ALWAYS``; all races and all that commit for
  real; all that the first database refused something (constraints, triggers); all that count queries; all whose name
  speaks of what is sought, sorted or folded, where the values matter and not the statement alone; all that were not noted;
- of the others, which mostly go through the same statements again, enough for each function to send each of its
  statements in ``TIMES`` of them.

Without a folder every test is asked on any database, as in ``make proof``.
"""

import hashlib
import heapq
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from django.db import connections

ROOT = str(Path(__file__).resolve().parent.parent) + os.sep
#: On the second database its matrix is smaller (``tests/scale.py``): nobody is spared for what it asks.
SMALLER = "tests/test_access.py"
#: With it, what the house stands on: search, outbox, news, cache, logins.
ALWAYS = ("tests/core/", "tests/people/accounts/", SMALLER)
COMMITTING = {"transactional_db", "committed_db", "live_server"}
COUNTING = {"django_assert_num_queries", "django_assert_max_num_queries"}
VALUES_MATTER = re.compile(
    r"search|sought|sort|order(?!s_)|filter|accent|fold|spell|alphabet|race|twice|at_once|same_time"
)
TIMES = 1
#: Statements that a test pays for beside its own: its own start and end.
OVERHEAD = 10

#: As many values as there happen to be are one question.
_SEVERAL = re.compile(r"%s(?:, %s)+|\((?:%s|NULL|\(%s\))(?:, (?:%s|NULL|\(%s\)))*\)")
_SAVING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA", "SET CONSTRAINTS")

#: test -> [must be asked again, how many statements it sent, names of those that differ]
_noted: dict[str, tuple[bool, int, list[str]]] = {}
_names: dict[tuple[CodeType | None, str], str] = {}
_ours: dict[CodeType, bool] = {}


@contextmanager
def noting(item: pytest.Item) -> Iterator[None]:
    """Note what the test asks while this lasts, and whether the database refused anything."""
    asked: set[tuple[CodeType | None, str]] = set()
    sent = refused = 0

    def hear(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal sent, refused
        if not sql.startswith(_SAVING):
            sent += 1
            asked.add((_sender(), sql))
        try:
            return execute(sql, parameters, many, context)
        except Exception:
            refused += 1
            raise

    with connections["default"].execute_wrapper(hear):
        yield
    names = getattr(item, "fixturenames", ())
    itself = (
        item.nodeid.startswith(ALWAYS)
        or item.get_closest_marker("race")
        or bool((COMMITTING | COUNTING) & set(names))
        or any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    )
    _noted[item.nodeid] = (bool(itself or refused), sent, sorted({_name(*one) for one in asked}))


def _sender() -> CodeType | None:
    """The nearest function of the house behind a statement; none if a test or a factory asked by itself."""
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if (ours := _ours.get(code)) is None:
            path = code.co_filename
            ours = _ours[code] = path.startswith(ROOT) and not path.startswith((f"{ROOT}.venv", f"{ROOT}tests"))
        if ours:
            return code
        frame = frame.f_back  # type: ignore[assignment]
    return None


def _name(code: CodeType | None, sql: str) -> str:
    if (name := _names.get((code, sql))) is None:
        sender = f"{code.co_filename}:{code.co_qualname}" if code else ""
        words = f"{sender}\n{_SEVERAL.sub('%s', sql)}"
        name = _names[code, sql] = hashlib.blake2b(words.encode(), digest_size=6).hexdigest()
    return name


def keep(folder: str) -> None:
    """Write down what this process noted."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if _noted:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{worker}.json").write_text(json.dumps(_noted))


def chosen(folder: str, items: list[pytest.Item]) -> list[pytest.Item]:
    """Those of the tests that a second database is to be asked."""
    noted: dict[str, Any] = {}
    for file in sorted(Path(folder).glob("*.json")):
        noted |= json.loads(file.read_text())
    here = {item.nodeid for item in items}
    wanted = {name for name in here if name not in noted or noted[name][0] or VALUES_MATTER.search(name)}
    rest = {name: noted[name][1:] for name in sorted(here - wanted)}
    asked: Counter[str] = Counter()
    for name in wanted & set(noted):
        if not name.startswith(SMALLER):
            asked.update(noted[name][2])

    def worth(name: str) -> float:
        sent, statements = rest[name]
        return sum(asked[one] < TIMES for one in statements) / (sent + OVERHEAD)

    # The best first; what others were worth can only have sunk since it was reckoned.
    line = [(-worth(name), name) for name in rest]
    heapq.heapify(line)
    while line:
        before, name = heapq.heappop(line)
        now = -worth(name)
        if now > before and now:
            heapq.heappush(line, (now, name))
        elif now:
            wanted.add(name)
            asked.update(rest[name][1])
    return [item for item in items if item.nodeid in wanted]
