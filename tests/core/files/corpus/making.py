"""Pictures and archives, made byte by byte."""

import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image


@cache
def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _each in range(megabytes)), packer.flush()])


def archive(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(member, data)
    return out.getvalue()


@cache
def png(side: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (10, 90, 120)).save(out, "PNG")
    return out.getvalue()


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
