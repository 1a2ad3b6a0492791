"""Samples of the figures of pairing: readers read those of their editions, and nothing is of one row alone."""

from tests.access.world import Sample

SAMPLES: dict[str, Sample] = {
    "pairing_figures:behind": lambda world: ({"name": "persons"}, {"name": "nothing"}),
    "pairing_figures:export": lambda world: ({"form": "csv"}, {"form": "exe"}),
}
