"""A PDF made anew: what its pages draw with is copied, key by key, into a document that has nothing else.

Catalogue, scripts, actions, forms, attachments, links, layers, metadata and the file's own structure stay behind; what is
drawn of a form or a note stays as a drawing. Pictures are drawn again where that loses nothing but their metadata.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from . import pixels
from .shapes import COLOURS, DRAWN, NAMED, ONLY_STREAMS, SHAPES, STREAMS
from .terms import (
    BROKEN,
    LARGE_PICTURE,
    LOCKED,
    MAX_PAGES,
    MAX_PIXELS,
    TOO_MANY_PAGES,
    TOO_MUCH,
    UNREADABLE_PICTURE,
    WRONG_KIND,
    Made,
    Refused,
)

MIME = "application/pdf"
MAX_OBJECTS = 10_000
MAX_DEPTH = 40
#: Values in one array; Chinese typefaces list some 30 000 widths.
MAX_ITEMS = 80_000
#: Bytes of one stream and of all of them, unpacked.
MAX_STREAM = 80_000_000
MAX_UNPACKED = 160_000_000
#: Points; ISO 32000-1, annex C.
MAX_SIDE = 14_400

GENERAL = {
    "FlateDecode", "Fl", "LZWDecode", "LZW", "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "RunLengthDecode", "RL",
}  # fmt: skip
JPEG = {"DCTDecode", "DCT"}
FAX = {"CCITTFaxDecode", "CCF"}
FAX_KEYS = ("K", "EndOfLine", "EncodedByteAlign", "Columns", "Rows", "EndOfBlock", "BlackIs1")
MAX_FILTERS = 3
INLINE = re.compile(rb"(?<![^\s\x00])BI\s(.{0,600}?)\sID[\s\x00]", re.S)
INLINE_NAMES = re.compile(rb"/(?:F|Filter)\s*(\[[^\]]*\]|/[^\s/\[\]<>()]+)")

pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=2_000,
    parser_max_nesting=60,
    parser_max_container_size=200_000,
    max_stream_filters=MAX_FILTERS,
    dct_max_memory=MAX_STREAM,
    dct_max_progressive_scans=50,
    flate_max_memory=MAX_STREAM,
    png_max_memory=MAX_STREAM,
    run_length_max_memory=MAX_STREAM,
    tiff_max_memory=MAX_STREAM,
)


def make(content: bytes) -> Made:
    if not content.startswith(b"%PDF-"):
        raise Refused(WRONG_KIND)
    try:
        source = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except pikepdf.PdfError:
        raise Refused(LOCKED if b"/Encrypt" in content else BROKEN) from None
    if source.is_encrypted:
        raise Refused(LOCKED)
    pages = len(source.pages)
    if pages > MAX_PAGES:
        raise Refused(TOO_MANY_PAGES)
    if not pages:
        raise Refused(BROKEN)
    _draw_forms(source)
    copy = Copy(source)
    for page in source.pages:
        copy.add_page(page)
    out = BytesIO()
    copy.target.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
        min_version="1.7",
    )
    return Made(out.getvalue(), MIME, pages=pages)


def _draw_forms(source: Pdf) -> None:
    """What was filled in on the pages becomes part of them: a form's answers are the curriculum vitæ."""
    if not any("/Annots" in page.obj for page in source.pages):
        return
    try:
        form = source.Root.get("/AcroForm")
        if isinstance(form, Dictionary) and bool(form.get("/NeedAppearances")):
            source.generate_appearance_streams()
        source.flatten_annotations("screen")
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        # Without them the rest of the page can still be read.
        return


