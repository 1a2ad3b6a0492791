"""An event's page: who sees it, under which address, and what search engines and calendars read."""

import json
import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from core.localtime import Zone
from events.agenda import actions, jsonld
from events.agenda.models import Event
from tests.factories import agenda as make

pytestmark = pytest.mark.django_db


def page_of(client: Client, event: Event, language: str = "fr") -> str:
    with translation.override(language):
        answer = client.get(event.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def structured(text: str) -> dict[str, Any]:
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert len(scripts) == 1
    data: dict[str, Any] = json.loads(scripts[0])
    return data


# ------------------------------------------------------------------ addresses
def test_the_number_finds_the_event_and_other_words_lead_to_the_right_address(client: Client) -> None:
    event = make.event(title_fr="Salon de l’emploi", title_en="Job Fair")
    right = f"/fr/agenda/{event.pk}-salon-de-lemploi/"

    assert client.get(right).status_code == 200
    assert client.get(f"/en/events/{event.pk}-job-fair/").status_code == 200
    for wrong in (f"/fr/agenda/{event.pk}-ancien-titre/", f"/fr/agenda/{event.pk}/"):
        answer = client.get(wrong)
        assert (answer.status_code, answer["Location"]) == (302, right)


def test_an_event_without_latin_letters_in_its_title_still_has_an_address(client: Client) -> None:
    assert "salon" not in page_of(client, make.event(title_fr="您好")).split("canonical")[0].lower()


def test_a_draft_is_seen_by_those_who_run_it_and_by_nobody_else(client: Client) -> None:
    event = make.draft(code="04")
    path = event.get_absolute_url()

    assert client.get(path).status_code == 404
    for user, status in (
        (make.organiser(regions=("04",)), 200),
        (make.organiser(organisations=(event.organisation,)), 200),
        (make.administrator(), 200),
        (make.organiser(regions=("06",)), 404),
        (make.organiser(regions=("04",), role="editor"), 404),
    ):
        client.force_login(user)
        assert client.get(path).status_code == status


def test_an_event_that_is_not_translated_is_french_in_english_furniture(client: Client) -> None:
    event = make.event(title_fr="Salon de l’emploi", title_en="", summary_fr="Des kiosques")

    text = page_of(client, event, "en")

    assert '<span lang="fr">Salon de l’emploi</span>' in text
    assert re.findall(r'rel="canonical" href="[^"]*?(/fr/[^"]*)"', text) == [f"/fr/agenda/{event.pk}-salon-de-lemploi/"]


# ------------------------------------------------------------------ states
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": 600, "seats_taken": 482}, "118"),
        ({"capacity": 2, "seats_taken": 2}, "All seats are taken"),
        ({"registration_opens_at": timezone.now() + timedelta(days=2)}, "Registration opens on"),
        ({"registration_closes_at": timezone.now() - timedelta(days=2)}, "Registration is closed"),
        ({"days": -3}, "This event is over"),
        ({"cancelled_at": timezone.now(), "cancellation_reason_fr": "Tempête"}, "This event is cancelled"),
    ],
)
def test_each_state_is_said_in_words(client: Client, fields: dict[str, Any], words: str) -> None:
    assert words in page_of(client, make.event(**fields), "en")


def test_a_moved_event_says_when_and_where_it_was_and_why(client: Client) -> None:
    event = make.event(days=20)
    later = event.start_date + timedelta(days=1)

    actions.move(
        event=event,
        by=None,
        start=make.moment(later, 9),
        end=make.moment(later, 12),
        venue=make.venue(name="Bibliothèque", locality="La Tuque"),
        reason_fr="Dégât d’eau",
    )

    text = page_of(client, event)
    assert "Centre des congrès, Shawinigan</s>" in text
    assert "Dégât d’eau" in text
    data = structured(text)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == event.start_local.isoformat()


def test_the_link_of_an_online_meeting_is_for_registered_people(client: Client) -> None:
    event = make.event(online_url="https://rencontre.exemple.test/secret")

    assert "rencontre.exemple.test" not in page_of(client, event)
    assert "rencontre.exemple.test" not in client.get(f"/fr/agenda/{event.pk}.ics").content.decode()


def test_legal_time_is_named_where_it_is_not_montreals(client: Client) -> None:
    event = make.event(code="11", venue=make.venue("11", zone=Zone.ILES))

    assert "(Atlantic time)" in page_of(client, event, "en")
    assert "Atlantic time" not in page_of(client, make.event(), "en")


# ------------------------------------------------------------------ search engines
def test_structured_data_cannot_break_out_of_its_script(client: Client) -> None:
    nasty = "</script><script>alert(1)</script>\u2028<!--"

    text = page_of(client, make.event(title_fr=nasty))

    assert structured(text)["name"] == nasty
    assert "<script>alert" not in text


def test_structured_data_says_when_in_the_legal_time_of_the_place() -> None:
    event = make.event(venue=make.venue("09", zone=Zone.BASSE_COTE_NORD), code="09")

    start = jsonld.of_event(event)["startDate"]

    assert start.endswith("T10:00:00-04:00")
    assert datetime.fromisoformat(start).astimezone(ZoneInfo(event.zone)).time() == time(10)


@pytest.mark.parametrize(
    ("fields", "mode"),
    [
        ({}, "Offline"),
        ({"online_url": "https://rencontre.exemple.test/x"}, "Online"),
        ({"online_url": "https://rencontre.exemple.test/x", "in_hall": True}, "Mixed"),
    ],
)
def test_attendance_mode_follows_the_places(fields: dict[str, Any], mode: str) -> None:
    if fields.pop("in_hall", False):
        fields["venue"] = make.venue()

    data = jsonld.of_event(make.event(**fields))

    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert isinstance(data["location"], list) is (mode == "Mixed")


@pytest.mark.parametrize(
    ("fields", "availability"),
    [
        ({"capacity": 3, "seats_taken": 2}, "InStock"),
        ({"capacity": 3, "seats_taken": 3}, "SoldOut"),
        ({}, "InStock"),
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, "SoldOut"),
    ],
)
def test_the_offer_is_free_and_says_whether_there_is_room(fields: dict[str, Any], availability: str) -> None:
    offer = jsonld.of_event(make.event(**fields))["offers"]

    assert (offer["price"], offer["priceCurrency"]) == ("0", "CAD")
    assert offer["availability"] == f"https://schema.org/{availability}"


def test_a_cancelled_event_is_cancelled_for_search_engines_too() -> None:
    event = make.event(cancelled_at=timezone.now(), cancellation_reason_fr="Tempête", moved_at=timezone.now())

    assert jsonld.of_event(event)["eventStatus"] == "https://schema.org/EventCancelled"


def test_what_is_shared_carries_title_description_and_address(client: Client) -> None:
    event = make.event(title_fr='Salon "au carré" & plus', summary_fr="Des kiosques, des entrevues.")

    text = page_of(client, event)

    assert 'property="og:title" content="Salon &quot;au carré&quot; &amp; plus"' in text
    assert 'property="og:description" content="Des kiosques, des entrevues."' in text
    assert re.search(rf'property="og:url" content="http[^"]*/fr/agenda/{event.pk}-salon-au-carre-plus/"', text)
    assert re.findall(r'hreflang="(\w+)-CA" href="[^"]*?/(fr|en)/', text) == [("fr", "fr"), ("en", "en")]


def test_the_page_costs_the_same_whatever_it_is_about(client: Client, django_assert_num_queries: Any) -> None:
    event = make.event(about=("01", "02", "03"))

    with django_assert_num_queries(3):  # event, regions it is about, conditions
        page_of(client, event)
