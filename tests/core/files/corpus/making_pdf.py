"""A small PDF, and places in it where something may hide."""

import io
import zlib
from functools import cache

from tests.core.files.corpus.shelf import WORDS


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


ATTACHED = "<< /Type /Filespec /F (a.exe) /UF (a.exe) /EF << /F 6 0 R >> >>"


@cache
def encrypted(user: str, owner: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_picture(said: str, data: bytes) -> bytes:
    return pdf(
        "",
        "",
        stream(data, f"/Type /XObject /Subtype /Image {said}"),
        content=stream(b"/X Do " + DRAWN),
        resources="/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>",
    )
