"""Samples of the agenda: what is public to all, and the workspace of those who run the event."""

from events.agenda.models import Event
from events.agenda.sittings import Hours, add_sittings, repeated
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


def _run(world: World) -> tuple[dict[str, object], dict[str, object]]:
    """An event of one's own region or organisation, and one of elsewhere; administrators run them all."""
    foreign = 0 if world.role == "administrator" else a_foreign_draft(world).pk
    return {"event_id": a_public_event(world).pk}, {"event_id": foreign}


def _draft(world: World) -> tuple[dict[str, object], dict[str, object]]:
    own = world.once(
        "agenda.draft", lambda: make.draft(code=world.own_region.code, organisation=world.own_organisation)
    )
    return {"event_id": own.pk}, _run(world)[1]


def _sitting(world: World) -> tuple[dict[str, object], dict[str, object]]:
    """A sitting of one's own draft, and the same one looked for in somebody else's event."""

    def made() -> Event:
        draft = make.draft(code=world.own_region.code, organisation=world.own_organisation)
        add_sittings(event=draft, by=None, hours=repeated(Hours(draft.starts, draft.ends), times=2, days=7))
        return draft

    own = world.once("agenda.series", made)
    sitting = {"sitting_id": own.sittings.all()[0].pk}
    return {"event_id": own.pk} | sitting, _run(world)[1] | sitting


def _picture(world: World) -> tuple[dict[str, object], dict[str, object]]:
    own, foreign = _public(world)
    return own | {"digest": "x"}, foreign | {"digest": "x"}


def _ending(known: str) -> Sample:
    """A file in a form that there is, and in one that there is not."""
    return lambda world: ({"form": known}, {"form": "exe"})


SAMPLES: dict[str, Sample] = {
    "agenda:share_picture": _picture,
    "agenda:news": _ending("rss"),
    "agenda:export": _ending("csv"),
    "agenda:import_model": _ending("csv"),
    "agenda:event": _public_with_words,
    "agenda:event_short": _public,
    "agenda:event_ics": _public,
    "agenda:manage_event": _run,
    "agenda:edit": _run,
    "agenda:publish": _draft,
    "agenda:unpublish": _run,
    "agenda:cancel": _run,
    "agenda:move": _run,
    "agenda:duplicate": _run,
    "agenda:discard": _draft,
    "agenda:sittings": _run,
    **{f"agenda:{name}": _sitting for name in ("sitting", "move_sitting", "end_sitting")},
}
