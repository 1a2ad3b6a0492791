"""Pictures drawn again from their pixels: no metadata, no second file behind them, nothing the size of a wall."""

import warnings
from io import BytesIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from .terms import LARGE_PICTURE, MAX_PIXELS, UNREADABLE_PICTURE, Refused

#: Loaded now: once the room is sealed there is no disk to load them from. TIFF and MPO are parts of the reading of JPEG.
READERS = (
    BmpImagePlugin,
    GifImagePlugin,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
TROUBLES = (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError)
Image.preinit()
warnings.simplefilter("ignore")


def opened(content: bytes, *formats: str, most: int = MAX_PIXELS) -> Image.Image:
    """The picture, read to its last pixel; Refused if it is too large or cannot be read."""
    try:
        picture = Image.open(BytesIO(content), formats=formats)
        if picture.width * picture.height > most:
            raise Refused(LARGE_PICTURE)
        picture.load()
    except Image.DecompressionBombError:
        raise Refused(LARGE_PICTURE) from None
    except TROUBLES:
        raise Refused(UNREADABLE_PICTURE) from None
    return picture


def jpeg(content: bytes, kind: str) -> tuple[bytes, int, int, int]:
    """(bytes, width, height, channels) of the same photograph without anything that is not its pixels.

    Photographs for print (four channels) stay as they are: their inks cannot be told from one reader to the next.
    """
    picture = opened(content, kind)
    if kind == "JPEG" and picture.mode == "CMYK":
        return content, picture.width, picture.height, 4
    bare = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    out = BytesIO()
    if picture.format == "JPEG" and bare is picture:
        # The tables it was made with: drawn again, it loses nothing that one could see.
        bare.save(out, "JPEG", quality="keep", exif=b"", icc_profile=None, comment=b"")
    else:
        bare.save(out, "JPEG", quality=90)
    return out.getvalue(), picture.width, picture.height, len(bare.getbands())


def redrawn(content: bytes) -> tuple[bytes, str]:
    """(bytes, ending) of a picture of a text document: JPEG stays JPEG, the others become PNG."""
    picture = opened(content, "PNG", "JPEG", "GIF", "BMP", "WEBP")
    if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
        return jpeg(content, "JPEG")[0], "jpeg"
    out = BytesIO()
    bare = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bare.save(out, "PNG")
    return out.getvalue(), "png"


def blank() -> bytes:
    """A PNG of one clear pixel."""
    out = BytesIO()
    Image.new("RGBA", (1, 1), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def square(content: bytes, side: int) -> bytes:
    """The middle of the picture as a WebP of ``side`` pixels a side, the right way up."""
    return _webp(ImageOps.fit(_upright(content), (side, side), Image.Resampling.LANCZOS))


def whole(content: bytes, side: int) -> bytes:
    """All of the picture as a WebP of at most ``side`` pixels a side, the right way up."""
    picture = _upright(content)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _webp(picture)


def _upright(content: bytes) -> Image.Image:
    upright = ImageOps.exif_transpose(opened(content, "PNG", "JPEG", "WEBP", "GIF"))
    if upright.has_transparency_data:
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear)
    return upright.convert("RGB")


def _webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=84, method=4)
    return out.getvalue()
