"""Samples of the registration room: whoever holds the link or the ticket is let in, whoever does not is not."""

from datetime import timedelta

from django.utils import timezone

from events.agenda.models import Event
from events.registration import tickets
from events.registration.guarding import Named
from events.registration.models import PlaceOffer, Registration, new_key
from tests.access import doors
from tests.access.world import Parameters, Sample, World
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


def guardian(world: World) -> dict[str, str]:
    """The link of a parent who was asked."""
    asked = world.once(
        "registration.guardian",
        lambda: registered(
            open_event(terms={"asks_ages": True}), age_band="12-17", guardian=Named("Mirela", "mirela@exemple.test")
        ),
    )
    return {"key": asked.guardian.key}


def run_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    return doors.event(world)


def of_the_line(world: World) -> tuple[Parameters | None, Parameters | None]:
    """A registration of one's own event, and of another's."""
    own, foreign = doors.own_fair(world), doors.foreign_fair(world)
    held = {event.pk: doors.registration_for(world, event).pk for event in (own, foreign)}
    away = None if world.role == "administrator" else {"event_id": foreign.pk, "registration_id": held[foreign.pk]}
    return {"event_id": own.pk, "registration_id": held[own.pk]}, away


def of_an_offer(world: World) -> tuple[Parameters | None, Parameters | None]:
    """An offer at one's own event, and at another's."""

    def offer(event: Event) -> dict[str, int]:
        def made() -> PlaceOffer:
            registration = doors.registration_for(world, event)
            until = timezone.now() + timedelta(hours=1)
            return PlaceOffer.objects.get_or_create(
                registration=registration, defaults={"seats": 1, "expires_at": until}
            )[0]

        return {"event_id": event.pk, "offer_id": world.once(("registration.offer", event.pk), made).pk}

    own, foreign = doors.own_fair(world), doors.foreign_fair(world)
    return offer(own), None if world.role == "administrator" else offer(foreign)


SAMPLES: dict[str, Sample] = {
    "registration:accept": lambda world: (link(world), NOBODYS_LINK),
    "registration:decline": lambda world: (link(world), NOBODYS_LINK),
    "registration:party": lambda world: (link(world), NOBODYS_LINK),
    "registration:all_tickets": lambda world: (link(world), NOBODYS_LINK),
    "registration:guardian": lambda world: (guardian(world), {"key": new_key()}),
    "registration:terms": run_event,
    "registration:capacity": run_event,
    "registration:line": run_event,
    "registration:out_of_turn": of_the_line,
    "registration:take_back": of_an_offer,
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
