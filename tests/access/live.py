"""Who may listen to what moves on screens."""

from events.agenda.models import Event
from tests.access.world import Listeners, World
from tests.factories import agenda as make


def desks(world: World) -> tuple[str, str | None]:
    """The desk of an event of the own region and organisation, and another's; an administrator hears every one."""

    def own() -> Event:
        return make.event(region=world.own_region, organisation=world.own_organisation)

    def foreign() -> Event:
        return make.event(region=world.other_region, organisation=world.other_organisation)

    other = None if world.role == "administrator" else str(world.once("live.foreign", foreign).pk)
    return str(world.once("live.own", own).pk), other


#: Door staff hear the desk of the event they hold a pass for: tried in the doors room.
LISTENERS: dict[str, Listeners] = {"desk": ({"organiser", "regional_officer", "administrator"}, desks)}
