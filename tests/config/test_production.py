"""A public server is told everything, or it does not start: each refusal is tried in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.check import PRODUCTION, ROOT


def start(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the settings as a server does, with ``changes`` to what ``make check`` gives them; None takes one away."""
    environment = {"PATH": os.environ["PATH"], "MAILLAGE_VAR": str(tmp_path)} | PRODUCTION | changes
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG; print('started')"],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "changes",
    [{}, {"DATABASE_URL": "sqlite:///{var}/own.sqlite3"}, {"MAILLAGE_DEMO": "0"}, {"ALLOWED_HOSTS": "a.test, .b.test"}],
    ids=["as checked", "SQLite when said", "no demonstration when said", "several hosts"],
)
def test_production_starts_once_it_is_told_everything(changes: dict[str, str], tmp_path: Path) -> None:
    changes = {name: value.format(var=tmp_path) for name, value in changes.items()}

    assert start(tmp_path, **changes).stdout == "started\n"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", None, "Set SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY must be"),
        ("SECRET_KEY", "demonstration only: this key is public and production refuses it", "SECRET_KEY must be"),
        ("ALLOWED_HOSTS", None, "Set ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name"),
        ("ALLOWED_HOSTS", "maillage.example, *", "ALLOWED_HOSTS must name"),
        ("MAILLAGE_URL", None, "Set MAILLAGE_URL"),
        ("MAILLAGE_URL", "http://maillage.example", "MAILLAGE_URL must"),
        ("MAILLAGE_URL", "https:///fr/", "MAILLAGE_URL must"),
        ("MAILLAGE_FROM", None, "Set MAILLAGE_FROM"),
        ("MAILLAGE_FROM", "Maillage", "MAILLAGE_FROM must"),
        ("DATABASE_URL", None, "Set DATABASE_URL"),
        ("DATABASE_URL", "mysql://app@/app", "DATABASE_URL must"),
        ("MAILLAGE_DEMO", "1", "must never run on production"),
        ("MAILLAGE_DEMO", "yes", "MAILLAGE_DEMO must be 0 or 1"),
    ],
)
def test_production_refuses_to_start(name: str, value: str | None, words: str, tmp_path: Path) -> None:
    refused = start(tmp_path, **{name: value})

    assert refused.returncode == 1
    assert words in refused.stderr.splitlines()[-1]
