"""Whose doors open: the own region's to those who run it, one door to who holds its pass, all to an administrator."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from core.outbox import Mail
from core.reference.models import Region
from events.agenda.models import Event
from events.doors.models import DoorPass, Scan
from events.registration.models import Guardian, PlaceOffer, Registration, Seat
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories import doors as make


def fair_in(world: World, region: Region) -> Event:
    return world.once(("doors.fair", region.pk), lambda: make.fair(code=region.pk))


def own_fair(world: World) -> Event:
    """The fair of the own region and organisation; who tries as door staff holds a pass for it."""

    def made() -> Event:
        event = fair_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    event = world.once("doors.own_fair", made)
    if world.role == "door_staff":
        DoorPass.objects.get_or_create(event=event, person=world.person, defaults={"door": "Entrée A"})
    return event


def foreign_fair(world: World) -> Event:
    return fair_in(world, world.other_region)


def registration_for(world: World, event: Event) -> Registration:
    def made() -> Registration:
        seat: Seat = make.seat(event)
        return seat.registration

    return world.once(("doors.registration", event.pk), made)


def pass_for(world: World, event: Event) -> DoorPass:
    return world.once(
        ("doors.pass", event.pk),
        lambda: DoorPass.objects.create(event=event, person=make.person("Luc Tremblay"), door="Entrée B"),
    )


def event(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Every door is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else {"event_id": foreign_fair(world).pk}
    return {"event_id": own_fair(world).pk}, foreign


def export(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = event(world)
    return {**(own or {}), "form": "csv"}, foreign and {**foreign, "form": "csv"}


def registration(world: World) -> tuple[Parameters | None, Parameters | None]:
    def parameters(held: Event) -> Parameters:
        return {"event_id": held.pk, "registration_id": registration_for(world, held).pk}

    foreign = None if world.role == "administrator" else parameters(foreign_fair(world))
    return parameters(own_fair(world)), foreign


def door_pass(world: World) -> tuple[Parameters | None, Parameters | None]:
    def parameters(held: Event) -> Parameters:
        return {"event_id": held.pk, "pass_id": pass_for(world, held).pk}

    foreign = None if world.role == "administrator" else parameters(foreign_fair(world))
    return parameters(own_fair(world)), foreign


def foreign_rows(world: World) -> Iterator[Foreign]:
    """Who comes to a fair elsewhere, and who stands at its doors: an administrator's to see, and those who run it."""
    fair = foreign_fair(world)
    held = registration_for(world, fair)
    seat = Seat.objects.get(registration=held)
    administrators = frozenset({"administrator"})
    # First of all: it is found by the address that is about to change.
    yield from (Foreign(mail, administrators) for mail in Mail.objects.filter(recipient=held.email))
    yield Foreign(held, administrators)
    yield Foreign(seat, administrators)
    yield Foreign(held.contact, administrators)
    until = timezone.now() + timedelta(hours=1)
    asked = {"name": "?", "until": until}
    yield Foreign(Guardian.objects.get_or_create(registration=held, defaults=asked)[0], administrators)
    kept = {"seats": 1, "expires_at": until, "out_of_turn": True, "reason": "?"}
    yield Foreign(PlaceOffer.objects.get_or_create(registration=held, defaults=kept)[0], administrators)
    admitted = pass_for(world, fair)
    yield Foreign(admitted, administrators)
    yield Foreign(admitted.person, administrators)
    yield Foreign(
        Scan.objects.create(
            event=fair, seat=seat, by=admitted.person, door="Entrée C", outcome=Scan.Outcome.CHECKED_IN
        ),
        administrators,
    )


CANARIES: list[Canaries] = [foreign_rows]
SAMPLES: dict[str, Sample] = {
    **{
        f"doors:{name}": event
        for name in (
            "door",
            "choose",
            "scan",
            "undo",
            "door_search",
            "counts",
            "live",
            "live_part",
            "passes",
            "registrations",
            "search",
            "paper",
            "grid",
            "walk_in",
        )
    },
    "doors:export": export,
    "doors:export_grid": export,
    "doors:take_pass": door_pass,
    **{f"doors:{name}": registration for name in ("registration", "cancel", "resend", "attendance")},
}

LISTENERS = {
    "desk": (
        {"organiser", "regional_officer", "administrator", "door_staff", "organiser@organisation"},
        lambda world: (
            str(own_fair(world).pk),
            None if world.role == "administrator" else str(foreign_fair(world).pk),
        ),
    )
}