class Copy:
    """One document on its way into another; knows what was already copied and what may still be spent."""

    def __init__(self, source: Pdf) -> None:
        self.source = source
        self.target = pikepdf.new()
        self.copied: dict[tuple[tuple[int, int], str], Any] = {}
        self.objects = 0
        self.unpacked = 0

    # ------------------------------------------------------------------ pages
    def add_page(self, page: pikepdf.Page) -> None:
        box = _box(page.mediabox)
        made = Dictionary(
            Type=Name.Page,
            MediaBox=Array(box),
            CropBox=Array(_within(_box(page.cropbox), box)),
            Rotate=_rotation(page),
            Resources=self.value(page.resources, "resources", 0) or Dictionary(),
        )
        group = self.value(page.obj.get("/Group"), "group", 0)
        if group is not None:
            made["/Group"] = group
        drawn = b"\n".join(self.drawing(part) for part in _parts(page.obj.get("/Contents")))
        made["/Contents"] = self.packed(drawn)
        self.target.pages.append(pikepdf.Page(self.target.make_indirect(made)))

    # ------------------------------------------------------------------ values
    def value(self, given: Any, shape: str, depth: int) -> Any:
        """The value as far as its shape allows, in the new document; None if nothing of it may come through."""
        if depth > MAX_DEPTH:
            raise Refused(TOO_MUCH)
        if given is None:
            return None
        if shape in ("plain", "text"):
            return self.plain(given, strings=shape == "text", depth=depth)
        if shape.startswith("["):
            return self.several(given, shape[1:-1], depth)
        if not isinstance(given, pikepdf.Object):
            return None
        if shape.startswith("{"):
            return self.mapping(given, shape[1:-1], depth)
        if isinstance(given, Name):
            return Name(str(given)) if shape in NAMED else None
        if shape == "colour":
            return self.colour(given, depth)
        if shape == "lookup" and isinstance(given, String):
            return String(bytes(given)[:4096])
        if shape == "mask":
            return (
                self.plain(given, strings=False, depth=depth)
                if isinstance(given, Array)
                else self.value(given, "image", depth)
            )
        if shape == "xobject":
            shape = (
                {"/Image": "image", "/Form": "form"}.get(str(given.get("/Subtype")), "")
                if isinstance(given, Stream)
                else ""
            )
        if shape not in SHAPES or not isinstance(given, Dictionary | Stream):
            return None
        return self.container(given, shape, depth)

    def plain(self, given: Any, *, strings: bool, depth: int) -> Any:
        if isinstance(given, Array):
            if len(given) > MAX_ITEMS or depth > MAX_DEPTH:
                raise Refused(TOO_MUCH)
            self.spend(1 + len(given) // 100)
            return Array([self.plain(item, strings=strings, depth=depth + 1) for item in given.as_list()])
        if isinstance(given, Name):
            return Name(str(given)) if len(str(given)) < 200 else None
        if isinstance(given, String):
            return String(bytes(given)[:4096]) if strings else None
        return None if isinstance(given, pikepdf.Object) else given

    def several(self, given: Any, shape: str, depth: int) -> Any:
        if not isinstance(given, Array):
            return self.value(given, shape, depth + 1)
        if len(given) > 100:
            raise Refused(TOO_MUCH)
        made = [self.value(item, shape, depth + 1) for item in given]
        return Array([item for item in made if item is not None])

    def mapping(self, given: pikepdf.Object, shape: str, depth: int) -> Any:
        made = Dictionary()
        if isinstance(given, Dictionary):
            for key in given.keys():  # noqa: SIM118  (iterating a pikepdf dictionary gives values of another kind)
                item = self.value(given.get(key), shape, depth + 1)
                if item is not None and len(key) < 200:
                    made[key] = item
        return made

    def colour(self, given: pikepdf.Object, depth: int) -> Any:
        if not isinstance(given, Array) or not len(given) or not isinstance(given[0], Name):
            return None
        family = str(given[0])[1:]
        if family not in COLOURS:
            return None
        shapes = COLOURS[family]
        made = [self.value(item, shape, depth + 1) for item, shape in zip(list(given)[1:], shapes, strict=False)]
        if any(item is None for item in made) or (len(made) < len(shapes) and family != "Pattern"):
            return None
        return Array([Name(f"/{family}"), *made])

    def container(self, given: Any, shape: str, depth: int) -> Any:
        key = (given.objgen, shape)
        if given.is_indirect and key in self.copied:
            return self.copied[key]
        self.spend(1)
        streamed = isinstance(given, Stream)
        if (streamed and shape not in STREAMS) or (not streamed and shape in ONLY_STREAMS):
            return None
        made: Any = self.target.make_stream(b"") if streamed else Dictionary()
        if given.is_indirect:
            # Before its content: a form may name the very resources it stands in.
            made = self.target.make_indirect(made)
            self.copied[key] = made
        shapes = SHAPES[shape]
        for name in given.keys():  # noqa: SIM118  (iterating a pikepdf dictionary gives values of another kind)
            if name[1:] in shapes:
                item = self.value(given.get(name), shapes[name[1:]], depth + 1)
                if item is not None:
                    made[name] = item
        if streamed:
            self.fill(made, given, shape)
        return made

    def spend(self, objects: int) -> None:
        self.objects += objects
        if self.objects > MAX_OBJECTS:
            raise Refused(TOO_MUCH)

    # ------------------------------------------------------------------ streams
    def fill(self, made: Any, given: Any, shape: str) -> None:
        if shape == "image":
            self.picture(made, given)
        elif shape in DRAWN:
            made.write(zlib.compress(self.drawing(given)), filter=Name.FlateDecode)
        else:
            made.write(zlib.compress(self.data(given)), filter=Name.FlateDecode)

    def packed(self, data: bytes) -> Any:
        return self.target.make_stream(zlib.compress(data), Filter=Name.FlateDecode)

    def data(self, stream: Any) -> bytes:
        """What the stream holds, unpacked. Only filters that say one thing to every reader."""
        if any(name not in GENERAL for name in _filters(stream)):
            raise Refused(BROKEN)
        return self.counted(stream.read_bytes())

    def counted(self, data: bytes) -> bytes:
        self.unpacked += len(data)
        if len(data) > MAX_STREAM or self.unpacked > MAX_UNPACKED:
            raise Refused(TOO_MUCH)
        return data

    def drawing(self, stream: Any) -> bytes:
        """Drawing operators, which can only draw; pictures among them must be packed in a way that we know."""
        data = self.data(stream)
        for found in INLINE.finditer(data):
            said = INLINE_NAMES.search(found[1])
            names = [name.decode("latin-1") for name in re.findall(rb"/([^\s/\[\]<>()]+)", said[1])] if said else []
            if len(names) > MAX_FILTERS or any(name not in GENERAL | JPEG | FAX for name in names):
                raise Refused(BROKEN)
        return data

    def picture(self, made: Any, given: Any) -> None:
        names = _filters(given)
        last = names[-1] if names else ""
        width, height = _whole(given.get("/Width")), _whole(given.get("/Height"))
        if width * height > MAX_PIXELS:
            raise Refused(LARGE_PICTURE)
        if last in GENERAL or not last:
            made.write(zlib.compress(self.data(given)), filter=Name.FlateDecode)
            return
        raw = self.behind_the_wrapping(given, names[:-1])
        if last in JPEG:
            self.photograph(made, raw)
        elif last == "JPXDecode":
            drawn, width, height, channels = pixels.jpeg(raw, "JPEG2000")
            for key in ("/Decode", "/SMaskInData"):
                if key in made:
                    del made[key]
            made["/BitsPerComponent"] = 8
            made["/ColorSpace"] = Name.DeviceRGB if channels == 3 else Name.DeviceGray
            made["/Width"], made["/Height"] = width, height
            made.write(drawn, filter=Name.DCTDecode)
        elif last in FAX:
            said = given.get("/DecodeParms")
            said = said[-1] if isinstance(said, Array) and len(said) else said
            parms = Dictionary()
            if isinstance(said, Dictionary):
                for key in FAX_KEYS:
                    item = self.plain(said.get(f"/{key}"), strings=False, depth=0)
                    if item is not None:
                        parms[f"/{key}"] = item
            if _whole(parms.get("/Columns", 1728)) * max(_whole(parms.get("/Rows", 0)), height) > 3 * MAX_PIXELS:
                raise Refused(LARGE_PICTURE)
            made.write(raw, filter=Name.CCITTFaxDecode, decode_parms=parms)
        else:
            # JBIG2 among them: its readers have been broken into, and none of ours can draw it again.
            raise Refused(UNREADABLE_PICTURE)

    def photograph(self, made: Any, raw: bytes) -> None:
        drawn, width, height, _channels = pixels.jpeg(raw, "JPEG")
        made["/Width"], made["/Height"] = width, height
        made.write(drawn, filter=Name.DCTDecode)

    def behind_the_wrapping(self, stream: Any, names: list[str]) -> bytes:
        """The picture's own bytes, out of what they were packed in a second time."""
        raw = stream.read_raw_bytes()
        if not names:
            return self.counted(raw)
        if any(name not in GENERAL for name in names):
            raise Refused(BROKEN)
        wrapped = self.source.make_stream(raw, Filter=Array([Name(f"/{name}") for name in names]))
        return self.counted(wrapped.read_bytes())


# ---------------------------------------------------------------------- reading
def _parts(contents: Any) -> Iterator[Any]:
    if isinstance(contents, Stream):
        yield contents
    elif isinstance(contents, Array):
        if len(contents) > 1000:
            raise Refused(TOO_MUCH)
        yield from (part for part in contents if isinstance(part, Stream))


def _filters(stream: Any) -> list[str]:
    said = stream.get("/Filter")
    names = list(said) if isinstance(said, Array) else [said] if said is not None else []
    if len(names) > MAX_FILTERS or not all(isinstance(name, Name) for name in names):
        raise Refused(BROKEN)
    return [str(name)[1:] for name in names]


def _whole(number: Any) -> int:
    if not isinstance(number, int) or number < 0:
        raise Refused(BROKEN)
    return number


def _box(given: Any) -> list[Any]:
    numbers = list(given)
    if len(numbers) != 4 or any(isinstance(number, pikepdf.Object) or abs(number) > MAX_SIDE for number in numbers):
        raise Refused(BROKEN)
    left, right = sorted((numbers[0], numbers[2]))
    bottom, top = sorted((numbers[1], numbers[3]))
    if right - left < 1 or top - bottom < 1:
        raise Refused(BROKEN)
    return [left, bottom, right, top]


def _within(inner: list[Any], outer: list[Any]) -> list[Any]:
    cut = [max(inner[0], outer[0]), max(inner[1], outer[1]), min(inner[2], outer[2]), min(inner[3], outer[3])]
    return cut if cut[2] - cut[0] >= 1 and cut[3] - cut[1] >= 1 else outer


def _rotation(page: pikepdf.Page) -> int:
    turned = _inherited(page.obj, "/Rotate")
    return turned % 360 if isinstance(turned, int) and turned % 90 == 0 else 0


def _inherited(node: Any, key: str) -> Any:
    for _level in range(MAX_DEPTH):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None
