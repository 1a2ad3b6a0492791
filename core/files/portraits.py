"""A portrait that a person sends: a square, drawn again from its pixels in the workshop."""

import secrets

from django.core.files.base import ContentFile, File

from core.files import workers
from core.files.refusals import (
    Broken,
    HeavyPortrait,
    LargePicture,
    LargePortrait,
    NoPortrait,
    TooMuch,
    UnreadablePicture,
)

MIME = "image/webp"
MAX_BYTES = 5 * 1024 * 1024
ACCEPT = "image/png,image/jpeg,image/webp,image/gif"


def portrait(upload: "File[bytes]") -> "ContentFile[bytes]":
    """The middle of the picture as a WebP of 640 × 640 pixels, without what the camera wrote beside them (place, date).

    Takes half a second as a rule and 30 at most; call it before the transaction, not within. Raises a FileRefused.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise HeavyPortrait
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise HeavyPortrait
    try:
        answer = workers.ask("portrait", content)
    except (LargePicture, TooMuch):
        raise LargePortrait from None
    except (UnreadablePicture, Broken):
        raise NoPortrait from None
    if answer.mime != MIME or answer.content[:4] != b"RIFF" or answer.content[8:12] != b"WEBP":
        raise NoPortrait
    return ContentFile(answer.content, name=f"{secrets.token_hex(8)}.webp")
