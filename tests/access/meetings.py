"""Samples of meetings: of one's own match on either side; of matches that one works with."""

from collections.abc import Iterator

from network.pairing.matches.models import Match
from network.pairing.meetings.models import Meeting
from tests.access import matches
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.meetings import plan

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    *(f"meetings:staff_{name}" for name in ("meeting", "reopen", "plan", "move", "cancel")),
    "meetings:rest",
    "meetings:wake",
}


def of(world: World, match: Match) -> Meeting:
    return world.once(("meetings.meeting", match.pk), lambda: plan(match, days=3 + match.pk % 40))


def foreign_match(world: World) -> Match:
    return matches.match(world, own=False, signed=True)


def mine(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": of(world, matches.own_match(world)).pk}, {"pk": of(world, foreign_match(world)).pk}


def my_match(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"match_pk": matches.own_match(world).pk}, {"match_pk": foreign_match(world).pk}


def own_signed(world: World) -> Match:
    if world.role == "regional_officer":
        return matches.of_the_region(world)
    return matches.match(world, own=True, signed=True)


def staff(world: World) -> tuple[Parameters | None, Parameters | None]:
    own = of(world, own_signed(world))
    foreign = None if world.role in matches.EVERYWHERE else {"pk": of(world, foreign_match(world)).pk}
    return {"pk": own.pk}, foreign


def staff_match(world: World) -> tuple[Parameters | None, Parameters | None]:
    own = own_signed(world)
    foreign = None if world.role in matches.EVERYWHERE else {"match_pk": foreign_match(world).pk}
    return {"match_pk": own.pk}, foreign


SAMPLES: dict[str, Sample] = {
    "meetings:list": my_match,
    "meetings:plan": my_match,
    "meetings:note": my_match,
    "meetings:meeting": mine,
    "meetings:say": mine,
    "meetings:move": mine,
    "meetings:cancel": mine,
    "meetings:calendar": mine,
    "meetings:staff_meeting": staff,
    "meetings:staff_reopen": staff,
    "meetings:staff_move": staff,
    "meetings:staff_cancel": staff,
    "meetings:staff_plan": staff_match,
    "meetings:rest": staff_match,
    "meetings:wake": staff_match,
}


def foreign_meetings(world: World) -> Iterator[Foreign]:
    """Of two people of the other organisation."""
    yield Foreign(of(world, foreign_match(world)), seen_by=frozenset(matches.EVERYWHERE))


CANARIES: list[Canaries] = [foreign_meetings]
