"""Each figure of a report is the number of rows of its own query, in the page and in the PDF alike."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from events.agenda.models import Contribution, Event, Kind
from events.doors import actions as doors
from events.doors.models import Scan
from events.registration.models import PlaceOffer, Registration
from events.report import figures, paper, queries
from indicators.fiscal_year import FiscalYear
from indicators.registry import Computed, find
from tests.events.doors.conftest import signed_in  # noqa: F401  (a fixture)
from tests.factories import doors as make
from tests.factories.evaluation import answered, sent

pytestmark = pytest.mark.django_db


def event_with_everything() -> Event:
    """A fair that is over, with somebody in each state, walk-ins, offers and answers."""
    event = make.fair_over()
    staff = make.person("Luc Tremblay")
    for number in range(7):
        at = event.starts_at + timedelta(minutes=10 * number)
        seat = make.seat(event, state="present", present_at=at, age_band="18+" if number else "12-17")
        if number < 5:
            door = f"Entrée {'A' if number else 'B'}"
            Scan.objects.create(seat=seat, event=event, outcome="checked_in", door=door, by=staff, at=at)
    Registration.objects.filter(event=event, seats__age_band="12-17").update(source="door", language="en")
    for state in ("expected", "expected", "waiting", "cancelled"):
        make.seat(event, state=state)
    doors.close(event=event)
    for state in ("accepted", "declined", "expired", "expired"):
        PlaceOffer.objects.create(
            registration=Registration.objects.filter(event=event).first(),
            seats=1,
            state=state,
            made_at=timezone.now() - timedelta(days=9),
            expires_at=timezone.now() - timedelta(days=8),
            answered_at=timezone.now() - timedelta(days=8),
        )
    return event


def test_each_figure_equals_its_saved_query() -> None:
    event = event_with_everything()
    make.seat(make.fair_over(), state="present")

    said = figures.report(event)

    for code, _label, number in said.figures:
        assert number == queries.seats(event, code).count(), code
    for code, _label, number in said.offers:
        assert number == queries.offers(event, code).count(), code
    told = {code: number for code, _label, number in [*said.figures, *said.offers]}
    assert told == {
        "registered": 8,
        "walk_ins": 1,
        "present": 7,
        "absent": 2,
        "waiting": 1,
        "given_back": 1,
        "accepted": 1,
        "declined": 1,
        "expired": 2,
    }
    # Whoever was registered came or did not; who came unannounced is present too.
    assert told["registered"] + told["walk_ins"] == told["present"] + told["absent"]


def test_every_split_of_those_present_adds_up_to_them() -> None:
    event = event_with_everything()
    for _number in range(10):
        seat = make.seat(event, state="present", present_at=event.starts_at, age_band="12-17")
        Registration.objects.filter(pk=seat.registration_id).update(language="en")

    with translation.override("en"):
        said = figures.report(event)

        assert dict(figures.by_door(event)) == {"Entrée A": 4, "Entrée B": 1, "Noted without a door": 12}
    assert [sum(number for _label, number in split.rows) for split in said.splits] == [17, 17, 17]
    assert dict(said.splits[2].rows) == {"Noted without a door": 12, "Others": 5}
    assert said.curve is not None
    assert said.curve.steps[-1].total == 17


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([9, 5], [9, 5]),
        ([9, 8, 1], [9, 9]),
        ([9, 3, 2], [9, 5]),
        ([7, 1], [8]),
        ([1, 2], [3]),
        ([6, 9, 4, 1], [6, 9, 5]),
    ],
)
def test_no_group_of_fewer_than_five_stands_alone_nor_can_be_told_by_taking_away(
    counts: list[int], told: list[int]
) -> None:
    rows = [(str(place), number) for place, number in enumerate(counts)]

    assert [number for _label, number in figures.none_too_small(rows)] == told


def test_it_says_what_it_counts_for_and_how_many_the_indicator_finds_of_it() -> None:
    event = event_with_everything()
    Event.objects.filter(pk=event.pk).update(kind=Kind.INFO_SESSION)
    event.refresh_from_db()
    Contribution.objects.create(event=event, measure_id="4.1")

    [one] = figures.report(event).indicators

    sessions = find("4.1-a")
    assert isinstance(sessions, Computed)
    assert (one.code, one.people) == ("4.1-a", sessions.value(FiscalYear.of(event.start_date)))
    Event.objects.filter(pk=event.pk).update(kind=Kind.JOB_FAIR)
    assert figures.report(Event.objects.get(pk=event.pk)).indicators == []


def test_more_people_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    event = event_with_everything()
    for one in sent(event):
        answered(one, 4, 4, 0, "Merci")

    with django_assert_max_num_queries(13):
        figures.report(event)


def test_the_page_and_the_pdf_say_the_same_in_both_languages_once_it_is_closed(signed_in: Any) -> None:  # noqa: F811
    event, open_one = event_with_everything(), make.fair()
    for one in sent(event):
        answered(one, 4, 4, 0, "Merci")
    browser = signed_in(make.login("organiser"))

    page = browser.get(reverse("report:show", args=[event.pk])).content.decode()
    early = browser.get(reverse("report:show", args=[open_one.pk]))

    assert "<dd>8</dd>" in page
    assert "Ioana" not in page
    assert early.status_code == 200
    assert browser.get(reverse("report:pdf", args=[open_one.pk, "fr"])).status_code == 404
    for language in ("fr", "en"):
        drawn = browser.get(reverse("report:pdf", args=[event.pk, language])).content
        assert drawn.startswith(b"%PDF")
        assert f"({language}-CA)".encode() in drawn


def test_whatever_an_event_is_called_the_report_can_be_drawn() -> None:
    event = make.fair_over(title_fr="Séance « Vivre à ᐃᓄᒃᔪᐊᖅ » " * 6, venue=None, online_url="https://exemple.test")
    event.venue = None

    assert paper.pdf_of(event, language="fr", made_at=timezone.now()).startswith(b"%PDF")
