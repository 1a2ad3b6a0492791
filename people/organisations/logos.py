"""Logos, as the directory shows them."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from core import pictures

#: Longest side kept, in pixels: twice what the directory shows.
SIDE = 480


def redraw(upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    """The logo at its size; raises ValidationError where it cannot be read or is too large."""
    return pictures.redraw(upload, side=SIDE)
