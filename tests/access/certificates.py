"""Samples of certificates: whoever has the code or the link, and those who run the event."""

from collections.abc import Iterator

from core.reference.models import Region
from events.agenda.models import Event
from events.certificates.models import Certificate, new_code, new_key
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.certificates import certified, over


def event_in(world: World, region: Region) -> Event:
    return world.once(("certificates.event", region.pk), lambda: over(region=region))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("certificates.own_event", made)


def own_certificate(world: World) -> Certificate:
    return world.once("certificates.certificate", lambda: certified(own_event(world)))


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Every event is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else {"event_id": event_in(world, world.other_region).pk}
    return {"event_id": own_event(world).pk}, foreign


def of_certificate(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = of_event(world)
    number = {"certificate_id": own_certificate(world).pk}
    return (own or {}) | number, None if foreign is None else foreign | number


def of_key(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"key": own_certificate(world).key}, {"key": new_key()}


def of_code(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"code": own_certificate(world).code}, {"code": new_code()}


def foreign_certificates(world: World) -> Iterator[Foreign]:
    """What somebody completed elsewhere: to be read by those who run that series, and an administrator."""
    yield Foreign(certified(event_in(world, world.other_region), "Amina Haddad"), frozenset({"administrator"}))


CANARIES: list[Canaries] = [foreign_certificates]
SAMPLES: dict[str, Sample] = {
    **{f"certificates:{name}": of_event for name in ("manage", "issue")},
    "certificates:withdraw": of_certificate,
    **{f"certificates:{name}": of_key for name in ("own", "erase")},
    "certificates:pdf": lambda world: (None, of_key(world)[1]),
    "certificates:check": of_code,
}
