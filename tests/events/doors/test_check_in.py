"""At the door: let in once, said who and when the second time, taken back, closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit import Entry
from core.live import Topic
from events.doors import actions, refusals
from events.doors.models import Scan
from events.registration.models import Registration, Seat
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def test_a_check_in_notes_who_came_when_and_at_which_door() -> None:
    event = make.fair()
    seat, staff = make.seat(event), make.person("Luc Tremblay")

    answer = actions.check_in(seat=seat, door="Entrée A", by=staff)

    kept = Seat.objects.get(pk=seat.pk)
    assert answer.is_first
    assert (kept.state, kept.present_at) == ("present", answer.at)
    assert list(Scan.objects.values_list("seat", "event", "outcome", "door", "by")) == [
        (seat.pk, event.pk, "checked_in", "Entrée A", staff.pk)
    ]
    entry = Entry.objects.get(action="doors.checked_in")
    assert (entry.actor, entry.object_id, entry.values) == (staff.pk, str(seat.pk), {"door": "Entrée A"})


def test_a_second_scan_lets_nobody_in_and_tells_of_the_first() -> None:
    seat, luc, ana = make.seat(make.fair()), make.person("Luc Tremblay"), make.person("Ana Lima")
    first = actions.check_in(seat=seat, door="Entrée A", by=luc)

    second = actions.check_in(seat=Seat.objects.get(pk=seat.pk), door="Entrée B", by=ana)

    assert not second.is_first
    assert (second.at, second.door, second.by) == (first.at, "Entrée A", luc)
    assert list(Scan.objects.order_by("pk").values_list("outcome", "door", "by")) == [
        ("checked_in", "Entrée A", luc.pk),
        ("already", "Entrée B", ana.pk),
    ]
    assert Entry.objects.filter(action="doors.checked_in").count() == 1
    assert Seat.objects.get(pk=seat.pk).present_at == first.at


def test_a_second_scan_after_an_undo_tells_of_the_last_entry() -> None:
    seat, luc = make.seat(make.fair()), make.person("Luc Tremblay")
    actions.check_in(seat=seat, door="Entrée A", by=luc)
    actions.undo(seat=seat, door="Entrée A", by=luc)
    again = actions.check_in(seat=seat, door="Entrée B", by=luc)

    second = actions.check_in(seat=seat, door="Entrée C", by=luc)

    assert (second.at, second.door) == (again.at, "Entrée B")


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("waiting", refusals.StillWaiting),
        ("cancelled", refusals.SeatCancelled),
        ("absent", refusals.AfterTheClose),
    ],
)
def test_no_seat_no_entry(state: str, refusal: type[Exception]) -> None:
    seat = make.seat(make.fair(), state=state)

    with pytest.raises(refusal):
        actions.check_in(seat=seat, door="Entrée A", by=make.person("Luc Tremblay"))

    assert Seat.objects.get(pk=seat.pk).state == state
    assert not Scan.objects.exists()


def test_a_child_whose_guardian_has_not_answered_is_sent_back_even_with_a_ticket() -> None:
    seat = make.seat(make.fair())
    Registration.objects.filter(pk=seat.registration_id).update(awaits_guardian=True)
    asked = Seat.objects.get(pk=seat.pk)

    with pytest.raises(refusals.AwaitsGuardian):
        actions.check_in(seat=asked, door="Entrée A", by=make.person("Luc Tremblay"))

    assert Seat.objects.get(pk=seat.pk).state == Seat.State.EXPECTED
    assert not Scan.objects.exists()


def test_nobody_is_checked_in_at_a_cancelled_event() -> None:
    event = make.fair(cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")

    with pytest.raises(refusals.EventCancelled):
        actions.check_in(seat=make.seat(event), door="Entrée A", by=make.person("Luc Tremblay"))


def test_an_undo_gives_the_seat_back_and_is_remembered() -> None:
    seat, staff = make.seat(make.fair()), make.person("Luc Tremblay")
    actions.check_in(seat=seat, door="Entrée A", by=staff)

    actions.undo(seat=seat, door="Entrée B", by=staff)

    kept = Seat.objects.get(pk=seat.pk)
    assert (kept.state, kept.present_at) == ("expected", None)
    assert Scan.objects.latest("pk").outcome == "undone"
    assert Entry.objects.filter(action="doors.check_in_undone", actor=staff.pk).count() == 1


def test_an_undo_is_done_once() -> None:
    seat, staff = make.seat(make.fair()), make.person("Luc Tremblay")
    actions.check_in(seat=seat, door="Entrée A", by=staff)
    actions.undo(seat=seat, door="Entrée A", by=staff)

    with pytest.raises(refusals.NotPresent):
        actions.undo(seat=seat, door="Entrée A", by=staff)

    assert Scan.objects.filter(outcome="undone").count() == 1


def test_every_scan_moves_the_desk() -> None:
    event = make.fair()
    seat, staff = make.seat(event), make.person("Luc Tremblay")

    def version() -> int:
        return Topic.objects.get(name=f"desk/{event.pk}").version

    actions.check_in(seat=seat, door="Entrée A", by=staff)
    first = version()
    actions.check_in(seat=seat, door="Entrée A", by=staff)
    second = version()
    actions.undo(seat=seat, door="Entrée A", by=staff)

    assert first < second < version()


def test_a_check_in_costs_four_queries(django_assert_num_queries: Any) -> None:
    event = make.fair()
    staff = make.person("Luc Tremblay")
    # The first publication of an event makes its topic row.
    actions.check_in(seat=make.seat(event), door="Entrée A", by=staff)
    seat = make.seat(event)

    with django_assert_num_queries(6):  # and the savepoint of the test's own transaction, twice
        actions.check_in(seat=seat, door="Entrée A", by=staff)


class TestClose:
    def test_whoever_is_still_expected_was_absent(self) -> None:
        event = make.fair_over()
        came, missing = make.seat(event, state="present"), make.seat(event)
        waiting, gone = make.seat(event, state="waiting"), make.seat(event, state="cancelled")

        assert actions.close(event=event) == 1

        assert {seat.pk: seat.state for seat in Seat.objects.all()} == {
            came.pk: "present",
            missing.pk: "absent",
            waiting.pk: "waiting",
            gone.pk: "cancelled",
        }
        assert Entry.objects.get(action="doors.closed").values == {"absent": 1, "present": 1}

    def test_closing_again_changes_and_says_nothing(self) -> None:
        event = make.fair_over()
        make.seat(event)
        actions.close(event=event)

        assert actions.close(event=event) == 0

        assert Entry.objects.filter(action="doors.closed").count() == 1

    def test_the_last_visitor_has_an_hour_of_grace(self) -> None:
        event = make.fair(starts=(timezone.localtime() - timedelta(hours=5)).replace(tzinfo=None), hours=4.5)
        make.seat(event)

        assert actions.close(event=event) == 0

        assert Seat.objects.get().state == "expected"

    def test_a_cancelled_event_has_no_absent(self) -> None:
        event = make.fair_over(cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")
        make.seat(event)

        assert actions.close(event=event) == 0

    def test_an_organiser_may_note_a_late_arrival(self) -> None:
        event = make.fair_over()
        seat, staff = make.seat(event), make.person("Luc Tremblay")
        actions.close(event=event)

        answer = actions.check_in(seat=seat, door="Liste papier", by=staff, late=True)

        assert answer.is_first
        assert Seat.objects.get().state == "present"

    def test_undone_after_the_close_is_absent_not_expected_for_ever(self) -> None:
        event = make.fair_over()
        seat = make.seat(event, state="present")

        actions.undo(seat=seat, door="Bureau", by=make.person("Luc Tremblay"))

        assert Seat.objects.get().state == "absent"


def test_an_entry_that_is_told_late_and_was_before_takes_the_place_of_the_one_known() -> None:
    seat, luc, ana = make.seat(make.fair()), make.person("Luc Tremblay"), make.person("Ana Lima")
    known = actions.check_in(seat=seat, door="Entrée B", by=ana)
    before = known.at - timedelta(minutes=5)

    told = actions.check_in(seat=seat, door="Entrée A", by=luc, at=before)

    assert told.is_first
    assert Seat.objects.get(pk=seat.pk).present_at == before
    assert list(Scan.objects.order_by("at").values_list("outcome", "door")) == [
        ("checked_in", "Entrée A"),
        ("already", "Entrée B"),
    ]
    second = actions.check_in(seat=seat, door="Entrée C", by=ana)
    assert (second.is_first, second.at, second.door) == (False, before, "Entrée A")
    after = actions.check_in(seat=seat, door="Entrée C", by=ana, at=known.at)
    assert (after.is_first, after.at) == (False, before)
