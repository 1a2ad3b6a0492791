"""Third-party files are the ones that were recorded, each with its licence."""

import shutil
from pathlib import Path

import pytest

from tools import vendor


def test_every_vendored_file_is_the_one_recorded() -> None:
    assert vendor.troubles() == []


def test_a_flipped_byte_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in vendor.PLACES:
        shutil.copytree(vendor.ROOT / place, tmp_path / place)
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    monkeypatch.setattr(vendor, "RECORD", tmp_path / "static" / "vendor" / "vendor.toml")
    name = next(iter(vendor.packages()[0]["files"]))
    changed = tmp_path / vendor.packages()[0]["path"] / name
    changed.write_bytes(changed.read_bytes() + b" ")
    (changed.parent / "stranger.js").touch()

    assert len(vendor.troubles()) == 2
