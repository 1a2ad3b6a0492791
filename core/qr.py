"""QR codes: one for a page, one for a document."""

from collections.abc import Iterator
from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: Modules of white around a code that readers need (ISO/IEC 18004).
QUIET = 4


def svg(data: str, *, label: str) -> SafeString:
    """A QR code to stand in a page: black on white in any scheme, as wide as its box. ``label`` is read aloud."""
    rows = _qr(data).matrix
    size = len(rows) + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z" for x, y, width in _runs(rows))
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{}v{}H0z"/><path d="{}"/></svg>',
        size,
        size,
        label,
        size,
        size,
        mark_safe(path),  # noqa: S308  (numbers and letters made above)
    )


def png(data: str, *, pixels: int = 8) -> bytes:
    """The same as a picture; ``pixels`` is the side of one module."""
    written = BytesIO()
    _qr(data).save(written, kind="png", scale=pixels, border=QUIET)
    return written.getvalue()


def _qr(data: str) -> segno.QRCode:
    # Medium correction: a creased ticket still reads, and the modules stay large.
    return segno.make(data, error="m", micro=False, boost_error=False)


def _runs(rows: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side: column, row, how many."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                yield start, y, x - start
            x += 1
