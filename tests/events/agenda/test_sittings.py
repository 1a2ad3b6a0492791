"""Sittings: what they make of their event, what the public sees, and how one of them moves or is called off."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.localtime import Zone
from events.agenda import actions, refusals, sittings
from events.agenda.models import Event, Venue
from events.agenda.series import Sitting
from tests.factories import agenda as make
from tests.factories.accounts import sign_in
from tests.factories.registration import registered
from tests.factories.series import other_day, series, sittings_of

pytestmark = pytest.mark.django_db


def fresh(event: Event) -> Event:
    return Event.objects.select_related("venue", "region", "organisation").get(pk=event.pk)


def unfolded(text: str) -> str:
    return re.sub(r"\r\n[ \t]", "", text)


def test_an_event_begins_and_ends_with_its_sittings_whatever_happens_to_them() -> None:
    event = series(times=3)
    first, second, third = sittings_of(event)
    assert (event.sitting_count, event.starts, event.ends) == (3, first.starts, third.ends)

    sittings.move_sitting(sitting=first, by=None, hours=other_day(third, 2), reason_fr="Tempête")
    assert [(one.pk, one.number) for one in sittings_of(event)] == [(second.pk, 1), (third.pk, 2), (first.pk, 3)]
    assert (fresh(event).starts, fresh(event).ends) == (second.starts, third.ends + timedelta(days=2))

    sittings.cancel_sitting(sitting=sittings_of(event)[2], by=None, reason_fr="Grève")
    assert (fresh(event).sitting_count, fresh(event).ends) == (2, third.ends)


def test_sittings_follow_the_clock_of_the_place_when_it_changes() -> None:
    event = series()
    place = Venue.objects.create(name="Salle", locality="Cap-aux-Meules", region=event.region, zone=Zone.ILES)
    before = [one.starts_at for one in sittings_of(event)]

    actions.move(event=event, by=None, start=event.starts, end=event.ends, venue=place, reason_fr="Dégât d’eau")

    assert [one.starts_at for one in sittings_of(event)] == [moment - timedelta(hours=1) for moment in before]
    assert fresh(event).starts_at == before[0] - timedelta(hours=1)
    with pytest.raises(refusals.MovesBySitting):
        actions.move(event=event, by=None, start=event.starts + timedelta(days=1), end=event.ends, venue=place)


def test_a_copy_has_the_sittings_that_stand_as_many_days_later() -> None:
    event = series(times=3)
    sittings.cancel_sitting(sitting=sittings_of(event)[1], by=None, reason_fr="Grève")

    copy = actions.duplicate(event=fresh(event), by=None, start_date=event.start_date + timedelta(days=70))

    assert [one.starts for one in sittings_of(copy)] == [
        one.starts + timedelta(days=70) for one in sittings_of(event) if not one.is_cancelled
    ]
    assert (copy.sitting_count, copy.is_draft) == (2, True)


def test_what_people_hold_in_their_calendars_is_not_turned_into_something_else() -> None:
    once = make.event()
    registered(once)
    hours = [sittings.Hours(once.starts, once.ends)]
    with pytest.raises(refusals.RegisteredForOneDay):
        sittings.add_sittings(event=once, by=None, hours=hours)
    event = series(times=2)
    first, second = sittings_of(event)
    with pytest.raises(refusals.SittingIsAnnounced):
        sittings.remove_sitting(sitting=first, by=None)
    with pytest.raises(refusals.SittingsOverlap):
        sittings.move_sitting(
            sitting=first, by=None, hours=sittings.Hours(second.starts + timedelta(hours=1), second.ends)
        )
    sittings.cancel_sitting(sitting=first, by=None, reason_fr="Grève")
    with pytest.raises(refusals.LastSitting):
        sittings.cancel_sitting(sitting=second, by=None, reason_fr="Grève")
    assert not Sitting.objects.filter(event=once).exists()
    assert [one.starts for one in sittings_of(event)] == [first.starts, second.starts]


def test_the_database_keeps_numbers_apart_and_hours_in_order() -> None:
    first, second = sittings_of(series(times=2))
    for wrong in ({"number": 1}, {"start_date": first.start_date}, {"ends_at": second.starts_at}, {"number": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sitting.objects.filter(pk=second.pk).update(**wrong)


def test_the_page_the_data_and_the_calendars_show_each_sitting(django_assert_num_queries: Any) -> None:
    event = series(times=3)
    moved, off, _third = sittings_of(event)
    sittings.move_sitting(sitting=moved, by=None, hours=other_day(moved), reason_fr="Tempête")
    sittings.cancel_sitting(sitting=off, by=None, reason_fr="Grève du métro")

    page = Client().get(event.get_absolute_url(), follow=True).content.decode()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert [one["eventStatus"].rpartition("/Event")[2] for one in data["subEvent"]] == [
        "Rescheduled",
        "Cancelled",
        "Scheduled",
    ]
    assert ("2\u00a0séances" in page or "2 séances" in page, "Grève du métro" in page) == (True, True)

    for path, queries in ((f"/fr/agenda/{event.pk}.ics", 2), ("/fr/agenda/calendrier.ics", 3)):
        with django_assert_num_queries(queries):
            told = unfolded(Client().get(path).content.decode())
        entries = told.split("BEGIN:VEVENT")[1:]
        assert [entry.count("STATUS:CANCELLED") for entry in entries] == [0, 1, 0]
        assert [re.search(r"SEQUENCE:(\d+)", entry)[1] for entry in entries] == ["1", "1", "0"]  # type: ignore[index]
        assert len({re.search(r"UID:(\S+)", entry)[1] for entry in entries}) == 3  # type: ignore[index]


def test_an_organiser_adds_several_at_once_and_changes_one() -> None:
    organiser = make.organiser(regions=("04",))
    event = make.draft(title_fr="Réalités")
    browser = sign_in(Client(), organiser)
    page = f"/fr/gestion/evenements/{event.pk}/seances/"
    answers = {"start_date": "2027-04-06", "start_time": "18:00", "end_time": "20:00", "times": "6", "every": "7"}

    assert browser.post(page, answers | {"end_time": "17:00"}).status_code == 422
    assert browser.post(page, answers).status_code == 302

    assert [f"{one.start_date:%m-%d}" for one in sittings_of(event)] == [
        "04-06",
        "04-13",
        "04-20",
        "04-27",
        "05-04",
        "05-11",
    ]
    second = sittings_of(event)[1]
    browser.post(
        f"{page}{second.pk}/",
        {"start_date": "2027-05-18", "start_time": "9:00", "end_time": "12:00", "title_fr": "Bilan"},
    )
    browser.post(f"{page}{sittings_of(event)[0].pk}/fin/")
    assert [(one.number, one.title_fr) for one in sittings_of(event)][-1] == (5, "Bilan")
    assert (fresh(event).start_date.isoformat(), fresh(event).ends.isoformat()) == ("2027-04-20", "2027-05-18T12:00:00")
    # The form of the event leaves the hours to the sittings.
    assert "start_date" not in browser.get(f"/fr/gestion/evenements/{event.pk}/modifier/").context["form"].fields


def test_the_sitting_of_another_event_is_not_reached_through_ones_own() -> None:
    browser = sign_in(Client(), make.organiser(regions=("04",)))
    theirs = sittings_of(series())[0]
    for what in ("", "deplacer/", "fin/"):
        answer = browser.post(
            f"/fr/gestion/evenements/{make.draft().pk}/seances/{theirs.pk}/{what}", {"reason_fr": "x"}
        )
        assert answer.status_code == 404
