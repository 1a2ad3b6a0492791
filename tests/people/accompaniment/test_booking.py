"""An appointment: booked, moved, called off, noted; both people's time is held, and each is told."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.forbidden import SensitiveText
from core.localtime import NoSuchTime, Zone
from people.accompaniment import actions, refusals, reminders
from people.accompaniment.models import Appointment, Slot, Task
from people.participants import actions as participants
from people.participants.refusals import FileClosed
from people.timetable.actions import Clash
from people.timetable.models import Busy
from tests.factories.accompaniment import followed, make_appointment, make_hours, make_past, make_slot
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker
from tests.factories.timetable import claimed

pytestmark = pytest.mark.django_db


def test_booking_holds_the_time_of_both_and_names_neither() -> None:
    file, caseworker = followed()

    appointment = make_appointment(file, caseworker)

    busy = {row.person_id: row for row in Busy.objects.from_source(appointment)}
    assert set(busy) == {file.person_id, caseworker.person_id}
    assert all(row.exclusive for row in busy.values())
    words = " ".join(f"{row.title_fr} {row.title_en} {row.place_fr}" for row in busy.values())
    assert file.person.name not in words
    assert caseworker.person.name not in words
    assert busy[file.person_id].get_absolute_url().endswith(f"/{appointment.pk}/")


def test_an_hour_is_booked_once() -> None:
    file, caseworker = followed()
    other, _same = followed(file.organisation, caseworker)
    slot = make_slot(caseworker)
    actions.book(slot=slot, case_file=file, by=file.person)

    with pytest.raises(refusals.HourGone):
        actions.book(slot=slot, case_file=other, by=other.person)

    assert Appointment.objects.count() == 1


def test_the_database_itself_keeps_an_hour_to_one_appointment() -> None:
    file, caseworker = followed()
    twin = make_appointment(file, caseworker)
    twin.pk, twin.calendar_uid = None, "0b6c3b0e-38cb-4a0a-9f1e-1c2d3e4f5a6b"

    with pytest.raises(IntegrityError, match=r"appointment_once_per_slot|slot_id"), transaction.atomic():
        twin.save()


def test_a_person_books_one_at_a_time_and_their_caseworker_more() -> None:
    file, caseworker = followed()
    make_appointment(file, caseworker)

    with pytest.raises(refusals.OneAtATime):
        make_appointment(file, caseworker, days=11)

    make_appointment(file, caseworker, days=12, by=caseworker.person)
    assert file.appointments.count() == 2


def test_hours_of_another_organisation_closed_ones_and_past_ones_are_gone() -> None:
    file, caseworker = followed()
    foreign, closed, past = (
        make_slot(make_caseworker(make_organisation())),
        make_slot(caseworker),
        make_slot(caseworker, days=11),
    )
    actions.close_hours(slot=closed, by=caseworker.person)
    Slot.objects.filter(pk=past.pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    for slot in (foreign, closed, past):
        with pytest.raises(refusals.HourGone):
            actions.book(slot=slot, case_file=file, by=file.person)


def test_who_is_expected_elsewhere_is_told_by_what_and_nobody_else_is() -> None:
    file, caseworker = followed()
    slot = make_slot(caseworker)
    claimed(file.person, exclusive=True, starts=slot.starts, ends=slot.ends, title_fr="Atelier CV")

    with pytest.raises(Clash) as clash:
        actions.book(slot=slot, case_file=file, by=caseworker.person)

    assert "Atelier CV" in clash.value.told_to(file.person)
    assert "Atelier CV" not in clash.value.told_to(caseworker.person)
    assert not Appointment.objects.exists()
    assert not Busy.objects.filter(person=caseworker.person).exists()


def test_the_caseworker_is_not_promised_twice_either() -> None:
    file, caseworker = followed()
    slot = make_slot(caseworker)
    claimed(caseworker.person, exclusive=True, starts=slot.starts, ends=slot.ends)

    with pytest.raises(Clash):
        actions.book(slot=slot, case_file=file, by=file.person)


def test_a_closed_file_and_a_number_in_the_words_are_refused() -> None:
    file, caseworker = followed()
    slot = make_slot(caseworker)
    with pytest.raises(SensitiveText):
        actions.book(slot=slot, case_file=file, by=file.person, about="Mon NAS est le 046 454 286")

    file.closed_at = timezone.now()
    file.save()
    with pytest.raises(FileClosed):
        actions.book(slot=slot, case_file=file, by=file.person)


# ------------------------------------------------------------------ moved, called off


def test_a_move_keeps_the_row_and_the_entry_and_frees_the_former_hour() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    uid, former = appointment.calendar_uid, appointment.slot
    goal = make_slot(caseworker, days=14, at=15)

    moved = actions.move(appointment=appointment, slot=goal, by=file.person)

    assert (moved.pk, moved.calendar_uid, moved.sequence, moved.slot) == (appointment.pk, uid, 1, goal)
    assert list(Slot.objects.of_person(file.person)) == [former]
    assert {row.starts_at for row in Busy.objects.from_source(moved)} == {goal.starts_at}


def test_a_move_to_a_colleague_frees_the_first_caseworker() -> None:
    file, caseworker = followed()
    colleague = make_caseworker(file.organisation)  # type: ignore[arg-type]  # it has one
    appointment = make_appointment(file, caseworker)

    moved = actions.move(appointment=appointment, slot=make_slot(colleague, days=14), by=caseworker.person)

    assert moved.caseworker == colleague.person
    assert not Busy.objects.filter(person=caseworker.person).exists()
    assert Busy.objects.filter(person=colleague.person).count() == 1


def test_a_move_to_a_taken_hour_leaves_everything_where_it_was() -> None:
    file, caseworker = followed()
    other, _same = followed(file.organisation, caseworker)
    appointment, taken = make_appointment(file, caseworker), make_appointment(other, caseworker, days=14)
    assert taken.slot is not None

    with pytest.raises(refusals.HourGone):
        actions.move(appointment=appointment, slot=taken.slot, by=file.person)

    appointment.refresh_from_db()
    assert appointment.sequence == 0
    assert Busy.objects.get(person=file.person).starts_at == appointment.starts_at


def test_close_to_the_hour_the_person_calls_and_the_caseworker_changes_it(settings: Any) -> None:
    file, caseworker = followed()
    settings.APPOINTMENT_CHANGE_HOURS = 24 * 11
    appointment, goal = make_appointment(file, caseworker), make_slot(caseworker, days=14)

    with pytest.raises(refusals.TooLateToChange):
        actions.move(appointment=appointment, slot=goal, by=file.person)
    with pytest.raises(refusals.TooLateToChange):
        actions.cancel(appointment=appointment, by=file.person)

    assert actions.move(appointment=appointment, slot=goal, by=caseworker.person).slot == goal
    assert actions.cancel(appointment=appointment, by=caseworker.person).state == Appointment.State.CANCELLED


def test_cancelling_frees_both_and_happens_once() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)

    cancelled = actions.cancel(appointment=appointment, by=file.person, reason="Un examen ce jour-là")

    assert (cancelled.sequence, cancelled.cancelled_by, cancelled.reason) == (1, file.person, "Un examen ce jour-là")
    assert not Busy.objects.exists()
    with pytest.raises(refusals.AppointmentMovedOn):
        actions.cancel(appointment=appointment, by=file.person)
    assert make_appointment(file, caseworker, days=20).is_booked


# ------------------------------------------------------------------ an hour of their own


def an_hour(days: int = 10, hour: int = 18) -> datetime:
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(hour))


def meet(file: Any, caseworker: Any, **facts: Any) -> Appointment:
    values: dict[str, Any] = {"starts": an_hour(), "minutes": 45, "zone": Zone.MONTREAL, "mode": "phone"}
    return actions.meet_at(case_file=file, caseworker=caseworker.person, by=caseworker.person, **(values | facts))


def test_a_caseworker_fixes_an_hour_that_was_not_opened() -> None:
    file, caseworker = followed()

    appointment = meet(file, caseworker)

    assert (appointment.slot, appointment.minutes) == (None, 45)
    assert Busy.objects.from_source(appointment).count() == 2


def test_it_is_in_the_future_with_a_caseworker_of_theirs_and_at_an_hour_that_exists() -> None:
    file, caseworker = followed()

    with pytest.raises(refusals.HourGone):
        meet(file, caseworker, starts=an_hour(-1))
    with pytest.raises(refusals.NotACaseworkerThere):
        meet(file, make_caseworker(make_organisation()))
    with pytest.raises(NoSuchTime):
        meet(file, caseworker, starts=datetime(2040, 3, 11, 2, 30))
    assert not Appointment.objects.exists()


# ------------------------------------------------------------------ afterwards


def test_presence_is_noted_afterwards_and_can_be_corrected() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    with pytest.raises(refusals.NotBegunYet):
        actions.note_presence(appointment=appointment, came=True, by=caseworker.person)
    make_past(appointment)
    assert list(Appointment.objects.to_note()) == [appointment]

    assert actions.note_presence(appointment=appointment, came=False, by=caseworker.person).state == "missed"
    assert actions.note_presence(appointment=appointment, came=True, by=caseworker.person).state == "held"
    assert not Appointment.objects.to_note().exists()


def test_who_missed_an_appointment_is_called() -> None:
    file, caseworker = followed()
    appointment = make_past(make_appointment(file, caseworker))

    actions.note_presence(appointment=appointment, came=False, by=caseworker.person)

    task = Task.objects.get()
    assert (task.case_file, task.assignee, task.origin) == (file, caseworker.person, Task.Origin.APPOINTMENT)
    assert task.due_on == timezone.localdate() + timedelta(days=1)
    assert file.person.name not in task.title


def test_a_correction_takes_the_task_to_call_along_and_never_makes_a_second_one() -> None:
    file, caseworker = followed()
    appointment = make_past(make_appointment(file, caseworker))

    open_after = []
    for came in (False, True, False):
        actions.note_presence(appointment=appointment, came=came, by=caseworker.person)
        open_after.append(Task.objects.open().count())

    assert open_after == [1, 0, 1]
    assert Task.objects.get().appointment == appointment


def test_the_database_itself_keeps_a_missed_appointment_to_one_task_to_call() -> None:
    file, caseworker = followed()
    appointment = make_past(make_appointment(file, caseworker))
    actions.note_presence(appointment=appointment, came=False, by=caseworker.person)
    twin = Task.objects.get()
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_whether_a_cancelled_one_was_held_nobody_notes() -> None:
    file, caseworker = followed()
    appointment = actions.cancel(appointment=make_appointment(file, caseworker), by=file.person)
    make_past(appointment)

    with pytest.raises(refusals.AppointmentMovedOn):
        actions.note_presence(appointment=appointment, came=True, by=caseworker.person)


# ------------------------------------------------------------------ somebody else follows


def test_a_handover_calls_off_what_was_to_come_with_the_former_organisation() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    past = make_past(make_appointment(file, caseworker, days=12, by=caseworker.person))
    new = make_organisation()

    participants.follow(case_file=file, organisation=new, how="handed_over", by=None)

    appointment.refresh_from_db()
    past.refresh_from_db()
    assert (appointment.state, past.state) == ("cancelled", "booked")
    assert set(Appointment.objects.visible_to(caseworker)) == {appointment, past}
    assert not Appointment.objects.editable_by(caseworker).exists()
    assert Appointment.objects.editable_by(make_caseworker(new)).count() == 2


def test_another_organisation_sees_no_appointment() -> None:
    file, caseworker = followed()
    make_appointment(file, caseworker)

    assert not Appointment.objects.visible_to(make_caseworker(make_organisation())).exists()
    assert not Appointment.objects.of_person(caseworker.person).exists()


# ------------------------------------------------------------------ the reminder


def due_of(appointment: Appointment) -> clock.Due | None:
    return clock.Due.objects.filter(kind=reminders.KIND, key=str(appointment.pk), done_at=None).first()


def test_the_reminder_is_planned_for_ten_the_day_before_moves_along_and_is_dropped() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    due = due_of(appointment)
    assert due is not None
    assert timezone.localtime(due.due_at).time() == time(10)
    assert timezone.localtime(due.due_at).date() == appointment.start_date - timedelta(days=1)

    moved = actions.move(appointment=appointment, slot=make_slot(caseworker, days=14), by=file.person)
    due = due_of(moved)
    assert due is not None
    assert timezone.localtime(due.due_at).date() == moved.start_date - timedelta(days=1)

    actions.cancel(appointment=moved, by=file.person)
    assert due_of(moved) is None


def test_booked_on_the_day_itself_there_is_nothing_to_remind_of() -> None:
    file, caseworker = followed()
    # Just before midnight it is tomorrow's: ten o'clock of the day before has passed as well.
    start = timezone.localtime() + timedelta(minutes=10)
    appointment = meet(file, caseworker, starts=start.replace(tzinfo=None, microsecond=0), minutes=15)

    assert due_of(appointment) is None


def test_booking_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    file, caseworker = followed()
    slot = make_hours(caseworker, begins=time(9), ends=time(12))[0]

    with django_assert_max_num_queries(40):
        actions.book(slot=slot, case_file=file, by=file.person)
