"""Samples of follow-ups: one organisation's are nobody else's; a welcome officer sees who moved to their region."""

from collections.abc import Iterator

from people.follow_up.models import Declined, FollowUp
from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.programmes.models import Edition
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.follow_up import make_follow_up
from tests.factories.participants import agree, make_file
from tests.factories.programmes import make_edition


def a_file(world: World, organisation: Organisation, where: str = "") -> CaseFile:
    """Of somebody who lives in no region in particular, or moved to the one that is tried."""

    def make() -> CaseFile:
        email = f"suivi.{where}{organisation.pk}@exemple.test"
        region = {"region": world.own_region} if where else {}
        return make_file(make_person(email=email), organisation, **region)

    return world.once(("follow_up.file", organisation.pk, where), make)


def a_follow_up(world: World, organisation: Organisation) -> FollowUp:
    return world.once(
        ("follow_up.row", organisation.pk), lambda: make_follow_up(a_file(world, organisation), state="asked")
    )


def moved_here(world: World) -> FollowUp:
    """Somebody who lives in the officer's region now, did not when it began, and agreed to be reached."""

    def make() -> FollowUp:
        file = a_file(world, world.other_organisation, "ici")
        row = make_follow_up(file)
        row.track.lived_in = world.other_region
        row.track.save()
        agree(file.person, "follow_up.regional")
        return row

    return world.once("follow_up.moved", make)


def worked_on(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = {"pk": a_follow_up(world, world.other_organisation).pk}
    if world.role == "regional_officer":
        return {"pk": moved_here(world).pk}, foreign
    return {"pk": a_follow_up(world, world.own_organisation).pk}, foreign


def followed(world: World) -> tuple[Parameters | None, Parameters | None]:
    return (
        {"pk": a_follow_up(world, world.own_organisation).pk},
        {"pk": a_follow_up(world, world.other_organisation).pk},
    )


def edition(world: World) -> Edition:
    return world.once("follow_up.edition", lambda: make_edition(state="open", regions=[world.own_region.code]))


def one_of_mine(world: World) -> tuple[Parameters | None, Parameters | None]:
    def make() -> FollowUp:
        return make_follow_up(make_file(world.person), state="asked")

    mine = world.once(("follow_up.mine", world.person.pk), make)
    return {"pk": mine.pk}, {"pk": a_follow_up(world, world.other_organisation).pk}


def held(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"token": a_follow_up(world, world.own_organisation).token}, {"token": "0" * 64}


SAMPLES: dict[str, Sample] = {
    "follow_up:link": held,
    "follow_up:mine_answer": one_of_mine,
    "follow_up:detail": worked_on,
    "follow_up:answer": worked_on,
    "follow_up:attempt": worked_on,
    "follow_up:unreachable": worked_on,
    "follow_up:move": followed,
    "follow_up:call_off": followed,
    "follow_up:behind": lambda world: ({"name": "settled"}, {"name": "nothing"}),
    "follow_up:plan": lambda world: ({"pk": edition(world).pk}, {"pk": 0}),
}
TENANTED = {
    "follow_up:detail",
    "follow_up:answer",
    "follow_up:attempt",
    "follow_up:unreachable",
    "follow_up:move",
    "follow_up:call_off",
}


def foreign_follow_ups(world: World) -> Iterator[Foreign]:
    """What the other organisation's follow-ups say: no role here reaches it."""
    row = a_follow_up(world, world.other_organisation)
    Declined.objects.get_or_create(case_file=row.track.case_file)
    yield Foreign(row)
    yield Foreign(row.track.case_file.person)


CANARIES: list[Canaries] = [foreign_follow_ups]
