"""The calendar on other people's pages: news feeds, the frame, the little script, and pictures of shared links."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from events.agenda import actions, share
from events.agenda.models import Event, Kind
from tests.factories import agenda as make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FRAME, DATA, SCRIPT = "/fr/agenda/cadre/", "/fr/agenda/cadre.json", "/embed/agenda.js"
#: Bytes of all that an embedded list costs a partner's visitor.
MOST_BYTES = 30_000


def items(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/rss+xml")
    root = ElementTree.fromstring(answer.content)
    return [{child.tag: child.text or "" for child in item} for item in root.iter("item")]


# ------------------------------------------------------------------ news feeds
def test_news_are_of_what_is_to_come_by_region_and_kind(client: Client) -> None:
    make.event(title_fr="Salon <b> & Cie", code="04")
    make.event(title_fr="Séjour", kind=Kind.STAY, code="04")
    make.event(title_fr="Ailleurs", code="06")
    make.event(title_fr="Fini", code="04", days=-3)
    make.draft(title_fr="Brouillon", code="04")

    def titles(query: str) -> list[str]:
        return [item["title"] for item in items(client, f"/fr/agenda/nouvelles.rss{query}")]

    assert titles("") == ["Salon <b> & Cie", "Séjour", "Ailleurs"]
    assert titles("?region=04&kind=stay") == ["Séjour"]
    assert client.get("/fr/agenda/nouvelles.rss?region=99").status_code == 404


def test_news_say_what_was_moved_or_cancelled_under_the_same_guid(client: Client) -> None:
    event = make.event(title_fr="Salon", title_en="Fair")
    (before,) = items(client, "/en/events/news.rss")
    start = event.start_local.replace(tzinfo=None) + timedelta(days=7)
    actions.move(
        event=event,
        by=None,
        start=start,
        end=start + timedelta(hours=2),
        venue=event.venue,
        reason_fr="Salle",
        reason_en="Room <i>",
    )
    (moved,) = items(client, "/en/events/news.rss")
    actions.cancel(event=event, by=None, reason_fr="Tempête")
    (cancelled,) = items(client, "/fr/agenda/nouvelles.rss")

    assert (before["title"], moved["title"]) == ("Fair", "New time or place: Fair")
    assert cancelled["title"] == "Annulé\u00a0: Salon"
    assert "<p>Room &lt;i&gt;</p>" in moved["description"]
    assert "<p>Tempête</p>" in cancelled["description"]
    assert before["guid"] == moved["guid"] == cancelled["guid"] == f"event-{event.pk}@127.0.0.1"


def test_atom_and_signs_that_xml_cannot_hold_are_valid_and_the_list_names_both_feeds(client: Client) -> None:
    make.event(title_fr="Avec\x0b un signe", summary_fr="\x01 ici")

    root = ElementTree.fromstring(client.get("/fr/agenda/nouvelles.atom?region=04").content)
    page = client.get("/fr/agenda/?region=04").content.decode()

    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == ["Avec un signe"]
    for ending in ("rss", "atom"):
        assert re.search(
            rf'rel="alternate" type="application/{ending}\+xml" href="/fr/agenda/nouvelles.{ending}\?region=04"', page
        )


# ------------------------------------------------------------------ on other sites
def test_the_frame_may_stand_on_any_site_and_nothing_else_may(client: Client) -> None:
    make.event(title_fr="Salon")

    frame, page = client.get(FRAME), client.get("/fr/agenda/")

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "script-src 'none'" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert b"<script" not in frame.content
    assert ("frame-ancestors 'none'" in page["Content-Security-Policy"], page["X-Frame-Options"]) == (True, "DENY")


def test_no_cookie_is_set_and_any_site_may_read_the_list_alone(client: Client) -> None:
    make.event()
    answers = {
        path: client.get(path, headers={"origin": "https://partenaire.exemple.test"}) for path in (FRAME, DATA, SCRIPT)
    }

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert all(not answer.cookies for answer in answers.values())
    assert [path for path, answer in answers.items() if "Access-Control-Allow-Origin" in answer] == [DATA]
    assert "Access-Control-Allow-Credentials" not in answers[DATA]
    script = answers[SCRIPT].content.decode()
    assert not re.search(r"cookie\s*[=(]|[lL]ocalStorage|sessionStorage|indexedDB|innerHTML|eval", script)


def test_all_of_it_weighs_less_than_thirty_kilobytes(client: Client) -> None:
    for number in range(21):
        make.event(title_fr=f"{number} " + "Vivre et travailler en région " * 6, days=30 + number)

    style = (Path(settings.BASE_DIR) / "static/src/embed.css").stat().st_size
    by_script = len(client.get(SCRIPT).content) + len(client.get(f"{DATA}?number=20").content)
    by_frame = len(client.get(f"{FRAME}?number=20").content) + style

    assert (by_script < MOST_BYTES, by_frame < MOST_BYTES) == (True, True), (by_script, by_frame)


def test_an_embedded_list_shows_what_its_address_asks_for(client: Client, django_assert_num_queries: Any) -> None:
    for number in range(3):
        make.event(title_fr=f"Salon {number}", title_en="", code="04", days=30 + number)
    make.event(title_fr="Ailleurs", code="06")
    make.event(title_fr="Annulé", code="04", cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")

    with django_assert_num_queries(2):
        told = json.loads(client.get("/en/events/embed.json?region=04&number=2").content)

    assert [(event["title"], event["language"]) for event in told["events"]] == [
        ("Salon 0", "fr-CA"),
        ("Salon 1", "fr-CA"),
    ]
    assert told["language"] == "en-CA"
    assert "Voir tous les événements" in client.get(f"{FRAME}?region=04&number=2").content.decode()
    assert client.get(f"{DATA}?number=21").status_code == client.get(f"{FRAME}?kind=x").status_code == 404


def test_what_is_composed_is_what_to_paste(client: Client) -> None:
    make.region("04")
    page = client.get("/fr/agenda/sur-votre-site/?region=04&number=3&theme=dark").content.decode()

    assert '&lt;script src="http://127.0.0.1:8000/embed/agenda.js" async&gt;' in page
    assert "/fr/agenda/cadre.json?region=04&amp;amp;number=3" in page
    assert 'src="/fr/agenda/cadre/?region=04&amp;number=3&amp;theme=dark"' in page
    assert client.get("/fr/agenda/sur-votre-site/?number=900").status_code == 200


# ------------------------------------------------------------------ pictures of shared links
def picture_of(client: Client, event: Event) -> str:
    page = client.get(event.get_absolute_url()).content.decode()
    found = re.search(r'property="og:image" content="http://127.0.0.1:8000([^"]+)"', page)
    assert found
    return found[1]


def test_an_event_without_a_picture_of_its_own_has_one_drawn_whose_address_changes_with_its_words(
    client: Client,
) -> None:
    event = make.event(title_fr="Salon")
    before = picture_of(client, event)
    answer = client.get(before)

    with Image.open(io.BytesIO(answer.content)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(answer.content) < 60_000

    event.title_fr = "Grand salon"
    event.save()
    after = picture_of(client, event)
    assert before != after
    assert client.get(before)["Location"] == after


def test_a_shared_picture_is_put_into_words_and_a_draft_has_none(client: Client) -> None:
    with translation.override("fr"):
        event = make.event(title_fr="Salon", cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")
        words = share.words_of(share.card_of(event))
    assert words.startswith("Annulé. Salon. ")
    assert f'property="og:image:alt" content="{words}"' in client.get(event.get_absolute_url()).content.decode()

    draft = make.draft()
    assert client.get(f"/fr/agenda/{draft.pk}/image-x.png").status_code == 404
