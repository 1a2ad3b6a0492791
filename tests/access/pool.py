"""Samples of the pool: counts are the same for everybody who may open them, region by region."""

from datetime import date

from people.pool.actions import freezing
from tests.access.world import Parameters, Sample, World


def region(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"region": world.own_region.pk}, {"region": "18"}


def a_file(world: World) -> tuple[Parameters | None, Parameters | None]:
    """There is one once a week is frozen."""
    world.once("pool.week", lambda: freezing.freeze(week=date(2027, 1, 4), ready=[]))
    return {}, None


SAMPLES: dict[str, Sample] = {
    "pool:public_counts_of": region,
    "pool:public_counts_file": a_file,
    "pool:partner_counts_of": region,
    "pool:partner_counts_file": a_file,
}
