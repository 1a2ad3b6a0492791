"""Every hostile file is refused with a sentence, or comes out with nothing in it that acts; none hurts who receives it."""

import io
import tracemalloc

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.files import cv, portraits, refusals
from tests.core.files import corpus, scanner
from tests.core.files.corpus import DOCUMENTS, PDFS, PORTRAITS, Sent, documents, making_docx, making_pdf, pdfs
from tests.scale import OPENS_EVERY_FILE

#: What comes out of these is no other than what went in: they only try to wear the reader out.
HARMLESS_AS_SENT = {"page_that_goes_on_without_end", "half_a_million_brackets", "form_that_holds_itself"}
SWELLING = [
    "three_hundred_megabytes_in_a_drawing", "packed_twice", "many_drawings_that_swell", "objects_that_swell",
    "sixty_megabytes_of_nothing", "part_that_swells", "member_that_lies_about_its_size", "picture_too_wide",
]  # fmt: skip


def test_the_corpus_is_as_large_as_was_promised() -> None:
    assert len(PDFS) + len(DOCUMENTS) + len(PORTRAITS) >= 180


#: All of them, or every fifth: each is opened in a process of its own.
STRIDE = 1 if OPENS_EVERY_FILE else 5


@pytest.mark.parametrize("sent", [*PDFS.values(), *DOCUMENTS.values()][::STRIDE], ids=lambda sent: sent.name)
def test_a_hostile_document_is_refused_or_comes_out_harmless(sent: Sent) -> None:
    # The name and the type of the browser lie.
    upload = SimpleUploadedFile("cv.pdf", sent.content(), content_type="application/pdf")

    if sent.refused is None:
        harmless = cv.make_harmless(upload)
        found = scanner.active_in_pdf if harmless.mime == cv.PDF else scanner.active_in_docx
        assert found(harmless.content) == []
    else:
        with pytest.raises(refusals.FileRefused) as refusal:
            cv.make_harmless(upload)
        assert type(refusal.value) is sent.refused
        assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("sent", [*PORTRAITS.values()][::STRIDE], ids=lambda sent: sent.name)
def test_a_hostile_picture_is_refused_or_drawn_again(sent: Sent) -> None:
    upload = ContentFile(sent.content(), name="portrait.png")

    if sent.refused is None:
        drawn = portraits.portrait(upload).read()
        with Image.open(io.BytesIO(drawn)) as picture:
            assert (picture.format, picture.size, len(picture.getexif())) == ("WEBP", (640, 640), 0)
            assert set(picture.info) <= {"loop", "background"}
        assert corpus.MARK not in drawn
    else:
        with pytest.raises(refusals.FileRefused) as refusal:
            portraits.portrait(upload)
        assert type(refusal.value) is sent.refused


@pytest.mark.parametrize("name", sorted(name for name, sent in PDFS.items() if sent.refused is None))
def test_the_scanner_sees_what_acts_in_a_pdf(name: str) -> None:
    try:
        found = scanner.active_in_pdf(PDFS[name].content())
    except Exception:
        found = ["pypdf cannot read it"]

    assert found or name in HARMLESS_AS_SENT


@pytest.mark.parametrize("name", sorted(name for name, sent in DOCUMENTS.items() if sent.refused is None))
def test_the_scanner_sees_what_acts_in_a_docx(name: str) -> None:
    assert scanner.active_in_docx(DOCUMENTS[name].content()) or name == "header_that_names_itself"


@pytest.mark.parametrize("name", SWELLING[::STRIDE])
def test_a_file_that_swells_does_not_swell_the_site(name: str) -> None:
    upload = ContentFile((PDFS | DOCUMENTS)[name].content())
    tracemalloc.start()
    try:
        with pytest.raises(refusals.FileRefused):
            cv.make_harmless(upload)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 12 * 1024 * 1024


def test_the_same_file_comes_out_the_same() -> None:
    once, again = (cv.make_harmless(ContentFile(making_docx.docx())).content for _time in range(2))
    first, second = (cv.make_harmless(ContentFile(making_pdf.pdf())).content for _time in range(2))

    assert once == again
    assert first == second


def test_what_came_out_goes_in_again() -> None:
    once = cv.make_harmless(ContentFile(pdfs.photograph_with_a_page_behind_it()))
    document = cv.make_harmless(ContentFile(documents.link_on_a_picture()))

    assert cv.make_harmless(once.file).pages == 1
    assert cv.make_harmless(document.file).text == document.text
