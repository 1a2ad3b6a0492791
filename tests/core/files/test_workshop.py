"""The child process: what it tries is refused, by Python and by the machine; what it does to itself reaches nobody."""

import os
import platform
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from core.files import refusals, workers
from tests.core.files.corpus import making_pdf

MISBEHAVE = Path(__file__).parent / "misbehave.py"
ROOT = Path(__file__).resolve().parents[3]


def let(deed: str, content: bytes = b"", *, patience: float = 15) -> workers.Answer:
    return workers.ask(deed, content, workshop=MISBEHAVE, patience=patience)


def test_the_walls_that_every_machine_has_stand_around_every_file() -> None:
    walls = workers.ask("pdf", making_pdf.pdf()).walls

    assert walls >= {"limits", "audit"}
    assert ("nobody" in walls) == (os.geteuid() == 0)
    assert ("calls" in walls) == (platform.system() == "Linux" and platform.machine() in ("x86_64", "aarch64"))


@pytest.mark.parametrize(
    "deed",
    [
        "socket",
        "name",
        "read",
        "write",
        "fork",
        "program",
        "replace",
        "shell",
        "foreign_code",
        "remove",
        "list",
        "kill",
    ],
)
def test_python_refuses_by_itself(deed: str) -> None:
    assert let(f"asked_{deed}").text == "PermissionError None"


def test_what_was_not_loaded_before_cannot_be_loaded() -> None:
    assert let("asked_import").text == "ModuleNotFoundError None"


@pytest.mark.parametrize("deed", ["socket", "read", "write", "fork", "program", "kill", "rename"])
def test_the_machine_refuses_what_does_not_ask_python(deed: str) -> None:
    answer = let(f"native_{deed}")

    # Without the filter of calls, the limits still refuse every new descriptor, and every process to who is not root.
    if "calls" in answer.walls or deed in ("socket", "read", "write") or (deed == "fork" and os.geteuid() != 0):
        assert answer.text == "refused"
    assert not Path("/tmp/maillage-misbehaved").exists()


def test_a_network_of_its_own_reaches_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = let("network_alone", str(server.getsockname()[1]).encode())

    assert (answer.text == "reached") == ("network" not in answer.walls)


def test_memory_ends_at_the_limit() -> None:
    assert let("memory").text == "MemoryError None"


def test_a_loop_without_end_is_ended_by_the_machine() -> None:
    before = time.monotonic()

    with pytest.raises(refusals.TooSlow):
        let("spin")
    assert time.monotonic() - before < 12


@pytest.mark.parametrize("deed", ["sleep", "sleep_deaf_to_ends"])
def test_who_only_waits_is_ended_by_the_clock(deed: str) -> None:
    before = time.monotonic()

    with pytest.raises(refusals.TooSlow):
        let(deed, bytes(1_000_000), patience=1.5)
    assert time.monotonic() - before < 6


def test_an_answer_without_end_is_cut() -> None:
    with pytest.raises(refusals.TooMuch):
        let("talk")


@pytest.mark.parametrize("deed", ["fall", "end_badly", "say_nothing", "say_nonsense", "no_such_deed"])
def test_a_child_that_ends_badly_is_a_broken_file(deed: str) -> None:
    with pytest.raises(refusals.Broken):
        let(deed, bytes(500_000))


def test_nothing_is_left_of_a_child() -> None:
    with pytest.raises(refusals.TooSlow):
        let("sleep", patience=1)

    left = [child for child in psutil.Process().children(recursive=True) if "misbehave" in " ".join(child.cmdline())]
    assert left == []


def test_a_file_that_finds_no_place_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WAIT", 0.05)
    for _place in range(workers.PLACES):
        workers._places.acquire()
    try:
        with pytest.raises(refusals.Busy):
            workers.ask("pdf", making_pdf.pdf())
    finally:
        for _place in range(workers.PLACES):
            workers._places.release()

    assert workers.ask("pdf", making_pdf.pdf()).pages == 1


def test_a_place_is_given_back_after_a_refusal() -> None:
    for _each in range(workers.PLACES + 1):
        with pytest.raises(refusals.Broken):
            let("end_badly")


ALONE = """
import sys
from django import setup
setup()
from django.core.files.base import ContentFile
from core.files import cv, portraits
from tests.core.files.corpus import making, making_docx, making_pdf
cv.make_harmless(ContentFile(making_pdf.pdf()))
cv.make_harmless(ContentFile(making_docx.docx()))
portraits.portrait(ContentFile(making.jpeg_with_words()))
print(sorted(name for name in sys.modules if name.startswith(("pikepdf", "workshop", "core.files.workshop"))))
"""


def test_the_readers_of_strangers_files_are_never_loaded_by_the_site() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}

    said = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"
