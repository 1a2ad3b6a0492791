"""Pictures for shared links, 1200 × 630: a title, what stands above and below it, and the weave, drawn by Pillow.

Imported where one is drawn. Whoever gives its words gives them in the page's language, ready to read.
"""

import unicodedata
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from core import typefaces
from core.identity import AMBRE, ENCRE, MIST, WEAVE, WHITE
from core.sharing_words import Card

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
#: Height that is left to the title, and sizes tried from the largest until it fits.
TITLE_HEIGHT = 292
TITLE_SIZES = (72, 64, 56, 50, 44, 38, 33, 29)
#: Letters that run from right to left, by their direction in the Unicode tables.
RIGHT_TO_LEFT = frozenset({"R", "AL"})
CUT = "…"


def draw(card: Card) -> bytes:
    """PNG of some 30 kB. Cost: some 60 ms CPU, no query."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ENCRE)
    pen = ImageDraw.Draw(picture)
    _weave(picture)
    _brand(pen)
    top = MARGIN + 86
    if card.alarm:
        top = _alarm(pen, card.alarm, top)
    elif card.eyebrow:
        _line(pen, card.eyebrow, top, 30, AMBRE, bold=True)
        top += 52
    lines = [line for line in card.lines if line][:3]
    below = HEIGHT - MARGIN - 46 * len(lines)
    _title(pen, card.title, top, min(TITLE_HEIGHT, below - top - 16))
    for number, line in enumerate(lines):
        _line(pen, line, below + 46 * number + 8, 33, WHITE if number == 0 else MIST, bold=number == 0)
    out = BytesIO()
    # Few colours: a palette makes it a third of the size.
    picture.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _weave(picture: Image.Image) -> None:
    """The weave, drawn twice as large first, for smooth edges."""
    side = 270
    scale = 2 * side / 34
    large = Image.new("RGB", (2 * side, 2 * side), ENCRE)
    pen = ImageDraw.Draw(large)
    for x, y, width, height, colour in WEAVE:
        box = [x * scale, y * scale, (x + width) * scale, (y + height) * scale]
        pen.rounded_rectangle(box, radius=2.4 * scale if max(width, height) > 20 else 0, fill=colour)
    woven = large.resize((side, side), Image.Resampling.LANCZOS)
    picture.paste(woven, (WIDTH - side - 32, (HEIGHT - side) // 2))


def _brand(pen: ImageDraw.ImageDraw) -> None:
    pen.text((MARGIN, MARGIN - 18), "Maillage", font=_font("title", "B", 44), fill=WHITE)


def _alarm(pen: ImageDraw.ImageDraw, text: str, top: int) -> int:
    """A word on an amber ground, which no one colour alone carries; where what follows may begin."""
    font = _font_for(text, "text", "B", 32)
    width = pen.textlength(_drawable(text, "text", "B")[0], font=font)
    pen.rounded_rectangle([MARGIN, top - 6, MARGIN + width + 40, top + 50], radius=8, fill=AMBRE)
    pen.text((MARGIN + 20, top + 1), _drawable(text, "text", "B")[0], font=font, fill=ENCRE)
    return top + 78


def _line(pen: ImageDraw.ImageDraw, text: str, top: int, size: int, colour: str, *, bold: bool) -> None:
    """One line, smaller or cut where it is too long."""
    style = "B" if bold else ""
    words, _wide = _drawable(text, "text", style)
    for smaller in (size, size * 0.88, size * 0.76):
        font = _font_for(text, "text", style, int(smaller))
        if pen.textlength(words, font=font) <= _room():
            break
    _write(pen, _cut(pen, words, font), top, font, colour)


def _title(pen: ImageDraw.ImageDraw, text: str, top: int, height: int) -> None:
    """As large as fits; at the smallest size, cut."""
    words, _wide = _drawable(" ".join(text.split(" ")), "title", "B")
    for size in TITLE_SIZES:
        font = _font_for(text, "title", "B", size)
        lines = _broken(pen, words, font)
        if len(lines) * _leading(size) <= height:
            break
    most = max(1, int(height // _leading(size)))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(pen, " ".join(lines[most - 1 :]), font)]
    for number, line in enumerate(lines):
        _write(pen, line, int(top + number * _leading(size)), font, WHITE)


def _leading(size: int) -> float:
    return size * 1.18


def _room() -> int:
    """Pixels of a line: up to the weave."""
    return WIDTH - 2 * MARGIN - 232


def _write(pen: ImageDraw.ImageDraw, line: str, top: int, font: ImageFont.FreeTypeFont, colour: str) -> None:
    left: float = MARGIN
    if _runs_left(line):
        left = MARGIN + _room() - pen.textlength(line, font=font)
    pen.text((left, top), line, font=font, fill=colour)


def _runs_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (as HTML's ``dir=auto``)."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((way for way in strong if way in RIGHT_TO_LEFT | {"L"}), "L") in RIGHT_TO_LEFT


def _broken(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The text in lines that fit; a word longer than a line is broken where it must be."""
    lines: list[str] = [""]
    # A no-break space does not end a line.
    for word in text.replace("\n", " ").split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if pen.textlength(longer, font=font) <= _room():
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        while pen.textlength(word, font=font) > _room():
            fits = _longest(pen, word, font)
            lines[-1] = word[:fits]
            word = word[fits:]
            lines.append("")
        lines[-1] = word
    return [line for line in lines if line]


def _longest(pen: ImageDraw.ImageDraw, word: str, font: ImageFont.FreeTypeFont, *, ending: str = "") -> int:
    """How many of its first letters fit on a line, one at least."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if pen.textlength(word[:middle] + ending, font=font) <= _room():
            low = middle
        else:
            high = middle - 1
    return low


def _cut(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> str:
    if pen.textlength(text, font=font) <= _room():
        return text
    return text[: _longest(pen, text, font, ending=CUT)].rstrip() + CUT


def _drawable(text: str, family: str, style: str) -> tuple[str, bool]:
    return typefaces.drawable(text, family, style)


def _font_for(text: str, family: str, style: str, size: int) -> ImageFont.FreeTypeFont:
    """The house's typeface, or the wide one where a letter asks for it."""
    _words, is_wide = _drawable(text, family, style)
    # It is broader: the same line in fewer points.
    return _font("wide", style, int(size * 0.88)) if is_wide else _font(family, style, size)


@lru_cache(maxsize=64)
def _font(family: str, style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(typefaces.path_of(family, style)), size)
