"""The same page in the other language, for people and for search engines."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from core import alternates
from core.alternates import Alternate


def gallery_in(language: str, query: str = "") -> HttpRequest:
    path = {"fr": "/fr/gestion/composants/", "en": "/en/manage/gallery/"}[language]
    return RequestFactory().get(path + query)


def test_a_path_is_said_in_each_languages_words() -> None:
    with override("fr"):
        assert alternates.alternates_of(gallery_in("fr")) == [
            Alternate("fr", "/fr/gestion/composants/"),
            Alternate("en", "/en/manage/gallery/"),
        ]


def test_the_switch_keeps_the_filters() -> None:
    with override("en"):
        assert alternates.in_language(gallery_in("en", "?region=04&page=2"), "fr").endswith("?region=04&page=2")


def test_a_page_may_know_its_twin_better() -> None:
    request = gallery_in("fr")
    request.alternates = {"fr": "/fr/region-mauricie/", "en": "/en/mauricie/"}  # type: ignore[attr-defined]

    assert alternates.in_language(request, "en") == "/en/mauricie/"


def test_a_page_without_a_twin_leads_to_the_other_languages_home() -> None:
    request = gallery_in("fr")
    request.alternates = {"fr": "/fr/seulement/"}  # type: ignore[attr-defined]

    assert alternates.in_language(request, "en") == "/en/"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?region=04&utm_source=x", ""),
        ("?page=3&region=04", "?page=3"),
        ("?page=1", ""),
        ("?page=²", ""),
        ("?page=٣", ""),
        (f"?page={'9' * 5000}", ""),
    ],
)
def test_search_engines_keep_the_page_of_a_list_and_no_filter(query: str, kept: str) -> None:
    assert alternates.canonical(gallery_in("fr", query)).endswith(f"/fr/gestion/composants/{kept}")


def test_the_twins_of_a_list_are_the_same_list() -> None:
    request = gallery_in("fr", "?page=3&utm_source=x")

    assert [twin.path.partition("/fr/")[2] or twin.path.partition("/en/")[2] for twin in alternates.twins(request)] == [
        "gestion/composants/?page=3",
        "manage/gallery/?page=3",
    ]
