"""Colours and the weave, for what is drawn and not styled: documents and pictures. The values of ``tokens.css``."""

from typing import Final

ENCRE: Final = "#15233B"
ARDOISE: Final = "#4A5A6E"
FLEUVE: Final = "#0B5671"
FILET: Final = "#D9E0E2"
BRUME: Final = "#EDF2F2"
AMBRE: Final = "#F4B740"
WHITE: Final = "#FFFFFF"
#: Soft text on a dark ground.
MIST: Final = "#E6ECF3"
#: The weave, in a box of 34: x, y, width, height, colour; later ones lie over earlier ones. Lit for a dark ground.
WEAVE: Final = [
    (1.5, 7.5, 31, 5, "#0F7797"),
    (1.5, 21.5, 31, 5, "#D9523F"),
    (7.5, 1.5, 5, 31, "#F4B740"),
    (21.5, 1.5, 5, 31, "#8589E8"),
    (6, 21.5, 8, 5, "#D9523F"),
    (20, 7.5, 8, 5, "#0F7797"),
]
