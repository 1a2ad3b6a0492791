"""What people really send comes out as they wrote it: the words, the pages, the pictures, the tables."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from fpdf import FPDF
from PIL import Image, ImageChops
from pypdf import PdfReader

from core import typefaces
from core.files import cv, papers, portraits, refusals
from tests.core.files import corpus, scanner
from tests.core.files.corpus import documents, making, making_docx, making_pdf, pdfs
from tests.core.files.corpus.making_docx import W, blip, docx, field, members, paragraph, part, relations
from tests.core.files.corpus.making_pdf import pdf, stream

LINES = [
    "Nguyễn Thị Hồng",
    "Soudeuse-monteuse — 10 ans d’expérience",
    "Sherbrooke (Québec)",
    "Français : oral 8, écrit 6",
]


def photo(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (120, 90)) -> bytes:
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size)
    (Image.merge("RGB", [picture, picture.rotate(180), picture]) if mode == "RGB" else picture.convert(mode)).save(
        out, kind
    )
    return out.getvalue()


def written_by_fpdf(pages: int = 2) -> bytes:
    made = FPDF()
    made.set_title("CV")
    made.add_font("DejaVu", fname=str(typefaces.path_of("wide")))
    for number in range(pages):
        made.add_page()
        made.set_font("DejaVu", size=12)
        for line in LINES:
            made.cell(text=f"{line} {number}", new_x="LMARGIN", new_y="NEXT", link="https://exemple.test/")
        made.set_font("Helvetica", style="B", size=10)
        with made.table() as table:
            for row in [("2009–2014".replace("–", "-"), "Atelier du Fjord"), ("2015-2024", "Chantier Davie")]:
                line_of_table = table.row()
                for cell in row:
                    line_of_table.cell(cell)
        made.image(io.BytesIO(photo()), w=30)
        made.image(io.BytesIO(photo("PNG", "LA")), w=30)
        with made.local_context(fill_opacity=0.5):
            made.rect(10, 10, 30, 30, style="F")
    return bytes(made.output())


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_the_words_of_a_pdf_stay_page_by_page() -> None:
    sent = written_by_fpdf()

    kept = cv.make_harmless(ContentFile(sent))

    assert (kept.mime, kept.pages, kept.ending, kept.text) == (cv.PDF, 2, "pdf", "")
    assert texts(kept.content) == texts(sent)
    assert all(line in texts(kept.content)[0] for line in LINES)
    assert scanner.active_in_pdf(kept.content) == []


def test_the_pictures_of_a_pdf_stay() -> None:
    sent = written_by_fpdf(pages=1)

    kept = cv.make_harmless(ContentFile(sent)).content

    before, after = (
        sorted(PdfReader(io.BytesIO(content)).pages[0].images, key=lambda found: found.name) for content in (sent, kept)
    )
    assert len(before) == len(after) == 2
    for one, other in zip(before, after, strict=True):
        pictures = (one.image.convert("RGB"), other.image.convert("RGB"))
        assert max(extreme for _low, extreme in ImageChops.difference(*pictures).getextrema()) <= 6


def test_twenty_pages_are_enough() -> None:
    assert cv.make_harmless(ContentFile(written_by_fpdf(pages=20))).pages == 20


def test_the_shape_of_the_page_stays() -> None:
    sent = pdf(box="[0 0 612 792]", page="/Rotate 90 /CropBox [10 10 600 780]")

    page = PdfReader(io.BytesIO(cv.make_harmless(ContentFile(sent)).content)).pages[0]

    assert (page.rotation, list(page.mediabox), list(page.cropbox)) == (90, [0, 0, 612, 792], [10, 10, 600, 780])


def test_what_the_pages_share_is_inherited() -> None:
    sent = (
        pdf()
        .replace(b"/Type /Pages", b"/Type /Pages /Rotate 180 /MediaBox [0 0 200 100]")
        .replace(b"/MediaBox [0 0 300 200]", b"")
    )

    page = PdfReader(io.BytesIO(cv.make_harmless(ContentFile(sent)).content)).pages[0]

    assert (page.rotation, list(page.mediabox)) == (180, [0, 0, 200, 100])
    assert page.extract_text() == corpus.WORDS


def test_what_was_filled_in_a_form_is_drawn() -> None:
    sent = pdf(
        "/AcroForm << /Fields [6 0 R] >>",
        "/Annots [6 0 R]",
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (Awa Traore) /Rect [20 20 200 40] /F 4 /AP << /N 7 0 R >> >>",
        stream(
            b"BT /F1 10 Tf 2 5 Td (Awa Traore) Tj ET",
            "/Type /XObject /Subtype /Form /BBox [0 0 180 20] /Resources << /Font << /F1 5 0 R >> >>",
        ),
    )

    kept = cv.make_harmless(ContentFile(sent)).content

    assert "Awa Traore" in texts(kept)[0]
    assert corpus.WORDS in texts(kept)[0]
    assert scanner.active_in_pdf(kept) == []


def test_a_drawing_in_pieces_and_packed_in_every_known_way_stays() -> None:
    import base64

    first, second = making_pdf.DRAWN, b"BT /F1 12 Tf 20 60 Td (Deuxieme) Tj ET"
    sent = pdf(
        "",
        "",
        stream(first.hex().encode() + b">", "/Filter /ASCIIHexDecode"),
        stream(base64.a85encode(zlib.compress(second)) + b"~>", "/Filter [/ASCII85Decode /FlateDecode]"),
    ).replace(b"/Contents 4 0 R", b"/Contents [6 0 R 7 0 R]")

    assert texts(cv.make_harmless(ContentFile(sent)).content)[0].split("\n") == [corpus.WORDS, "Deuxieme"]


@pytest.mark.parametrize(
    ("said", "data"),
    [
        ("/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", photo()),
        ("/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", photo(mode="L")),
        ("/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /DCTDecode", photo(mode="CMYK")),
        ("/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter [/FlateDecode /DCTDecode]", zlib.compress(photo())),
        ("/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /JPXDecode", photo("JPEG2000")),
        ("/ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /BitsPerComponent 1", bytes(15 * 90)),
        ("/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", zlib.compress(bytes(120 * 90))),
        ("/ImageMask true /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 120 /Rows 90 >>", b"\x00\x10\x01"),
    ],
)  # fmt: skip
def test_pictures_of_every_known_kind_stay(said: str, data: bytes) -> None:
    kept = cv.make_harmless(ContentFile(making_pdf.with_picture(f"/Width 120 /Height 90 {said}", data)))

    assert scanner.active_in_pdf(kept.content) == []
    (name,) = PdfReader(io.BytesIO(kept.content)).pages[0]["/Resources"]["/XObject"]  # type: ignore[index]
    picture = PdfReader(io.BytesIO(kept.content)).pages[0]["/Resources"]["/XObject"][name]  # type: ignore[index]
    assert (picture["/Width"], picture["/Height"]) == (120, 90)


def test_where_a_photograph_was_taken_does_not_stay_in_a_pdf() -> None:
    kept = cv.make_harmless(ContentFile(pdfs.photograph_with_a_page_behind_it())).content

    assert b"Exif" not in kept
    assert b"JFIF" in kept


# ---------------------------------------------------------------------- DOCX
def whole_document() -> bytes:
    table = "<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tr><w:tc>" + paragraph("2009–2014") + "</w:tc><w:tc>" + paragraph(
        "Atelier du Fjord") + "</w:tc></w:tr></w:tbl>"  # fmt: skip
    box = (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData'
        ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent>'
        + paragraph("Compétences")
        + "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
        "<w:pict><v:shape id='b'><v:textbox><w:txbxContent>"
        + paragraph("Compétences")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    old_box = (
        "<w:p><w:r><w:pict><v:shape id='c' style='width:9pt'><v:textbox><w:txbxContent>"
        + paragraph("Langues")
        + ("</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")
    )
    inside = (
        '<w:p><w:pPr><w:pStyle w:val="Titre"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Awa </w:t></w:r><w:ins w:id="1"><w:r><w:t>Traoré</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>secret</w:delText></w:r></w:del></w:p>'
        + table + blip('r:embed="rId7"') + box + old_box
        + '<w:p><w:hyperlink r:id="rId8"><w:r><w:t>awa@exemple.test</w:t></w:r></w:hyperlink></w:p>'
        + f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{paragraph('Disponible')}</w:sdtContent></w:sdt>"
        + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId6"/><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'
    )  # fmt: skip
    parts = members(
        inside,
        ("rId1", "styles", "styles.xml"),
        ("rId2", "numbering", "numbering.xml"),
        ("rId3", "settings", "settings.xml"),
        ("rId4", "footnotes", "footnotes.xml"),
        ("rId5", "fontTable", "fontTable.xml"),
        ("rId6", "header", "header1.xml"),
        ("rId7", "image", "media/image1.jpeg"),
        ("rId8", "hyperlink", "mailto:awa@exemple.test", "External"),
        word__styles_xml=part(
            "styles", '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Titre"/></w:style>'
        ),
        word__numbering_xml=part("numbering", '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'),
        word__settings_xml=part(
            "settings", '<w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:documentProtection/>'
        ),
        word__footnotes_xml=part("footnotes", f'<w:footnote w:id="2">{paragraph("Diplôme reconnu")}</w:footnote>'),
        word__fontTable_xml=part("fonts", '<w:font w:name="Calibri"/>'),
        word__header1_xml=part("hdr", field(" PAGE ", " \\* MERGEFORMAT", result="1") + blip('r:embed="rId1"')),
        word__media__image1_jpeg=photo(),
    )
    parts["word/_rels/header1.xml.rels"] = relations(("rId1", "image", "media/image1.jpeg"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr/>", b"")
    return making.archive(parts)


def part_of(content: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def test_the_words_of_a_docx_stay_in_their_order() -> None:
    kept = cv.make_harmless(ContentFile(whole_document()))

    assert (kept.mime, kept.pages, kept.ending) == (cv.DOCX, None, "docx")
    assert kept.text.split("\n") == [
        corpus.WORDS, "Awa Traoré", "2009–2014", "Atelier du Fjord", "Compétences", "Langues", "awa@exemple.test", "Disponible",
    ]  # fmt: skip
    assert scanner.active_in_docx(kept.content) == []


def test_the_parts_of_a_docx_stay_and_find_each_other() -> None:
    kept = cv.make_harmless(ContentFile(whole_document())).content

    names = set(zipfile.ZipFile(io.BytesIO(kept)).namelist())
    assert names == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml",
        "word/footnotes.xml", "word/fontTable.xml", "word/header1.xml", "word/media/image1.jpeg",
        "word/_rels/document.xml.rels", "word/_rels/header1.xml.rels",
    }  # fmt: skip
    document = part_of(kept, "word/document.xml")
    targets = {line.get("Id"): line.get("Target") for line in part_of(kept, "word/_rels/document.xml.rels")}
    space = f"{{{making_docx.OFFICE}}}"
    (picture,) = document.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    (header,) = document.iter(f"{{{W}}}headerReference")
    assert targets[picture.get(f"{space}embed")] == "media/image1.jpeg"
    assert targets[header.get(f"{space}id")] == "header1.xml"
    assert [node.get(f"{{{W}}}val") for node in document.iter(f"{{{W}}}pStyle")] == ["Titre"]
    assert len(list(document.iter(f"{{{W}}}tbl"))) == 1


def test_a_page_number_goes_on_counting() -> None:
    header = part_of(cv.make_harmless(ContentFile(whole_document())).content, "word/header1.xml")

    assert [node.text for node in header.iter(f"{{{W}}}instrText")] == [" PAGE "]
    assert [node.get(f"{{{W}}}fldCharType") for node in header.iter(f"{{{W}}}fldChar")] == ["begin", "separate", "end"]


def test_what_a_field_showed_stays_as_text() -> None:
    kept = cv.make_harmless(ContentFile(docx(field("TOC \\\\o", result="Table des matières"))))

    assert "Table des matières" in kept.text


def test_what_was_struck_out_is_not_handed_on() -> None:
    kept = cv.make_harmless(ContentFile(whole_document())).content

    assert all(
        b"secret" not in zipfile.ZipFile(io.BytesIO(kept)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(kept)).namelist()
    )


def test_settings_keep_how_the_page_looks_and_nothing_else() -> None:
    settings = part_of(cv.make_harmless(ContentFile(whole_document())).content, "word/settings.xml")

    assert [node.tag.rpartition("}")[2] for node in settings] == ["zoom", "defaultTabStop"]


def test_every_prefix_that_is_used_is_declared() -> None:
    package = zipfile.ZipFile(io.BytesIO(cv.make_harmless(ContentFile(whole_document())).content))

    document = package.read("word/document.xml").decode()
    assert set(re.findall(r"</?(\w+):", document)) <= set(re.findall(r"xmlns:(\w+)=", document))
    assert 'Requires="wps"' in document


def test_an_empty_place_is_left_where_a_picture_cannot_be_kept() -> None:
    kept = cv.make_harmless(ContentFile(documents.picture_of_commands())).content

    assert "word/media/blank.png" in zipfile.ZipFile(io.BytesIO(kept)).namelist()


def test_a_drawing_that_is_nothing_without_its_data_goes_whole() -> None:
    kept = cv.make_harmless(ContentFile(documents.chart())).content

    assert list(part_of(kept, "word/document.xml").iter(f"{{{W}}}drawing")) == []


# ---------------------------------------------------------------------- portraits
@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
    ],
)
def test_a_portrait_of_every_kind_becomes_a_square(kind: str, mode: str) -> None:
    drawn = portraits.portrait(ContentFile(photo(kind, mode, (300, 500))))

    with Image.open(drawn) as picture:
        assert (picture.format, picture.mode, picture.size) == ("WEBP", "RGB", (640, 640))


def test_a_portrait_is_turned_the_right_way_up() -> None:
    picture = Image.new("RGB", (400, 400), "white")
    picture.paste((0, 0, 0), (0, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side: the top is on the right
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)

    with Image.open(portraits.portrait(ContentFile(out.getvalue()))) as drawn:
        left, right = drawn.convert("L").getpixel((100, 320)), drawn.convert("L").getpixel((540, 320))

    assert (left > 200, right < 50) == (True, True)  # type: ignore[operator]


def test_what_is_clear_in_a_portrait_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (90, 90), (0, 0, 0, 0)).save(out, "PNG")

    with Image.open(portraits.portrait(ContentFile(out.getvalue()))) as drawn:
        assert drawn.convert("L").getextrema()[0] > 250


def test_a_portrait_from_a_phone_fits() -> None:
    """Twelve megapixels, as phones send them."""
    out = io.BytesIO()
    Image.new("RGB", (4032, 3024), (90, 60, 40)).save(out, "JPEG")

    assert portraits.portrait(ContentFile(out.getvalue())).size > 0


def test_the_words_of_every_refusal_say_what_to_do() -> None:
    for refusal in refusals.FileRefused.__subclasses__():
        sentences = str(refusal()).removesuffix(".").split(". ")
        assert len(sentences) >= 2 or ":" in sentences[0], refusal


# ---------------------------------------------------------------------- other papers
@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "P"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("GIF", "P")]
)
def test_a_picture_of_a_paper_is_kept_whole_and_drawn_again(kind: str, mode: str) -> None:
    made = papers.make_harmless(ContentFile(photo(kind, mode, (300, 500))))

    with Image.open(io.BytesIO(made.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (300, 500))
    assert (made.mime, made.ending, made.pages) == ("image/webp", "webp", None)


def test_a_large_picture_of_a_paper_is_made_smaller_and_stays_in_shape() -> None:
    made = papers.make_harmless(ContentFile(photo("JPEG", "RGB", (3600, 1800))))

    with Image.open(io.BytesIO(made.content)) as picture:
        assert picture.size == (2400, 1200)


def test_a_document_among_other_papers_is_made_anew_as_a_cv_is() -> None:
    made = papers.make_harmless(ContentFile(written_by_fpdf(1)))

    assert (made.mime, made.pages) == (cv.PDF, 1)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\x00", refusals.WrongPaper),
        (b"\x89PNG\r\n\x1a\n nothing more", refusals.NoPortrait),
        (b"RIFFxxxxWAVE", refusals.NoPortrait),
        (b"\xff\xd8\xff" + b"x" * (5 * 1024 * 1024), refusals.HeavyPortrait),
    ],
)
def test_what_is_neither_is_refused_in_its_own_words(content: bytes, refusal: type[refusals.FileRefused]) -> None:
    with pytest.raises(refusal):
        papers.make_harmless(ContentFile(content))
