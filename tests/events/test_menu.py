"""What an organiser finds beside an event: pages under headings, and none that has nothing to say of it."""

import re

import pytest
from django.test import Client

from events.agenda.models import Event
from tests.factories.accounts import make_user, sign_in
from tests.factories.agenda import event
from tests.factories.selection import by_review
from tests.factories.series import series

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> Client:
    sign_in(client, make_user("administrator"))
    return client


def side(client: Client, event: Event) -> str:
    page = client.get(f"/fr/gestion/evenements/{event.pk}/").content.decode()
    return page.split('<nav class="side"')[1].split("</nav>")[0]


def links(client: Client, event: Event) -> set[str]:
    return set(re.findall(r"<a [^>]*>([^<]*)</a>", side(client, event)))


def test_the_pages_of_an_event_are_read_under_headings_in_the_order_of_its_life(organiser: Client) -> None:
    headings = re.findall(r"<h3>(.*?)</h3>", side(organiser, event()))

    assert headings[:4] == ["Qui vient", "Le jour même", "Ensuite", "Comment on s’inscrit"]
    assert headings[4:] == ["Maillage professionnel", "Chiffres", "Renseignements personnels", "Administration"]


def test_attendance_by_sitting_is_offered_where_there_are_sittings(organiser: Client) -> None:
    assert links(organiser, series()) - links(organiser, event()) == {"Présence par séance"}


def test_selection_is_offered_where_the_organiser_chooses(organiser: Client) -> None:
    assert links(organiser, by_review()) - links(organiser, event()) == {"Sélection"}
