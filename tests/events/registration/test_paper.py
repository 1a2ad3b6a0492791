"""The ticket on paper says what the registration says, and its code is the seat's."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from core import qr
from events.registration import paper, tickets
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Salon de l’emploi de la Mauricie"), ("en", "Mauricie Job Fair")]
)
def test_the_ticket_is_in_the_language_of_the_registration(language: str, title: str) -> None:
    event = open_event()
    registration = registered(event, name="Nguyễn Thị Phạm", language=language)

    words = words_of(paper.pdf_of(event, seat_of(registration)))

    assert title in " ".join(words.split())
    assert registration.reference in words
    assert "Centre des congrès" in words


def test_a_ticket_for_something_online_says_so() -> None:
    event = open_event(online_url="https://exemple.test/salle")

    words = words_of(paper.pdf_of(event, seat_of(registered(event))))

    assert "En ligne" in words


def test_the_same_ticket_is_the_same_file() -> None:
    event = open_event()
    seat = seat_of(registered(event))

    assert paper.pdf_of(event, seat) == paper.pdf_of(event, seat)


def test_the_code_on_paper_is_the_signed_one() -> None:
    event = open_event()
    seat = seat_of(registered(event))

    (picture,) = PdfReader(BytesIO(paper.pdf_of(event, seat))).pages[0].images

    expected = Image.open(BytesIO(qr.png(tickets.of(seat), pixels=4))).convert("L")
    assert picture.image is not None
    assert ImageChops.difference(picture.image.convert("L"), expected).getbbox() is None
