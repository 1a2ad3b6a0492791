"""A picture of a paper, such as a diploma: whole, the right way up, and nothing of the file it came from."""

from . import pixels
from .terms import Made

#: Enough to read small print of a page by.
SIDE = 2400
MIME = "image/webp"


def make(content: bytes) -> Made:
    return Made(pixels.whole(content, SIDE), MIME)
