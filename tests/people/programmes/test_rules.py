"""Rules are drafted, published as versions, and final; areas are settings."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core import generations
from core.audit import Entry
from people.programmes import books, kinds, refusals, rulemaking
from people.programmes.eligibility import Facts, Verdict, evaluate
from people.programmes.models import Condition, RuleSet
from tests.factories.accounts import make_person
from tests.factories.programmes import STARTS, condition, make_area, make_edition, make_mrc, publish

pytestmark = pytest.mark.django_db


def test_a_published_version_holds_and_the_one_before_stays_as_it_was() -> None:
    edition, by = make_edition(), make_person()
    first = publish(edition, condition("adult"))
    second = publish(edition, condition("adult"), condition("status", statuses=["citizen"]), by=by)

    assert [(rules.version, rules.is_current) for rules in edition.rule_sets.all()] == [(2, True), (1, False)]
    assert [row.kind for row in first.conditions.all()] == ["adult"]
    assert second.published_by == by
    entry = Entry.objects.filter(action="rules.published").first()
    assert entry is not None
    assert (entry.actor, entry.values["version"]) == (by.pk, 2)


def test_a_draft_begins_as_the_version_that_holds_and_there_is_one_at_a_time() -> None:
    edition = make_edition()
    publish(edition, condition("arrived_within", years=3), condition("adult"))

    draft = rulemaking.open_draft(edition=edition, by=None)

    assert [row.kind for row in draft.conditions.all()] == ["arrived_within", "adult"]
    assert rulemaking.open_draft(edition=edition, by=None) == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.create(edition=edition, version=9)


def test_the_database_itself_refuses_to_change_published_rules() -> None:
    edition = make_edition()
    rules = publish(edition, condition("adult"))
    row = rules.conditions.get()

    def refused(change: Any) -> None:
        with pytest.raises(IntegrityError, match="final"), transaction.atomic():
            change()

    refused(lambda: Condition.objects.filter(pk=row.pk).update(kind="abroad"))
    refused(lambda: Condition.objects.filter(pk=row.pk).delete())
    refused(lambda: Condition.objects.create(rule_set=rules, rank=2, kind="adult"))
    refused(lambda: RuleSet.objects.filter(pk=rules.pk).update(version=7))
    refused(lambda: RuleSet.objects.filter(pk=rules.pk).update(published_at=None, is_current=False))
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM programmes_ruleset WHERE id = %s", [rules.pk]))
    # Joining two entries of a person moves who published it.
    RuleSet.objects.filter(pk=rules.pk).update(published_by=make_person())


def test_a_draft_with_an_empty_blank_is_kept_and_not_published() -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)
    rulemaking.write_draft(draft=draft, rules=[condition("status")], by=None)

    with pytest.raises(refusals.RulesIncomplete):
        rulemaking.publish(draft=draft, by=None)
    assert RuleSet.objects.current().count() == 0


def test_publishing_what_already_holds_is_refused() -> None:
    edition = make_edition()
    publish(edition, condition("adult"))

    with pytest.raises(refusals.NothingChanged):
        publish(edition, condition("adult"))


def test_a_draft_that_was_published_or_discarded_cannot_be_written() -> None:
    edition = make_edition()
    draft = rulemaking.open_draft(edition=edition, by=None)
    rulemaking.publish(draft=draft, by=None)

    for late in (
        lambda: rulemaking.write_draft(draft=draft, rules=[condition("adult")], by=None),
        lambda: rulemaking.discard_draft(draft=draft, by=None),
        lambda: rulemaking.publish(draft=draft, by=None),
    ):
        with pytest.raises(refusals.NoDraft):
            late()


def test_a_draft_is_thrown_away_and_the_version_that_holds_stays() -> None:
    edition = make_edition()
    current = publish(edition, condition("adult"))
    draft = rulemaking.open_draft(edition=edition, by=None)

    rulemaking.discard_draft(draft=draft, by=None)

    assert list(edition.rule_sets.all()) == [current]


def test_an_area_that_changes_changes_no_published_rule_until_they_are_published_again() -> None:
    edition = make_edition()
    montreal, laval = make_mrc("montreal", "06"), make_mrc("laval", "13")
    area = make_area("Zone d’essai", montreal)
    publish(edition, condition("territory", areas=[str(area.pk)]))

    rulemaking.set_area(area=area, by=None, mrcs=[laval])

    def verdict(mrc: str) -> Verdict:
        book = books.book_of(edition)
        assert book is not None
        return evaluate(book, Facts(mrc=mrc), STARTS).verdict

    assert (verdict("montreal"), verdict("laval")) == (Verdict.MET, Verdict.NOT_MET)
    rulemaking.publish(draft=rulemaking.open_draft(edition=edition, by=None), by=None)
    assert (verdict("montreal"), verdict("laval")) == (Verdict.NOT_MET, Verdict.MET)


def test_two_areas_have_two_names() -> None:
    make_area("Zone d’essai")
    with pytest.raises(refusals.AreaExists):
        make_area("Zone d’essai")


def test_a_comparison_tells_what_was_added_taken_out_and_moved() -> None:
    adult, status, abroad = condition("adult"), condition("status", statuses=["citizen"]), condition("abroad")

    change = rulemaking.compare([adult, status], [status, abroad])
    moved = rulemaking.compare([adult, status], [status, adult])

    assert (change.added, change.removed, change.kept) == ([abroad], [adult], [status])
    assert not change.is_reordered
    assert (moved.is_reordered, moved.added, moved.removed) == (True, [], [])
    assert not rulemaking.compare([adult], [adult])


def test_publishing_ages_cached_pages() -> None:
    edition = make_edition()
    before = generations.current(["programmes"])
    publish(edition, condition("adult"))
    generations.forget()
    assert generations.current(["programmes"]) != before


@pytest.mark.parametrize("editions", [1, 3])
def test_books_cost_the_same_however_many_editions(editions: int, django_assert_num_queries: Any) -> None:
    made = [make_edition() for _each in range(editions)]
    for edition in made:
        publish(edition, condition("adult"), condition("status", statuses=["citizen"]))

    with django_assert_num_queries(8):
        found = books.books_of(made)

    assert {book.version for book in found.values()} == {1}
    assert kinds.STATUSES in found[made[0].pk].lexicon


def test_steps_are_asked_of_the_room_that_answers_and_stay_unknown_where_none_does() -> None:
    edition = make_edition()
    publish(edition, condition("step", question="nobody.knows", argument="1"))
    book = books.book_of(edition)
    assert book is not None

    assert books.steps_done([book], make_person()) == {}
