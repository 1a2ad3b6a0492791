"""Samples of the network: the coordination sees every membership, a speaker their own organisation's."""

from collections.abc import Iterator

from network.membership import actions
from network.membership.models import COORDINATORS, Membership
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign


def own(world: World) -> Membership:
    return world.once("membership.own", lambda: actions.start(organisation=world.own_organisation, by=None))


def foreign(world: World) -> Membership:
    return world.once("membership.foreign", lambda: actions.start(organisation=world.other_organisation, by=None))


def pair(world: World) -> tuple[Parameters, Parameters]:
    coordinates = world.role in {role.value for role in COORDINATORS}
    return {"pk": own(world).pk}, {"pk": 0 if coordinates else foreign(world).pk}


def foreign_rows(world: World) -> Iterator[Foreign]:
    for step in foreign(world).steps.all():
        yield Foreign(step, frozenset(role.value for role in COORDINATORS))


CANARIES: list[Canaries] = [foreign_rows]
SAMPLES: dict[str, Sample] = {
    "membership:detail": pair,
    "membership:listing": pair,
}
