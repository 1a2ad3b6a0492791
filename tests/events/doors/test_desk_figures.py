"""Every figure of the live desk is a plain count of rows, and leads to the list of them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from events.agenda.models import Event
from events.devices.models import Device
from events.doors import actions, desk, forecast
from events.doors.listing import listing
from events.doors.models import Attendance, Scan
from events.doors.views import desk as views
from events.registration.models import PlaceOffer, Registration, Seat
from people.accounts.models import Person
from tests.events.doors.conftest import Browser
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def family(event: Event, *states: str, **fields: Any) -> Registration:
    """One registration with a seat for each state."""
    first = make.seat(event, "Ana Lima", state=states[0])
    registration = first.registration
    for state in states[1:]:
        at = timezone.now() if state == "present" else None
        Seat.objects.create(
            registration=registration, event=event, person=make.person("Rui Lima"), state=state, present_at=at
        )
    Registration.objects.filter(pk=registration.pk).update(size=len(states), **fields)
    return registration


def offered(event: Event, state: str, *, hours_ago: float = 1) -> PlaceOffer:
    now = timezone.now()
    answered = None if state == "open" else now - timedelta(hours=hours_ago)
    registration = make.seat(event).registration
    made = now - timedelta(hours=48)
    return PlaceOffer.objects.create(
        registration=registration,
        seats=2,
        state=state,
        made_at=made,
        expires_at=now + timedelta(hours=3),
        answered_at=answered,
    )


@pytest.fixture
def busy() -> Event:
    """A fair with somebody in each state, a family half there, offers answered and not, and two doors."""
    event, luc = make.fair(), make.person("Luc Tremblay")
    for state in ("expected", "expected", "absent", "waiting", "cancelled"):
        make.seat(event, state=state)
    family(event, "present", "expected", "expected")
    family(event, "waiting", "waiting", "waiting")
    family(event, "expected", "expected", awaits_guardian=True)
    for state in ("open", "accepted", "declined", "declined", "expired", "withdrawn"):
        offered(event, state)
    offered(event, "accepted", hours_ago=30)
    for door in ("Entrée A", "Entrée A", "Entrée B"):
        actions.check_in(seat=make.seat(event), door=door, by=luc)
    actions.check_in(seat=make.seat(event), door="Hall", by=luc)
    Scan.objects.filter(door="Hall").update(at=timezone.now() - timedelta(hours=2))
    return event


def test_every_figure_equals_its_query(busy: Event) -> None:
    seen, lately = desk.desk(busy), timezone.now() - timedelta(minutes=30)
    seats, offers = Seat.objects.filter(event=busy), PlaceOffer.objects.filter(registration__event=busy)
    day = timezone.now() - timedelta(days=1)

    held = seats.exclude(state__in=["waiting", "cancelled"])
    waiting = Registration.objects.filter(event=busy, state="waiting")
    in_now = seats.filter(state="present").values("registration")
    assert vars(seen.figures) == {
        "present": seats.filter(state="present").count(),
        "registered": held.count(),
        "lately": seats.filter(present_at__gt=lately).count(),
        "waiting": seats.filter(state="waiting").count(),
        "walk_ins": held.filter(registration__source="door").count(),
    }
    expected = seats.filter(state="expected")
    missing = expected.filter(registration__in=in_now)
    assert vars(seen.to_come) == {
        "expected": expected.count(),
        "parties": Registration.objects.filter(pk__in=missing.values("registration")).count(),
        "missing": missing.count(),
        "guardian": expected.filter(registration__awaits_guardian=True).count(),
    }
    assert (seen.to_come.parties, seen.to_come.missing, seen.to_come.guardian) == (1, 2, 2)
    assert vars(seen.flow) == {
        "parties": waiting.count(),
        "seats": sum(waiting.values_list("size", flat=True)),
        "offers": offers.filter(state="open").count(),
        "offered_seats": sum(offers.filter(state="open").values_list("seats", flat=True)),
        "deadline": offers.filter(state="open").earliest("expires_at").expires_at,
        **{
            state: offers.filter(state=state, answered_at__gt=day).count()
            for state in ("accepted", "declined", "expired")
        },
    }
    assert (seen.flow.parties, seen.flow.seats, seen.flow.accepted, seen.flow.declined) == (2, 4, 1, 2)
    entries = Scan.objects.filter(event=busy, outcome="checked_in", at__gt=lately)
    assert dict(seen.doors) == {door: entries.filter(door=door).count() for door in ("Entrée A", "Entrée B")}


@pytest.mark.parametrize("made", [make.fair, make.course])
def test_of_those_who_came_in_by_a_door_none_was_taken_back(made: Any) -> None:
    event, luc = made(), make.person("Luc Tremblay")
    seat, stays = make.seat(event), make.seat(event)
    for one in (seat, stays):
        kept = Seat.objects.select_related("event", "registration").get(pk=one.pk)
        actions.check_in(seat=kept, door="Entrée A", by=luc)
    assert list(desk.desk(event).doors) == [("Entrée A", 2)]

    actions.undo(seat=Seat.objects.select_related("event").get(pk=seat.pk), door="Entrée A", by=luc)

    assert list(desk.desk(event).doors) == [("Entrée A", 1)]


def test_each_figure_leads_to_a_list_of_as_many_lines(busy: Event) -> None:
    seen = desk.desk(busy)
    links = views.Links(busy, opens=True)
    found = {figure["url"]: figure["value"] for figure in views.to_come_figures(seen.to_come, links)}
    address = reverse("doors:registrations", args=[busy.pk])

    assert len(listing(busy, state="expected").lines) == found[f"{address}?state=expected"]
    assert len(listing(busy, state="guardian").lines) == found[f"{address}?state=guardian"]
    missing = listing(busy, state="some_in").lines
    assert (len(missing), {line.state for line in missing}) == (seen.to_come.missing, {"expected"})
    assert {(state, number) for state, _label, number in listing(busy).states} >= {("some_in", 2), ("guardian", 2)}


def test_those_who_run_the_event_follow_its_figures_and_door_staff_only_read_them(
    busy: Event, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()
    by = Person.objects.first()
    assert by
    fields = {"event": busy, "added_by": by, "enrolled_at": now, "last_seen_at": now, "token_digest": "x", "unsent": 7}
    Device.objects.create(label="Tablette bleue", door="Hall", **fields)
    address = reverse("doors:live_part", args=[busy.pk])
    pages = {}
    for role, user in (("organiser", make.login("organiser")), ("staff", make.door_staff(busy))):
        browser = signed_in(user)
        browser.get(address)
        with django_assert_max_num_queries(17):
            pages[role] = browser.get(address).content.decode()

    for page in pages.values():
        assert re.search(r"Tablette bleue.*?Hall.*?>7<", page, re.DOTALL)
        assert "Ana Lima" not in page
    links = re.findall(r'href="([^"]+)"', pages["organiser"])
    assert {link.partition("?")[0] for link in links} == {
        reverse(f"{name}", args=[busy.pk]) for name in ("doors:registrations", "registration:line", "devices:devices")
    }
    assert 'href="' not in pages["staff"]


def test_at_a_series_whoever_came_to_another_sitting_is_still_expected_at_this_one() -> None:
    event = make.course()
    before, here, _later = event.sittings_standing
    Seat.objects.filter(registration=family(event, "expected", "expected")).update(present_at=None)
    first, second = Seat.objects.filter(event=event).select_related("event", "registration")
    luc = make.person("Luc Tremblay")
    actions.check_in(seat=first, door="A", by=luc, sitting=before)
    assert (desk.desk(event).to_come.expected, desk.desk(event).to_come.parties) == (2, 0)

    actions.check_in(seat=second, door="A", by=luc, sitting=here)

    coming = desk.desk(event).to_come
    there = Attendance.objects.filter(sitting=here).values("seat")
    assert coming.expected == Seat.objects.filter(event=event).exclude(pk__in=there).count() == 1
    assert (coming.parties, coming.missing) == (1, 1)


class TestForecast:
    def past(self, *, days: int, minutes: tuple[int, ...] = (-10, 0, 20, 50), absent: int = 1) -> None:
        event = make.fair_over(days=days)
        for after in minutes:
            make.seat(event, state="present", present_at=event.starts_at + timedelta(minutes=after))
        for _each in range(absent):
            make.seat(event, state="absent")

    def now(self, event: Event, *, minutes: int, registered: int = 100) -> forecast.Forecast:
        starts, ends = (moment.replace(tzinfo=None) for moment in (event.starts_at, event.ends_at))
        at = starts + timedelta(minutes=minutes)
        return forecast.forecast(event, registered, starts=starts, ends=ends, now=at)

    def test_it_is_the_mean_of_the_past_events_of_the_kind_no_shows_included(
        self, django_assert_num_queries: Any
    ) -> None:
        for days in (3, 5, 8):
            self.past(days=days)
        event = make.fair()

        with django_assert_num_queries(2):
            told = self.now(event, minutes=20)
        with django_assert_num_queries(0):
            self.now(event, minutes=21)

        assert (told.learned_from, told.expected, told.in_all) == (3, 60, 80)
        assert [self.now(event, minutes=after).expected for after in (-30, -10, 0, 55, 900)] == [0, 20, 40, 80, 80]

    def test_of_fewer_than_three_nothing_is_learned_and_it_is_said(self) -> None:
        for days in (3, 5):
            self.past(days=days)
        self.past(days=9, minutes=(1, 2), absent=0)  # too few came to tell anything
        event = make.fair()
        told = self.now(event, minutes=90)

        assert (told.learned_from, told.expected) == (0, 45)
        with translation.override("en"):
            assert "usual course" in views.source_words(told, event)

    @pytest.mark.parametrize(
        ("present", "said"),
        [
            (244, "31 fewer than forecast: about 275 should be in by now."),
            (280, "5 more than forecast: about 275 should be in by now."),
            (275, "As many as forecast by now."),
        ],
    )
    def test_how_far_the_arrivals_are_from_it_is_said_in_words(self, present: int, said: str) -> None:
        told = forecast.Forecast(forecast.Habit([0], [0.82]), timezone.now(), 340, expected=275, in_all=279)
        counted = desk.Figures(present=present, registered=340, lately=0, waiting=0)

        with translation.override("en"):
            assert views.forecast_words(counted, told) == said

    def test_when_it_is_over_it_is_said_how_many_came_in_all_and_nobody_is_to_come(self, signed_in: Browser) -> None:
        event = make.course(hours=(-200, -30, 200))
        make.seat(event)

        answer = signed_in(make.login("organiser")).get(reverse("doors:live_part", args=[event.pk]))

        page = answer.content.decode()
        assert "0 personne est venue en tout, pour une prévision d’environ 1." in page
        assert "Encore à venir" not in page

    def test_whoever_was_noted_days_later_came_like_the_others(self) -> None:
        for days in (3, 5, 8):
            self.past(days=days, minutes=(-10, 0, 20, 60 * 50), absent=1)

        told = self.now(make.fair(), minutes=20)

        assert (told.expected, told.in_all) == (80, 80)

    def test_a_series_learns_from_sittings_that_are_over(self) -> None:
        event = make.course(hours=(-200, -150, -100, 1))
        luc = make.person("Luc Tremblay")
        seats = [make.seat(event, f"Personne {number}") for number in range(5)]
        for sitting in event.sittings_standing[:3]:
            for seat in seats[:4]:
                kept = Seat.objects.select_related("event", "registration").get(pk=seat.pk)
                at = sitting.starts_at + timedelta(minutes=5)
                actions.check_in(seat=kept, door="A", by=luc, sitting=sitting, at=at)

        told = desk.desk(event).forecast

        assert (told.learned_from, told.in_all, round(told.habit.share(10), 6), told.habit.share(0)) == (3, 4, 0.8, 0.0)
