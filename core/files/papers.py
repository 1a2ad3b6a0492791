"""A paper that a person sends beside their CV: a diploma, an attestation; a document, or a picture taken of one."""

from django.core.files.base import File

from core.files import cv, workers
from core.files.cv import MAX_BYTES, Harmless
from core.files.refusals import (
    Broken,
    HeavyPortrait,
    LargePicture,
    LargePortrait,
    NoPortrait,
    TooMuch,
    UnreadablePicture,
    WrongKind,
    WrongPaper,
)
from core.files.serving import PICTURE

#: What a file chooser is asked to show; the content decides.
ACCEPT = f"{cv.ACCEPT},.png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp,image/gif"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")


def make_harmless(upload: "File[bytes]") -> Harmless:
    """The same paper without anything that acts: as ``cv.make_harmless`` for documents, drawn again for a picture.

    Call it before the transaction, not within. Raises a FileRefused, whose sentence says what the person can do.
    """
    upload.seek(0)
    if upload.read(12).startswith(_PICTURES):
        return _drawn(upload)
    try:
        return cv.make_harmless(upload)
    except WrongKind:
        raise WrongPaper from None


def _drawn(upload: "File[bytes]") -> Harmless:
    """Raises HeavyPortrait, LargePortrait, NoPortrait: they speak of pictures; TooSlow, Busy."""
    if (upload.size or 0) > MAX_BYTES:
        raise HeavyPortrait
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise HeavyPortrait
    try:
        answer = workers.ask("picture", content)
    except (LargePicture, TooMuch):
        raise LargePortrait from None
    except (UnreadablePicture, Broken):
        raise NoPortrait from None
    if answer.mime != PICTURE or answer.content[:4] != b"RIFF" or answer.content[8:12] != b"WEBP":
        raise NoPortrait
    return Harmless(answer.content, answer.mime, None, "")
