"""What calendars subscribe to."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from core.localtime import Zone
from events.agenda.models import Kind
from tests.factories import agenda as make

pytestmark = pytest.mark.django_db


def entries(client: Client, query: str = "", path: str = "/fr/agenda/calendrier.ics") -> list[icalendar.Event]:
    answer = client.get(f"{path}{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_feed_holds_what_is_to_come_by_region_and_kind(client: Client) -> None:
    make.event(title_fr="Salon", code="04")
    make.event(title_fr="Séjour", kind=Kind.STAY, code="04")
    make.event(title_fr="À Montréal sur la Mauricie", code="06", about=("04",))
    make.draft(title_fr="Brouillon")

    def summaries(query: str) -> set[str]:
        return {str(entry["SUMMARY"]) for entry in entries(client, query)}

    assert summaries("") == {"Salon", "Séjour", "À Montréal sur la Mauricie"}
    assert summaries("?region=04&kind=job_fair") == {"Salon", "À Montréal sur la Mauricie"}
    assert summaries("?region=06") == {"À Montréal sur la Mauricie"}


def test_a_cancelled_event_stays_thirty_days_as_cancelled(client: Client) -> None:
    now = timezone.now()
    lately = make.event(cancelled_at=now - timedelta(days=29), cancellation_reason_fr="Tempête", sequence=1)
    make.event(cancelled_at=now - timedelta(days=31), cancellation_reason_fr="Tempête")

    found = entries(client)

    assert [(str(entry["STATUS"]), entry["SEQUENCE"]) for entry in found] == [("CANCELLED", 1)]
    assert str(found[0]["URL"]).endswith(f"/fr/agenda/{lately.pk}-{lately.slug}/")


def test_times_are_local_with_the_zone_of_the_place(client: Client) -> None:
    event = make.event(venue=make.venue("11", zone=Zone.ILES), code="11")

    (entry,) = entries(client, path=f"/fr/agenda/{event.pk}.ics")

    assert entry["DTSTART"].params["TZID"] == "America/Halifax"
    assert entry.start == event.start_local


def test_the_uid_of_an_event_never_changes(client: Client) -> None:
    event = make.event(title_fr="Avant")
    (before,) = entries(client)
    event.title_fr = "Après"
    event.save()

    (after,) = entries(client)

    assert (str(after["UID"]), str(after["SUMMARY"])) == (str(before["UID"]), "Après")


def test_a_feed_of_a_region_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/fr/agenda/calendrier.ics?region=99").status_code == 404


def test_a_draft_is_in_no_calendar(client: Client) -> None:
    event = make.draft()
    client.force_login(make.organiser(regions=("04",)))

    assert client.get(f"/fr/agenda/{event.pk}.ics").status_code == 404


def test_an_unchanged_feed_answers_304(client: Client) -> None:
    make.event()
    first = client.get("/fr/agenda/calendrier.ics")

    again = client.get("/fr/agenda/calendrier.ics", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
