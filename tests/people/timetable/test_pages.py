"""« Mon calendrier » as its owner sees it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core import clock
from core.alternates import absolute
from people.accounts.models import User
from people.timetable.models import Busy, Feed
from tests.factories.accounts import make_person, make_user
from tests.factories.timetable import claimed

pytestmark = pytest.mark.django_db

PAGES = {"fr": "/fr/mon-calendrier/", "en": "/en/my-calendar/"}


@pytest.fixture
def amina(client: Client) -> User:
    user = make_user(name="Amina Benali")
    client.force_login(user)
    return user


def shown(client: Client, language: str = "fr", query: str = "") -> str:
    answer = client.get(PAGES[language] + query)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_what_comes_next_is_shown_with_its_hours_place_and_page(client: Client, amina: User) -> None:
    claimed(amina.person, place="Salle 2", url="registration:mine")
    claimed(amina.person, "05", days=12, zone="America/Halifax", state="tentative")
    claimed(make_person(), "06", title_fr="Chez quelqu’un d’autre")

    page = shown(client)

    assert '<a href="/fr/mes-inscriptions/">Rencontre 04</a>' in page
    assert "de 10\u00a0h à 12\u00a0h" in page
    assert "Salle 2" in page
    assert page.count("heure de l’Atlantique") == 1
    assert page.count("À confirmer") == 1
    assert "Chez quelqu’un d’autre" not in page


def test_two_at_the_same_time_are_said_to_be(client: Client, amina: User) -> None:
    claimed(amina.person, "04", at=10)
    claimed(amina.person, "05", at=11)
    claimed(amina.person, "06", days=11)

    page = shown(client, "en")

    assert page.count("At the same time as:") == 2


def test_a_title_in_the_other_language_is_marked_as_such(client: Client, amina: User) -> None:
    claimed(amina.person, title_en="", url="registration:mine")
    claimed(amina.person, "05", title_en="", title_fr="<b>Fin</b>")

    page = shown(client, "en")

    assert '<span lang="fr">Rencontre 04</span>' in page
    assert "&lt;b&gt;Fin" in page


def test_a_page_that_is_no_more_leaves_the_title_without_a_link(client: Client, amina: User) -> None:
    claimed(amina.person, url=("rooms:that_was_renamed", 12))

    assert "<h3>Rencontre 04</h3>" in shown(client)


def test_with_nothing_to_come_the_page_says_what_to_do(client: Client, amina: User) -> None:
    claimed(amina.person, days=-3)

    page = shown(client)

    assert "Rien à venir pour l’instant" in page
    assert 'href="/fr/agenda/"' in page


def test_a_long_list_has_a_second_page(client: Client, amina: User) -> None:
    row = claimed(amina.person)
    Busy.objects.bulk_create(
        Busy(
            **{field.attname: getattr(row, field.attname) for field in Busy._meta.fields} | {"id": None, "source_id": n}
        )
        for n in range(100, 120)
    )

    assert shown(client).count("<h3>Rencontre 04") == 20
    assert shown(client, query="?page=2").count("<h3>Rencontre 04") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_long(
    client: Client, amina: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        claimed(amina.person, f"0{number + 1}")

    with django_assert_num_queries(7):
        shown(client)


def test_the_address_is_made_renewed_and_closed_by_its_owner(client: Client, amina: User) -> None:
    assert "Créer mon adresse" in shown(client)

    client.post(f"{PAGES['fr']}adresse/")
    first = Feed.objects.get().token
    page = shown(client)
    path = f"/fr/abonnement-calendrier/{first}/calendrier.ics"
    assert f'value="{absolute(path)}"' in page
    assert f'href="webcal:{absolute(path).partition(":")[2]}"' in page

    assert client.get(f"{PAGES['fr']}adresse/remplacer/").status_code == 200
    assert Feed.objects.get().token == first
    client.post(f"{PAGES['fr']}adresse/remplacer/")
    assert Feed.objects.get().token != first

    assert client.get(f"{PAGES['fr']}adresse/fermer/").status_code == 200
    client.post(f"{PAGES['fr']}adresse/fermer/")
    assert not Feed.objects.exists()
    assert "Créer mon adresse" in shown(client)


def test_making_an_address_takes_a_press_of_the_button(client: Client, amina: User) -> None:
    assert client.get(f"{PAGES['fr']}adresse/").status_code == 405
    assert not Feed.objects.exists()


def test_the_clock_forgets_what_is_long_over(amina: User) -> None:
    claimed(amina.person, days=-100)

    clock.handler_of("timetable.forget_past")({})

    assert not Busy.objects.exists()


def test_the_command_says_how_many_rows_new_zone_data_changed(amina: User) -> None:
    claimed(amina.person)
    Busy.objects.update(zone="America/Halifax")
    said = StringIO()

    call_command("recompute_timetable", stdout=said)
    call_command("recompute_timetable", "--zone", "America/Halifax", stdout=said)

    assert said.getvalue() == "1 rows changed\n0 rows changed\n"
