"""Samples of other systems: pages of whoever connected one, and addresses that a token opens."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from core.reference.models import Region
from events.agenda.models import Event
from events.exchange.models import Access, Delivery, Kind, Subscription, Token
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Person
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.registration import open_event, registered


def stranger(world: World) -> Person:
    return world.once("exchange.stranger", make_person)


def token_of(world: World, person: Person) -> Token:
    now = timezone.now()
    return world.once(
        ("exchange.token", person.pk),
        lambda: Token.objects.create(
            owner=person,
            name="Registre",
            scopes=[Access.EVENTS_READ],
            digest=new_key() * 2,
            start="mlg_xxxx",
            form_key=new_key(),
            made_at=now,
            expires_at=now + timedelta(days=9),
        ),
    )


def subscription_of(world: World, person: Person) -> Subscription:
    return world.once(
        ("exchange.subscription", person.pk),
        lambda: Subscription.objects.create(
            owner=person,
            name="Registre",
            url="https://exemple.test/",
            kinds=[Kind.EVENT_CHANGED],
            form_key=new_key(),
        ),
    )


def delivery_of(world: World, person: Person) -> Delivery:
    return world.once(
        ("exchange.delivery", person.pk),
        lambda: Delivery.objects.create(
            subscription=subscription_of(world, person), kind=Kind.PING, state="delivered", settled_at=timezone.now()
        ),
    )


def of_token(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role == "administrator" else {"token_id": token_of(world, stranger(world)).pk}
    return {"token_id": token_of(world, world.person).pk}, foreign


def of_subscription(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = {"subscription_id": subscription_of(world, stranger(world)).pk}
    own = {"subscription_id": subscription_of(world, world.person).pk}
    return own, None if world.role == "administrator" else foreign


def of_delivery(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = of_subscription(world)
    theirs = delivery_of(world, stranger(world)).pk
    return (own or {}) | {"delivery_id": delivery_of(world, world.person).pk}, foreign and foreign | {
        "delivery_id": theirs
    }


# ------------------------------------------------------------------ what a token opens


def event_in(world: World, region: Region) -> Event:
    return world.once(("exchange.event", region.pk), lambda: open_event(region=region))


def held_in(world: World, region: Region) -> Registration:
    return world.once(("exchange.held", region.pk), lambda: registered(event_in(world, region)))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("exchange.own_event", made)


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role == "administrator" else {"event_id": event_in(world, world.other_region).pk}
    return {"event_id": own_event(world).pk}, foreign


def of_registration(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = of_event(world)
    theirs = {"registration_id": held_in(world, world.other_region).pk}
    mine = {"registration_id": held_in(world, world.own_region).pk}
    return (own or {}) | mine, foreign and foreign | theirs


def of_seat(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = of_event(world)

    def seat(region: Region) -> Parameters:
        return {"seat_id": Seat.objects.get(registration=held_in(world, region)).pk}

    return (own or {}) | seat(world.own_region), foreign and foreign | seat(world.other_region)


def foreign_keys(world: World) -> Iterator[Foreign]:
    """Keys that somebody else gave to systems of theirs: for them and an administrator to see."""
    yield Foreign(token_of(world, stranger(world)), frozenset({"administrator"}))
    yield Foreign(subscription_of(world, stranger(world)), frozenset({"administrator"}))


CANARIES: list[Canaries] = [foreign_keys]
SAMPLES: dict[str, Sample] = {
    "exchange:revoke": of_token,
    **{
        f"exchange:{name}": of_subscription for name in ("subscription", "ping", "pause", "resume", "change_key", "end")
    },
    "exchange:send_again": of_delivery,
    **{f"api:{name}": of_event for name in ("event", "registrations", "waiting_list", "offers")},
    **{f"api:{name}": of_registration for name in ("registration", "cancel")},
    **{f"api:{name}": of_seat for name in ("check_in", "undo")},
    "api:nothing": lambda _world: (None, {"rest": "nowhere"}),
}
