"""What is a way to reach somebody, and what only looks like one."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from network.pairing.conversations.masking import Kind, in_words, mask

MASKED = [
    # ------------------------------------------------------------------ mail
    ("Écrivez-moi à amina.benali@exemple.test, merci.", "Écrivez-moi à ⟦email⟧, merci."),
    ("amina_b+stage@mail.exemple.qc.ca", "⟦email⟧"),
    ("amina arobase exemple point com", "⟦email⟧"),
    ("amina.benali (arobase) exemple (point) ca", "⟦email⟧"),
    ("amina [at] example [dot] com", "⟦email⟧"),
    ("my mail: amina at example dot org", "my mail: ⟦email⟧"),
    ("amina @ exemple . com", "⟦email⟧"),
    ("amina a commercial exemple point quebec", "⟦email⟧"),
    ("<amina@exemple.test>", "<⟦email⟧>"),
    # ------------------------------------------------------------------ telephone
    ("Appelez au 514 555-0199.", "Appelez au ⟦phone⟧."),
    ("Call me at (418) 555-0142 after 5", "Call me at ⟦phone⟧ after 5"),
    ("+1 819 555 0173", "⟦phone⟧"),
    ("1-450-555-0166 poste 12", "⟦phone⟧"),
    ("514.555.0199, ext. 204", "⟦phone⟧"),
    ("5145550199", "⟦phone⟧"),
    ("5 1 4 5 5 5 0 1 9 9", "⟦phone⟧"),
    ("5-1-4-5-5-5-0-1-9-9", "⟦phone⟧"),
    ("51 45 55 01 99", "⟦phone⟧"),
    ("06 12 34 56 78", "⟦phone⟧"),
    ("0612345678", "⟦phone⟧"),
    ("+33 6 12 34 56 78", "⟦phone⟧"),
    ("+213 550 12 34 56", "⟦phone⟧"),
    ("cinq un quatre cinq cinq cinq zéro un neuf neuf", "⟦phone⟧"),
    ("five one four, five five five, zero one nine nine", "⟦phone⟧"),
    ("cinq un quatre 555 0199", "⟦phone⟧"),
    ("cinq cent quatorze, cinq cent cinquante-cinq, zéro un neuf neuf", "⟦phone⟧"),
    ("mon cell: 555-0199", "mon cell: ⟦phone⟧"),
    ("text me 555 0142", "text me ⟦phone⟧"),
    # ------------------------------------------------------------------ web
    ("Voyez https://exemple.test/amina?x=1.", "Voyez ⟦link⟧."),
    ("www.exemple.test", "⟦link⟧"),
    ("mon site: amina.ca/cv", "mon site: ⟦link⟧"),
    ("linkedin.com/in/amina", "⟦link⟧"),
    ("exemple point com", "⟦link⟧"),
    ("Instagram: amina_k", "Instagram: ⟦account⟧"),
    ("mon WhatsApp est amina.k", "mon WhatsApp est ⟦account⟧"),
    ("suivez @aminak", "suivez ⟦account⟧"),
    # ------------------------------------------------------------------ street
    ("Je suis au 1234, rue Saint-Denis, app. 4, à Montréal.", "Je suis au ⟦street⟧, à Montréal."),
    ("12 rue de la Forge", "⟦street⟧"),
    ("450 boulevard René-Lévesque Ouest", "⟦street⟧"),
    ("55, 3e Avenue", "⟦street⟧"),
    ("I live at 75 Elm Street, apt 3", "I live at ⟦street⟧"),
    ("221 Old Mill Road West", "⟦street⟧"),
    ("code postal H2X 1Y4", "code postal ⟦street⟧"),
    ("g7h5b1", "⟦street⟧"),
]
SHOWN = [
    "Je travaille depuis 2019; avant, de 2015 à 2018, j’étais à Alger.",
    "Le salaire est de 1 250 000 $ pour le projet, et 45 000 $ par année.",
    "It costs $5,145,550,199 in all.",
    "CNP 72106 et 73100, NOC 21231",
    "Notre NEQ est le 2248 555 019, dossier 123-4567.",
    "NEQ 2248550199",
    "Mardi 14 avril de 9 h 30 à 12 h 15, ou jeudi à 18 h.",
    "Call between 9:30 and 12:15 on 2026-04-14.",
    "Chapitres 1, 2, 3, 4, 5, 6, 7, 8, 9 et 10",
    "un, deux, trois, quatre, cinq, six, sept",
    "1 2 3 4 5 6 7 8 9 10",
    "Je connais ASP.NET et VB.NET, M.Sc., p. ex. le C.",
    "On se voit à midi. Ce sera bien.",
    "Rendez-vous chez Martin, au point de départ.",
    "Meet at the office, at 5 p.m., for a dot of coffee.",
    "Il y a 2 places disponibles et 3 rues à traverser.",
    "J’ai 15 ans d’expérience et 2 enfants.",
    "Niveau B2 à l’oral, C1 à l’écrit, A2 en anglais.",
    "Les normes ISO 9001 et CSA W47.1",
    "100 000 habitants, 514 entreprises et 555 postes",
    "La rue est belle; 12 rues plus loin aussi.",
    "un point info chaque lundi",
]


@pytest.mark.parametrize(("text", "seen"), MASKED, ids=[text for text, _seen in MASKED])
def test_a_way_to_reach_somebody_is_masked(text: str, seen: str) -> None:
    assert mask(text).text == seen


@pytest.mark.parametrize("text", SHOWN)
def test_what_only_looks_like_one_is_shown(text: str) -> None:
    masked = mask(text)

    assert masked.text == text
    assert masked.kinds == ()


def test_all_kinds_in_one_text_are_found_in_their_order() -> None:
    masked = mask("a@exemple.test, 514 555-0199, amina.ca, 12 rue de la Forge, @aminak, b@exemple.test")

    assert masked.kinds == (Kind.EMAIL, Kind.PHONE, Kind.LINK, Kind.STREET, Kind.ACCOUNT)


def test_a_mark_is_said_in_the_readers_language() -> None:
    masked = mask("514 555-0199")

    with translation.override("fr"):
        assert in_words(masked.text) == "[numéro de téléphone pas encore montré]"
    with translation.override("en"):
        assert in_words(masked.text) == "[telephone number not shown yet]"


@given(st.text(max_size=400))
def test_nothing_but_marks_is_added_and_masking_twice_is_once(text: str) -> None:
    masked = mask(text).text

    assert mask(masked).text == masked
    for piece in masked.split("⟦"):
        rest = piece.partition("⟧")[2] if "⟧" in piece and piece.partition("⟧")[0] in list(Kind) else piece
        assert rest in text


@given(st.text(alphabet="0123456789 .-()+@at pointdcm,rue", max_size=4000))
def test_any_text_of_digits_and_signs_is_looked_at(text: str) -> None:
    mask(text)
