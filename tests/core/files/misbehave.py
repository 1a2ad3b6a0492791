"""A workshop gone bad: after it is sealed it does what a broken reader might be made to do. Run by test_workshop alone.

``asked`` deeds go through Python; ``native`` ones call the machine directly, as code that took over a library would.
"""

import ctypes
import encodings.idna  # noqa: F401  (a name is looked up with it)
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "core" / "files"))
limits = import_module("workshop.limits")
libc = ctypes.CDLL(None)
HERE = b"/tmp/maillage-misbehaved"
PARENT = os.getppid()
# Found before the doors close; calling them later asks Python nothing.
NATIVE: dict[str, Callable[[], int]] = {
    "native_socket": lambda socket=libc.socket: socket(2, 1, 0),
    "native_read": lambda open_=libc.open: open_(b"/etc/passwd", 0),
    "native_write": lambda creat=libc.creat: creat(HERE, 0o644),
    "native_fork": lambda fork=libc.fork: fork(),
    "native_program": lambda execv=libc.execv: execv(b"/bin/true", (ctypes.c_char_p * 2)(b"/bin/true", None)),
    "native_kill": lambda kill=libc.kill, parent=PARENT: kill(parent, 0),
    "native_rename": lambda rename=libc.rename: rename(b"/tmp", b"/tmp2"),
}


def spin() -> None:
    while True:
        pass


def talk() -> None:
    while True:
        os.write(1, b"x" * 65536)


def fall() -> None:
    ctypes.memset(0, 0, 1)


DEEDS: dict[str, Callable[[], object]] = {
    "asked_socket": lambda: socket.socket(),
    "asked_name": lambda: socket.getaddrinfo("mechant.test", 80),
    "asked_read": lambda: open("/etc/passwd"),  # noqa: PTH123, SIM115
    "asked_write": lambda: os.open("/tmp/maillage-misbehaved", os.O_CREAT | os.O_WRONLY),
    "asked_fork": os.fork,
    "asked_program": lambda: subprocess.run(["/bin/true"], check=False),
    "asked_replace": lambda: os.execv("/bin/true", ["/bin/true"]),
    "asked_shell": lambda: os.system("true"),
    "asked_foreign_code": lambda: ctypes.CDLL(None),
    "asked_import": lambda: import_module("http.server"),
    "asked_remove": lambda: os.remove("/tmp/maillage-misbehaved"),  # noqa: PTH107
    "asked_list": lambda: os.listdir("/"),  # noqa: PTH208
    "asked_kill": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: bytearray(2_000_000_000),
    "spin": spin,
    "sleep": lambda: time.sleep(60),
    "sleep_deaf_to_ends": lambda: (signal.signal(signal.SIGTERM, signal.SIG_IGN), time.sleep(60)),
    "talk": talk,
    "fall": fall,
    "end_badly": lambda: os._exit(3),
    "say_nothing": lambda: os._exit(0),
    "say_nonsense": lambda: (os.write(1, b"<html>\n"), os._exit(0)),
}


def main(deed: str) -> None:
    if deed == "network_alone":
        left = limits._leave_the_network(libc)
        port = int(sys.stdin.buffer.read())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            done = "reached"
        except OSError as trouble:
            done = type(trouble).__name__
        say(done, ["network"] if left else [])
    if deed not in NATIVE and deed not in DEEDS:
        sys.exit(f"no such deed: {deed}")
    walls = limits.seal(cpu_seconds=1)
    if deed not in ("sleep", "sleep_deaf_to_ends"):
        sys.stdin.buffer.read()
    if deed in NATIVE:
        answer = NATIVE[deed]()
        if deed == "native_fork" and answer == 0:
            os._exit(0)
        say("refused" if answer < 0 else "done", walls)
    try:
        DEEDS[deed]()
    except (Exception, MemoryError) as trouble:
        # The machine's refusals have a number, Python's own have none.
        say(f"{type(trouble).__name__} {getattr(trouble, 'errno', None)}", walls)
    say("done", walls)


def say(text: str, walls: list[str]) -> None:
    os.write(1, json.dumps({"mime": "text/plain", "pages": None, "text": text, "walls": walls}).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
