"""The fonts of PDF tickets, made from others: fpdf2 reads TTF, and tickets print names of many scripts.

usage: python -m tools.fonts DEJAVU_FOLDER   (once; needs brotli, which nothing else here does)

Radio Canada comes as variable WOFF2 in three subsets (``static/vendor/radio-canada*``): each weight becomes one
static TTF with the letters of all three. DejaVu Sans (DEJAVU_FOLDER holds its TTF; Debian: fonts-dejavu-core)
keeps the scripts of names: Latin with Vietnamese, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic,
Tifinagh and the syllabics of Inuktitut. Then: ``python -m tools.vendor record``.
"""

import sys
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.varLib import instancer

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
FROM = {
    "radio-canada-pdf-5.3.0/RadioCanada-Regular.ttf": ("radio-canada-5.3.0", "radio-canada", 400),
    "radio-canada-pdf-5.3.0/RadioCanada-SemiBold.ttf": ("radio-canada-5.3.0", "radio-canada", 600),
    "radio-canada-pdf-5.3.0/RadioCanadaBig-Bold.ttf": ("radio-canada-big-5.3.0", "radio-canada-big", 650),
}
SUBSETS = ["latin", "latin-ext", "vietnamese"]
DEJAVU = "dejavu-pdf-2.37"
#: Blocks of Unicode that DejaVu Sans keeps.
BLOCKS = [
    (0x20, 0x58F),  # Latin, IPA, combining marks, Greek, Cyrillic, Armenian
    (0x5B0, 0x6FF),  # Hebrew, Arabic
    (0x750, 0x77F),  # Arabic supplement
    (0x10A0, 0x10FF),  # Georgian
    (0x1401, 0x1676),  # syllabics of Inuktitut, Cree and their neighbours
    (0x1E00, 0x206F),  # Latin with Vietnamese, Greek extended, punctuation
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # letter-like signs
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),  # minus
    (0x2C60, 0x2D7F),  # Latin extended C, Georgian, Tifinagh
    (0xA720, 0xA7FF),  # Latin extended D
    (0xFB00, 0xFDFF),  # ligatures, Arabic presentation forms A
    (0xFE70, 0xFEFF),  # Arabic presentation forms B
    (0xFFFD, 0xFFFD),  # what stands for a letter no font has
]
FEATURES = ["ccmp", "fina", "init", "isol", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig"]


def static(path: Path, weight: int) -> TTFont:
    font = TTFont(path)
    font.flavor = None
    written = BytesIO()
    instancer.instantiateVariableFont(font, {"wght": weight}).save(written)
    return TTFont(written)


def closure(font: TTFont, names: set[str]) -> set[str]:
    """The glyphs and those they are composed of."""
    seen: set[str] = set()
    while names - seen:
        name = (names - seen).pop()
        seen.add(name)
        glyph = font["glyf"][name]
        if glyph.isComposite():
            names = names | {part.glyphName for part in glyph.components}
    return seen


def graft(base: TTFont, others: list[TTFont]) -> None:
    """Add to ``base`` the letters it lacks; layout tables stay those of ``base``."""
    letters, order = dict(base.getBestCmap()), list(base.getGlyphOrder())
    for number, font in enumerate(others, 1):
        new = {letter: name for letter, name in font.getBestCmap().items() if letter not in letters}
        taken = closure(font, set(new.values()))
        renamed = {name: f"x{number}.{name}" for name in font.getGlyphOrder() if name in taken}
        for name, own in renamed.items():
            glyph = deepcopy(font["glyf"][name])
            if glyph.isComposite():
                for part in glyph.components:
                    part.glyphName = renamed[part.glyphName]
            base["glyf"].glyphs[own] = glyph
            base["hmtx"].metrics[own] = font["hmtx"].metrics[name]
            order.append(own)
        letters |= {letter: renamed[name] for letter, name in new.items()}
    base.setGlyphOrder(order)
    base["glyf"].glyphOrder = order
    base["maxp"].numGlyphs = len(order)
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 1, 0, letters
    base["cmap"].tables = [table]


def keep(font: TTFont, letters: list[int]) -> TTFont:
    """Drop what a PDF does not need: hinting, glyph names, other letters. The licence stays in the name table."""
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["STAT", "FFTM", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def main(dejavu: Path) -> None:
    for target, (folder, family, weight) in FROM.items():
        paths = [VENDOR / folder / f"{family}-{part}-wght-normal.woff2" for part in SUBSETS]
        base, *others = [static(path, weight) for path in paths if path.exists()]
        graft(base, others)
        full = Path(target).stem.replace("-", " ")
        for identifier, text in ((1, full.split()[0]), (2, full.split()[1]), (4, full), (6, Path(target).stem)):
            base["name"].setName(text, identifier, 3, 1, 0x409)
        (VENDOR / target).parent.mkdir(exist_ok=True)
        keep(base, list(base.getBestCmap())).save(VENDOR / target)
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        letters = [letter for first, last in BLOCKS for letter in range(first, last + 1)]
        (VENDOR / DEJAVU).mkdir(exist_ok=True)
        keep(TTFont(dejavu / name), letters).save(VENDOR / DEJAVU / name)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
