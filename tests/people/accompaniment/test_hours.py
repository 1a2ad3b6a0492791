"""Hours are opened in local time, week after week, and read in everybody's own zone."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from core.localtime import Zone
from people.accompaniment import actions, refusals
from people.accompaniment.models import Slot
from people.accompaniment.telling import Told, by_day, told, zone_of
from tests.factories.accompaniment import followed, make_appointment, make_hours, make_slot
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker
from tests.factories.timetable import claimed

pytestmark = pytest.mark.django_db

#: The clocks go forward on the second Sunday of March, back on the first one of November.
SPRING, AUTUMN = date(2040, 3, 11), date(2040, 11, 4)


def test_a_stretch_is_cut_in_appointments_and_what_is_left_over_is_not_offered() -> None:
    caseworker = make_caseworker(make_organisation())

    slots = make_hours(caseworker, begins=time(9), ends=time(10, 50), minutes=30)

    assert [(slot.start_time, slot.end_time) for slot in slots] == [
        (time(9), time(9, 30)), (time(9, 30), time(10)), (time(10), time(10, 30)),
    ]  # fmt: skip


def test_weekly_hours_stay_the_same_when_the_clocks_change() -> None:
    caseworker = make_caseworker(make_organisation())

    slots = make_hours(caseworker, day=date(2040, 3, 7), begins=time(9), ends=time(9, 30), weeks=2)

    assert [slot.start_time for slot in slots] == [time(9), time(9)]
    assert [slot.starts_at for slot in slots] == [
        datetime(2040, 3, 7, 14, tzinfo=UTC), datetime(2040, 3, 14, 13, tzinfo=UTC),
    ]  # fmt: skip
    assert len({slot.series for slot in slots}) == 1


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        # 2:00 does not exist; 1:30 would end in an hour that does not.
        (SPRING, [time(1), time(3), time(3, 30)]),
        # From 1:00 to 2:00 comes twice; 0:30 would end in an hour that does.
        (AUTUMN, [time(2), time(2, 30), time(3), time(3, 30)]),
    ],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_left_out(day: date, hours: list[time]) -> None:
    caseworker = make_caseworker(make_organisation())

    slots = make_hours(caseworker, day=day, begins=time(1), ends=time(4), minutes=30)

    assert [slot.start_time for slot in slots] == hours
    assert all(slot.minutes == 30 for slot in slots)


def test_hours_over_hours_opened_before_are_left_out() -> None:
    caseworker = make_caseworker(make_organisation())
    first = make_hours(caseworker, begins=time(9), ends=time(10))

    more = make_hours(caseworker, begins=time(8, 45), ends=time(11, 15))

    assert len(first) == 2
    # 9:45 would lie over the hour from 9:30; 10:15 and 10:45 are free.
    assert [slot.start_time for slot in more] == [time(10, 15), time(10, 45)]
    with pytest.raises(refusals.NothingToOpen):
        make_hours(caseworker, begins=time(9), ends=time(10))


def test_the_same_hour_stands_once_also_in_the_database() -> None:
    slot = make_slot(make_caseworker(make_organisation()))
    twin = Slot.objects.get(pk=slot.pk)
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_nothing_is_opened_in_the_past_nor_for_another_organisation_nor_by_the_thousand() -> None:
    caseworker = make_caseworker(make_organisation())

    with pytest.raises(refusals.NothingToOpen):
        make_hours(caseworker, days=-1)
    with pytest.raises(refusals.NotACaseworkerThere):
        make_hours(caseworker, organisation=make_organisation())
    with pytest.raises(refusals.TooManyHours):
        make_hours(caseworker, begins=time(8), ends=time(20), minutes=15, weeks=26)


def test_a_person_sees_free_hours_of_their_own_caseworker_alone() -> None:
    file, caseworker = followed()
    colleague = make_caseworker(file.organisation)  # type: ignore[arg-type]  # it has one
    stranger = make_caseworker(make_organisation())
    own, _theirs, _foreign = (make_slot(who) for who in (caseworker, colleague, stranger))

    assert list(Slot.objects.of_person(file.person)) == [own]
    assert Slot.objects.free_for(file).count() == 2
    assert not Slot.objects.of_person(make_person()).exists()


def test_while_nobody_answers_for_the_file_every_hour_of_the_organisation_is_offered() -> None:
    file, caseworker = followed()
    make_slot(caseworker)
    make_slot(make_caseworker(file.organisation))  # type: ignore[arg-type]  # it has one
    file.caseworker = None
    file.save()

    assert Slot.objects.of_person(file.person).count() == 2


def test_an_hour_when_something_else_holds_the_caseworker_is_not_offered() -> None:
    file, caseworker = followed()
    free, held = make_hours(caseworker, days=10, begins=time(9), ends=time(10))
    claimed(caseworker.person, exclusive=True, days=10, at=9, starts=held.starts, ends=held.ends)

    assert list(Slot.objects.of_person(file.person)) == [free]


def test_a_booked_hour_is_not_closed_and_a_series_keeps_what_is_booked() -> None:
    file, caseworker = followed()
    slots = make_hours(caseworker, begins=time(9), ends=time(11))
    actions.book(slot=slots[1], case_file=file, by=file.person)

    with pytest.raises(refusals.BookedHour):
        actions.close_hours(slot=slots[1], by=caseworker.person)
    assert actions.close_hours(slot=slots[0], by=caseworker.person) == 1
    assert actions.close_hours(slot=slots[1], by=caseworker.person, whole_series=True) == 2
    assert list(Slot.objects.filter(closed_at=None)) == [slots[1]]


def test_a_closed_hour_can_be_opened_again() -> None:
    caseworker = make_caseworker(make_organisation())
    actions.close_hours(slot=make_slot(caseworker), by=caseworker.person)

    assert make_slot(caseworker).closed_at is None


# ------------------------------------------------------------------ zones


def test_hours_are_told_in_the_readers_zone_with_the_places_beside() -> None:
    caseworker = make_caseworker(make_organisation())
    slot = make_slot(caseworker, day=date(2040, 1, 12), begins=time(19), ends=time(19, 30))
    with translation.override("fr"):
        here, there = Told(slot, "America/Toronto"), Told(slot, "Europe/Paris")

        assert here.when == "jeudi 12 janvier 2040, de 19\u00a0h à 19\u00a0h\u00a030"
        assert here.there == ""
        # Six hours later it is another day.
        assert there.day == date(2040, 1, 13)
        assert there.when.startswith("vendredi 13 janvier 2040, de 1\u00a0h à 1\u00a0h\u00a030 (heure de\u00a0: Paris")
        assert there.there == "jeudi 12 janvier 2040, de 19\u00a0h à 19\u00a0h\u00a030 au Québec"


def test_the_distance_between_two_zones_is_that_of_the_day_itself() -> None:
    """Between the two changes of the clocks in March, Paris is five hours ahead of Montréal, and not six."""
    caseworker = make_caseworker(make_organisation())
    before, between = (
        make_slot(caseworker, day=day, begins=time(9), ends=time(9, 30))
        for day in (date(2040, 3, 9), date(2040, 3, 16))
    )

    hours = [Told(slot, "Europe/Paris").span.start_time for slot in (before, between)]
    assert hours == [time(15), time(14)]


def test_in_a_zone_with_the_same_clock_nothing_is_said_twice() -> None:
    slot = make_slot(make_caseworker(make_organisation()), day=date(2040, 1, 12))

    assert not Told(slot, "America/Bogota").is_elsewhere


def test_hours_of_the_islands_are_named_as_such() -> None:
    caseworker = make_caseworker(make_organisation())
    slot = make_slot(caseworker, day=date(2040, 1, 12), zone=Zone.ILES)
    with translation.override("fr"):
        assert Told(slot, Zone.ILES).when.endswith("(heure de l’Atlantique)")
        assert "(heure de l’Atlantique) au Québec" in Told(slot, Zone.MONTREAL).there


def test_a_chosen_zone_is_remembered() -> None:
    person = make_person()
    assert zone_of(person) == "America/Toronto"

    actions.set_zone(person=person, zone="Africa/Algiers")
    actions.set_zone(person=person, zone="Africa/Dakar")

    assert zone_of(person) == "Africa/Dakar"


def test_hours_are_grouped_by_the_readers_own_day() -> None:
    caseworker = make_caseworker(make_organisation())
    slots = make_hours(caseworker, day=date(2040, 1, 12), begins=time(17), ends=time(19))

    days = by_day(told(slots, "Europe/Paris"))

    assert [(day, len(rows)) for day, rows in days] == [(date(2040, 1, 12), 2), (date(2040, 1, 13), 2)]


def test_an_hour_is_free_again_once_its_appointment_was_cancelled() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    assert not Slot.objects.of_person(file.person).exists()

    actions.cancel(appointment=appointment, by=file.person)

    assert Slot.objects.of_person(file.person).count() == 1


def test_an_hour_that_ends_past_midnight_over_there_is_still_told_in_short() -> None:
    slot = make_slot(make_caseworker(make_organisation()), day=date(2040, 1, 12), begins=time(17, 30), ends=time(18))
    with translation.override("fr"):
        there = Told(slot, "Africa/Algiers")

        assert there.hours == "de 23\u00a0h\u00a030 à 0\u00a0h"
        assert there.hours_there == "de 17\u00a0h\u00a030 à 18\u00a0h au Québec"
