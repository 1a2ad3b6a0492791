"""Samples of the indicators: readers read all of them."""

from tests.access.world import Sample

SAMPLES: dict[str, Sample] = {
    "indicators:detail": lambda world: ({"code": "4.1-a"}, {"code": "9.9-z"}),
    "indicators:export": lambda world: ({"code": "4.1-a", "form": "csv"}, {"code": "4.1-a", "form": "exe"}),
}
