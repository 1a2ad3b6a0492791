"""Private files and the log of erasures go to a folder of the test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage

from people.privacy.models import DataCopy


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.ERASED_LOG = tmp_path / "erased.jsonl"
    field: Any = DataCopy._meta.get_field("file")
    before, field.storage = field.storage, FileSystemStorage(location=tmp_path / "private")
    yield tmp_path / "private"
    field.storage = before
