"""The furniture links only to what is there, for those who may go there."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from core import navigation


def visit(path: str, *roles: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(  # type: ignore[assignment]  # as much of a User as the furniture asks
        is_authenticated=bool(roles), holds_any=lambda *wanted: bool(set(wanted) & set(roles))
    )
    return request


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", [])
    monkeypatch.setattr(navigation, "_providers", [])


def test_links_stand_in_their_order_and_a_page_that_is_not_there_is_not_offered() -> None:
    navigation.add("main", 20, "Agenda", lambda request: "/fr/agenda/")
    navigation.add("main", 10, "Campagne", lambda request: "/fr/")
    navigation.add("main", 30, "Boîte à outils", lambda request: None)

    assert [link.label for link in navigation.links("main", visit("/fr/"))] == ["Campagne", "Agenda"]


def test_the_closest_section_is_the_current_one() -> None:
    navigation.add("main", 10, "Campagne", lambda request: "/fr/")
    navigation.add("main", 20, "Agenda", lambda request: "/fr/agenda/")

    current = [link.label for link in navigation.links("main", visit("/fr/agenda/12/")) if link.is_current]

    assert current == ["Agenda"]


def test_a_link_for_a_role_is_hidden_from_others() -> None:
    navigation.add("account", 10, "Mon espace", lambda request: "/fr/mon-espace/", roles={"participant"})

    assert navigation.links("account", visit("/fr/")) == []
    assert navigation.links("account", visit("/fr/", "organiser")) == []
    assert len(navigation.links("account", visit("/fr/", "participant"))) == 1
