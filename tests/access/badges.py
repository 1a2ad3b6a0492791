"""Samples of badges: whoever has the link, those who run the event, and those at its door."""

from collections.abc import Iterator

from core.reference.models import Region
from events.agenda.models import Event
from events.badges.models import BadgeWish
from events.doors.models import DoorPass
from events.registration.models import Seat, new_key
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.badges import wearing
from tests.factories.registration import open_event


def event_in(world: World, region: Region) -> Event:
    return world.once(("badges.event", region.pk), lambda: open_event(region=region))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    event = world.once("badges.own_event", made)
    if world.role == "door_staff":
        DoorPass.objects.get_or_create(event=event, person=world.person, defaults={"door": "Entrée A"})
    return event


def seat_in(world: World, event: Event) -> Seat:
    return world.once(("badges.seat", event.pk), lambda: wearing(event))


def both(world: World, **named: str | int) -> tuple[Parameters | None, Parameters | None]:
    """Every event is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else event_in(world, world.other_region)
    return {"event_id": own_event(world).pk, **named}, {"event_id": foreign.pk, **named} if foreign else None


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    return both(world)


def of_file(world: World) -> tuple[Parameters | None, Parameters | None]:
    seat_in(world, own_event(world))
    return both(world, form="roll", part=1)


def of_seat(world: World) -> tuple[Parameters | None, Parameters | None]:
    return both(world, seat_id=seat_in(world, own_event(world)).pk)


def of_label(world: World) -> tuple[Parameters | None, Parameters | None]:
    return both(world, seat_id=seat_in(world, own_event(world)).pk, form="roll")


def of_link(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"link_key": seat_in(world, own_event(world)).registration.link_key}, {"link_key": new_key()}


def foreign_badges(world: World) -> Iterator[Foreign]:
    """What somebody wants on their badge elsewhere: to be read by those who run that event, and an administrator."""
    seat = seat_in(world, event_in(world, world.other_region))
    yield Foreign(BadgeWish.objects.get(seat=seat), frozenset({"administrator"}), fixed=frozenset({"languages"}))


CANARIES: list[Canaries] = [foreign_badges]
SAMPLES: dict[str, Sample] = {
    "badges:manage": of_event,
    "badges:sheets": of_file,
    "badges:one": of_seat,
    "badges:printed": of_label,
    "badges:own": of_link,
}
