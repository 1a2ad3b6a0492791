"""Pages about a failure say what happened, what was kept and how to go on, in both languages and without a database."""

from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.utils.translation import override

from core import views


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_broken_server_answers_without_a_query(language: str, rf: RequestFactory) -> None:
    """No database mark: a query would fail this test."""
    with override(language):
        response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert f'lang="{language}-CA"' in response.content.decode()
    assert {"fr": "de notre côté", "en": "on our side"}[language] in response.content.decode()


def test_when_even_templates_fail_a_bare_page_comes_out(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any) -> str:
        raise TemplateDoesNotExist("500.html")

    monkeypatch.setattr(views, "render_to_string", broken)

    assert "Réessayez" in views.server_error(rf.get("/")).content.decode()


def test_a_damaged_request_is_told_so(rf: RequestFactory) -> None:
    assert views.bad_request(rf.get("/"), SuspiciousOperation()).status_code == 400


def test_unavailable_says_when_to_come_back(rf: RequestFactory) -> None:
    response = views.unavailable(rf.get("/"), seconds=30)

    assert (response.status_code, response["Retry-After"]) == (503, "30")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("fr", "Il n’y a pas de page"), ("en", "There is no page")])
def test_a_missing_page_speaks_the_language_of_its_address(client: Client, language: str, words: str) -> None:
    response = client.get(f"/{language}/nulle-part/vraiment/")

    assert response.status_code == 404
    assert words in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_leads_back_to_a_fresh_page() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(
        "/fr/compte/connexion/", {"login": "x"}, headers={"referer": "http://testserver/fr/evenement/?mot=ioana"}
    )

    assert answer.status_code == 403
    assert 'href="/fr/evenement/?mot=ioana"' in answer.content.decode()


@pytest.mark.django_db
def test_a_foreign_referer_is_not_offered_as_a_way_back() -> None:
    answer = Client(enforce_csrf_checks=True).post("/fr/", headers={"referer": "https://ailleurs.example/piege"})

    assert "ailleurs.example" not in answer.content.decode()
