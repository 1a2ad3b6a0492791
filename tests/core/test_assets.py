"""Two stylesheets: every part in one of them once, small, and the same from the same sources; pages for everybody have the first alone."""

import gzip
import os
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from core import assets
from people.accounts.models import Role
from tests.factories.accounts import make_user, sign_in


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


def every_part() -> list[Path]:
    return [part for sheet in assets.SHEETS for part in assets.parts(sheet)]


def test_every_source_is_in_one_stylesheet_once() -> None:
    # The frame on other sites has a sheet of its own: it is counted in the few kilobytes they load.
    apart = {*(assets.list_of(sheet) for sheet in assets.SHEETS), assets.SOURCE / "embed.css"}
    sources = set(assets.SOURCE.rglob("*.css")) - apart

    assert sorted(every_part()) == sorted(sources)


@pytest.mark.parametrize("sheet", assets.SHEETS)
def test_the_same_sources_give_the_same_text(sheet: str) -> None:
    assert assets.bundle(sheet) == assets.bundle(sheet)


def test_rules_stand_in_layers() -> None:
    """A rule outside a layer would win over every room."""
    for part in every_part():
        outside = assets.shrink(part.read_text())
        depth = 0
        top = ""
        for letter in outside:
            depth += {"{": 1, "}": -1}.get(letter, 0)
            if depth == 0:
                top += letter
        heads = [head.strip() for head in top.replace("}", "\n").splitlines() if head.strip()]
        assert all(head.startswith(("@layer", "@font-face", "@media print")) for head in heads), part.name


def test_the_stylesheets_stay_light() -> None:
    main, rooms = (assets.bundle(sheet) for sheet in assets.SHEETS)

    assert len(main) < 56_000  # a first visit to a server that does not compress it
    assert len(gzip.compress((main + rooms).encode())) < 20_000


@pytest.mark.parametrize("sheet", assets.SHEETS)
def test_a_newer_source_makes_a_new_stylesheet(sheet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "SOURCE", tmp_path)
    monkeypatch.setattr(assets, "TARGET", tmp_path / "target")
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "x.css").write_text("@layer rooms { p { color: red } }")
    for each in assets.SHEETS:
        assets.list_of(each).write_text('@layer rooms;\n@import "rooms/x.css";\n')
    first = assets.build(sheet).read_text()
    (tmp_path / "rooms" / "x.css").write_text("@layer rooms { p { color: blue } }")
    os.utime(tmp_path / "target" / sheet, (0, 0))

    assert assets.build(sheet).read_text() != first


def test_a_room_that_no_list_names_is_in_the_second_stylesheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "SOURCE", tmp_path)
    (tmp_path / "rooms").mkdir()
    for name in ("new", "public"):
        (tmp_path / "rooms" / f"{name}.css").write_text("")
    (tmp_path / "main.css").write_text('@import "rooms/public.css";\n')
    (tmp_path / "rooms.css").write_text("")

    assert assets.parts(assets.MAIN) == [tmp_path / "rooms" / "public.css"]
    assert assets.parts(assets.ROOMS) == [tmp_path / "rooms" / "new.css"]


def sheets_of(page: bytes) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="/static/(\S+?)">', page.decode())


@pytest.mark.django_db
def test_a_page_for_everybody_has_the_first_stylesheet_alone(client: Client) -> None:
    for path in ("/fr/", "/en/", "/fr/agenda/", "/fr/leaders-diversite/membres/", "/fr/programmes/"):
        assert sheets_of(client.get(path).content) == [assets.MAIN], path


@pytest.mark.django_db
def test_a_page_of_the_workspace_or_of_ones_own_has_both(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))

    for name in ("core:workspace", "privacy:mine"):
        assert sheets_of(client.get(reverse(name), follow=True).content) == list(assets.SHEETS), name
    assert sheets_of(Client().get(reverse("account_login")).content) == list(assets.SHEETS)
