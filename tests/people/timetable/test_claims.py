"""What takes a person's time: claimed, moved, released, and what may not be claimed twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core.localtime import AmbiguousTime, NoSuchTime, Zone
from people.accounts.models import Person
from people.timetable import actions
from people.timetable.actions import Clash, EndsTooEarly, TooLong
from people.timetable.models import Busy, Tick, ticks_between
from tests.factories.accounts import make_person
from tests.factories.timetable import claimed, local, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> Person:
    return make_person("Amina Benali")


def hours_held(person: Person) -> int:
    return Tick.objects.filter(person=person).count()


def test_the_local_time_is_kept_and_the_instants_follow(amina: Person) -> None:
    busy = claimed(amina, starts=datetime(2027, 7, 5, 9), ends=datetime(2027, 7, 5, 11), zone=Zone.ILES)

    assert (busy.starts, busy.zone) == (datetime(2027, 7, 5, 9), "America/Halifax")
    assert (busy.starts_at, busy.ends_at) == (
        datetime(2027, 7, 5, 12, tzinfo=UTC),
        datetime(2027, 7, 5, 14, tzinfo=UTC),
    )


def test_claiming_again_moves_the_same_row(amina: Person) -> None:
    first = claimed(amina, at=10)

    again = claimed(amina, at=14, title_fr="Autre titre", place="Salle 2")

    kept = Busy.objects.get()
    assert (kept.pk, again.pk) == (first.pk, first.pk)
    assert (kept.start_time.hour, kept.title_fr, kept.place_fr) == (14, "Autre titre", "Salle 2")
    assert kept.made_at == first.made_at
    assert kept.sequence >= 0


def test_what_excludes_nothing_may_overlap(amina: Person) -> None:
    claimed(amina, "04", at=10)
    claimed(amina, "05", at=11)

    assert Busy.objects.of(amina).count() == 2


def test_exclusive_hours_are_taken_once_and_name_what_holds_them_to_the_person_alone(amina: Person) -> None:
    claimed(amina, "04", at=10, exclusive=True)

    with pytest.raises(Clash) as refused:
        claimed(amina, "05", at=11, exclusive=True)

    other = make_person("Marc Roy")
    with translation.override("en"):
        assert "Meeting 04" in refused.value.told_to(amina)
        assert "Meeting 04" not in str(refused.value)
        assert "Meeting 04" not in refused.value.told_to(other)
        assert "Meeting 04" not in refused.value.told_to(None)
    assert Busy.objects.of(amina).count() == 1


def test_one_persons_hours_do_not_hold_anothers(amina: Person) -> None:
    claimed(amina, exclusive=True)

    assert claimed(make_person(), exclusive=True).pk


def test_exclusive_hours_that_only_meet_do_not_clash(amina: Person) -> None:
    claimed(amina, "04", at=10, hours=2, exclusive=True)

    assert claimed(amina, "05", at=12, exclusive=True).pk


def test_what_is_exclusive_may_overlap_what_is_not(amina: Person) -> None:
    claimed(amina, "04", at=10)

    assert claimed(amina, "05", at=10, exclusive=True).pk


def test_a_clash_leaves_the_earlier_hours_as_they_were(amina: Person) -> None:
    claimed(amina, "04", at=10, exclusive=True)
    claimed(amina, "05", at=14, exclusive=True)

    with pytest.raises(Clash):
        claimed(amina, "05", at=11, exclusive=True)

    assert Busy.objects.from_source(source("05")).get().start_time.hour == 14
    assert hours_held(amina) == 24 + 24
    with pytest.raises(Clash):
        claimed(amina, "06", at=15, exclusive=True)


def test_moving_frees_the_hours_left_and_takes_the_new_ones(amina: Person) -> None:
    claimed(amina, "04", at=10, exclusive=True)
    claimed(amina, "04", at=11, exclusive=True)

    assert hours_held(amina) == 24
    assert claimed(amina, "05", at=10, hours=1, exclusive=True).pk


def test_what_is_exclusive_no_more_holds_no_minute(amina: Person) -> None:
    claimed(amina, exclusive=True)
    claimed(amina, exclusive=False)

    assert hours_held(amina) == 0


def test_minutes_that_are_not_round_hold_the_whole_five() -> None:
    start = datetime(2027, 1, 4, 10, 2, 30, tzinfo=UTC)

    ticks = list(ticks_between(start, start + timedelta(minutes=5)))

    assert [tick.minute for tick in ticks] == [0, 5]
    assert list(ticks_between(ticks[0], ticks[1])) == [ticks[0]]


def test_releasing_frees_the_hours_and_twice_is_once(amina: Person) -> None:
    claimed(amina, exclusive=True)
    claimed(make_person(), exclusive=True)

    assert actions.release(source=source(), person=amina) == 1
    assert actions.release(source=source(), person=amina) == 0
    assert hours_held(amina) == 0
    assert actions.release(source=source()) == 1


def test_everybody_whom_a_source_takes_moves_with_it(amina: Person) -> None:
    marc = make_person("Marc Roy")
    claimed(amina, at=10, exclusive=True)
    claimed(marc, at=10)

    moved = actions.move(source=source(), starts=local(12, 14), ends=local(12, 15), zone=Zone.MONTREAL, place="Salle 3")

    assert moved == 2
    assert {(row.start_time.hour, row.place_fr, row.title_fr) for row in Busy.objects.all()} == {
        (14, "Salle 3", "Rencontre 04")
    }
    assert hours_held(amina) == 12
    assert claimed(amina, "05", at=10, exclusive=True).pk


def test_a_move_into_somebodys_exclusive_hours_moves_nobody(amina: Person) -> None:
    marc = make_person("Marc Roy")
    claimed(amina, "04", at=10, exclusive=True)
    claimed(marc, "04", at=10, exclusive=True)
    claimed(marc, "05", at=14, exclusive=True)

    with pytest.raises(Clash):
        actions.move(source=source("04"), starts=local(10, 14), ends=local(10, 16), zone=Zone.MONTREAL)

    assert {row.start_time.hour for row in Busy.objects.from_source(source("04"))} == {10}
    assert hours_held(amina) == 24


def test_moving_costs_the_same_however_many_are_taken(django_assert_num_queries: Any) -> None:
    where = source()
    for number in range(2):
        for _person in range(1 + 2 * number):
            claimed(make_person())
        with django_assert_num_queries(2 + 2):  # and the savepoint of the test's own transaction
            actions.move(source=where, starts=local(12, 14), ends=local(12, 15), zone=Zone.MONTREAL)


def test_claiming_costs_what_it_says(amina: Person, django_assert_num_queries: Any) -> None:
    where = source()
    with django_assert_num_queries(2 + 2):
        claimed(amina, source=where)
    with django_assert_num_queries(3 + 2 + 2):
        claimed(amina, source=where, exclusive=True)


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [(0, EndsTooEarly), (-1, EndsTooEarly), (14 * 24 + 1, TooLong)],
    ids=["empty", "turned", "long"],
)
def test_hours_that_cannot_be_are_refused(amina: Person, hours: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        claimed(amina, hours=hours, exclusive=True)


def test_fourteen_days_can_be_exclusive_and_a_season_can_be_noted(amina: Person) -> None:
    claimed(amina, "04", days=10, at=8, hours=14 * 24, exclusive=True)
    claimed(amina, "05", days=40, at=8, hours=60 * 24)

    assert hours_held(amina) == 14 * 24 * 12


def test_what_is_exclusive_does_not_move_into_a_season(amina: Person) -> None:
    claimed(amina, exclusive=True)

    with pytest.raises(TooLong):
        actions.move(source=source(), starts=local(10, 8), ends=local(40, 8), zone=Zone.MONTREAL)

    assert hours_held(amina) == 24


def test_an_hour_that_does_not_exist_or_comes_twice_is_refused(amina: Person) -> None:
    with pytest.raises(NoSuchTime):
        claimed(amina, starts=datetime(2027, 3, 14, 2, 30), ends=datetime(2027, 3, 14, 4))
    with pytest.raises(AmbiguousTime):
        claimed(amina, starts=datetime(2027, 11, 7, 1, 30), ends=datetime(2027, 11, 7, 4))
    with pytest.raises(ValueError, match="without a zone"):
        claimed(amina, starts=timezone.now())


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("busy_ends_after_it_starts", {"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}),
        ("busy_zone_is_known", {"zone": "Europe/Paris"}),
        ("busy_state_is_known", {"state": "cancelled"}),
    ],
)
def test_the_database_refuses_what_cannot_be(amina: Person, name: str, change: dict[str, Any]) -> None:
    claimed(amina)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Busy.objects.update(**change)


def test_one_source_takes_a_person_once_says_the_database(amina: Person) -> None:
    busy = claimed(amina)
    busy.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        busy.save(force_insert=True)


def test_what_is_long_over_is_forgotten_with_its_minutes(amina: Person) -> None:
    claimed(amina, "04", days=-91, exclusive=True)
    claimed(amina, "05", days=-80, exclusive=True)

    assert actions.forget_past() == 1
    assert [row.source_id for row in Busy.objects.all()] == ["05"]
    assert hours_held(amina) == 24


# ------------------------------------------------------------------ when time itself changes


def shifted(minutes: int) -> None:
    """As if the zone data had been another one when the rows were written."""
    Tick.objects.all().delete()
    for busy in Busy.objects.all():
        Busy.objects.filter(pk=busy.pk).update(
            starts_at=busy.starts_at + timedelta(minutes=minutes), ends_at=busy.ends_at + timedelta(minutes=minutes)
        )
        busy.refresh_from_db()
        if busy.exclusive:
            Tick.objects.bulk_create(
                Tick(person=busy.person, at=at, busy=busy) for at in ticks_between(busy.starts_at, busy.ends_at)
            )


def test_new_zone_data_moves_the_instants_and_keeps_the_local_hour(amina: Person) -> None:
    first, second = claimed(amina, "04", at=10, exclusive=True), claimed(amina, "05", at=12, exclusive=True)
    shifted(60)

    done = actions.recompute()

    assert (done.changed, done.clashing) == (2, [])
    assert [row.starts_at for row in Busy.objects.in_order()] == [first.starts_at, second.starts_at]
    assert hours_held(amina) == 48
    assert actions.recompute().changed == 0


def test_one_zone_can_be_recomputed_alone_and_the_past_stays(amina: Person) -> None:
    claimed(amina, "04")
    claimed(amina, "05", zone=Zone.ILES)
    claimed(amina, "06", days=-10)
    shifted(60)

    assert actions.recompute(zone=Zone.ILES).changed == 1
    assert actions.recompute().changed == 1


def test_who_meets_somebody_after_the_change_is_named_and_stays_in_the_list(amina: Person) -> None:
    claimed(amina, "04", at=10, hours=1, exclusive=True)
    claimed(amina, "05", at=11, hours=1, exclusive=True, zone=Zone.MONTREAL)
    # The zone of the second is told an hour later than that of the first: both begin at ten at Montréal.
    late = Busy.objects.from_source(source("05"))
    late.update(zone=Zone.ILES)

    done = actions.recompute()

    assert [str(row) for row in done.clashing] == ["reference.region 05"]
    assert late.get().exclusive is False
    assert Busy.objects.from_source(source("04")).get().exclusive is True
    assert hours_held(amina) == 12
