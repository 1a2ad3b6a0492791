"""Samples of the registration room: whoever holds the link or the ticket is let in, whoever does not is not."""

from events.agenda.models import Event
from events.registration import tickets
from events.registration.models import Registration, new_key
from tests.access.world import Sample, World
from tests.factories.registration import open_event, registered, seat_of


def an_event(world: World) -> Event:
    return world.once("registration.event", open_event)


def a_draft(world: World) -> Event:
    return world.once("registration.draft", lambda: open_event(published_at=None))


def a_registration(world: World) -> Registration:
    return world.once("registration.made", lambda: registered(an_event(world)))


def ticket(world: World) -> dict[str, str]:
    return {"code": tickets.of(seat_of(a_registration(world)))}


def link(world: World) -> dict[str, str]:
    return {"link_key": a_registration(world).link_key}


#: Well signed, of no seat: only a database that lost it could meet this one.
NOBODYS_TICKET = {"code": tickets.sign(new_key(), 1)}
NOBODYS_LINK = {"link_key": new_key()}


def of_event(world: World) -> tuple[dict[str, int], dict[str, int] | None]:
    sees_drafts = world.role == "administrator"
    return {"event_id": an_event(world).pk}, None if sees_drafts else {"event_id": a_draft(world).pk}


def ones_own(world: World) -> tuple[dict[str, int], dict[str, int]]:
    """An event where the person being tried has a seat, and one where somebody else has."""
    own = world.once(("registration.own", world.role), lambda: open_event())
    world.once(("registration.own_seat", world.role), lambda: registered(own, person=world.person))
    return {"event_id": own.pk}, {"event_id": a_registration(world).event_id}


SAMPLES: dict[str, Sample] = {
    "registration:my_one": ones_own,
    "registration:register": of_event,
    "registration:already": of_event,
    "registration:manage": lambda world: (link(world), NOBODYS_LINK),
    "registration:change": lambda world: (link(world), NOBODYS_LINK),
    "registration:cancel": lambda world: (link(world), NOBODYS_LINK),
    "registration:ticket": lambda world: (ticket(world), NOBODYS_TICKET),
    "registration:ticket_pdf": lambda world: (None, NOBODYS_TICKET),
    "registration:ticket_ics": lambda world: (ticket(world), NOBODYS_TICKET),
}
