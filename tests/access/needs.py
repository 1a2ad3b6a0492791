"""Samples of needs and meals: the link of a registration, the pages of those who run the event, the cook's link."""

from collections.abc import Iterator

from core.outbox import Mail
from core.reference.models import Region
from events.agenda.models import Event
from events.needs.models import MealLink
from events.registration.models import Registration, new_key
from people.consent.models import Consent
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.needs import asking, wishing


def event_in(world: World, region: Region) -> Event:
    return world.once(("needs.event", region.pk), lambda: asking(region=region))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("needs.own_event", made)


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Every event is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else {"event_id": event_in(world, world.other_region).pk}
    return {"event_id": own_event(world).pk}, foreign


def registration(world: World) -> Registration:
    return world.once("needs.seat", lambda: wishing(own_event(world), "step_free")).registration


def of_link(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"link_key": registration(world).link_key}, {"link_key": new_key()}


def of_cook(world: World) -> tuple[Parameters | None, Parameters | None]:
    link = world.once("needs.link", lambda: MealLink.objects.create(event=own_event(world)))
    return {"link_key": link.key}, {"link_key": new_key()}


def foreign_wishes(world: World) -> Iterator[Foreign]:
    """What somebody asks for at an event elsewhere: to be read by those who run that one, and an administrator."""
    seat = wishing(
        event_in(world, world.other_region), name="Amina Haddad", access_other="bord de l’allée", meal_other="sans ail"
    )
    administrators = frozenset({"administrator"})
    yield from (Foreign(mail, administrators) for mail in Mail.objects.filter(recipient=seat.registration.email))
    yield from (Foreign(wish, administrators) for wish in seat.wishes.all())
    yield from (Foreign(consent) for consent in Consent.objects.filter(person=seat.person))


CANARIES: list[Canaries] = [foreign_wishes]
SAMPLES: dict[str, Sample] = {
    **{f"needs:{name}": of_event for name in ("prepare", "open_totals", "close_totals")},
    **{f"needs:{name}": of_link for name in ("answer", "withdraw")},
    "needs:totals": of_cook,
}
