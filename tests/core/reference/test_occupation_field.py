"""A form asks for an occupation: words, a button, a choice; with or without script."""

import re
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from core.reference.fields import OccupationField

pytestmark = pytest.mark.django_db


class CardForm(forms.Form):
    occupation = OccupationField()


class LooseForm(forms.Form):
    occupation = OccupationField(required=False)


def form(data: dict[str, str], kind: type[forms.Form] = CardForm) -> forms.Form:
    return kind({f"occupation{name}": value for name, value in data.items()})


def errors(data: dict[str, str], kind: type[forms.Form] = CardForm) -> list[str]:
    return [error.code or "" for error in form(data, kind).errors.as_data().get("occupation", [])]


def radios(html: str) -> list[str]:
    return re.findall(r'type="radio"[^>]* value="(\d+)"', html)


def test_what_was_chosen_among_what_the_words_found_is_the_answer() -> None:
    answered = form({"": "32101", "_words": "infirmier", "_for": "infirmier"})

    assert answered.is_valid()
    assert answered.cleaned_data == {"occupation": "32101"}


def test_the_button_shows_what_the_words_find_and_keeps_them() -> None:
    asked = form({"_words": "infirmière", "_search": "1"})

    assert not asked.is_valid()
    html = str(asked["occupation"])
    assert radios(html)[0] == "31301"
    assert 'value="infirmière"' in html
    assert "checked" not in html


def test_a_name_written_in_full_needs_no_choosing() -> None:
    answered = form({"_words": "  soudeuse "})

    assert answered.is_valid()
    assert answered.cleaned_data == {"occupation": "72106"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "required"),
        ({"_words": "  "}, "required"),
        ({"_search": "1"}, "required"),
        ({"_words": "santé"}, "choose"),
        ({"_words": "infirmière", "_search": "1"}, "choose"),
        ({"_words": "zzzzzz"}, "nothing"),
        ({"": "99999", "_words": "x", "_for": "x"}, "unknown"),
        ({"": "<b>"}, "unknown"),
    ],
)
def test_what_is_missing_is_said(data: dict[str, str], code: str) -> None:
    assert errors(data) == [code]


def test_words_changed_after_the_choice_are_not_answered_by_it() -> None:
    assert errors({"": "31301", "_words": "soins", "_for": "infirmière"}) == ["choose"]
    assert form({"": "31301", "_words": "soudeur", "_for": "infirmière"}).is_valid()


def test_a_field_that_is_not_required_may_stay_empty() -> None:
    assert form({}, LooseForm).is_valid()
    assert errors({"_words": "zzzzzz"}, LooseForm) == ["nothing"]


def test_what_was_answered_before_is_shown_by_its_name_and_chosen() -> None:
    html = str(CardForm(initial={"occupation": "31301"})["occupation"])

    assert radios(html) == ["31301"]
    assert 'value="Infirmier, infirmière"' in html
    assert "checked" in html


def test_what_was_answered_before_is_sent_back_unchanged() -> None:
    first = CardForm(
        {"occupation": "31301", "occupation_words": "Infirmier, infirmière", "occupation_for": "Infirmier, infirmière"},
        initial={"occupation": "31301"},
    )

    assert first.is_valid()
    assert not first.has_changed()


def test_what_is_typed_is_never_markup() -> None:
    html = str(form({"_words": '"><script>alert(1)</script>'})["occupation"])

    assert "<script>alert" not in html


def test_the_fragment_is_the_same_markup_as_in_the_form(client: Client) -> None:
    page = str(form({"_words": "soudeur", "_search": "1"})["occupation"])

    fragment = client.get(
        reverse("reference:occupations"), {"words": "soudeur", "name": "occupation", "id": "id_occupation"}
    )

    assert fragment.status_code == 200
    assert fragment.content.decode().strip() in page


def test_the_fragment_speaks_the_language_of_its_address(client: Client) -> None:
    with override("en"):
        english = client.get(reverse("reference:occupations"), {"words": "soudeur"}).content.decode()
        assert "/en/lists/occupations/" in reverse("reference:occupations")

    assert "Welder" in english
    assert "Soudeur, soudeuse" in client.get(reverse("reference:occupations"), {"words": "welder"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [{}, {"words": "x" * 5000}, {"words": "soudeur", "name": '"><b>', "id": "'"}, {"words": "\x00"}, {"chosen": "abc"}],
)
def test_the_fragment_bears_anything(client: Client, query: dict[str, Any]) -> None:
    answer = client.get(reverse("reference:occupations"), query)

    assert answer.status_code == 200
    assert '"><b>' not in answer.content.decode()


def test_what_finds_nothing_says_what_to_try(client: Client) -> None:
    assert "plus court" in client.get(reverse("reference:occupations"), {"words": "zzzzzz"}).content.decode()
    assert "plus court" not in client.get(reverse("reference:occupations")).content.decode()
