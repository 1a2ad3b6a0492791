"""Each Monday the counts are frozen once, for both audiences, and stay as they were shown."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core import clock, generations
from core.audit import Entry
from people.pool import demo, due, ready
from people.pool.actions import freezing
from people.pool.actions.freezing import DrawnFromOlder, FarAhead, NotAMonday, WeekIsPast, freeze
from people.pool.counts import Cell, Ready, Table
from people.pool.models import Audience, PoolCell, PoolSnapshot, PoolTally
from tests.factories.pool import MONDAY, make_ready
from tests.people.pool.worlds import Dice

db = pytest.mark.django_db
ESTRIE = Cell(Table.REGIONS, "72", "05", "7-8")
WELDERS = Cell(Table.OCCUPATIONS, "72", unit_group="72106")
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _smallest_margins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance is tested with the counts: here it always throws heads."""
    monkeypatch.setattr(freezing, "secrets", Dice)


@db
def test_a_week_is_frozen_for_both_audiences() -> None:
    frozen = freeze(week=MONDAY, ready=[*make_ready(24), *make_ready(10, regions="06", unit="", band="5-6")])

    montreal = Cell(Table.REGIONS, "72", "06", "5-6")
    assert frozen.is_new
    assert frozen.partners.read().tables == {ESTRIE: 20, WELDERS: 20, montreal: 5}
    assert frozen.public.read().tables == {ESTRIE: 20, WELDERS: 20}
    assert (frozen.partners.k, frozen.public.k) == (5, 10)


@db
def test_a_week_that_is_frozen_stays_as_it_is() -> None:
    first = freeze(week=MONDAY, ready=make_ready(24))

    again = freeze(week=MONDAY, ready=make_ready(100))

    assert (again.partners, again.public, again.is_new) == (first.partners, first.public, False)
    assert again.partners.read().tables == {ESTRIE: 20, WELDERS: 20}


@db
def test_a_week_begins_on_a_monday() -> None:
    with pytest.raises(NotAMonday):
        freeze(week=MONDAY + timedelta(days=1), ready=[])


@db
def test_a_past_week_cannot_be_added_later() -> None:
    freeze(week=MONDAY, ready=[])

    with pytest.raises(WeekIsPast):
        freeze(week=MONDAY - WEEK, ready=[])


@db
def test_the_next_week_starts_from_what_was_shown_and_counted() -> None:
    freeze(week=MONDAY, ready=make_ready(10))

    four_more = freeze(week=MONDAY + WEEK, ready=make_ready(14))
    tally_of_four = PoolTally.objects.counts()
    five_more = freeze(week=MONDAY + 3 * WEEK, ready=make_ready(15))

    assert four_more.partners.read().tables == {ESTRIE: 5, WELDERS: 5}
    assert tally_of_four == {ESTRIE: 10, WELDERS: 10}
    assert five_more.partners.read().tables == {ESTRIE: 10, WELDERS: 10}
    assert PoolTally.objects.counts() == {ESTRIE: 15, WELDERS: 15}


@db
def test_a_group_that_everybody_left_is_no_longer_shown_or_counted() -> None:
    freeze(week=MONDAY, ready=make_ready(20))

    after = freeze(week=MONDAY + WEEK, ready=[])

    assert after.partners.read().tables == {}
    assert PoolTally.objects.count() == 0


@db
def test_a_week_with_nobody_is_a_week_too() -> None:
    frozen = freeze(week=MONDAY, ready=[])

    assert (frozen.is_new, frozen.partners.cells, frozen.public.cells) == (True, 0, 0)


@db
def test_freezing_is_audited_without_a_true_count_and_makes_pages_old() -> None:
    before = generations.current([freezing.PAGES])

    frozen = freeze(week=MONDAY, ready=make_ready(24))

    entry = Entry.objects.get(action="pool.counts_frozen")
    assert (entry.object_id, entry.actor) == (str(frozen.partners.pk), None)
    assert entry.values == {"week": "2027-01-04", "cells": 2, "cells_public": 2}
    generations.forget()
    assert generations.current([freezing.PAGES]) > before


@db
def test_a_large_pool_costs_a_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    pool = [
        person
        for group in (31, 32, 33, 72, 73, 75)
        for person in make_ready(30, group=str(group), unit=f"{group}100", regions="")
    ]

    with django_assert_max_num_queries(22):
        frozen = freeze(week=MONDAY, ready=pool)

    assert frozen.partners.cells == 6 * 18


