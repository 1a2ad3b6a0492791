"""Requests are shared in proportion to capacity, exactly, whatever happens at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.audit import Entry
from people.programmes import actions, refusals
from people.programmes.models import Partner
from tests.factories.programmes import make_edition, make_partner

capacities = st.lists(st.integers(1, 200), min_size=1, max_size=8)


def _partners(found: list[int]) -> list[Partner]:
    return [Partner(pk=pk, capacity=capacity, assigned=0) for pk, capacity in enumerate(found, 1)]


def _is_within_one(partners: list[Partner]) -> bool:
    whole, number = sum(each.capacity for each in partners), sum(each.assigned for each in partners)
    return all(abs(each.assigned * whole - number * each.capacity) <= whole for each in partners)


@given(capacities, st.integers(1, 300))
def test_after_any_number_nobody_is_more_than_one_request_from_its_share(found: list[int], number: int) -> None:
    partners = _partners(found)
    for _each in range(number):
        actions.next_in_turn(partners).assigned += 1
        assert _is_within_one(partners)
    assert sum(each.assigned for each in partners) == number


def test_a_large_organisation_beside_many_small_ones_keeps_its_share() -> None:
    # The lowest assigned ÷ capacity alone would give it 1 of the first 11.
    partners = _partners([1] * 10 + [100])
    for _each in range(11):
        actions.next_in_turn(partners).assigned += 1
    assert partners[-1].assigned == 10


@given(capacities, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 20)), max_size=12))
def test_who_was_paused_catches_up_and_then_nobody_is_more_than_one_from_its_share(
    found: list[int], story: list[tuple[int, int]]
) -> None:
    partners = _partners(found)
    for place, number in story:
        partner = partners[place % len(partners)]
        partner.is_paused = not partner.is_paused
        taking = [each for each in partners if not each.is_paused]
        idle = [each.assigned for each in partners if each.is_paused]
        for _each in range(number if taking else 0):
            actions.next_in_turn(taking).assigned += 1
        assert [each.assigned for each in partners if each.is_paused] == idle
    # All take again. Until the one furthest ahead is back at its share, others come first.
    whole = sum(found)
    ahead = max(-(-each.assigned * whole // each.capacity) for each in partners)
    for _each in range(max(0, ahead - sum(each.assigned for each in partners))):
        actions.next_in_turn(partners).assigned += 1
    for _each in range(2 * len(partners)):
        actions.next_in_turn(partners).assigned += 1
        assert _is_within_one(partners)


def test_equal_shares_go_round_in_turn() -> None:
    partners = _partners([10, 10, 10])
    turns = []
    for _each in range(6):
        chosen = actions.next_in_turn(partners)
        chosen.assigned += 1
        turns.append(chosen.pk)
    assert turns == [1, 2, 3, 1, 2, 3]


@pytest.mark.django_db
def test_an_intake_is_counted_and_leaves_a_trace() -> None:
    edition = make_edition()
    partner = make_partner(edition)

    chosen = actions.take_next_partner(edition=edition)

    assert (chosen, chosen.assigned) == (partner, 1)
    partner.refresh_from_db()
    assert partner.assigned == 1
    assert Entry.objects.get(action="intake.assigned").values == {"edition": edition.pk, "assigned": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("partners", [1, 3])
def test_an_intake_costs_the_same_however_many_partners(partners: int, django_assert_num_queries: object) -> None:
    edition = make_edition()
    for _each in range(partners):
        make_partner(edition)

    with transaction.atomic(), django_assert_num_queries(5):  # type: ignore[operator]  # a savepoint and its release among them
        actions.take_next_partner(edition=edition)


@pytest.mark.django_db
def test_among_some_partners_the_others_get_nothing() -> None:
    edition = make_edition()
    bank, regional = make_partner(edition), make_partner(edition, role=Partner.Part.REGIONAL)

    assert {actions.take_next_partner(edition=edition, among=[regional]) for _each in range(3)} == {regional}
    bank.refresh_from_db()
    assert bank.assigned == 0


@pytest.mark.django_db
def test_nobody_takes_when_all_are_paused_or_there_is_none() -> None:
    edition = make_edition()
    with pytest.raises(refusals.NobodyTakes):
        actions.take_next_partner(edition=edition)
    actions.pause(partner=make_partner(edition), by=None)
    with pytest.raises(refusals.NobodyTakes):
        actions.take_next_partner(edition=edition)


@pytest.mark.django_db
def test_a_manual_change_moves_one_request_and_leaves_a_trace() -> None:
    edition = make_edition()
    source, target = make_partner(edition), make_partner(edition)
    actions.take_next_partner(edition=edition, among=[source])

    actions.move_share(source=source, target=target, by=None)

    assert (source.assigned, target.assigned) == (0, 1)
    assert Entry.objects.get(action="intake.moved").values == {"from": source.pk, "to": target.pk}
    with pytest.raises(refusals.NothingToMove):
        actions.move_share(source=source, target=target, by=None)
    with pytest.raises(refusals.AnotherEdition):
        actions.move_share(source=target, target=make_partner(make_edition()), by=None)


@pytest.mark.django_db
def test_a_withdrawn_request_is_given_back_once() -> None:
    edition = make_edition()
    partner = make_partner(edition)
    actions.take_next_partner(edition=edition)

    actions.give_back(partner=partner, by=None)

    assert partner.assigned == 0
    with pytest.raises(refusals.NothingToMove):
        actions.give_back(partner=partner, by=None)


@pytest.mark.django_db
def test_a_capacity_of_nobody_cannot_exist() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partner(make_edition(), capacity=0)


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_a_hundred_requests_at_once_are_shared_exactly() -> None:
    edition = make_edition()
    for capacity in (30, 50, 20):
        make_partner(edition, capacity=capacity)

    def take(_number: int) -> int:
        try:
            return actions.take_next_partner(edition=edition).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as pool:
        chosen = [*pool.map(take, range(50)), *pool.map(take, range(50))]

    rows = list(edition.partners.order_by("pk"))
    assert [row.assigned for row in rows] == [30, 50, 20]
    assert [chosen.count(row.pk) for row in rows] == [30, 50, 20]
