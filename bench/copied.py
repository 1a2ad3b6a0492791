"""A copy of the tree in which something is taken out, and whether the tests notice."""

import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".cache", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"
)
#: Copies that are worked on at once: the machine has two cores.
HANDS = 2
PATIENCE_SECONDS = 300

Taken = TypeVar("Taken")


class Copy:
    """The tree once more, in which one file at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder
        self._sound: dict[tuple[object, ...], bool] = {}
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
        cache = ROOT / ".cache"
        cache.mkdir(exist_ok=True)
        (folder / ".cache").symlink_to(cache)

    def notices(self, file: str, source: str, tests: Sequence[str], **environment: str) -> bool:
        """Whether one of ``tests`` (those that exist) fails while ``file`` reads ``source``; with ``environment`` beside ours.

        Raises RuntimeError if the suite could not be collected, or fails with nothing taken out: that has shown nothing.
        """
        path = self.tree / file
        was = path.read_text()
        there = [test for test in tests if (self.tree / test.partition("::")[0]).exists()]
        path.write_text(source)
        try:
            failed = self._failed(there, environment)
        finally:
            path.write_text(was)
        if failed:
            self._must_pass(failed, environment)
        return bool(failed)

    def _must_pass(self, test: str, environment: Mapping[str, str]) -> None:
        """The control, once a test: one that fails by itself has noticed nothing."""
        key = (test, *sorted(environment.items()))
        if key not in self._sound:
            self._sound[key] = not self._failed([test], environment)
        if not self._sound[key]:
            raise RuntimeError(f"{test} fails with nothing taken out")

    def _failed(self, tests: Sequence[str], environment: Mapping[str, str]) -> str:
        """The first test that fails, or file that cannot be read or never comes to its end; "" for none."""
        command = [
            sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:xdist",
            "-m", "not race and not browser", *tests,
        ]  # fmt: skip
        left = {name: value for name, value in os.environ.items() if name not in {"CI", "DATABASE_URL", "REDIS_URL"}}
        try:
            done = subprocess.run(
                command, cwd=self.tree, env=left | environment, capture_output=True, text=True, check=False,
                timeout=PATIENCE_SECONDS,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return tests[0]
        if done.returncode == 0:
            return ""
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
        if not failed or not re.search(r"\b\d+ (failed|error)", done.stdout):
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        return failed[1]


def in_copies(things: Iterable[Taken], is_noticed: Callable[[Copy, Taken], bool]) -> tuple[list[Taken], list[str]]:
    """Try each thing in one of ``HANDS`` copies. Those that nothing noticed, and what could not be tried, in words."""
    work: queue.Queue[Taken] = queue.Queue()
    for thing in things:
        work.put(thing)
    survivors: list[Taken] = []
    troubles: list[str] = []

    def toil(folder: Path) -> None:
        copy = Copy(folder)
        while True:
            try:
                thing = work.get_nowait()
            except queue.Empty:
                return
            try:
                noticed = is_noticed(copy, thing)
            except (RuntimeError, ValueError) as trouble:
                troubles.append(f"{thing}: {str(trouble)[-500:]}")
                continue
            if not noticed:
                survivors.append(thing)
            print(f"{'caught  ' if noticed else 'SURVIVED'} {thing}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="maillage-copies-") as folder:
        hands = [threading.Thread(target=toil, args=(Path(folder) / str(number),)) for number in range(HANDS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    return survivors, troubles
