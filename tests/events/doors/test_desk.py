"""The live desk: figures that add up, a curve that can be drawn and read, and nothing more for more people."""

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core import live
from events.doors import actions, desk
from events.doors.models import DoorPass
from events.doors.picture import pictures
from events.registration.models import Seat
from tests.events.doors.conftest import Browser
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def arrive(event: Any, *minutes: int) -> None:
    """Somebody comes so many minutes after the doors open, for each number."""
    for after in minutes:
        make.seat(event, state="present", present_at=event.starts_at + timedelta(minutes=after))


def test_who_waits_or_cancelled_is_not_registered_and_who_is_registered_is_not_present() -> None:
    event = make.fair()
    for state in ("present", "present", "expected", "absent", "waiting", "cancelled"):
        make.seat(event, state=state)

    assert desk.figures(event) == desk.Figures(present=2, registered=4, lately=2, waiting=1)


def test_the_last_half_hour_is_that_alone() -> None:
    event = make.fair()
    for minutes in (1, 29, 31):
        make.seat(event, state="present", present_at=timezone.now() - timedelta(minutes=minutes))

    assert desk.figures(event).lately == 2


class TestCurve:
    def test_it_adds_arrivals_up_in_steps_of_a_quarter(self) -> None:
        event = make.fair_over()  # 9:00 to 14:00
        arrive(event, 1, 14, 15, 40)

        curve = desk.curve(event, registered=10)

        assert [(step.start.strftime("%H:%M"), step.arrivals, step.total) for step in curve.arrived] == [
            ("09:00", 2, 2),
            ("09:15", 1, 3),
            ("09:30", 1, 4),
        ]
        assert curve.steps[-1].total == 4

    def test_early_birds_and_late_ones_are_on_it(self) -> None:
        event = make.fair_over()
        arrive(event, -20, 320)

        curve = desk.curve(event, registered=2)

        assert curve.begins.time() == time(8, 30)
        assert curve.steps[-1].total == 2

    def test_who_was_noted_days_later_does_not_stretch_it(self) -> None:
        event = make.fair_over(days=9)
        arrive(event, 10, 7 * 24 * 60)

        assert desk.curve(event, registered=2).ends.time() == time(14, 0)

    def test_it_stops_now(self) -> None:
        event = make.fair()  # opened an hour ago, for six
        arrive(event, 5)

        curve = desk.curve(event, registered=2)

        assert curve.until <= timezone.localtime().replace(tzinfo=None)
        assert len(curve.steps) <= 6

    def test_a_fair_of_three_days_has_wider_steps(self) -> None:
        event = make.fair(starts=datetime.combine(timezone.localdate() - timedelta(days=4), time(9)), hours=3 * 24)
        arrive(event, 5, 2000)

        curve = desk.curve(event, registered=2)

        assert len(curve.steps) <= desk.MOST_STEPS + 1
        assert curve.steps[-1].total == 2

    @pytest.mark.parametrize(
        ("number", "ceiling"), [(1, 4), (5, 8), (33, 40), (347, 400), (512, 600), (1000, 1000), (1001, 1200)]
    )
    def test_its_grid_is_made_of_round_numbers(self, number: int, ceiling: int) -> None:
        assert desk.curve(make.fair(), registered=number).ceiling == ceiling
        assert ceiling % 4 == 0


def test_the_picture_stays_inside_its_frame() -> None:
    event = make.fair_over()
    arrive(event, -20, 5, 90, 310)

    for picture in pictures(desk.curve(event, 4), 4):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", picture.area)]
        assert all(0 <= across <= picture.width for across in numbers[::2])
        assert all(0 <= down <= picture.height for down in numbers[1::2])
        assert len(picture.hours) >= 2


@pytest.mark.parametrize("people", [1, 3])
def test_the_desk_costs_seven_queries_however_many_came(people: int, django_assert_num_queries: Any) -> None:
    event = make.fair()
    staff = make.person("Luc Tremblay")
    for _each in range(people):
        actions.check_in(seat=make.seat(event), door="Entrée A", by=staff)

    desk.desk(event)  # what is learned of past events is kept
    with django_assert_num_queries(7):
        seen = desk.desk(event)
        assert [scan.reference and scan.by.name for scan in seen.scans] == ["Luc Tremblay"] * people


def test_the_part_that_is_fetched_again_is_the_pages_own_markup(
    signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make.fair()
    actions.check_in(seat=make.seat(event), door="Entrée A", by=make.person("Luc Tremblay"))
    browser, moment = signed_in(make.login("organiser")), timezone.now()
    # The curve runs up to this moment, so both answers are given at the same one.
    monkeypatch.setattr(timezone, "now", lambda: moment)

    part = browser.get(reverse("doors:live_part", args=[event.pk])).content.decode()

    assert part.strip() in browser.get(reverse("doors:live", args=[event.pk])).content.decode()


def test_the_desk_shows_references_and_no_visitors_name(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event, "Ioana Dumitrescu", reference="7K4Q01MV")
    actions.check_in(seat=seat, door="Entrée A", by=make.person("Luc Tremblay"))

    page = signed_in(make.login("organiser")).get(reverse("doors:live", args=[event.pk])).content.decode()

    assert "7K4Q-01MV" in page
    assert "Ioana" not in page


def test_only_the_entry_that_holds_can_be_undone_from_the_desk() -> None:
    event = make.fair()
    seat, luc = make.seat(event), make.person("Luc Tremblay")
    actions.check_in(seat=seat, door="Entrée A", by=luc)
    actions.undo(seat=seat, door="Entrée A", by=luc)
    actions.check_in(seat=seat, door="Entrée A", by=luc)
    actions.check_in(seat=Seat.objects.get(), door="Entrée B", by=luc)

    shown = [(scan.outcome, scan.can_be_undone) for scan in desk.desk(event).scans]

    assert shown == [("already", False), ("checked_in", True), ("undone", False), ("checked_in", False)]


def test_an_empty_desk_says_what_will_come(signed_in: Browser) -> None:
    page = signed_in(make.login("organiser")).get(reverse("doors:live", args=[make.fair().pk]))

    assert page.status_code == 200
    assert '<svg class="chart' not in page.content.decode()


class TestWhoMayListen:
    def test_those_who_run_the_event_and_those_who_hold_its_pass(self) -> None:
        event = make.fair()

        for user in (make.login("organiser"), make.login("administrator"), make.door_staff(event)):
            assert live.may_listen(user, f"desk/{event.pk}")

    def test_nobody_else(self) -> None:
        event, elsewhere = make.fair(), make.fair(code="08")

        for user in (make.login("organiser", code="08"), make.login("participant"), make.door_staff(elsewhere)):
            assert not live.may_listen(user, f"desk/{event.pk}")

    def test_nobody_whose_pass_was_taken_back(self) -> None:
        event = make.fair()
        user = make.door_staff(event)
        DoorPass.objects.all().delete()

        assert not live.may_listen(user, f"desk/{event.pk}")

    @pytest.mark.parametrize("odd", ["", "x", "1 or 1", "-1"])
    def test_nobody_to_what_is_no_event(self, odd: str) -> None:
        assert not live.may_listen(make.login("administrator"), f"desk/{odd}")
