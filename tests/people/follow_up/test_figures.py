"""Persons and households, counted once each, with the list behind."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.accounts.models import Scope
from people.follow_up import actions, figures
from people.follow_up.figures import Counted
from people.follow_up.models import FollowUp
from people.participants.models import CaseFile, Household
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.follow_up import make_answer, make_follow_up, make_track
from tests.factories.participants import make_file
from tests.factories.programmes import make_edition

pytestmark = pytest.mark.django_db


def settled(file: CaseFile | None = None, **facts: Any) -> FollowUp:
    file = file or make_file(region=make_region("06"))
    return make_answer(make_follow_up(file, **facts), lives="02", works="02")


def test_a_household_counts_once_and_its_people_each() -> None:
    household = Household.objects.create()
    for _each in range(2):
        file = make_file(region=make_region("06"))
        CaseFile.objects.filter(pk=file.pk).update(household=household)
        file.refresh_from_db()
        settled(file)
    settled()

    found = figures.figures()

    assert found["followed"] == found["employed"] == found["settled"] == Counted(persons=3, households=2)


def test_a_household_counts_as_employed_if_one_of_it_is() -> None:
    household = Household.objects.create()
    for situation in ("own_field", "looking"):
        file = make_file()
        CaseFile.objects.filter(pk=file.pk).update(household=household)
        make_answer(make_follow_up(file), situation)

    found = figures.figures()

    assert found["answered"] == Counted(2, 1)
    assert found["employed"] == found["in_own_field"] == Counted(1, 1)


def test_a_person_with_several_follow_ups_counts_once() -> None:
    track = make_track(make_file(region=make_region("06")), months=[3, 6])
    for row in track.follow_ups.all():
        make_answer(row, lives="02", works="02")

    assert figures.figures()["settled"] == Counted(1, 1)
    assert figures.behind("settled").count() == 2
    assert {months: found["settled"].persons for months, found in figures.by_months().items()} == {3: 1, 6: 1}


@pytest.mark.parametrize(
    ("situation", "lives", "works", "kind", "was", "counts"),
    [
        ("own_field", "02", "02", "stay", "06", True),
        ("other_job", "02", "02", "project", "06", True),
        ("own_field", "02", "02", "stay", None, True),
        ("own_field", "02", "05", "stay", "06", False),
        ("own_field", "02", None, "stay", "06", False),
        ("own_field", None, "02", "stay", "06", False),
        ("looking", "02", None, "stay", "06", False),
        ("own_field", "02", "02", "pairing", "06", False),
        ("own_field", "06", "06", "stay", "06", False),
    ],
)
def test_settled_lives_and_works_in_a_new_region_after_a_project(
    situation: str, lives: str | None, works: str | None, kind: str, was: str | None, counts: bool
) -> None:
    file = make_file(**({"region": make_region(was)} if was else {}))
    make_answer(make_follow_up(file, kind=kind), situation, lives=lives, works=works)

    assert figures.figures()["settled"].persons == int(counts)


def test_settled_in_one_of_the_editions_regions_where_it_has_some() -> None:
    settled(edition=make_edition(state="open", regions=["02"]))
    settled(edition=make_edition(state="open", regions=["05"]))
    settled(edition=make_edition(state="open"))

    assert figures.figures()["settled"].persons == 2


def test_figures_are_of_a_period_an_edition_and_a_region() -> None:
    edition = make_edition(state="open")
    mine = settled(edition=edition)
    settled()
    elsewhere = make_answer(make_follow_up(make_file(), due=-40), lives="05")
    make_follow_up(make_file(region=make_region("02")))

    today = timezone.localdate()
    assert figures.figures()["followed"].persons == 4
    assert figures.figures(edition=edition)["followed"].persons == 1
    assert figures.figures(region="02")["followed"].persons == 3
    assert figures.figures(region="05", last=today - timedelta(days=1))["employed"].persons == 1
    assert figures.figures(region="05", regions=["02"])["followed"].persons == 0
    assert list(figures.behind("settled", edition=edition)) == [mine]
    assert list(figures.behind("employed", last=elsewhere.due_on, first=elsewhere.due_on)) == [elsewhere]
    assert figures.figures(first=date(2999, 1, 1))["followed"] == Counted(0, 0)


def test_who_lives_outside_quebec_counts_in_no_region() -> None:
    row = make_follow_up(make_file(region=make_region("02")))
    outside = actions.Answer("own_field", actions.Place(is_outside=True))
    actions.answer(follow_up=row, answer=outside, how="phone", seen=0)

    assert figures.figures()["employed"].persons == 1
    assert figures.figures(region="02")["employed"].persons == 0


def test_what_was_called_off_does_not_count_and_who_was_not_reached_does() -> None:
    actions.call_off(follow_up=make_follow_up(), by=make_person())
    actions.give_up(follow_up=make_follow_up())

    found = figures.figures()

    assert found["followed"].persons == found["unreachable"].persons == 1


def test_what_lies_ahead_is_followed_up_by_nobody_yet() -> None:
    make_follow_up(due=1)

    assert figures.figures()["followed"] == Counted(0, 0)


def test_of_those_employed_at_three_months_how_many_still_are_at_twelve() -> None:
    for later in ("own_field", "looking", None):
        file, origin = make_file(), "stays.stay:1"
        track = actions.schedule(case_file=file, origin=origin, begun_on=timezone.localdate())
        make_answer(track.follow_ups.get(months=3))
        if later:
            make_answer(track.follow_ups.get(months=12), later)

    assert figures.retained(months=12, since_months=3) == (Counted(1, 1), Counted(2, 2))


def test_every_figure_is_one_query(django_assert_num_queries: Any) -> None:
    settled()

    with django_assert_num_queries(1):
        figures.figures()


def test_the_page_shows_figures_and_file_numbers_and_no_name(client: Client) -> None:
    sign_in(client, make_user("director"))
    person = make_person("Natalia Bondarenko")
    row = settled(make_file(person, region=make_region("06")))

    page = client.get(reverse("follow_up:figures")).text
    listed = client.get(reverse("follow_up:behind", args=["settled"])).text

    assert "Établies et en emploi en région" in page
    assert row.track.case_file.reference in listed
    assert "Natalia" not in page + listed


def test_a_coordinator_of_a_region_counts_there_alone(client: Client) -> None:
    user = make_user("programme_coordinator", scope=Scope.objects.of_region(make_region("02")))
    sign_in(client, user)
    mine = settled()
    make_answer(make_follow_up(make_file()), lives="05")

    page = client.get(reverse("follow_up:figures")).context
    listed = client.get(reverse("follow_up:behind", args=["employed"]), {"region": "05"}).context

    assert {name: number for name, _label, number in page["counted"]}["followed"] == Counted(1, 1)
    assert list(listed["page_obj"]) == [mine]


def test_a_period_that_ends_before_it_begins_is_said(client: Client) -> None:
    sign_in(client, make_user("director"))

    page = client.get(reverse("follow_up:figures"), {"first": "2027-02-01", "last": "2027-01-01"})

    assert "Le dernier jour vient avant le premier." in page.text
