"""Consent is given and withdrawn: one open row a purpose, in the words that were read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, clock
from people.accounts.models import Person
from people.consent import actions, registry, rules, signals
from people.consent.models import Consent
from people.consent.registry import Purpose
from tests.factories.accounts import make_person
from tests.factories.consent import asked, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def news() -> Iterator[list[tuple[str, int]]]:
    """What was told to the rooms above: (given or withdrawn, id)."""
    heard: list[tuple[str, int]] = []

    def on_given(consent: Consent, **_: Any) -> None:
        heard.append(("given", consent.pk))

    def on_withdrawn(consent: Consent, **_: Any) -> None:
        heard.append(("withdrawn", consent.pk))

    signals.given.connect(on_given)
    signals.withdrawn.connect(on_withdrawn)
    yield heard
    signals.given.disconnect(on_given)
    signals.withdrawn.disconnect(on_withdrawn)


def test_nobody_consents_until_they_do(card: Purpose) -> None:
    assert not rules.holds(make_person(), "test.card")


def test_a_consent_keeps_words_language_way_and_end(card: Purpose) -> None:
    person = make_person()

    consent = give(person, language="en")

    assert rules.holds(person, "test.card")
    assert (consent.words, consent.language, consent.how) == ("I agree that my card is shown.", "en", "self")
    assert consent.until is not None
    assert consent.until - consent.given_at == timedelta(days=730)
    assert audit.Entry.objects.filter(action="consent.given", object_id=str(consent.pk), actor=person.pk).exists()


def test_asking_twice_keeps_one_and_tells_it_once(card: Purpose, news: list[tuple[str, int]]) -> None:
    person = make_person()

    first, second = give(person), give(person)

    assert first == second
    assert news == [("given", first.pk)]


def test_a_new_wording_replaces_the_row_and_the_old_words_stay_readable() -> None:
    person = make_person()
    with asked(versions=1):
        old = give(person)
    with asked(versions=2):
        assert rules.holds(person, "test.card")

        new = give(person)

        old.refresh_from_db()
        assert (old.superseded_at is not None, old.withdrawn_at) == (True, None)
        assert (old.words, new.words) == (
            "J’accepte que ma fiche soit montrée.",
            "J’accepte que ma fiche soit montrée aux employeurs.",
        )


def test_nobody_agrees_to_words_they_have_not_seen() -> None:
    with asked(versions=2), pytest.raises(actions.WordingChanged):
        give(make_person(), version=1)

    assert not Consent.objects.exists()


def test_what_is_no_longer_asked_cannot_be_agreed_to() -> None:
    with asked(asked=False), pytest.raises(actions.NotAsked):
        give(make_person())


def test_a_consent_about_one_thing_says_nothing_about_another(meals: Purpose) -> None:
    person = make_person()

    give(person, "test.meals", about="event:12")

    assert rules.holds(person, "test.meals", "event:12")
    assert not rules.holds(person, "test.meals", "event:14")
    assert not rules.holds(person, "test.meals")


def test_a_purpose_with_a_subject_is_not_agreed_to_at_large(meals: Purpose, card: Purpose) -> None:
    with pytest.raises(ValueError, match="about something"):
        give(make_person(), "test.meals")
    with pytest.raises(ValueError, match="about nothing"):
        give(make_person(), "test.card", about="event:12")


def test_an_unknown_purpose_is_a_mistake_of_ours() -> None:
    for question in (lambda: rules.holds(1, "test.nothing"), lambda: rules.consenting("test.nothing")):
        with pytest.raises(registry.UnknownPurpose):
            question()


def test_withdrawal_holds_at_once_and_twice_is_once(card: Purpose, news: list[tuple[str, int]]) -> None:
    person = make_person()
    consent = give(person)
    news.clear()

    actions.withdraw(consent=consent, by=person)
    actions.withdraw(consent=consent, by=person)

    assert not rules.holds(person, "test.card")
    assert news == [("withdrawn", consent.pk)]
    assert audit.Entry.objects.filter(action="consent.withdrawn").count() == 1


def test_withdrawing_a_row_that_was_replaced_withdraws_what_replaced_it() -> None:
    person = make_person()
    with asked(versions=1):
        old = give(person)
    with asked(versions=2):
        new = give(person)

        assert actions.withdraw(consent=old, by=person) == new
        assert not rules.holds(person, "test.card")


def test_withdrawing_by_purpose_says_whether_anything_was_open(card: Purpose) -> None:
    person = make_person()
    assert actions.withdraw_purpose(person=person, purpose="test.card", by=person) is None

    give(person)

    assert actions.withdraw_purpose(person=person, purpose="test.card", by=person) is not None
    assert not rules.holds(person, "test.card")


def test_after_a_withdrawal_one_can_agree_again(card: Purpose) -> None:
    person = make_person()
    actions.withdraw(consent=give(person), by=person)

    give(person)

    assert rules.holds(person, "test.card")
    assert Consent.objects.count() == 2


def test_what_has_run_out_no_longer_holds_and_can_be_renewed(card: Purpose) -> None:
    person = make_person()
    old = give(person, until=timezone.now() + timedelta(hours=1))
    Consent.objects.filter(pk=old.pk).update(
        given_at=timezone.now() - timedelta(days=2), until=timezone.now() - timedelta(seconds=1)
    )
    assert not rules.holds(person, "test.card")

    new = give(person)

    assert new != old
    assert rules.holds(person, "test.card")


def test_an_end_near_is_renewed_and_a_far_one_is_not(card: Purpose) -> None:
    person = make_person()
    first = give(person)
    now = timezone.now()
    Consent.objects.filter(pk=first.pk).update(given_at=now - timedelta(days=701), until=now + timedelta(days=29))

    assert give(person) != first


def test_what_was_agreed_to_for_a_few_days_is_not_renewed(card: Purpose) -> None:
    person = make_person()
    first = give(person, until=timezone.now() + timedelta(days=29))

    assert give(person) == first
    assert not first.ends_soon
    assert not rules.standing(person, "test.card").can_be_given


def test_an_end_in_the_past_is_refused(card: Purpose) -> None:
    with pytest.raises(actions.EndsTooEarly):
        give(make_person(), until=timezone.now())


def test_a_caseworker_enters_a_signed_paper(card: Purpose) -> None:
    person, caseworker = make_person(), make_person()

    consent = give(person, how="paper", by=caseworker)

    assert (consent.how, consent.given_by) == ("paper", caseworker)
    assert rules.holds(person, "test.card")


def test_nobody_gives_in_the_persons_own_name_but_the_person(card: Purpose) -> None:
    with pytest.raises(IntegrityError, match="consent_given_by_the_person_is_theirs"), transaction.atomic():
        give(make_person(), by=make_person())


@pytest.mark.parametrize("change", [{"erased_at": timezone.now(), "name": ""}, {"merged_into": True}])
def test_who_is_gone_neither_consents_nor_can(card: Purpose, change: dict[str, Any]) -> None:
    person = make_person()
    give(person)
    if "merged_into" in change:
        change = {"merged_into": make_person()}
    Person.objects.filter(pk=person.pk).update(**change)

    assert not rules.holds(person, "test.card")
    assert not Person.objects.filter(rules.consenting("test.card")).exists()
    with pytest.raises(actions.PersonGone):
        give(person)


def test_a_queryset_is_narrowed_to_those_who_consent(card: Purpose, meals: Purpose) -> None:
    yes, no, once, elsewhere = [make_person() for _each in range(4)]
    give(yes)
    actions.withdraw(consent=give(once), by=once)
    give(elsewhere, "test.meals", about="event:1")

    assert list(Person.objects.filter(rules.consenting("test.card"))) == [yes]
    assert list(Consent.objects.filter(rules.consenting("test.card", person="person"), person=yes))
    assert list(Person.objects.filter(rules.consenting("test.meals", "event:1"))) == [elsewhere]
    assert no not in Person.objects.filter(rules.consenting("test.card"))


def test_costs_are_what_the_docstrings_say(card: Purpose, django_assert_max_num_queries: Any) -> None:
    person = make_person()
    with django_assert_max_num_queries(8):  # and a savepoint, which asks nothing of the tables
        consent = give(person)
    with django_assert_max_num_queries(1):
        rules.holds(person, "test.card")
    with django_assert_max_num_queries(3):  # whom they concern, the rooms of participants and follow-ups ask once each
        rules.state_of(person)
    with django_assert_max_num_queries(9):
        actions.withdraw(consent=consent, by=person)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"language": "es"}, "consent_language_is_known"),
        ({"wording_version": 0}, "consent_names_its_wording"),
        ({"purpose": ""}, "consent_names_its_purpose"),
        ({"how": "dream"}, "consent_how_is_known"),
        ({"until": timezone.now() - timedelta(days=9999)}, "consent_runs_out_after_it_was_given"),
        ({"withdrawn_at": timezone.now() + timedelta(days=1)}, "consent_withdrawn_by_and_at_go_together"),
        ({"superseded_at": timezone.now() - timedelta(days=9999)}, "consent_replaced_after_it_was_given"),
    ],
)
def test_the_database_refuses_what_cannot_be(card: Purpose, change: dict[str, Any], constraint: str) -> None:
    consent = give(make_person())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**change)


def test_a_row_is_withdrawn_after_it_was_given_and_not_replaced_too(card: Purpose) -> None:
    person = make_person()
    consent = give(person)
    rows = Consent.objects.filter(pk=consent.pk)

    long_ago = timezone.now() - timedelta(days=9999)
    with pytest.raises(IntegrityError, match="consent_withdrawn_after_it_was_given"), transaction.atomic():
        rows.update(withdrawn_at=long_ago, withdrawn_by=person)
    now = timezone.now()  # after it was given
    with pytest.raises(IntegrityError, match="consent_is_withdrawn_or_replaced"), transaction.atomic():
        rows.update(withdrawn_at=now, withdrawn_by=person, superseded_at=now)


def test_two_open_rows_of_one_purpose_are_refused_by_the_database(card: Purpose) -> None:
    consent = give(make_person())
    consent.pk = None

    # SQLite names the columns of a unique index, PostgreSQL its name.
    with pytest.raises(IntegrityError, match=r"consent_open_once_per_purpose|consent\.purpose"), transaction.atomic():
        consent.save(force_insert=True)


def test_the_end_is_announced_thirty_days_before(card: Purpose) -> None:
    consent = give(make_person())

    due = clock.Due.objects.get(kind=actions.EXPIRING)

    assert consent.until
    assert due.due_at == consent.until - timedelta(days=30)


def test_what_lasts_but_days_is_not_announced(card: Purpose) -> None:
    give(make_person(), until=timezone.now() + timedelta(days=7))

    assert not clock.Due.objects.filter(kind=actions.EXPIRING).exists()
