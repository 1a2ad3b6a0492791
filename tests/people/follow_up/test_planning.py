"""A fact calls for follow-ups: on which days, once, moved and called off with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.follow_up import actions, refusals
from people.follow_up.models import FollowUp, FollowUpPlan, Track
from people.follow_up.months import months_after
from people.participants.models import CaseFile
from tests.factories.accounts import make_person, make_region
from tests.factories.follow_up import make_answer, make_follow_up, make_track
from tests.factories.participants import make_file
from tests.factories.programmes import make_edition


@pytest.mark.parametrize(
    ("begun", "months", "due"),
    [
        (date(2027, 1, 31), 3, date(2027, 4, 30)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 12, 15), 12, date(2028, 12, 15)),
    ],
)
def test_months_end_where_the_month_does(begun: date, months: int, due: date) -> None:
    assert months_after(begun, months) == due


@pytest.mark.django_db
def test_a_stay_is_followed_up_after_three_six_and_twelve_months() -> None:
    begun = timezone.localdate()
    file = make_file(region=make_region("06"))

    track = actions.schedule(case_file=file, origin="stays.stay:1", begun_on=begun, kind="stay")

    assert [(row.months, row.due_on) for row in track.follow_ups.all()] == [
        (months, months_after(begun, months)) for months in (3, 6, 12)
    ]
    assert {(row.due_on - row.ask_on).days for row in track.follow_ups.all()} == {3}
    assert track.lived_in_id == "06"


@pytest.mark.django_db
def test_the_same_fact_calls_once_and_two_facts_call_twice() -> None:
    file, begun = make_file(), timezone.localdate()

    first = actions.schedule(case_file=file, origin="stays.stay:1", begun_on=begun)
    again = actions.schedule(case_file=file, origin="stays.stay:1", begun_on=begun)
    other = actions.schedule(case_file=file, origin="stays.stay:2", begun_on=begun)

    assert first == again != other
    assert FollowUp.objects.count() == 6
    with pytest.raises(IntegrityError), transaction.atomic():
        Track.objects.create(case_file=file, origin="stays.stay:1", begun_on=begun)


@pytest.mark.django_db
def test_somebody_without_a_file_gets_one() -> None:
    person = make_person()

    actions.schedule(person=person, origin="registration.seat:12", begun_on=timezone.localdate())

    assert CaseFile.objects.get(person=person).tracks.count() == 1


@pytest.mark.django_db
def test_an_edition_says_its_own_months_and_days() -> None:
    edition = make_edition(state="open")
    actions.set_plan(
        edition=edition, by=None, months=[1, 24], asks_days_before=0, reminder_days=5, gives_up_days=10, attempts=1
    )

    track = make_track(edition=edition)

    assert [row.months for row in track.follow_ups.all()] == [1, 24]
    assert {(row.due_on - row.ask_on).days for row in track.follow_ups.all()} == {0}
    assert {(row.gives_up_on - row.due_on).days for row in track.follow_ups.all()} == {10}


@pytest.mark.django_db
def test_a_new_plan_moves_the_days_of_what_is_planned_and_keeps_its_months() -> None:
    edition = make_edition(state="open")
    track = make_track(edition=edition)

    actions.set_plan(edition=edition, by=None, months=[2], asks_days_before=7)

    assert [row.months for row in track.follow_ups.all()] == [3, 6, 12]
    assert {(row.due_on - row.ask_on).days for row in track.follow_ups.all()} == {7}


@pytest.mark.django_db
def test_what_would_be_given_up_already_is_not_made() -> None:
    track = make_track(begun_on=timezone.localdate() - timedelta(days=300))

    assert [row.months for row in track.follow_ups.all()] == [12]


@pytest.mark.django_db
def test_a_source_that_no_longer_holds_calls_off_what_is_open_and_leaves_answers() -> None:
    track = make_track(origin="stays.stay:1")
    make_answer(track.follow_ups.get(months=3), lives="06")

    called_off = actions.cancel(origin="stays.stay:1")

    assert called_off == 2
    assert list(track.follow_ups.values_list("state", flat=True)) == ["answered", "cancelled", "cancelled"]
    assert actions.cancel(origin="stays.stay:1") == 0


@pytest.mark.django_db
def test_a_source_that_holds_again_plans_again_but_not_what_was_called_off_by_hand() -> None:
    track = make_track(origin="stays.stay:1")
    actions.call_off(follow_up=track.follow_ups.get(months=3), by=make_person())
    actions.cancel(origin="stays.stay:1")

    actions.schedule(case_file=track.case_file, origin="stays.stay:1", begun_on=track.begun_on)

    assert list(track.follow_ups.values_list("state", flat=True)) == ["cancelled", "planned", "planned"]


@pytest.mark.django_db
def test_a_source_that_moves_takes_what_is_planned_along_and_leaves_the_rest() -> None:
    track = make_track(origin="stays.stay:1")
    answered = make_answer(track.follow_ups.get(months=3))
    later = track.begun_on + timedelta(days=10)

    assert actions.reschedule(origin="stays.stay:1", begun_on=later) == 1

    assert track.follow_ups.get(months=3).due_on == answered.due_on
    assert track.follow_ups.get(months=6).due_on == months_after(later, 6)
    assert actions.reschedule(origin="stays.stay:1", begun_on=later) == 0


@pytest.mark.django_db
def test_a_follow_up_is_not_moved_before_its_beginning_or_today() -> None:
    row = make_follow_up(due=5)

    with pytest.raises(refusals.DueBeforeItBegan):
        actions.move(follow_up=row, due_on=timezone.localdate() - timedelta(days=1), by=make_person())
    moved = actions.move(follow_up=row, due_on=timezone.localdate() + timedelta(days=9), by=make_person())
    assert moved.due_on == timezone.localdate() + timedelta(days=9)
    assert moved.ask_on == timezone.localdate() + timedelta(days=6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "answered"},
        {"situation": "looking"},
        {"works_in_id": "06"},
        {"state": "asked"},
        {"state": "cancelled"},
        {"end_reason": "source"},
        {"nonce": "x"},
        {"ask_on": date(2999, 1, 1)},
        {"corrected_at": datetime(2026, 11, 26, 12, tzinfo=UTC)},
        {"lives_outside": True},
    ],
    ids=str,
)
def test_a_row_that_does_not_hold_together_cannot_be(wrong: dict[str, object]) -> None:
    make_region("06")
    row = make_follow_up()

    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.django_db
def test_an_answer_has_a_region_of_work_only_with_work() -> None:
    row = make_answer(make_follow_up(), "looking", lives="06")

    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(works_in="06")
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(lives_outside=True)


@pytest.mark.django_db
def test_without_a_plan_the_usual_one_holds() -> None:
    assert FollowUpPlan().months == [3, 6, 12]
    assert FollowUpPlan().reminder_days == 7


@pytest.mark.django_db
def test_an_origin_says_its_kind() -> None:
    with pytest.raises(ValueError, match="which one"):
        actions.schedule(case_file=make_file(), origin="stay", begun_on=timezone.localdate())
    with pytest.raises(ValueError, match="Whom"):
        actions.schedule(origin="stays.stay:1", begun_on=timezone.localdate())
