"""Samples of the agenda: what is public to all, and the workspace of those who run the event."""

from events.agenda.models import Event
from tests.access.world import Sample, World
from tests.factories import agenda as make


def a_public_event(world: World) -> Event:
    return world.once(
        "agenda.event",
        lambda: make.event(
            code=world.own_region.code, organisation=world.own_organisation, title_fr="Salon", title_en=""
        ),
    )


def a_foreign_draft(world: World) -> Event:
    return world.once(
        "agenda.foreign_draft",
        lambda: make.draft(
            code=world.other_region.code, organisation=world.other_organisation, title_fr="Salon", title_en=""
        ),
    )


def _public(world: World) -> tuple[dict[str, object], dict[str, object]]:
    """A published event opens to everybody; a draft of elsewhere to its organisers, and to administrators."""
    own = a_public_event(world)
    foreign = 0 if world.role == "administrator" else a_foreign_draft(world).pk
    return {"event_id": own.pk}, {"event_id": foreign}


def _public_with_words(world: World) -> tuple[dict[str, object], dict[str, object]]:
    own, foreign = _public(world)
    return own | {"slug": "salon"}, foreign | {"slug": "salon"}


SAMPLES: dict[str, Sample] = {
    "agenda:event": _public_with_words,
    "agenda:event_short": _public,
    "agenda:event_ics": _public,
}
