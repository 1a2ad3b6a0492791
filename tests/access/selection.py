"""Samples of a selection: those who run the event read and decide; whoever applied has the link of their registration."""

from collections.abc import Iterator

from core.outbox import Mail
from core.reference.models import Region
from events.agenda.models import Event
from events.registration.models import Registration, new_key
from events.selection.models import Verdict
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.agenda import administrator
from tests.factories.registration import registered
from tests.factories.selection import by_review, decide


def event_in(world: World, region: Region) -> Event:
    return world.once(("selection.event", region.pk), lambda: by_review(region=region))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("selection.own_event", made)


def applied_to(world: World, event: Event) -> Registration:
    return world.once(("selection.applied", event.pk), lambda: registered(event, "Amina Haddad"))


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Every event is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else {"event_id": event_in(world, world.other_region).pk}
    return {"event_id": own_event(world).pk}, foreign


def of_application(world: World) -> tuple[Parameters | None, Parameters | None]:
    def parameters(event: Event) -> Parameters:
        return {"event_id": event.pk, "registration_id": applied_to(world, event).pk}

    foreign = None if world.role == "administrator" else parameters(event_in(world, world.other_region))
    return parameters(own_event(world)), foreign


def of_link(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"link_key": applied_to(world, own_event(world)).link_key}, {"link_key": new_key()}


def foreign_decisions(world: World) -> Iterator[Foreign]:
    """Why somebody is not chosen elsewhere: an administrator's to read, and those who run that event."""
    event = event_in(world, world.other_region)
    application = applied_to(world, event)
    decide(administrator(), "declined", application, reason_en="We looked for other occupations.")
    administrators = frozenset({"administrator"})
    yield from (Foreign(mail, administrators) for mail in Mail.objects.filter(recipient=application.email))
    yield Foreign(Verdict.objects.get(registration=application), administrators)


CANARIES: list[Canaries] = [foreign_decisions]
SAMPLES: dict[str, Sample] = {
    **{
        f"selection:{name}": of_event
        for name in ("applications", "decide", "grid", "reserve", "results", "letters", "tell")
    },
    **{f"selection:{name}": of_application for name in ("application", "decide_one")},
    "selection:mine": of_link,
}
