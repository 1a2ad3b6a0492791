"""Tickets print the names of the people who come; QR codes hold what they were given."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
import uharfbuzz as hb
from django.utils.translation import get_language, override
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from core import documents, qr, typefaces
from core.documents import Ticket

TICKET = Ticket(
    language="fr",
    title="Salon de l’emploi de la Mauricie",
    when="vendredi 12 mars 2027, de 10\u00a0h à 16\u00a0h",
    where="Centre des congrès\n1, rue de l’Église, Shawinigan G9N 1A1",
    name="Ioana Dragomir",
    reference="K7QX2M9P",
    code="0123456789ABCDEFGHJKMNPQRSTVWXYZ01234567",
    made_at=datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
    organiser="Chambre de commerce de Shawinigan",
)
NAMES = [
    "Phạm Thị Đặng",
    "Nguyễn Ướt",
    "Lech Wałęsa",
    "Jürgen Żółć",
    "Ștefan Țurcanu",
    "Ağaoğlu İlkay",
    "Kateřina Dvořáková",
    "Þórunn Æbelø",
    "Іван Ґудзь",
    "Ελένη Παπαδοπούλου",
    "Արմեն",
    "გიორგი",
    "ⵎⵓⵃⴰⵏⴷ",
]


def reader(ticket: Ticket) -> PdfReader:
    return PdfReader(BytesIO(documents.ticket_pdf(ticket)))


def text_of(ticket: Ticket) -> str:
    return reader(ticket).pages[0].extract_text().replace("\u00a0", " ")


def embedded(pdf: PdfReader) -> dict[str, tuple[TTFont, dict[int, int]]]:
    """Typeface name → the font inside the PDF, and the glyph of each code the page may use."""
    found = {}
    for font in pdf.pages[0]["/Resources"]["/Font"].values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        content = descendant["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
        glyphs = descendant["/CIDToGIDMap"].get_object().get_data()
        codes = {code: int.from_bytes(glyphs[2 * code : 2 * code + 2]) for code in range(len(glyphs) // 2)}
        found[font.get_object()["/BaseFont"].split("+")[1]] = (TTFont(BytesIO(content)), codes)
    return found


def outline(font: TTFont, glyph: int) -> tuple[Any, ...]:
    coordinates, ends, _flags = font["glyf"][font.getGlyphName(glyph)].getCoordinates(font["glyf"])
    return (*coordinates, *ends)


def outlines_on(pdf: PdfReader, typeface: str) -> set[tuple[Any, ...]]:
    font, codes = embedded(pdf)[typeface]
    return {outline(font, glyph) for glyph in codes.values() if glyph}


def joined(text: str) -> tuple[TTFont, list[int]]:
    """What HarfBuzz makes of the text in the wide typeface: its glyphs from left to right."""
    path = typefaces.path_of("wide", "B")
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(hb.Face(hb.Blob.from_file_path(path))), buffer)
    return TTFont(path), [info.codepoint for info in buffer.glyph_infos]


@pytest.mark.parametrize("name", NAMES)
def test_a_ticket_prints_the_name(name: str) -> None:
    assert name in text_of(replace(TICKET, name=name))


@pytest.mark.parametrize("name", [*NAMES, "محمد", "فاطمة الزهراء", "پرویز", "שרה"])
def test_no_letter_of_a_name_is_an_empty_box(name: str) -> None:
    drawn, _is_wide = typefaces.drawable(name, "text", "B")

    assert drawn == name


def test_arabic_letters_are_joined_and_run_from_right_to_left() -> None:
    pdf = reader(replace(TICKET, name="محمد"))

    font, glyphs = joined("محمد")
    assert {outline(font, glyph) for glyph in glyphs} <= outlines_on(pdf, "DejaVuSansBold")
    apart = [font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in "محد"]
    assert not {outline(font, glyph) for glyph in apart} & outlines_on(pdf, "DejaVuSansBold")
    # HarfBuzz gives glyphs from left to right: the last letter comes first, and the page keeps that order.
    assert pdf.pages[0].extract_text().count("محمد") == 1


def test_lam_and_alef_become_one_sign() -> None:
    font, glyphs = joined("الأمين")

    assert len(glyphs) == len("الأمين") - 1
    pdf = reader(replace(TICKET, name="الأمين"))
    assert {outline(font, glyph) for glyph in glyphs} <= outlines_on(pdf, "DejaVuSansBold")


def test_letters_typed_in_two_parts_print_as_one() -> None:
    assert "Phạm" in text_of(replace(TICKET, name="Pha\u0323m"))


def test_a_letter_that_no_typeface_has_is_seen_to_be_missing() -> None:
    assert f"{typefaces.MISSING}{typefaces.MISSING} (Wang Wei)" in text_of(replace(TICKET, name="王伟 (Wang Wei)"))


def test_the_wide_typeface_is_carried_only_where_a_name_needs_it() -> None:
    assert set(embedded(reader(TICKET))) == {"RadioCanadaBigBold", "RadioCanada", "RadioCanadaSemiBold"}
    assert "DejaVuSansBold" in embedded(reader(replace(TICKET, name="Иван")))


def test_a_ticket_says_what_it_is_for_in_its_language() -> None:
    french = " ".join(text_of(TICKET).split())
    english = " ".join(text_of(replace(TICKET, language="en")).split())

    for said in (TICKET.title, "vendredi 12 mars 2027, de 10 h à 16 h", "K7QX2M9P", TICKET.organiser):
        assert said in french
    assert "Présentez ce billet" in french
    assert "Show this ticket at the entrance" in english


def test_making_a_ticket_leaves_the_language_of_the_request() -> None:
    with override("en"):
        documents.ticket_pdf(TICKET)

        assert get_language() == "en"


def test_a_ticket_tells_readers_its_language_and_title() -> None:
    pdf = reader(TICKET)

    assert pdf.trailer["/Root"]["/Lang"] == "fr-CA"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Billet – Salon de l’emploi de la Mauricie"
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_qr_code_of_a_ticket_is_told_in_words() -> None:
    assert "Code QR du billet K7QX2M9P".encode("utf-16-be") in b"".join(
        str(element.get_object().get("/Alt", "")).encode("utf-16-be") for element in structure(reader(TICKET))
    )


def structure(pdf: PdfReader) -> list[Any]:
    found, todo = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        element = todo.pop().get_object()
        if hasattr(element, "get"):
            found.append(element)
            kids = element.get("/K", [])
            todo += [kid for kid in (kids if isinstance(kids, list) else [kids]) if hasattr(kid.get_object(), "get")]
    return found


def test_the_same_ticket_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import django, hashlib; django.setup(); from core import documents; from tests.core.test_documents import TICKET;"
        " print(hashlib.sha256(documents.ticket_pdf(TICKET)).hexdigest())"
    )

    digests = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _process in range(2)
    }

    assert len(digests) == 1


def test_one_ticket_does_not_show_in_the_next() -> None:
    first = documents.ticket_pdf(TICKET)
    documents.ticket_pdf(replace(TICKET, name="Иван Żółć محمد"))

    assert documents.ticket_pdf(TICKET) == first


def test_a_ticket_weighs_little() -> None:
    assert len(documents.ticket_pdf(TICKET)) < 20_000
    assert len(documents.ticket_pdf(replace(TICKET, name="محمد الأمين"))) < 25_000


def test_a_long_ticket_is_a_longer_page_and_loses_nothing() -> None:
    long = replace(TICKET, title="Rencontre " * 20, name="Wałęsa " * 28, where="boulevard " * 40)

    (page,) = reader(long).pages

    assert page.mediabox.height > documents.POSTCARD_MM * 72 / 25.4
    assert page.mediabox.width == pytest.approx(documents.WIDTH_MM * 72 / 25.4, abs=0.1)
    text = page.extract_text()
    assert (text.count("Rencontre"), text.count("Wałęsa"), text.count("boulevard")) == (20, 28, 40)


@hypothesis_settings(max_examples=40)
@given(st.text(min_size=1, max_size=80))
def test_whatever_somebody_is_called_there_is_a_ticket(name: str) -> None:
    assert "K7QX2M9P" in text_of(replace(TICKET, name=name))


# ------------------------------------------------------------------ QR
def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules that the path of the SVG draws, border included."""
    root = ElementTree.fromstring(svg)
    path = root.findall("{http://www.w3.org/2000/svg}path")[1].attrib["d"]
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path)]
    return {(x + step, y) for x, y, width in runs for step in range(width)}


def test_the_drawing_and_the_picture_are_the_same_code() -> None:
    svg = qr.svg(TICKET.code, label="Billet")

    picture = Image.open(BytesIO(qr.png(TICKET.code, pixels=1))).convert("L")
    dark = {(x, y) for x in range(picture.width) for y in range(picture.height) if picture.getpixel((x, y)) == 0}
    assert modules(svg) == dark
    assert f'viewBox="0 0 {picture.width} {picture.height}"' in svg


def test_a_code_has_its_border_of_four_modules() -> None:
    places = modules(qr.svg(TICKET.code, label="Billet"))

    assert min(x for x, _y in places) == min(y for _x, y in places) == qr.QUIET


def test_a_label_cannot_leave_its_attribute_and_nothing_is_inline_style() -> None:
    svg = qr.svg(TICKET.code, label='"><script>')

    assert "<script" not in svg
    assert "style" not in svg
    assert ElementTree.fromstring(svg).attrib["aria-label"] == '"><script>'
