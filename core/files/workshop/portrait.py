"""A portrait: a square of pixels, and nothing of the file it came from."""

from . import pixels
from .terms import Made

#: Twice the largest place a portrait has on a page.
SIDE = 640
MIME = "image/webp"


def make(content: bytes) -> Made:
    return Made(pixels.square(content, SIDE), MIME)
