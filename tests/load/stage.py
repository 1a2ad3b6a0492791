"""A house of its own for a rush: a migrated database, servers, an event; and what came of it, read from outside.

The tests of the suite roll back what they write; here other processes must see it, so nothing of the suite's database
is used but its migrated template.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.db import connections

from tests.conftest import CACHE, ROOT, migrations_digest
from tools.demo import MEMORY

HOST = "127.0.0.1"


@dataclass
class Stage:
    """Environment of the processes on it, and those that were started."""

    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, script: str, *arguments: object) -> Any:
        """Run a module of ``tests.load`` in this house; the JSON it printed last."""
        command = [sys.executable, "-m", f"tests.load.{script}", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-4000:])
        return json.loads(done.stdout.strip().splitlines()[-1])

    def start(self, *command: str) -> None:
        log = (Path(self.environment["MAILLAGE_VAR"]) / f"{len(self.processes)}.log").open("wb")
        self.processes.append(
            subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        )

    def serve(self, kind: str, application: str = "") -> str:
        """Start a server and the worker; where it answers. ``kind``: ``uvicorn`` as the demo does, or ``gunicorn`` × 2.

        Its static files are those that ``open_event`` collected.
        """
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = str(probe.getsockname()[1])
        if kind == "uvicorn":
            self.start(
                "-m", "uvicorn", application or "config.asgi:application", "--host", HOST, "--port", port,
                "--log-level", "warning", "--lifespan", "off",
            )  # fmt: skip
        else:
            self.start(
                "-m", "gunicorn", application or "config.wsgi:application", "-w", "2", "-b", f"{HOST}:{port}",
                "--timeout", "300", "--log-level", "warning",
            )  # fmt: skip
        self.start("manage.py", "worker")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, int(port))) == 0:
                    return f"http://{HOST}:{port}"
            time.sleep(0.05)
        raise RuntimeError(self.words())

    def rss_mb(self) -> float:
        """Resident memory of servers, workers and their children, each counted in full."""
        tops = [psutil.Process(process.pid) for process in self.processes if process.poll() is None]
        tree = {process.pid: process for top in tops for process in [top, *top.children(recursive=True)]}
        return sum(process.memory_info().rss for process in tree.values()) / 2**20

    def words(self) -> str:
        """The end of what the processes had to say."""
        logs = sorted(Path(self.environment["MAILLAGE_VAR"]).glob("*.log"))
        return "\n".join(log.read_text(errors="replace")[-3000:] for log in logs)

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A house on the suite's kind of database; needs ``django_db_setup`` to have made the template."""
    environment = (
        os.environ
        | MEMORY
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "MAILLAGE_VAR": str(folder),
            "PYTHONWARNINGS": "ignore",
        }
    )
    connection = connections["default"]
    name = f"rush_{uuid.uuid4().hex[:12]}"
    if connection.vendor == "sqlite":
        shutil.copy(CACHE / f"template-{migrations_digest()}.sqlite3", folder / "maillage.sqlite3")
        environment["DATABASE_URL"] = f"sqlite:///{folder / 'maillage.sqlite3'}"
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "maillage_template_{migrations_digest()}"')
        known = settings.DATABASES["default"]
        environment["DATABASE_URL"] = f"postgresql://{known['USER']}@/{name}?host={known['HOST']}"
    made = Stage(environment)
    try:
        yield made
    finally:
        made.stop()
        if connection.vendor != "sqlite":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
