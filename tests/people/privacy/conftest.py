"""Private files and the log of erasures go to a folder of the test."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, settings: Any) -> Path:
    settings.ERASED_LOG = tmp_path / "erased.jsonl"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "core.files.storage.PrivateStorage"}}
    return tmp_path / "private"
