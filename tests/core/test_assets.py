"""One stylesheet: every part in it once, small, and the same from the same sources."""

import gzip
import os
from pathlib import Path

import pytest

from core import assets


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a  :hover { color : red ; }", "a :hover{color : red}"),
        ('/* note */ b::before { content: "/* not a note */  " }', 'b::before{content: "/* not a note */  "}'),
        (".x { width: calc(1px + 2px - 1px); }", ".x{width: calc(1px + 2px - 1px)}"),
        ("url(data:image/png;base64, x y)", "url(data:image/png;base64, x y)"),
    ],
)
def test_shrinking_keeps_the_meaning(css: str, small: str) -> None:
    assert assets.shrink(css) == small


def test_every_source_is_in_the_stylesheet_once() -> None:
    # The frame on other sites has a sheet of its own: it is counted in the few kilobytes they load.
    apart = {assets.SOURCE / "main.css", assets.SOURCE / "embed.css"}
    sources = set(assets.SOURCE.rglob("*.css")) - apart

    assert sorted(assets.parts()) == sorted(sources)


def test_the_same_sources_give_the_same_text() -> None:
    assert assets.bundle() == assets.bundle()


def test_rules_stand_in_layers() -> None:
    """A rule outside a layer would win over every room."""
    for part in assets.parts():
        outside = assets.shrink(part.read_text())
        depth = 0
        top = ""
        for letter in outside:
            depth += {"{": 1, "}": -1}.get(letter, 0)
            if depth == 0:
                top += letter
        heads = [head.strip() for head in top.replace("}", "\n").splitlines() if head.strip()]
        assert all(head.startswith(("@layer", "@font-face", "@media print")) for head in heads), part.name


def test_the_stylesheet_stays_light() -> None:
    assert len(gzip.compress(assets.bundle().encode())) < 20_000


def test_a_newer_source_makes_a_new_stylesheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "SOURCE", tmp_path)
    monkeypatch.setattr(assets, "TARGET", tmp_path / "target")
    (tmp_path / "main.css").write_text("@layer rooms;")
    first = assets.build().read_text()
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "x.css").write_text("@layer rooms { p { color: red } }")
    os.utime(tmp_path / "target" / assets.NAME, (0, 0))

    assert assets.build().read_text() != first
