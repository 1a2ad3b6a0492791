"""The tile map: the 17 administrative regions as a plain list that CSS lays out like the territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.folding import fold

#: Region code -> the parts of its name that a narrow tile may break at a soft hyphen; a part's own hyphen breaks too.
BREAKS: Final[dict[str, tuple[str, ...]]] = {
    "01": ("Bas-Saint-", "Laurent"),
    "02": ("Sague", "nay–", "Lac-Saint-", "Jean"),
    "03": ("Capitale-", "Natio", "nale"),
    "04": ("Mauri", "cie"),
    "05": ("Estrie",),
    "06": ("Mont", "réal"),
    "07": ("Outa", "ouais"),
    "08": ("Abitibi-", "Témis", "camin", "gue"),
    "09": ("Côte-Nord",),
    "10": ("Nord-du-", "Québec"),
    "11": ("Gaspé", "sie–", "Îles-de-la-", "Made", "leine"),
    "12": ("Chau", "dière-", "Appa", "laches"),
    "13": ("Laval",),
    "14": ("Lanau", "dière"),
    "15": ("Lauren", "tides"),
    "16": ("Monté", "régie"),
    "17": ("Centre-", "du-Québec"),
}


@dataclass(frozen=True)
class Tile:
    """One region. ``count`` None: no figure; ``note``: what the figure counts, spoken ("9 events"); no ``url``: no link."""

    code: str
    name: str
    url: str = ""
    count: int | None = None
    note: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class PlacedTile:
    """A tile with its depth of colour, 0 to 3 by its share of the largest count; None without figures."""

    tile: Tile
    level: int | None

    @property
    def name(self) -> SafeString:
        """The name with soft hyphens where French breaks it."""
        parts = BREAKS.get(self.tile.code, ())
        if "".join(parts) != self.tile.name:
            return format_html_join("", "{}", [(self.tile.name,)])
        # No soft hyphen after a hyphen: the browser would print both.
        return format_html_join(
            "", "{}{}", [(part, "" if part[-1] in "-–" else "\u00ad") for part in parts[:-1]] + [(parts[-1], "")]
        )


def placed(tiles: Iterable[Tile]) -> list[PlacedTile]:
    """Tiles by name, coloured by count: a reader looks for a name, the map finds its place by the code."""
    tiles = sorted(tiles, key=lambda tile: fold(tile.name))
    largest = max((tile.count or 0 for tile in tiles), default=0)

    def level(tile: Tile) -> int | None:
        if tile.count is None:
            return None
        return min(3, 1 + 3 * tile.count // (largest + 1)) if tile.count else 0

    return [PlacedTile(tile, level(tile)) for tile in tiles]