@db
def test_chance_comes_from_the_sites_secret(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.undo()
    names = [f"margin/{number}" for number in range(30)]

    ours = [freezing.secrets().tails(name) for name in names]
    settings.SECRET_KEY = "another"

    assert [freezing.secrets().tails(name) for name in names] != ours


# ------------------------------------------------------------------ what the database refuses


def raw(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@db
@pytest.mark.parametrize(
    "change",
    [
        lambda: PoolCell.objects.update(shown=5),
        lambda: PoolCell.objects.all().delete(),
        lambda: PoolSnapshot.objects.update(week=MONDAY + WEEK),
        raw("DELETE FROM pool_poolsnapshot"),
        raw("UPDATE pool_poolcell SET shown = 30"),
        raw("UPDATE pool_poolsnapshot SET cells = 9"),
    ],
)
def test_what_was_shown_cannot_be_changed_or_removed(change: Callable[[], Any]) -> None:
    frozen = freeze(week=MONDAY, ready=make_ready(24))

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        change()

    assert frozen.partners.read().tables == {ESTRIE: 20, WELDERS: 20}


@db
def test_the_tables_cannot_be_emptied_in_one_stroke() -> None:
    freeze(week=MONDAY, ready=make_ready(24))
    if connection.vendor == "postgresql":
        raw("SET CONSTRAINTS ALL IMMEDIATE")()  # a table with pending checks refuses for that reason
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            raw("TRUNCATE pool_poolcell")()
    assert PoolCell.objects.exists()


def a_cell(**fields: Any) -> PoolCell:
    whole = {"number": 1, "table": "regions", "major_group_id": "72", "region_id": "05", "band": "7-8", "shown": 10}
    return PoolCell(**whole | fields)


@db
def test_no_cell_is_added_to_a_frozen_week() -> None:
    frozen = freeze(week=MONDAY, ready=make_ready(24))

    for number in (2, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_cell(snapshot=frozen.public, number=number, region_id="06").save(force_insert=True)


@pytest.fixture
def open_snapshot(db: None) -> PoolSnapshot:
    """One of the public with room for three cells."""
    return PoolSnapshot.objects.create(week=MONDAY, audience=Audience.PUBLIC, k=10, cells=3)


def test_a_cell_that_fits_is_taken(open_snapshot: PoolSnapshot) -> None:
    a_cell(snapshot=open_snapshot).save()
    a_cell(snapshot=open_snapshot, number=2, table="occupations", region_id=None, band="", unit_group="72106").save()

    assert open_snapshot.rows.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"shown": 15},
        {"shown": 0},
        {"number": 0},
        {"number": 4},
        {"band": "7"},
        {"region_id": None},
        {"unit_group": "72106"},
        {"table": "by sex"},
        {"table": "occupations", "region_id": None, "band": ""},
        {"table": "occupations", "region_id": None, "band": "", "unit_group": "31100"},
        {"table": "occupations", "band": "", "unit_group": "72106"},
    ],
)
def test_a_cell_that_does_not_fit_is_refused(open_snapshot: PoolSnapshot, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_cell(snapshot=open_snapshot, **fields).save()


@pytest.mark.parametrize(
    "twin",
    [{"table": "regions"}, {"table": "occupations", "region_id": None, "band": "", "unit_group": "72106"}],
)
def test_a_cell_stands_once_in_its_table(open_snapshot: PoolSnapshot, twin: dict[str, Any]) -> None:
    a_cell(snapshot=open_snapshot, **twin).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        a_cell(snapshot=open_snapshot, number=2, **twin).save()


@db
@pytest.mark.parametrize(
    "fields",
    [
        {"week": MONDAY + timedelta(days=2)},
        {"audience": Audience.PUBLIC, "k": 5},
        {"audience": Audience.PARTNERS, "k": 10},
        {"audience": "everybody"},
    ],
)
def test_a_snapshot_that_is_not_a_week_of_an_audience_is_refused(fields: dict[str, Any]) -> None:
    whole = {"week": MONDAY, "audience": Audience.PUBLIC, "k": 10, "cells": 0}

    with pytest.raises(IntegrityError), transaction.atomic():
        PoolSnapshot.objects.create(**whole | fields)


@pytest.mark.usefixtures("committed_db")
def test_the_lock_can_be_taken_off_and_put_on_again() -> None:
    freeze(week=MONDAY, ready=make_ready(24))

    call_command("migrate", "pool", "0001", verbosity=0)
    PoolCell.objects.all().delete()
    call_command("migrate", "pool", verbosity=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        PoolSnapshot.objects.all().delete()


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_of_two_workers_who_freeze_a_week_at_once_one_does() -> None:
    both = Barrier(2)

    def once(count: int) -> freezing.Frozen:
        try:
            both.wait()
            return freeze(week=MONDAY, ready=make_ready(count))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(once, [24, 54])

    assert sorted([one.is_new, other.is_new]) == [False, True]
    assert one.partners == other.partners
    assert sum(PoolTally.objects.values_list("persons", flat=True)) in (2 * 24, 2 * 54)


# ------------------------------------------------------------------ by itself


@pytest.fixture
def provided() -> Iterator[list[Ready]]:
    """Who is ready, as the room of the persons would say it."""
    kept, persons = list(ready._providers), make_ready(24)
    ready.provide(lambda: persons)
    yield persons
    ready._providers[:] = kept


@db
def test_the_clock_freezes_this_week_once(provided: list[Ready]) -> None:
    due.freeze_counts({})()
    provided += make_ready(50)
    due.freeze_counts({})()

    assert clock.handler_of("pool.freeze_counts") is due.freeze_counts
    assert [snapshot.week for snapshot in PoolSnapshot.objects.all()] == [freezing.monday()] * 2
    assert {snapshot.read().tables[ESTRIE] for snapshot in PoolSnapshot.objects.all()} == {20}


@db
def test_everybody_is_counted_outside_the_clocks_transaction(
    provided: list[Ready], monkeypatch: pytest.MonkeyPatch
) -> None:
    depths = []
    ready.provide(lambda: depths.append(len(connection.savepoint_ids)) or provided)
    clock.schedule("pool.freeze_counts", "every", due_at=timezone.now())

    clock.tick()

    assert depths == [len(connection.savepoint_ids)]
    assert PoolSnapshot.objects.count() == 2


@db
def test_a_clock_that_runs_ahead_by_more_than_a_year_freezes_nothing_unless_somebody_is_sure(
    provided: list[Ready],
) -> None:
    freeze(week=freezing.monday() - timedelta(weeks=60), ready=[])

    with pytest.raises(FarAhead):
        due.freeze_counts({})
    with pytest.raises(CommandError, match="--sure"):
        call_command("freeze_counts")
    assert PoolSnapshot.objects.count() == 2

    call_command("freeze_counts", "--sure")
    call_command("freeze_counts")
    assert PoolSnapshot.objects.filter(week=freezing.monday()).count() == 2


@db
def test_numbers_drawn_before_another_week_was_frozen_are_not_shown() -> None:
    drawn = freezing.draw(week=MONDAY + 2 * WEEK, ready=make_ready(24))
    assert drawn
    freeze(week=MONDAY, ready=make_ready(24))

    with pytest.raises(DrawnFromOlder):
        freezing.keep(drawn=drawn)


@db
def test_while_nobody_says_who_is_ready_nothing_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "_providers", [])

    due.freeze_counts({})()

    assert not PoolSnapshot.objects.exists()


@pytest.mark.parametrize(("day", "week"), [(4, 4), (5, 4), (10, 4), (11, 11)])
def test_a_week_is_named_after_its_monday(day: int, week: int) -> None:
    assert freezing.monday(date(2027, 1, day)) == date(2027, 1, week)


@db
def test_the_demonstration_has_the_last_weeks_and_seeding_again_adds_only_new_ones() -> None:
    lists = [make_ready(10), make_ready(20), make_ready(30)]

    demo.freeze_last_weeks(lists, today=MONDAY + timedelta(days=3))
    demo.freeze_last_weeks(lists, today=MONDAY + timedelta(days=3))
    demo.freeze_last_weeks(lists, today=MONDAY + WEEK)

    partners = PoolSnapshot.objects.filter(audience=Audience.PARTNERS).order_by("week")
    assert [snapshot.week for snapshot in partners] == [MONDAY + number * WEEK for number in (-2, -1, 0, 1)]
    assert [snapshot.read().tables.get(ESTRIE) for snapshot in partners] == [5, 15, 25, 25]
