"""Throw-away houses to measure: services, data, servers, and what a process tree costs."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"


@dataclass
class House:
    """A running site: where it answers, its environment, its processes."""

    port: int
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def tree(self) -> list[psutil.Process]:
        """Every process of the house, children included."""
        found: dict[int, psutil.Process] = {}
        for process in self.processes:
            try:
                top = psutil.Process(process.pid)
                found[top.pid] = top
                found.update({child.pid: child for child in top.children(recursive=True)})
            except psutil.NoSuchProcess:
                continue
        return list(found.values())

    def server_cpu(self) -> float:
        """CPU seconds the first process (the server) and its children have used."""
        top = psutil.Process(self.processes[0].pid)
        return sum(sum(process.cpu_times()[:2]) for process in [top, *top.children(recursive=True)])

    def rss_mb(self) -> float:
        """Resident memory of the whole tree, each process counted in full."""
        return sum(process.memory_info().rss for process in self.tree()) / 2**20

    def settle(self) -> None:
        """Wait until the house has nothing left to do: mails of earlier measures are still leaving."""
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            before = self.server_cpu()
            time.sleep(1)
            if self.server_cpu() - before < 0.05:
                return

    def manage(self, *arguments: str) -> str:
        """Run a management command in this house."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-4000:])
        return done.stdout

    def python(self, source: str) -> str:
        """Run Python with Django set up in this house; what it printed."""
        return self.manage("shell", "-v", "0", "-c", source)

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/dev/bare/").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError("The server did not answer within a minute.")

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
def services() -> Iterator[dict[str, str]]:
    """The PostgreSQL and Redis of ``tools/services.sh``; the variables that point to them."""
    folder = Path(tempfile.mkdtemp(prefix="maillage-bench-"))
    folder.chmod(0o711)
    run = folder / "run"
    try:
        subprocess.run([ROOT / "tools" / "services.sh", "start", run], check=True)
        yield {"DATABASE_URL": f"postgresql://app@/app?host={run}", "REDIS_URL": f"unix://{run}/redis.sock"}
    finally:
        subprocess.run([ROOT / "tools" / "services.sh", "stop", run], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def environment(var: Path, port: int, extra: dict[str, str]) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "MAILLAGE_VAR": str(var),
        "MAILLAGE_URL": f"http://{HOST}:{port}",
        **extra,
    }


def start(house: House, *command: str) -> None:
    log = (Path(house.environment["MAILLAGE_VAR"]) / f"{len(house.processes)}.log").open("wb")
    house.processes.append(subprocess.Popen(command, cwd=ROOT, env=house.environment, stdout=log, stderr=log))


#: Requests that wait to be taken up, as deploy/README.md says: at noon they are three thousand at once.
BACKLOG = "4096"


@contextmanager
def gunicorn(extra: dict[str, str], port: int = 8461, worker: bool = False) -> Iterator[House]:
    """Pages as on a larger site: two synchronous workers; with PostgreSQL when ``extra`` says so."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        house = House(port, environment(Path(folder), port, {"DATABASE_KEEP_SECONDS": "600", **extra}))
        house.manage("prepare_demo")
        start(
            house,
            str(BIN / "gunicorn"),
            "config.wsgi:application",
            "-w",
            "2",
            "--backlog",
            BACKLOG,
            "-b",
            f"{HOST}:{port}",
            "--log-level",
            "warning",
        )
        if worker:
            start(house, sys.executable, "manage.py", "worker")
        try:
            house.wait()
            yield house
        finally:
            house.stop()


@contextmanager
def demo(port: int = 8462) -> Iterator[House]:
    """The demonstration as ``make demo`` starts it, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        house = House(port, environment(Path(folder), port, {}))
        house.manage("prepare_demo")
        start(house, sys.executable, "-m", "tools.demo", "--port", str(port))
        try:
            house.wait()
            yield house
        finally:
            house.stop()


def cpu_ms(house: House, work: Any, times: int) -> float:
    """Server CPU per call of ``work``, in milliseconds."""
    before = house.server_cpu()
    for number in range(times):
        work(number)
    return (house.server_cpu() - before) / times * 1000
