"""Samples of conditions and invitations: the pages of those who run the event, and the link of a letter."""

from collections.abc import Iterator

from events.agenda.models import Event
from events.gates.models import Gate, Invitation, Pass, SharedCode, new_code
from tests.access import doors
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign

Two = tuple[Parameters | None, Parameters | None]


def gate(world: World, event: Event) -> Gate:
    return world.once(("gates.gate", event.pk), lambda: Gate.objects.create(event=event))


def invitation(world: World, event: Event) -> Invitation:
    return world.once(
        ("gates.invitation", event.pk),
        lambda: Invitation.objects.create(event=event, email="amina@exemple.test", name="Amina Haddad"),
    )


def given(world: World, event: Event) -> Pass:
    return world.once(
        ("gates.pass", event.pk),
        lambda: Pass.objects.create(event=event, email="luc@exemple.test", reason="Interprète de la séance"),
    )


def both(world: World, of: str) -> Two:
    ways = {"gate_id": gate, "invitation_id": invitation, "pass_id": given}
    own, foreign = doors.own_fair(world), doors.foreign_fair(world)
    found = [{"event_id": event.pk, of: ways[of](world, event).pk} for event in (own, foreign)]
    return found[0], None if world.role == "administrator" else found[1]


def of_event(world: World) -> Two:
    own = doors.own_fair(world)
    world.once(("gates.shared", own.pk), lambda: SharedCode.objects.create(event=own, most_uses=3))
    return doors.event(world)


def of_code(world: World) -> Two:
    return {"code": invitation(world, doors.own_fair(world)).code}, {"code": new_code()}


def foreign_lists(world: World) -> Iterator[Foreign]:
    """Who is invited to an event elsewhere, and who is let in there."""
    event, administrators = doors.foreign_fair(world), frozenset({"administrator"})
    fixed = frozenset({"code", "language"})
    yield Foreign(invitation(world, event), administrators, fixed=fixed)
    yield Foreign(given(world, event), administrators, fixed=fixed)


CANARIES: list[Canaries] = [foreign_lists]
SAMPLES: dict[str, Sample] = {
    **{f"gates:{name}": of_event for name in ("gates", "let_in", "invitations", "send", "share", "close_shared")},
    "gates:remove": lambda world: both(world, "gate_id"),
    "gates:take_back": lambda world: both(world, "pass_id"),
    **{f"gates:{name}": lambda world: both(world, "invitation_id") for name in ("again", "withdraw")},
    "gates:open": of_code,
}
