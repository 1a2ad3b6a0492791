"""What every test stands on: a migrated database copied from a template, and a quiet clock."""

import gc
import hashlib
import itertools
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import translation

from core import generations, memory, pages
from tests import second_database

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
#: Templates of other branches are kept for a while.
KEPT_SECONDS = 6 * 3600

# No test is timed: a slow machine is not a fault. The same examples at each run, so that a change alone can break
# one; ``--hypothesis-profile=drawn`` draws others, and more.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("drawn", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("house")


#: Until all tests are gathered, next to nothing that is made goes again.
gc.disable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only what asks a database: the rest was tried on another one"
    )
    parser.addoption("--note-asked", metavar="FOLDER", help="note there what each test asks of the database")
    parser.addoption("--ask-again", metavar="FOLDER", help="of what was noted there, what a second database may change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    vendor = connections["default"].vendor
    _leave(config, items, [item for item in items if vendor in _databases_of(item, vendor)])
    if config.getoption("--database-only"):
        asking = {"db", "transactional_db", "committed_db", "django_db_setup", "django_db_blocker", "live_server"}
        chosen = [
            item
            for item in items
            if item.get_closest_marker("django_db") or asking & set(getattr(item, "fixturenames", ()))
        ]
        _leave(config, items, chosen)
    if folder := config.getoption("--ask-again"):
        _leave(config, items, second_database.chosen(folder, items))
    # What takes longest comes first, so that no process waits in the end for one that has just begun.
    items.sort(key=lambda item: item.get_closest_marker("race") is None)


def _databases_of(item: pytest.Item, vendor: str) -> tuple[str, ...]:
    """The databases that the test is about; every one, where it does not say."""
    mark = item.get_closest_marker("only_on")
    return mark.args if mark else (vendor,)


def _leave(config: pytest.Config, items: list[pytest.Item], chosen: list[pytest.Item]) -> None:
    left = set(items).difference(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = chosen


def pytest_collection_finish() -> None:
    """What is loaded now stays: the garbage collector need not look through all the tests there are, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def migrations_digest() -> str:
    """Names what the template was made of: every migration and data file, and the locked packages."""
    digest = hashlib.sha256()
    for pattern in (
        "**/migrations/*.py",
        "core/reference/data/*",
        "cms/pages/**/*.py",
        "cms/pages/data/*",
        "requirements/demo.txt",
    ):
        for path in sorted(ROOT.glob(pattern)):
            if ".venv" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Migrate one template database per state of the migrations, and give each worker a copy of it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    connection = connections["default"]
    with django_db_blocker.unblock():
        making = _sqlite(connection, worker) if connection.vendor == "sqlite" else _postgresql(connection, worker)
        next(making)
        _remember_the_furniture()
        yield
        next(making, None)


_furniture: list[Any] = []
_generations: dict[str, int] = {}


def _remember_the_furniture() -> None:
    """Header, footer and generations as a process knows them after its first page, for every test to start from."""
    generations.BELIEVED_SECONDS = 3600.0  # a second is short enough to make a pinned number of queries differ by one
    for language, _name in settings.LANGUAGES:
        Client().get(f"/{language}/")
    _furniture[:] = memory.snapshot()
    _generations.update(generations.Generation.objects.values_list("name", "number"))
    connections["default"].close()


def _template_lock() -> Any:
    import fcntl

    CACHE.mkdir(exist_ok=True)
    lock = (CACHE / "template.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _migrate_and_load() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)


def _sqlite(connection: Any, worker: str) -> Iterator[None]:
    template = CACHE / f"template-{migrations_digest()}.sqlite3"
    own, pristine = (CACHE / f"{name}-{worker}-{os.getpid()}.sqlite3" for name in ("test", "pristine"))
    with _template_lock():
        if not template.exists():
            for old in CACHE.glob("template-*.sqlite3*"):
                if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                    old.unlink()
            making = template.with_suffix(".making")
            # With what a run that broke off left beside it: an old log would spoil the new file.
            for left in CACHE.glob(f"{making.name}*"):
                left.unlink()
            _use(connection, str(making))
            _migrate_and_load()
            connection.close()
            with sqlite3.connect(making) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            making.rename(template)
        # Inside the lock, since another suite may throw old templates away; once more for ``committed_db``.
        shutil.copy(template, own)
        shutil.copy(template, pristine)
    _use(connection, str(own))
    yield
    connection.close()
    for left in [*CACHE.glob(f"{own.name}*"), pristine]:
        left.unlink()


def _postgresql(connection: Any, worker: str) -> Iterator[None]:
    template = f"maillage_template_{migrations_digest()}"
    own = f"maillage_test_{worker}_{os.getpid()}"

    def run(*statements: str) -> list[Any]:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    with _template_lock():
        if not run(f"SELECT 1 FROM pg_database WHERE datname = '{template}'"):
            run(f'CREATE DATABASE "{template}_making"')
            _use(connection, f"{template}_making")
            _migrate_and_load()
            connection.close()
            run(f'ALTER DATABASE "{template}_making" RENAME TO "{template}"')
        run(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    _use(connection, own)
    yield
    connection.close()
    run(f'DROP DATABASE "{own}" WITH (FORCE)')


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own whose commits are real, thrown away after: for races, kills and other processes.

    Yields its DATABASE_URL. Use it in place of ``django_db``; threads close the connections they open.
    """
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    own = f"maillage_committed_{os.getpid()}_{next(_numbers)}"
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            file = CACHE / f"{own}.sqlite3"
            worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
            shutil.copy(CACHE / f"pristine-{worker}-{os.getpid()}.sqlite3", file)
            _use(connection, str(file))
            yield f"sqlite:///{file}"
            _use(connection, before)
            for left in CACHE.glob(f"{own}*"):
                left.unlink()
        else:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "maillage_template_{migrations_digest()}"')
            _use(connection, own)
            place = connection.settings_dict
            yield f"postgresql://{place['USER']}@/{own}?host={place['HOST']}&port={place['PORT']}"
            _use(connection, before)
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


_numbers = itertools.count()


def _use(connection: Any, name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    cache.clear()
    generations.pretend(_generations)
    pages.store.clear()
    memory.restore(_furniture)
    translation.deactivate()  # the last request of the test before left its language behind
    yield


@pytest.fixture(autouse=True)
def _asked(request: pytest.FixtureRequest, _fresh_caches: None) -> Iterator[None]:
    if request.config.getoption("--note-asked"):
        with second_database.noting(request.node):
            yield
    else:
        yield


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On the build machine everything is installed: a skipped test there is a failed one."""
    if folder := session.config.getoption("--note-asked"):
        second_database.keep(folder)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("A skip is a failure here: something this machine should have is missing.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
