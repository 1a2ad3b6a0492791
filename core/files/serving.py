"""Hand a private file to whom a view let in: always a download, never a page of the site."""

from django.core.files.base import File
from django.http import FileResponse, Http404

from core.exports import safe_name

#: The one kind that may be shown in place: it was drawn again from its pixels (``core.files.portraits``).
PICTURE = "image/webp"


def serve(file: "File[bytes]", *, name: str, mime: str) -> FileResponse:
    """The file as a download called ``name``; 404 if the row is there and the file is not.

    Closed against everything a browser might make of it: no guessing of its kind, no script, no keeping in a cache.
    """
    return _answer(file, name, mime, inline=False)


def serve_picture(file: "File[bytes]", *, name: str) -> FileResponse:
    """A portrait made by ``core.files.portraits``, shown in place."""
    return _answer(file, name, PICTURE, inline=True)


def _answer(file: "File[bytes]", name: str, mime: str, *, inline: bool) -> FileResponse:
    if not file:
        raise Http404
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=not inline, filename=safe_name(name), content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
