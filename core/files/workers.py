"""The other side of the workshop's door: start it, feed it, take what it made, and end it on time."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from core.files.refusals import Busy, TooSlow, refusal_for

WORKSHOP = Path(__file__).resolve().parent / "workshop"
#: Seconds by the clock on the wall; processor time is counted inside.
PATIENCE = 20.0
#: Bytes taken back. What is made may be larger than what was sent: pictures are drawn again.
MAX_ANSWER = 12 * 1024 * 1024
#: Workshops that one process of the site keeps open, and seconds that the next file waits for a place.
PLACES = 2
WAIT = 10.0

_places = BoundedSemaphore(PLACES)


@dataclass(frozen=True)
class Answer:
    """What came back. ``walls`` names what held the child in (``core.files.workshop.limits``)."""

    content: bytes
    mime: str
    pages: int | None
    text: str
    walls: frozenset[str]


def ask(job: str, content: bytes, *, workshop: Path = WORKSHOP, patience: float = PATIENCE) -> Answer:
    """Have the job done in a process of its own.

    Raises a FileRefused: the one the workshop names, TooSlow if it was ended for its time, Busy if no place came free,
    Broken if it ended in any other way. Never hangs longer than ``WAIT + patience``; holds no more than the answer.
    """
    if not _places.acquire(timeout=WAIT):
        raise Busy
    try:
        said, code = _run([sys.executable, "-I", "-B", "-W", "ignore", str(workshop), job], content, patience)
    finally:
        _places.release()
    if code == -signal.SIGXCPU:
        raise TooSlow
    line, _newline, made = said.partition(b"\n")
    try:
        facts = json.loads(line)
    except ValueError:
        facts = None
    if code != 0 or not isinstance(facts, dict):
        raise refusal_for("broken")
    if "refused" in facts:
        raise refusal_for(str(facts["refused"]))
    return Answer(made, facts["mime"], facts["pages"], facts["text"], frozenset(facts["walls"]))


def _run(command: list[str], content: bytes, patience: float) -> tuple[bytes, int]:
    """What the command wrote, and how it ended. Its whole group is killed when its time or its paper is used up."""
    deadline = time.monotonic() + patience
    child = subprocess.Popen(  # noqa: S603  (our own program, no shell, nothing of the person in the command)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )
    try:
        said = _talk(child, content, deadline)
        return said, child.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise TooSlow from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _talk(child: "subprocess.Popen[bytes]", content: bytes, deadline: float) -> bytes:
    """Write and read at once, so that neither waits for the other for ever."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("The workshop was started without pipes.")
    rest, said = memoryview(content), bytearray()
    with selectors.DefaultSelector() as ready:
        for pipe, event in ((child.stdin, selectors.EVENT_WRITE), (child.stdout, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            ready.register(pipe, event)
        while child.stdout in {key.fileobj for key in ready.get_map().values()}:
            if (left := deadline - time.monotonic()) <= 0:
                raise TooSlow
            for key, _events in ready.select(left):
                if key.fileobj is child.stdin:
                    try:
                        rest = rest[os.write(key.fd, rest[:65536]) :] if rest else rest
                    except BrokenPipeError:
                        rest = rest[:0]
                    if not rest:
                        ready.unregister(child.stdin)
                        with suppress(BrokenPipeError):
                            child.stdin.close()
                elif part := os.read(key.fd, 65536):
                    said += part
                    if len(said) > MAX_ANSWER:
                        raise refusal_for("too_much")
                else:
                    ready.unregister(child.stdout)
    return bytes(said)
