"""A personal field without an entry in the privacy register fails the checks."""

from collections.abc import Iterator

import pytest
from django.apps import apps

from core import checks, personal
from people.accounts.models import Address, Person

#: Rooms whose register is to be written by their next slice.
LATER = {"events.registration"}


def room_of(model: type) -> str:
    return ".".join(model.__module__.split(".")[:2])


def test_every_field_about_a_person_is_declared_personal_or_not() -> None:
    said = [
        (model._meta.label, sentence)
        for model, sentence in checks.gaps(apps.get_models())
        if room_of(model) not in LATER
    ]

    assert said == []


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
