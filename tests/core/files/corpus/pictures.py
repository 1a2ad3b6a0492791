"""Portraits that are not only pictures."""

import io

from PIL import Image

from core.files import refusals
from tests.core.files.corpus.making import archive, chunk, jpeg_with_words, png_of, wide_jpeg, wide_png, zeros
from tests.core.files.corpus.making_pdf import SCRIPT, pdf
from tests.core.files.corpus.shelf import PORTRAITS, sent


@sent(PORTRAITS)
def place_where_it_was_taken() -> bytes:
    return jpeg_with_words()


@sent(PORTRAITS)
def photograph_then_archive() -> bytes:
    return jpeg_with_words() + archive({"a.class": b"mechant.test"})


@sent(PORTRAITS)
def gif_then_web_page() -> bytes:
    out = io.BytesIO()
    Image.new("P", (9, 9)).save(out, "GIF", comment=b"*/=1;fetch('//mechant.test')/*")
    return out.getvalue() + b"<script src='//mechant.test'></script>"


@sent(PORTRAITS)
def png_then_pdf() -> bytes:
    return png_of(9, 9, chunk(b"tEXt", b"Comment\x00<?php mechant.test ?>")) + pdf(f"/OpenAction {SCRIPT}")


@sent(PORTRAITS)
def gif_of_a_thousand_frames() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("P", (9, 9), at % 250) for at in range(1000)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@sent(PORTRAITS, refusals.LargePortrait)
def png_the_size_of_a_field() -> bytes:
    return wide_png()


@sent(PORTRAITS, refusals.LargePortrait)
def jpeg_the_size_of_a_field() -> bytes:
    return wide_jpeg()


@sent(PORTRAITS, refusals.LargePortrait)
def png_that_only_looks_small() -> bytes:
    """36 million pixels in 36 thousand bytes: below what Pillow itself finds suspicious."""
    return png_of(6000, 6000)


@sent(PORTRAITS, refusals.NoPortrait)
def words_that_swell_in_a_picture() -> bytes:
    return png_of(9, 9, *[chunk(b"zTXt", b"a\x00\x00" + zeros(20))] * 40)


@sent(PORTRAITS, refusals.NoPortrait)
def drawing_with_a_script() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('//mechant.test')</script></svg>"


@sent(PORTRAITS, refusals.NoPortrait)
def web_page_called_png() -> bytes:
    return b"<html>mechant.test</html>"


@sent(PORTRAITS, refusals.NoPortrait)
def program_for_a_printer() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(mechant.test) run\n"


@sent(PORTRAITS, refusals.NoPortrait)
def photograph_cut_off() -> bytes:
    return jpeg_with_words()[:-300]


@sent(PORTRAITS, refusals.NoPortrait)
def tiff() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "TIFF")
    return out.getvalue()


@sent(PORTRAITS, refusals.NoPortrait)
def nothing_at_all() -> bytes:
    return b""


@sent(PORTRAITS, refusals.HeavyPortrait)
def photograph_over_five_megabytes() -> bytes:
    return jpeg_with_words() + bytes(5 * 1024 * 1024)
