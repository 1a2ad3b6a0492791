"""Two Persons become one: the last word counts, and of two consents that stand the one that ends sooner."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from people.consent import actions, rules, signals
from people.consent.models import Consent
from people.consent.registry import Purpose
from people.privacy import actions as privacy
from tests.factories.accounts import make_person
from tests.factories.consent import give

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def at(consent: Consent, **moments: Any) -> Consent:
    """The same row, as if it had happened then."""
    Consent.objects.filter(pk=consent.pk).update(**moments)
    return consent


def test_a_consent_moves_to_the_person_who_stays(card: Purpose) -> None:
    keep, gone = make_person(), make_person()
    consent = give(gone)

    privacy.merge(keep=keep, gone=gone, by=None)

    consent.refresh_from_db()
    assert (consent.person, consent.given_by) == (keep, keep)
    assert rules.holds(keep, "test.card")


@pytest.mark.parametrize("withdrawn_by_the_one_who", ["stays", "goes"])
def test_a_withdrawal_later_than_a_consent_wins(card: Purpose, withdrawn_by_the_one_who: str) -> None:
    keep, gone = make_person(), make_person()
    no, yes = (keep, gone) if withdrawn_by_the_one_who == "stays" else (gone, keep)
    at(give(yes), given_at=NOW - timedelta(days=20))
    actions.withdraw(consent=at(give(no), given_at=NOW - timedelta(days=30)), by=no)
    told: list[int] = []

    def hear(consent: Consent, **_: Any) -> None:
        told.append(consent.person_id)

    signals.withdrawn.connect(hear)
    privacy.merge(keep=keep, gone=gone, by=None)
    signals.withdrawn.disconnect(hear)

    assert not rules.holds(keep, "test.card")
    assert told == [keep.pk]


def test_a_consent_later_than_a_withdrawal_wins(card: Purpose) -> None:
    keep, gone = make_person(), make_person()
    withdrawn = actions.withdraw(consent=give(keep), by=keep)
    at(withdrawn, given_at=NOW - timedelta(days=9), withdrawn_at=NOW - timedelta(days=8))
    give(gone)

    privacy.merge(keep=keep, gone=gone, by=None)

    assert rules.holds(keep, "test.card")


def test_of_two_that_stand_the_one_that_ends_sooner_stays(card: Purpose) -> None:
    keep, gone = make_person(), make_person()
    give(keep)
    sooner = give(gone, until=timezone.now() + timedelta(days=90))

    privacy.merge(keep=keep, gone=gone, by=None)

    assert Consent.objects.open().get() == sooner


def test_one_that_has_run_out_ends_nothing_that_stands(card: Purpose) -> None:
    keep, gone = make_person(), make_person()
    at(give(keep), given_at=NOW - timedelta(days=9), until=NOW - timedelta(days=8))
    stands = give(gone)

    privacy.merge(keep=keep, gone=gone, by=None)

    assert Consent.objects.open().get() == stands
    assert rules.holds(keep, "test.card")
