"""Typefaces of drawn documents: parsed once, and wide enough for the names of the people who come.

Radio Canada has the letters of French, English, Vietnamese and the rest of Latin; DejaVu Sans stands in for
Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Tifinagh and the syllabics of Inuktitut.
"""

import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

#: Family and style of fpdf2 -> file under static/vendor.
FILES = {
    ("title", "B"): "radio-canada-pdf-5.3.0/RadioCanadaBig-Bold.ttf",
    ("text", ""): "radio-canada-pdf-5.3.0/RadioCanada-Regular.ttf",
    ("text", "B"): "radio-canada-pdf-5.3.0/RadioCanada-SemiBold.ttf",
    ("wide", ""): "dejavu-pdf-2.37/DejaVuSans.ttf",
    ("wide", "B"): "dejavu-pdf-2.37/DejaVuSans-Bold.ttf",
}
#: Shows that a letter is there which no typeface has.
MISSING = "\ufffd"
#: Marks, signs that are not seen, and pictures: a name can be read without them.
LEFT_OUT = frozenset({"Mn", "Mc", "Me", "Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})
#: What neither fpdf2's pages nor their glyphs need: shaping reads the whole file by HarfBuzz.
NOT_EMBEDDED = ("GPOS", "GSUB", "GDEF", "cmap", "OS/2", "name")


def path_of(family: str, style: str = "") -> Path:
    return Path(settings.BASE_DIR) / "static" / "vendor" / FILES[family, style]


def clean(text: str) -> str:
    """Letters composed, control characters dropped: what a typeface can be asked to draw. Line ends stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Co"})


def lacking(text: str, family: str, style: str = "") -> set[str]:
    """Signs of the text that the typeface does not have."""
    cmap = _parsed(family, style)[0].cmap
    return {sign for sign in set(text) - {"\n"} if ord(sign) not in cmap}


def drawable(text: str, family: str, style: str = "") -> tuple[str, bool]:
    """The text as it can be drawn, and whether that needs the wide typeface.

    A letter that no typeface has becomes ``MISSING``; a mark, a little picture or an invisible sign is left out.
    """
    text = clean(text)
    lacks = lacking(text, family, style)
    for sign in lacks & lacking("".join(lacks), "wide", style):
        text = text.replace(sign, "" if unicodedata.category(sign) in LEFT_OUT else MISSING)
    return text, bool(lacks)


class Face(TTFFont):  # type: ignore[misc]  # fpdf2's types are not read here
    """A typeface of one document, made from one parsed before.

    fpdf2 parses the file again for each document, and its subsetting carries tables along that it then drops:
    two thirds of a ticket's time. Here the parts that do not change are shared, and the tables that a page
    embeds are all that is cut down. Measured: a ticket in half the time, one in Arabic in a third.
    """

    def __init__(self, pdf: FPDF, family: str, style: str) -> None:
        parsed, outlines = _parsed(family, style)
        for name in TTFFont.__slots__:
            if hasattr(parsed, name):
                setattr(self, name, getattr(parsed, name))
        self.i = len(pdf.fonts) + 1
        self.biggest_size_pt = 0
        self.missing_glyphs: list[int] = []
        self.ttfont = TTFont(BytesIO(outlines), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
        self.ttfont.setGlyphOrder(list(parsed.ttfont.getGlyphOrder()))
        self.subset = SubsetMap(self)


def add(pdf: FPDF, family: str, style: str = "") -> None:
    """Make the typeface known to the document; a second time does nothing."""
    key = f"{family}{style}"
    if key not in pdf.fonts:
        pdf.fonts[key] = Face(pdf, family, style)


@lru_cache
def _parsed(family: str, style: str) -> tuple[TTFFont, bytes]:
    """The typeface, and its file reduced to what is embedded. Kept for the life of the process."""
    path = path_of(family, style)
    face = TTFFont(FPDF(), path, f"{family}{style}", style)
    face.hbfont  # noqa: B018  (opened here, once)
    outlines = TTFont(path, recalcTimestamp=False)
    outlines.setGlyphOrder(face.ttfont.getGlyphOrder())
    for table in NOT_EMBEDDED:
        if table in outlines:
            del outlines[table]
    written = BytesIO()
    outlines.save(written)
    return face, written.getvalue()
