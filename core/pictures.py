"""Pictures people send are drawn again from their pixels: no metadata, no script, nothing the size of a wall."""

import secrets
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

#: What is read; SVG is left out on purpose, it can carry scripts.
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MAX_PIXELS = 24_000_000


def redraw(
    upload: "UploadedFile[bytes]", *, side: int, max_megabytes: int = 4, quality: int = 88
) -> "ContentFile[bytes]":
    """The picture as WebP, at most ``side`` pixels a side, the right way up, under a name that says nothing.

    Raises ValidationError if it is over ``max_megabytes``, over 24 megapixels, or no picture Pillow can read.
    """
    if (upload.size or 0) > max_megabytes * 1024 * 1024:
        raise ValidationError(
            _("This file is over %(size)s MB. Choose a smaller picture."),
            params={"size": max_megabytes},
            code="too_heavy",
        )
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a decompression bomb up to twice its limit; ours is the check below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise ValidationError(
                        _("This picture has too many pixels. Choose a smaller one."), code="too_large"
                    )
                drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        raise ValidationError(
            _("This file could not be read as a picture. Choose a PNG, JPEG, WebP or GIF file."), code="unreadable"
        ) from trouble
    drawn.thumbnail((side, side))
    if drawn.getchannel("A").getextrema() == (255, 255):
        drawn = drawn.convert("RGB")
    out = BytesIO()
    drawn.save(out, "WEBP", quality=quality, method=4)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(8)}.webp")
