"""Pictures of shared links: whatever the words, they fit and are drawn."""

import io

import pytest
from PIL import Image

from core import sharing
from core.identity import ENCRE
from core.sharing_words import Card

TITLES = [
    "Salon",
    "Vivre et travailler en région : " + "l’emploi, le logement et les écoles, " * 5,
    "Anticonstitutionnellement" * 8,
    "لقاء مع المهاجرين الجدد في مونتريال",
    "Gặp gỡ Đặng Văn Hội ᐃᓄᒃᑎᑐᑦ \U0001f9f6 ​",
    "",
]


@pytest.mark.parametrize("title", TITLES)
def test_words_of_any_length_and_script_stay_inside_the_picture_and_off_the_weave(title: str) -> None:
    card = Card(title, "Salon de l’emploi", ("du vendredi 12 mars 2027 à 10 h" * 4, "jusqu’au 14", "Gaspé " * 30), "")

    with Image.open(io.BytesIO(sharing.draw(card))) as drawn:
        picture = drawn.convert("RGB")

    assert picture.size == (1200, 630)
    ground = bytes.fromhex(ENCRE[1:])
    # Margins on all sides, and the alley between the words and the weave, hold nothing.
    for box in [(0, 0, 60, 630), (0, 0, 1200, 40), (0, 590, 1200, 630), (1176, 0, 1200, 630), (898, 0, 908, 630)]:
        extremes = picture.crop(box).getextrema()
        # Give or take what the palette rounds.
        assert all(abs(edge - want) < 4 for want, edges in zip(ground, extremes, strict=True) for edge in edges), box


def test_the_address_of_a_picture_follows_every_word_of_it() -> None:
    cards = [Card("a"), Card("b"), Card("a", "b"), Card("a", lines=("b",)), Card("a", alarm="b")]

    assert len({card.digest for card in cards}) == len(cards)
