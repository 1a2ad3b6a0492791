"""Eligible or not, in the pool or out of it: the caseworker decides, with reasons; the person never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.outbox import Mail
from people.consent import actions as consents
from people.consent.models import Consent
from people.participants import actions, refusals
from people.participants.models import Candidacy, Decision
from tests.factories.accounts import make_person
from tests.factories.participants import agree, make_candidacy, make_card, make_caseworker, make_ready
from tests.factories.programmes import condition, publish

pytestmark = pytest.mark.django_db
State = Candidacy.State


def examined(is_adult: bool | None) -> tuple[Candidacy, object]:
    """A request to an edition for people of 18 or over, and a caseworker who examines it."""
    candidacy = make_candidacy(make_person(email="awa@exemple.test"))
    publish(candidacy.edition, condition("adult"))
    person = candidacy.case_file.person
    actions.describe(case_file=candidacy.case_file, details={"is_adult": is_adult}, by=person)
    return candidacy, make_caseworker(candidacy.organisation).person  # type: ignore[arg-type]


def test_where_the_conditions_are_met_eligible_needs_no_reason() -> None:
    candidacy, caseworker = examined(is_adult=True)

    decision = actions.decide(candidacy=candidacy, outcome="eligible", by=caseworker)  # type: ignore[arg-type]

    candidacy.refresh_from_db()
    assert candidacy.state == State.ELIGIBLE
    assert (decision.verdict, decision.findings) == ("met", [["adult", "met"]])
    assert Mail.objects.get(template="participants/decided").recipient == "awa@exemple.test"


@pytest.mark.parametrize("is_adult", [False, None])
def test_an_override_needs_a_written_reason(is_adult: bool | None) -> None:
    candidacy, caseworker = examined(is_adult)

    with pytest.raises(refusals.ReasonWanted):
        actions.decide(candidacy=candidacy, outcome="eligible", by=caseworker)  # type: ignore[arg-type]
    actions.decide(
        candidacy=candidacy,
        outcome="eligible",
        reason="Dix-huit ans le mois prochain.",
        by=caseworker,  # type: ignore[arg-type]
    )

    candidacy.refresh_from_db()
    assert candidacy.state == State.ELIGIBLE


def test_refusing_somebody_who_meets_the_conditions_needs_a_reason_too() -> None:
    candidacy, caseworker = examined(is_adult=True)

    with pytest.raises(refusals.ReasonWanted):
        actions.decide(candidacy=candidacy, outcome="not_yet", by=caseworker)  # type: ignore[arg-type]

    assert not Decision.objects.exists()


def test_the_person_may_ask_for_another_look() -> None:
    candidacy, caseworker = examined(is_adult=False)
    actions.decide(candidacy=candidacy, outcome="not_yet", by=caseworker)  # type: ignore[arg-type]

    actions.ask_again(candidacy=candidacy, by=candidacy.case_file.person)

    candidacy.refresh_from_db()
    assert candidacy.state == State.INTAKE


def test_matching_is_off_until_the_person_turns_it_on() -> None:
    candidacy = make_candidacy()
    person = candidacy.case_file.person
    caseworker = make_caseworker(candidacy.organisation).person  # type: ignore[arg-type]
    make_card(person)
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble", by=caseworker)

    with pytest.raises(refusals.MatchingIsOff):
        actions.put_in_pool(candidacy=candidacy, by=caseworker)
    agree(person, "matching")
    actions.put_in_pool(candidacy=candidacy, by=caseworker)

    assert list(Candidacy.objects.in_pool()) == [candidacy]


def test_a_card_that_says_too_little_keeps_out_of_the_pool() -> None:
    candidacy = make_candidacy()
    agree(candidacy.case_file.person, "matching")
    caseworker = make_caseworker(candidacy.organisation).person  # type: ignore[arg-type]
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble", by=caseworker)

    with pytest.raises(refusals.CardIncomplete):
        actions.put_in_pool(candidacy=candidacy, by=caseworker)


def test_turning_matching_off_takes_the_person_out_of_the_pool_at_once() -> None:
    candidacy = make_ready()
    person = candidacy.case_file.person

    consents.withdraw_purpose(person=person, purpose="matching", by=person)

    candidacy.refresh_from_db()
    assert candidacy.state == State.ELIGIBLE
    assert not Candidacy.objects.in_pool().exists()


def test_nobody_gets_into_the_pool_without_being_found_eligible() -> None:
    candidacy = make_candidacy()
    person = candidacy.case_file.person
    make_card(person)
    agree(person, "matching")

    with pytest.raises(refusals.NoSuchMove):
        actions.put_in_pool(candidacy=candidacy, by=person)


def test_an_organisation_that_ends_a_request_says_why_and_the_person_is_told() -> None:
    candidacy = make_candidacy(make_person(email="awa@exemple.test"))
    caseworker = make_caseworker(candidacy.organisation).person  # type: ignore[arg-type]

    with pytest.raises(refusals.ReasonWanted):
        actions.end(candidacy=candidacy, by=caseworker)
    actions.end(candidacy=candidacy, reason="Partie vivre ailleurs", by=caseworker)

    assert Mail.objects.filter(template="participants/ended", recipient="awa@exemple.test").exists()


def test_who_withdraws_may_ask_again_later() -> None:
    candidacy = make_candidacy()
    person = candidacy.case_file.person
    actions.end(candidacy=candidacy, by=person)

    again = actions.apply(person=person, edition=candidacy.edition, by=person)

    assert again != candidacy
    assert again.state == State.INTAKE


def test_a_consent_that_has_run_out_shows_nobody_in_the_pool_before_the_clock_comes_by() -> None:
    candidacy = make_ready(make_person())
    now = timezone.now()

    Consent.objects.filter(purpose="matching").update(
        given_at=now - timedelta(days=2), until=now - timedelta(minutes=1)
    )

    candidacy.refresh_from_db()
    assert candidacy.state == State.IN_POOL
    assert not Candidacy.objects.in_pool().exists()
