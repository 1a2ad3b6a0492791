"""The NEQ: a wrong format is refused, a doubtful check digit only said. Fixtures: serials that belong to nobody."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.organisations import neq
from people.organisations.forms import OrganisationForm
from people.organisations.models import Organisation
from tests.factories.organisations import make_organisation

FITTING = [
    "1199000010",
    "1199000028",
    "1199000036",
    "1199000044",
    "1199000051",
    "1199000069",
    "2299000010",
    "3399000010",
    "8899000010",
    "8899000028",
]
DOUBTFUL = ["1199000011", "1199000020", "2299000011"]


@pytest.mark.parametrize("number", FITTING)
def test_the_check_digit_of_a_number_in_use_holds(number: str) -> None:
    assert neq.check_digit_holds(number)


@pytest.mark.parametrize("number", DOUBTFUL)
def test_an_invented_check_digit_does_not_hold(number: str) -> None:
    assert not neq.check_digit_holds(number)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("119900001", "length"),
        ("11990000100", "length"),
        ("11990000１0", "length"),
        ("4499000010", "prefix"),
        ("0099000010", "prefix"),
    ],
)
def test_a_wrong_length_or_prefix_is_refused(number: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        neq.validate(number)
    assert refused.value.code == code


@pytest.mark.django_db
def test_a_doubtful_check_digit_is_kept_and_said() -> None:
    form = OrganisationForm(
        {"name": "Scierie Lac-à-l’Épaule", "neq": "1199 000 011", "type": "private", "region": "04"}
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["neq"] == "1199000011"
    assert Organisation(neq="1199000011").neq_is_doubtful
    assert not Organisation(neq="1199000010").neq_is_doubtful
    assert not Organisation(neq=None).neq_is_doubtful


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["119900001", "4499000010", "11990A0010", ""])
def test_the_database_itself_refuses_what_is_no_neq(number: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(neq=number)


@pytest.mark.django_db
def test_many_organisations_have_no_neq_but_no_two_share_one() -> None:
    make_organisation(neq=None)
    make_organisation(neq=None)
    make_organisation(neq="1199000010")

    form = OrganisationForm({"name": "Autre", "neq": "1199000010", "type": "private", "region": "04"})

    assert "neq" in form.errors
    assert "Look it up" in form.errors["neq"][0] or "liste" in form.errors["neq"][0]
