"""The gallery shows every component there is."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from core import gallery
from core.templatetags import components
from tests.factories.accounts import make_user, sign_in

#: Tags of the frame around every page: seen on the gallery itself.
FRAME = {
    "alternate_links",
    "navigation_links",
    "workspace_door",
    "workspace_links",
    "site_alerts",
    "choice_id",
    "first_control",
}


def test_every_component_stands_in_the_gallery() -> None:
    shown = "".join(path.read_text() for path in Path("templates/core/gallery").glob("*.html"))
    called = set(re.findall(r"{% (\w+)", shown)) | {"form_fields"}

    assert set(components.register.tags) - called - FRAME == set()


def test_every_sample_belongs_to_a_section() -> None:
    assert {path.stem for path in Path("templates/core/gallery").glob("*.html")} == set(gallery.SECTIONS)


def test_every_component_template_says_what_it_takes() -> None:
    silent = [
        path.name for path in Path("templates/components").glob("*.html") if not path.read_text().startswith("{# ")
    ]

    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_gallery_renders_in_both_languages_without_inline_style_or_script(client: Client, language: str) -> None:
    sign_in(client, make_user("editor"))

    page = client.get(
        reverse("core:gallery").replace("/fr/gestion/composants/", gallery_path(language))
    ).content.decode()

    assert page.count('class="specimen"') >= 30
    assert not re.search(r"<[^>]+ style=", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def gallery_path(language: str) -> str:
    return {"fr": "/fr/gestion/composants/", "en": "/en/manage/gallery/"}[language]


def test_a_sample_shows_what_it_says(rf: RequestFactory) -> None:
    request = rf.get("/")
    variants = gallery.variants("tags", gallery.World(request))

    assert [variant.html.strip() for variant in variants] == [
        engines["django"].from_string(variant.source).render().strip() for variant in variants
    ]
