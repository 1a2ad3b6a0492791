"""Whose devices: those of the own region's events to who runs them, all to an administrator."""

from collections.abc import Iterator

from events.agenda.models import Event
from events.devices.models import Device, DeviceScan, ScannedSeat
from tests.access.doors import foreign_fair, own_fair, registration_for
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories import devices as make
from tests.factories import doors as make_doors


def device_in(world: World, event: Event) -> Device:
    return world.once(("devices.device", event.pk), lambda: make.device(event, "Entrée D"))


def scanned_in(world: World, event: Event) -> ScannedSeat:
    def made() -> ScannedSeat:
        scan = DeviceScan.objects.create(
            event=event, device=device_in(world, event), door="Entrée D", scanned_at=event.starts_at
        )
        seat = registration_for(world, event).seats.get()
        return ScannedSeat.objects.create(scan=scan, seat=seat, lookup=make.lookup(seat), outcome="double")

    return world.once(("devices.scanned", event.pk), made)


def event(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role == "administrator" else {"event_id": foreign_fair(world).pk}
    return {"event_id": own_fair(world).pk}, foreign


def device(world: World) -> tuple[Parameters | None, Parameters | None]:
    def parameters(fair: Event) -> Parameters:
        return {"event_id": fair.pk, "device_id": device_in(world, fair).pk}

    return parameters(own_fair(world)), None if world.role == "administrator" else parameters(foreign_fair(world))


def scanned(world: World) -> tuple[Parameters | None, Parameters | None]:
    def parameters(fair: Event) -> Parameters:
        return {"event_id": fair.pk, "scanned_id": scanned_in(world, fair).pk}

    return parameters(own_fair(world)), None if world.role == "administrator" else parameters(foreign_fair(world))


def foreign_rows(world: World) -> Iterator[Foreign]:
    administrators = frozenset({"administrator"})
    flagged = scanned_in(world, foreign_fair(world))
    flagged.settled_at, flagged.settled_by = flagged.scan.received_at, make_doors.person("Luc Tremblay")
    flagged.save()
    yield Foreign(device_in(world, foreign_fair(world)), administrators)
    yield Foreign(flagged, administrators)


CANARIES: list[Canaries] = [foreign_rows]
SAMPLES: dict[str, Sample] = {
    "devices:devices": event,
    "devices:part": event,
    "devices:device": device,
    "devices:device_part": device,
    "devices:code": device,
    "devices:revoke": device,
    "devices:settle": scanned,
    "door_app:page": lambda world: ({"language": "fr"}, None),
    "door_app:manifest": lambda world: ({"language": "en"}, None),
}
