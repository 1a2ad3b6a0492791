"""A personal field without an entry in the privacy register fails the checks."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks

from core import checks, personal
from people.accounts.models import Address, Person


def test_every_field_about_a_person_is_declared_personal_or_not() -> None:
    assert [(model._meta.label, sentence) for model, sentence in checks.gaps(apps.get_models())] == []


def test_django_itself_asks_before_anything_starts(register_without_addresses: personal.Declaration) -> None:
    found = [error for error in run_checks(tags=[Tags.models]) if error.id == "core.E001"]

    assert [error.obj for error in found] == [Address]


@pytest.fixture
def register_without_addresses() -> Iterator[personal.Declaration]:
    kept = personal._register.pop(Address)
    yield kept
    personal._register[Address] = kept


def test_a_model_about_people_without_an_entry_is_found(register_without_addresses: personal.Declaration) -> None:
    assert [model for model, _sentence in checks.gaps([Address])] == [Address]


def test_a_field_that_nothing_is_said_about_is_found(register_without_addresses: personal.Declaration) -> None:
    kept = register_without_addresses
    personal.declare(Address, owner="person", fields={"email": kept.fields["email"]}, not_personal={"nickname"})

    sentences = [sentence for _model, sentence in checks.gaps([Address])]

    assert sentences == [
        "does not say whether these are personal: proven_at.",
        "declares fields that it does not have: nickname.",
    ]


def test_a_model_that_knows_no_person_needs_no_entry() -> None:
    assert not checks.holds_people(apps.get_model("reference", "Region"))
    assert checks.holds_people(Person)
