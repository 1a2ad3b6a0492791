"""A series at the door: one entry for each sitting, the seat present from the first on, and the table of who was where."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audiences, live
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors import actions, desk, refusals, sittings
from events.doors.models import Attendance, Scan
from events.registration.models import Seat
from people.accounts.models import Person
from people.privacy import actions as privacy
from tests.events.doors.conftest import Browser
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def of(event: Event) -> list[Sitting]:
    return list(event.sittings_standing)


def seated(event: Event, name: str = "Ioana Dumitrescu", **fields: Any) -> Seat:
    seat = make.seat(event, name, **fields)
    return Seat.objects.select_related("event", "registration").get(pk=seat.pk)


def noted(seat: Seat) -> list[int]:
    return list(
        Attendance.objects.filter(seat=seat).order_by("sitting__number").values_list("sitting__number", flat=True)
    )


@pytest.fixture
def luc() -> Person:
    return make.person("Luc Tremblay")


def test_each_sitting_lets_in_once_and_the_first_one_makes_the_seat_present(
    luc: Person, django_assert_num_queries: Any
) -> None:
    event = make.course()
    before, here, _later = of(event)
    seat = seated(event)
    live.publish(f"desk/{event.pk}")
    with django_assert_num_queries(7 + 2):  # and the savepoint of the test's own transaction, twice
        first = actions.check_in(seat=seat, door="A", by=luc)
    second = actions.check_in(seat=seated_again(seat), door="B", by=luc)
    other = actions.check_in(seat=seated_again(seat), door="C", by=luc, sitting=before)

    assert (first.sitting, first.is_first, second.is_first, second.door, other.is_first) == (
        here,
        True,
        False,
        "A",
        True,
    )
    assert noted(seat) == [1, 2]
    stored = Seat.objects.get(pk=seat.pk)
    assert (stored.state, stored.present_at) == ("present", first.at)
    assert list(Scan.objects.order_by("pk").values_list("sitting", flat=True)) == [here.pk, here.pk, before.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(seat=seat, sitting=here)


def seated_again(seat: Seat) -> Seat:
    return Seat.objects.select_related("event", "registration").get(pk=seat.pk)


def test_an_undo_takes_back_its_sitting_and_the_last_one_the_presence(luc: Person) -> None:
    event = make.course()
    before, here, _later = of(event)
    seat = seated(event)
    for sitting in (before, here):
        actions.check_in(seat=seated_again(seat), door="A", by=luc, sitting=sitting)

    actions.undo(seat=seated_again(seat), door="A", by=luc, sitting=here)
    assert (noted(seat), seated_again(seat).state) == ([1], "present")
    actions.undo(seat=seated_again(seat), door="A", by=luc)
    assert (noted(seat), seated_again(seat).state, seated_again(seat).present_at) == ([], "expected", None)
    with pytest.raises(refusals.NotPresent):
        actions.undo(seat=seated_again(seat), door="A", by=luc)
    again = actions.check_in(seat=seated_again(seat), door="B", by=luc)
    assert again.is_first


def test_what_no_sitting_takes_is_refused_and_nothing_is_kept(luc: Person) -> None:
    event = make.course(hours=(-48, 72))
    seat, waits = seated(event), seated(event, "Amina", state="waiting")
    past, later = of(event)
    elsewhere = of(make.course())[1]
    for wanted, refusal in (
        (None, refusals.NoSittingNow),
        (later, refusals.SittingToCome),
        (elsewhere, refusals.NotItsSitting),
    ):
        with pytest.raises(refusal):
            actions.check_in(seat=seat, door="A", by=luc, sitting=wanted)
    with pytest.raises(refusals.StillWaiting):
        actions.check_in(seat=waits, door="A", by=luc, sitting=past)
    assert (Attendance.objects.count(), Scan.objects.count(), seated_again(seat).state) == (0, 0, "expected")


@pytest.mark.parametrize(
    ("minutes", "number"), [(-121, None), (-119, 1), (30, 1), (125, 2), (200, 2), (315, 2), (361, None)]
)
def test_the_door_is_at_the_sitting_under_way_or_the_next_or_the_one_just_over(
    minutes: int, number: int | None
) -> None:
    """Sittings from 0 h to 2 h and from 3 h to 5 h: between the two, those who come are early."""
    event = make.course(hours=(24, 27))
    moment = of(event)[0].starts_at + timedelta(minutes=minutes)
    found = sittings.sitting_at(event, moment)
    assert (found.number if found else None) == number


def test_the_close_makes_absent_whoever_was_at_no_sitting(luc: Person) -> None:
    event = make.course(hours=(-72, -48))
    came, never = seated(event), seated(event, "Amina")
    actions.check_in(seat=came, door="A", by=luc, sitting=of(event)[0])

    assert actions.close(event=event) == 1
    assert (seated_again(came).state, seated_again(never).state) == ("present", "absent")
    with pytest.raises(refusals.AfterTheClose):
        actions.check_in(seat=seated_again(never), door="A", by=luc, sitting=of(event)[0])
    actions.note_list(
        came=[(seated_again(never), of(event)[1])], left=[(seated_again(came), of(event)[0])], door="x", by=luc
    )
    assert (seated_again(came).state, seated_again(never).state) == ("absent", "present")


def test_two_seats_of_one_person_were_where_either_was(luc: Person) -> None:
    event = make.course()
    first, second = seated(event), seated(event)
    Event.objects.filter(pk=event.pk).update(seats_taken=2)
    before, here, _later = of(event)
    actions.check_in(seat=first, door="A", by=luc, sitting=here)
    for sitting in (before, here):
        actions.check_in(seat=seated_again(second), door="A", by=luc, sitting=sitting)

    privacy.merge(keep=first.person, gone=second.person, by=None)

    assert list(Attendance.objects.order_by("sitting__number").values_list("seat", "sitting__number")) == [
        (first.pk, 1),
        (first.pk, 2),
    ]


def test_the_door_page_says_its_sitting_and_whom_it_still_waits_for(luc: Person, signed_in: Browser) -> None:
    event = make.course()
    before, _here, _later = of(event)
    seat = seated(event)
    actions.check_in(seat=seat, door="A", by=luc, sitting=before)
    staff, organiser = signed_in(make.door_staff(event)), signed_in(make.login("organiser"))
    door = f"/fr/gestion/evenements/{event.pk}/accueil/"
    assert "Séance 2" in staff.get(door).content.decode()
    found = staff.post(f"{door}chercher/", {"words": "Ioana"}).context["found"]
    assert [(one.can_enter, one.present_at) for one in found] == [(True, None)]

    # Who stands at a door is at what is on around now; who runs the event may choose an earlier sitting.
    assert staff.post(f"{door}porte/", {"door": "A", "sitting": before.pk}).status_code == 422
    assert organiser.post(f"{door}porte/", {"door": "B", "sitting": before.pk}).status_code == 302
    said = organiser.post(f"{door}billet/", {"ticket": seat.registration.reference}, follow=True)
    assert said.context["verdict"].kind == "already"
    said = staff.post(f"{door}billet/", {"ticket": seat.registration.reference}, follow=True)
    assert (said.context["verdict"].kind, noted(seat)) == ("welcome", [1, 2])

    staff.post(f"{door}annuler/", {"seat": f"{seat.pk}:{before.pk}", "door": "A"})
    assert noted(seat) == [1, 2]
    staff.post(f"{door}annuler/", {"seat": said.context["verdict"].undo, "door": "A"})
    assert noted(seat) == [1]


def test_the_desk_counts_who_is_at_the_sitting_that_is_on(luc: Person, signed_in: Browser) -> None:
    event = make.course()
    before, here, _later = of(event)
    for name, where in (("Ioana", [before, here]), ("Amina", [before])):
        seat = seated(event, name)
        for sitting in where:
            actions.check_in(seat=seated_again(seat), door="A", by=luc, sitting=sitting)

    seen = desk.desk(event)

    assert (seen.sitting, seen.figures.present, seen.figures.registered) == (here, 1, 2)
    assert [(sitting.number, came) for sitting, came in seen.sittings] == [(1, 2), (2, 1), (3, 0)]
    assert [scan.can_be_undone for scan in seen.scans] == [True, True, True]
    assert (
        "Par séance"
        in signed_in(make.login("organiser")).get(f"/fr/gestion/evenements/{event.pk}/en-direct/").content.decode()
    )


@pytest.mark.parametrize("people", [1, 3])
def test_a_paper_list_is_ticked_in_the_table_and_what_others_noted_meanwhile_stays(
    people: int, luc: Person, signed_in: Browser, django_assert_num_queries: Any
) -> None:
    event = make.course()
    before, here, _later = of(event)
    seats = [seated(event, f"Ioana {number}") for number in range(people)]
    browser, page = signed_in(make.login("organiser")), f"/fr/gestion/evenements/{event.pk}/presences/"
    actions.check_in(seat=seats[0], door="A", by=luc, sitting=before)
    with django_assert_num_queries(8):  # session, login, roles, person, event, sittings, attendance, seats
        shown = browser.get(page)
    assert shown.content.decode().count('type="checkbox"') == 2 * people
    actions.check_in(seat=seated_again(seats[-1]), door="A", by=luc, sitting=here)

    browser.post(page, {"was": [f"{seats[0].pk}:{before.pk}"], "came": [f"{seat.pk}:{here.pk}" for seat in seats[:1]]})

    assert noted(seats[0]) == [2]
    assert noted(seats[-1]) == [2]
    table = b"".join(browser.get(f"{page}liste.csv")).decode("utf-8-sig").splitlines()
    assert (len(table), table[0].split(";")[-1]) == (1 + people, "Séances suivies")


def test_who_was_there_is_a_question_that_other_rooms_may_ask(luc: Person) -> None:
    event = make.course()
    before, here, _later = of(event)
    came, absent = seated(event), seated(event, "Amina")
    actions.check_in(seat=came, door="A", by=luc, sitting=here)
    for person in (came.person, absent.person):
        person.addresses.create(email=f"p{person.pk}@exemple.test", proven_at=timezone.now())
    questions = [
        f"doors.present_sitting:{here.pk}",
        f"doors.present_sitting:{before.pk}",
        "doors.present_sitting:x",
    ]

    said = [[audiences.explain(one, person).met for person in (came.person, absent.person)] for one in questions]
    assert said == [[True, False], [False, False], [False, False]]
    for question, (met, _other) in zip(questions, said, strict=True):
        audience, argument = audiences.named(question)
        assert Person.objects.filter(audience.filter(argument), pk=came.person.pk).exists() == met
    assert not audiences.explain(questions[0], luc).met
