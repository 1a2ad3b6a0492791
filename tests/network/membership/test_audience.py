"""network.member: what it answers about one person, and that its filter answers the same about all."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from core import audiences
from core.audiences import Verdict
from network.membership.models import CLOSED, State
from people.accounts.models import Person
from tests.factories.accounts import make_person
from tests.factories.membership import make_membership, put_in
from tests.factories.organisations import make_affiliation, make_organisation

pytestmark = pytest.mark.django_db


def verdict(person: Person | None) -> Verdict:
    return audiences.explain("network.member", person).verdict


def proven(email: str = "zoe@exemple.test") -> Person:
    return make_person(email=email, proven=True)


def test_somebody_of_a_member_organisation_is_met() -> None:
    person = proven()
    make_affiliation(person, make_membership(State.ACTIVE).organisation)

    assert verdict(person) is Verdict.MET


def test_a_renewal_that_is_due_still_counts() -> None:
    person = proven()
    make_affiliation(person, make_membership(State.RENEWAL_DUE).organisation)

    assert verdict(person) is Verdict.MET


@pytest.mark.parametrize("state", [state for state in State.values if state not in {"active", "renewal_due"}])
def test_an_organisation_that_is_no_member_is_not_met_and_says_what_to_do(state: str) -> None:
    person = proven()
    make_affiliation(person, make_membership(state).organisation)

    answer = audiences.explain("network.member", person)

    assert answer.verdict is Verdict.NOT_MET
    assert str(answer.reason)
    assert str(answer.remedy)


def test_whoever_left_is_not_met() -> None:
    person = proven()
    yesterday = timezone.localdate() - timedelta(days=1)
    make_affiliation(person, make_membership().organisation, since=yesterday, until=yesterday)

    assert verdict(person) is Verdict.NOT_MET


def test_nobody_is_asked_about_by_an_unproven_address() -> None:
    person = make_person(email="zoe@exemple.test")
    make_affiliation(person, make_membership().organisation)

    assert verdict(person) is Verdict.UNKNOWN
    assert verdict(None) is Verdict.UNKNOWN
    assert not Person.objects.filter(audiences.named("network.member")[0].filter("")).exists()


def test_a_former_member_that_applied_anew_is_told_where_it_stands() -> None:
    person, organisation = proven(), make_organisation()
    make_membership(State.LAPSED, organisation=organisation)
    make_membership(State.SUBMITTED, organisation=organisation)
    make_affiliation(person, organisation)

    assert verdict(person) is Verdict.NOT_MET


@pytest.mark.parametrize("seed", range(12))
def test_the_filter_gives_the_very_people_who_are_met(seed: int) -> None:
    """Random worlds: people proven or not, with affiliations past, present and to come, of organisations in any state."""
    chance = Random(seed)
    today = timezone.localdate()
    organisations = [make_organisation() for _each in range(5)]
    for organisation in organisations:
        for _time in range(chance.randint(0, 2)):
            state = chance.choice(State.values)
            last = organisation.memberships.first()
            if last is None or last.state in CLOSED:
                put_in(make_membership(State.DRAFT, organisation=organisation), state)
    for number in range(15):
        person = make_person(email=f"p{number}@exemple.test", proven=chance.random() < 0.7)
        for organisation in chance.sample(organisations, chance.randint(0, 3)):
            since = today + timedelta(days=chance.randint(-5, 1))
            until = None if chance.random() < 0.5 else since + timedelta(days=chance.randint(0, 5))
            make_affiliation(person, organisation, since=since, until=until)

    audience, argument = audiences.named("network.member")
    met = {person for person in Person.objects.all() if audience.explain(person, argument).met}

    assert set(Person.objects.filter(audience.filter(argument))) == met
