"""The demonstration's data, from nothing; what is there already is kept."""

import time
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from tools import stamps

#: Lower rooms first: each finds what those before it left in the world.
ROOMS = [
    "core.reference",
    "people.accounts",
    "people.organisations",
    "people.consent",
    "people.oversight",
    "people.privacy",
    "people.timetable",
    "people.programmes",
    "people.participants",
    "people.accompaniment",
    "people.pool",
    "people.follow_up",
    "network.membership",
    "network.pairing.editions",
    "network.pairing.offers",
    "network.pairing.requests",
    "network.pairing.proposals",
    "network.pairing.matches",
    "network.pairing.conversations",
    # Last: a round to review is of those who wait now.
    "network.pairing.rounds",
    "network.pairing.meetings",
    "network.pairing.gatherings",
    "events.agenda",
    "events.registration",
    "events.questions",
    "events.gates",
    "events.selection",
    "events.doors",
    "events.needs",
    "events.devices",
    "events.certificates",
    "events.announcements",
    "events.badges",
    "events.evaluation",
    "events.exchange",
    "indicators",
    "cms.pages",
]


class Command(BaseCommand):
    help = "Catalogues, tables, reference data, demonstration people and events, static files; only what changed."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration data belongs on the demonstration's settings alone.")
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        works = dict(zip(stamps.STEPS, [compile_messages, migrate, load_reference, seed, collect_static], strict=True))
        wanted = stamps.to_do(settings.VAR_DIR)
        for step in wanted:
            stamps.forget(step, settings.VAR_DIR)
        for step in wanted:
            started = time.perf_counter()
            self.stdout.write(f"{step.name} … ", ending="")
            self.stdout.flush()
            works[step]()
            stamps.keep(step, settings.VAR_DIR)
            self.stdout.write(f"{time.perf_counter() - started:.1f} s")


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
