"""Bands of oral French, as counts and searches know them."""

from collections.abc import Mapping

from people.pool.counts import BANDS, NOT_SAID
from people.programmes.kinds import SKILLS


def band_of(levels: Mapping[str, int]) -> str:
    """Band of the lower oral skill, from the level of each skill; ``NOT_SAID`` unless both are known."""
    known = [levels[skill] for skill in SKILLS["oral"] if skill in levels]
    if len(known) < len(SKILLS["oral"]):
        return NOT_SAID
    return next((band for band in BANDS[:-1] if min(known) <= int(band.split("-")[1])), NOT_SAID)
