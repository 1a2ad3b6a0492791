"""Samples of reports: those who run the event."""

from core.reference.models import Region
from events.agenda.models import Event
from tests.access.world import Parameters, Sample, World
from tests.factories import doors as make


def event_in(world: World, region: Region) -> Event:
    return world.once(("report.event", region.pk), lambda: make.fair_over(code=region.pk))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("report.own_event", made)


def both(world: World, **named: str) -> tuple[Parameters | None, Parameters | None]:
    """Every event is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else event_in(world, world.other_region)
    return {"event_id": own_event(world).pk, **named}, {"event_id": foreign.pk, **named} if foreign else None


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    return both(world)


def of_file(world: World) -> tuple[Parameters | None, Parameters | None]:
    return both(world, language="fr")


SAMPLES: dict[str, Sample] = {"report:show": of_event, "report:pdf": of_file}
