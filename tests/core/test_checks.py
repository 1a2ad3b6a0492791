"""A personal field without an entry in the privacy register fails the checks."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks

from core import checks, personal
from core.outbox import Mail
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


@pytest.mark.parametrize(
    "label", ["account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession", "wagtailusers.UserProfile"]
)
def test_what_others_keep_about_people_is_declared_too(label: str) -> None:
    model = apps.get_model(label)
    kept = personal._register.pop(model)

    found = [model for model, _sentence in checks.gaps(apps.get_models())]

    personal._register[model] = kept
    assert found == [model]


def test_letters_are_declared_by_the_address_they_go_to() -> None:
    entry = personal.of(Mail)

    assert entry
    assert (entry.owner, entry.address) == (None, "recipient")
    assert {"recipient", "body", "stream"} <= set(entry.fields)


def test_another_packages_new_model_needs_a_word_with_a_key_to_people_or_none() -> None:
    """What stands in the two lists is the only thing that needs none."""
    site, image = apps.get_model("sites.Site"), apps.get_model("wagtailimages.Image")
    assert list(checks.gaps([site, image])) == []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "HOLD_NOBODY", {"wagtailimages"})
        patch.setattr(checks, "SAY_WHO_WORKED", set())
        assert [model for model, _sentence in checks.gaps([site, image])] == [site, image]


def test_a_model_that_knows_no_person_needs_no_entry() -> None:
    assert not checks.holds_people(apps.get_model("reference", "Region"))
    assert checks.holds_people(Person)
