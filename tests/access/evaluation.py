"""Samples of evaluations: whoever has the mailed link, and those who run the event."""

from collections.abc import Iterator

from core.reference.models import Region
from events.agenda.models import Event
from events.evaluation.models import AnswerSheet, Asked
from events.registration.models import new_key
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.evaluation import answered, over, sent


def event_in(world: World, region: Region) -> Event:
    return world.once(("evaluation.event", region.pk), lambda: over(6, code=region.pk))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("evaluation.own_event", made)


def asked_in(world: World, event: Event) -> list[Asked]:
    """Six who were asked, of whom five have answered."""

    def made() -> list[Asked]:
        everybody = sent(event)
        for one in everybody[:-1]:
            answered(one, 4, with_name=True)
        return everybody

    return world.once(("evaluation.asked", event.pk), made)


def both(world: World, **named: str) -> tuple[Parameters | None, Parameters | None]:
    """Every event is an administrator's: none is foreign to them."""
    foreign = None if world.role == "administrator" else event_in(world, world.other_region)
    return {"event_id": own_event(world).pk, **named}, {"event_id": foreign.pk, **named} if foreign else None


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    return both(world)


def of_file(world: World) -> tuple[Parameters | None, Parameters | None]:
    asked_in(world, own_event(world))
    return both(world, form="csv")


def of_key(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"key": asked_in(world, own_event(world))[-1].key}, {"key": new_key()}


def foreign_answers(world: World) -> Iterator[Foreign]:
    """What was answered about an event elsewhere: to be read by those who run it, and an administrator."""
    event = event_in(world, world.other_region)
    last = asked_in(world, event)[-1]
    yield Foreign(last)
    yield Foreign(AnswerSheet.objects.filter(evaluation=event.pk).first(), frozenset({"administrator"}))  # type: ignore[arg-type]  # there are five


CANARIES: list[Canaries] = [foreign_answers]
SAMPLES: dict[str, Sample] = {
    **{f"evaluation:{name}": of_event for name in ("manage", "want", "questions")},
    "evaluation:export": of_file,
    "evaluation:answer": of_key,
}
