"""The demonstration's data, from nothing; what is there already is kept."""

import hashlib
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

#: Lower rooms first: each finds what those before it left in the world.
ROOMS = [
    "core.reference",
    "people.accounts",
    "people.organisations",
    "people.privacy",
    "network.membership",
    "events.agenda",
    "events.registration",
    "events.doors",
    "indicators",
    "cms.pages",
]


class Command(BaseCommand):
    help = "Catalogues, tables, reference data, demonstration people and events, static files; only what changed."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration data belongs on the demonstration's settings alone.")
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self.step("Messages", ["locale/*/fr/LC_MESSAGES/django.po"], compile_messages)
        self.step("Tables", ["**/migrations/*.py", "requirements/demo.txt"], migrate)
        self.step("Reference data", ["core/reference/data/*", "core/reference/**/*.py"], load_reference)
        self.step("Demonstration data", ["**/demo.py", "**/starter.py"], seed)
        self.step("Static files", ["static/**/*", "requirements/demo.txt"], collect_static)

    def step(self, name: str, patterns: Iterable[str], work: Callable[[], None]) -> None:
        """Do ``work`` unless the files it depends on are as they were the last time."""
        stamp = settings.VAR_DIR / f".{name.lower().replace(' ', '-')}"
        state = digest(patterns)
        if stamp.exists() and stamp.read_text() == state:
            return
        started = time.perf_counter()
        self.stdout.write(f"{name} … ", ending="")
        self.stdout.flush()
        work()
        stamp.write_text(state)
        self.stdout.write(f"{time.perf_counter() - started:.1f} s")


def digest(patterns: Iterable[str]) -> str:
    found = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            relative = path.relative_to(settings.BASE_DIR)
            if path.is_file() and not {".venv", "var", "tests"} & set(relative.parts):
                found.update(str(relative).encode())
                found.update(path.read_bytes())
    return found.hexdigest()


def compile_messages() -> None:
    from tools.messages import compile_all

    compile_all()


def migrate() -> None:
    call_command("migrate", verbosity=0)


def load_reference() -> None:
    call_command("load_reference", verbosity=0)


def seed() -> None:
    world = SimpleNamespace()
    for room in ROOMS:
        if find_spec(f"{room}.demo"):
            import_module(f"{room}.demo").seed(world)


def collect_static() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
