"""Logos are drawn again from their pixels: no metadata, no script, no picture the size of a wall."""

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
#: Longest side kept, in pixels: twice what the directory shows.
SIDE = 480
MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 24_000_000


def redraw(upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    """The picture as WebP, at most ``SIDE`` pixels a side, under a name that says nothing.

    Raises ValidationError if it is over 4 MB, over 24 megapixels, or no picture Pillow can read.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("This file is over 4 MB. Choose a smaller picture."), code="too_heavy")
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
    drawn.thumbnail((SIDE, SIDE))
    if drawn.getchannel("A").getextrema() == (255, 255):
        drawn = drawn.convert("RGB")
    out = BytesIO()
    drawn.save(out, "WEBP", quality=88, method=4)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(8)}.webp")
