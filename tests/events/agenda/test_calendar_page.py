"""The public calendar: every filter is an address, and an empty list says what to do."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.agenda.models import Kind
from tests.factories import agenda as make

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "", path: str = "/fr/agenda/") -> list[str]:
    page = client.get(f"{path}{query}")
    assert page.status_code == 200
    return [event.title_fr for event in page.context["events"]]


def test_what_is_to_come_soonest_first_without_drafts(client: Client) -> None:
    make.event(title_fr="Dans un mois", days=30)
    make.event(title_fr="Demain", days=1)
    make.event(title_fr="Hier", days=-1)
    make.draft(title_fr="Brouillon", days=3)
    make.event(title_fr="Annulé", days=2, cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")

    assert titles(client) == ["Demain", "Annulé", "Dans un mois"]
    assert titles(client, path="/fr/agenda/archives/") == ["Hier"]


def test_a_region_finds_what_is_held_there_and_what_is_about_it(client: Client) -> None:
    make.event(title_fr="À Montréal sur la Mauricie", code="06", about=("04", "05"))
    make.event(title_fr="En Mauricie", code="04", about=("04",), days=31)
    make.event(title_fr="À Laval", code="13")

    page = client.get("/fr/agenda/?region=04")

    assert [event.title_fr for event in page.context["events"]] == ["À Montréal sur la Mauricie", "En Mauricie"]
    counts = {tile.code: tile.count for tile in page.context["tiles"] if tile.count}
    assert counts == {"04": 2, "05": 1, "06": 1, "13": 1}


def test_the_tile_of_the_chosen_region_leads_back_to_all_and_others_keep_the_other_filters(client: Client) -> None:
    make.event(code="04", kind=Kind.STAY)

    tiles = {tile.code: tile for tile in client.get("/fr/agenda/?region=04&kind=stay").context["tiles"]}

    assert (tiles["04"].is_current, tiles["04"].url) == (True, "/fr/agenda/?kind=stay")
    assert tiles["06"].url == "/fr/agenda/?region=06&kind=stay"


@pytest.mark.parametrize("words", ["ILES", "Îles", "iles salon", "madeleine", "job", "CAP-AUX-MEULES", "l'hôtel", "%"])
def test_words_are_looked_for_in_title_and_place_accents_folded(client: Client, words: str) -> None:
    make.event(
        title_fr="Salon de l’emploi des Îles-de-la-Madeleine",
        title_en="Islands Job Fair",
        venue=make.venue("11", name="Salle de l’Hôtel", locality="Cap-aux-Meules"),
    )
    make.event(
        title_fr="Séance à Gatineau", title_en="Evening", venue=make.venue("07", name="Hall", locality="Gatineau")
    )

    assert titles(client, f"?q={words}".replace("%", "%25")) == (
        ["Salon de l’emploi des Îles-de-la-Madeleine"] if words != "%" else titles(client)
    )


def test_kind_date_online_and_free_places(client: Client) -> None:
    today = timezone.localdate()
    make.event(title_fr="Salon", days=10, capacity=5, seats_taken=5)
    make.event(title_fr="En ligne", days=20, kind=Kind.INFO_SESSION, online_url="https://rencontre.exemple.test/x")
    make.event(title_fr="Sur trois jours", days=40, kind=Kind.STAY, end_date=today + timedelta(days=42))

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    assert titles(client, "?kind=info_session") == ["En ligne"]
    assert titles(client, "?online=1") == ["En ligne"]
    assert titles(client, "?free=1") == ["En ligne", "Sur trois jours"]
    assert titles(client, f"?since={day(15)}") == ["En ligne", "Sur trois jours"]
    assert titles(client, f"?until={day(15)}") == ["Salon"]
    assert titles(client, f"?since={day(42)}&until={day(50)}") == ["Sur trois jours"]
    assert titles(client, f"?since={day(5)}&free=1&kind=stay&q=jours") == ["Sur trois jours"]


def test_every_filter_shows_as_a_chip_that_leads_to_the_list_without_it(client: Client) -> None:
    make.region("04")

    chips = client.get("/fr/agenda/?region=04&kind=stay&q=rive&free=1").context["chips"]

    assert [chip.without for chip in chips] == [
        "?kind=stay&q=rive&free=1",
        "?region=04&q=rive&free=1",
        "?region=04&kind=stay&free=1",
        "?region=04&kind=stay&q=rive",
    ]


def test_a_value_that_makes_no_sense_is_said_and_the_others_still_filter(client: Client) -> None:
    make.event(title_fr="Salon")
    make.event(title_fr="Séjour", kind=Kind.STAY)

    page = client.get("/fr/agenda/?kind=stay&since=demain&region=99")

    assert [event.title_fr for event in page.context["events"]] == ["Séjour"]
    assert set(page.context["form"].errors) == {"since", "region"}


def test_days_in_the_wrong_order_leave_out_the_last(client: Client) -> None:
    make.event(title_fr="Salon", days=10)

    page = client.get("/fr/agenda/?since=2026-01-02&until=2026-01-01")

    assert set(page.context["form"].errors) == {"until"}
    assert page.context["found"] == 1


def test_an_empty_list_says_which_filter_to_drop(client: Client) -> None:
    make.event(title_fr="Salon", code="04")
    make.region("09")

    page = client.get("/fr/agenda/?region=09&kind=job_fair")

    assert [(way.query, way.count) for way in page.context["ways_out"]] == [("?kind=job_fair", 1)]
    assert 'href="/fr/agenda/calendrier.ics?region=09&amp;kind=job_fair"' in page.content.decode()


def test_an_empty_calendar_offers_the_feed_and_the_archives(client: Client) -> None:
    text = client.get("/en/events/").content.decode()

    assert 'href="/en/events/calendar.ics"' in text
    assert 'href="/en/events/archives/"' in text


def test_the_second_page_keeps_the_filters(client: Client) -> None:
    for number in range(23):
        make.event(title_fr=f"Salon {number:02}", days=number + 1)

    first, second = (client.get(f"/fr/agenda/?kind=job_fair&page={number}") for number in (1, 2))

    assert [len(page.context["events"]) for page in (first, second)] == [20, 3]
    assert "kind=job_fair&amp;page=2" in first.content.decode()
    assert client.get("/fr/agenda/?page=99").context["page_obj"].number == 2


def test_both_languages_hold_the_same_list_under_the_same_query(client: Client) -> None:
    make.event(title_fr="Salon", title_en="Fair")
    make.event(title_fr="Autre", kind=Kind.STAY)

    text = client.get("/en/events/?kind=job_fair").content.decode()

    assert "Fair" in text
    assert "Autre" not in text
    assert 'href="/fr/agenda/?kind=job_fair"' in text


def test_search_engines_keep_region_and_kind_and_no_other_filter(client: Client) -> None:
    def canonical(query: str) -> list[str]:
        return re.findall(
            r'rel="canonical" href="[^"]*?(/fr/[^"]*)"', client.get(f"/fr/agenda/{query}").content.decode()
        )

    make.region("04")
    assert canonical("?kind=stay&region=04") == ["/fr/agenda/?region=04&amp;kind=stay"]
    assert canonical("?region=04&q=rive&free=1") == ["/fr/agenda/?region=04"]
    assert "noindex" in client.get("/fr/agenda/?q=rive").content.decode()
    assert "noindex" not in client.get("/fr/agenda/?region=04").content.decode()


def test_the_list_holds_no_form_that_posts_and_sets_no_cookie(client: Client) -> None:
    page = client.get("/fr/agenda/")

    assert 'method="post"' not in page.content.decode().lower()
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_event_and_with_three(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for code in ["04", "05", "06"][:number]:
        make.event(code=code, about=("01", "02"))

    with django_assert_num_queries(6):
        client.get("/fr/agenda/?kind=job_fair")


def test_free_seats_are_those_somebody_can_have_now(client: Client) -> None:
    now = timezone.now()
    make.event(title_fr="Ouvert", days=9, capacity=5)
    make.event(title_fr="Plus tard", days=10, capacity=5, registration_opens_at=now + timedelta(days=1))
    make.event(title_fr="Fermé", days=11, capacity=5, registration_closes_at=now - timedelta(days=1))

    assert titles(client, "?free=1") == ["Ouvert"]
    assert "Inscription à venir" in client.get("/fr/agenda/").content.decode()


def test_search_engines_hear_of_the_same_list_in_both_languages(client: Client) -> None:
    page = client.get("/fr/agenda/?region=04&q=salon").content.decode()

    assert '<link rel="canonical" href="http://127.0.0.1:8000/fr/agenda/?region=04">' in page
    assert 'hreflang="en-CA" href="http://127.0.0.1:8000/en/events/?region=04"' in page


@pytest.mark.parametrize("page", ["²", "9" * 5000, "-1", "x", "999"])
def test_a_page_that_is_none_is_a_list_all_the_same(client: Client, page: str) -> None:
    make.event()

    assert client.get("/fr/agenda/", {"page": page}).status_code == 200
