"""Everything from nothing to a running demonstration, in one foreground process tree.

usage: python -m tools.demo [--port 8000] [--reset]

This parent stays a small process: it prepares the data in a child if something has changed since the last time, then
watches two others, the server (pages, sockets, static files) and the worker (mail, due work). Ctrl-C ends all of them.
"""

import argparse
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from tools import stamps

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60
#: Each request has a thread of its own, and glibc would give threads arenas that it never gives back.
MEMORY = {"MALLOC_ARENA_MAX": "1"}
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Even a killed parent leaves no server behind (Linux; elsewhere Ctrl-C does it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((HOST, port)) == 0


def start(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, start_new_session=True, preexec_fn=die_with_parent
    )


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask, wait five seconds, then insist."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + 5
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--reset", action="store_true")
    chosen = options.parse_args()
    port = str(chosen.port)
    if not port_is_free(chosen.port):
        print(f"Port {port} is taken. Stop what uses it, or choose another: make demo PORT={chosen.port + 1}")
        return 1

    environment = (
        os.environ
        | MEMORY
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "MAILLAGE_URL": f"http://{HOST}:{port}",
        }
    )
    var = ROOT / environment.setdefault("MAILLAGE_VAR", str(ROOT / "var"))
    if chosen.reset and var.exists():
        if any(var.iterdir()) and not stamps.are_in(var):
            print(
                f"{var} was not made by this demonstration: nothing is removed. Remove it yourself if nothing in it is dear."
            )
            return 1
        print("Starting over: the demonstration's data is removed.")
        shutil.rmtree(var)
    prepare = [sys.executable, "manage.py", "prepare_demo"]
    if stamps.to_do(var, environment) and subprocess.run(prepare, cwd=ROOT, env=environment, check=False).returncode:
        return 1

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupted)
    children = [
        start("-m", "uvicorn", "config.asgi:application", "--host", HOST, "--port", port, "--log-level", "warning",
              "--lifespan", "off", environment=environment),
    ]  # fmt: skip
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(chosen.port):
            if children[0].poll() is not None or time.monotonic() > deadline:
                print("The server did not start; its own words stand above.")
                return 1
            time.sleep(0.05)
        # After the server, which has the machine to itself until it answers.
        children.append(start("manage.py", "worker", environment=environment))
        print(
            f"\n  Maillage: http://{HOST}:{port}/\n  Roles and mails: http://{HOST}:{port}/dev/\n\n  Ctrl-C ends it.",
            flush=True,
        )
        while True:
            for child, name in zip(children, ["server", "worker"], strict=True):
                if child.poll() is not None:
                    print(f"The {name} stopped by itself (code {child.returncode}).")
                    return 1
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping …")
        return 0
    finally:
        stop(children)


if __name__ == "__main__":
    sys.exit(main())
