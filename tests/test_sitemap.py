"""What search engines hear of: pages, lists and events, in each language they are in, under the public address."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import agenda as make

pytestmark = pytest.mark.django_db


def places(client: Client) -> list[str]:
    return re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())


def test_every_address_is_under_the_public_one_and_can_be_opened(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://maillage.example"
    make.event()

    found = places(client)

    assert len(found) == len(set(found)) > 10
    assert {place[: len("https://maillage.example/fr/")][:25] for place in found} == {"https://maillage.example/"}
    assert {"/fr/", "/en/", "/fr/agenda/", "/en/events/"} <= {
        place.removeprefix("https://maillage.example") for place in found
    }
    for place in found:
        assert client.get(place.removeprefix("https://maillage.example")).status_code == 200, place


def test_an_event_is_told_in_english_where_it_has_english_and_a_draft_nowhere(client: Client) -> None:
    both, french = make.event(title_en="Job fair"), make.event(title_en="")
    draft = make.draft()

    found = " ".join(places(client))

    assert f"/fr/agenda/{both.pk}-" in found
    assert f"/en/events/{both.pk}-" in found
    assert f"/fr/agenda/{french.pk}-" in found
    assert f"/en/events/{french.pk}-" not in found
    assert f"/{draft.pk}-" not in found
