"""Samples of editions that pair: the coordination keeps all of them, who works for an organisation that runs one reads it."""

from collections.abc import Iterator

from network.pairing.editions.models import COORDINATORS, PairingSettings, Reviewer
from people.organisations.models import Organisation
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.pairing import make_settings
from tests.factories.programmes import make_edition, make_partner


def _of(organisation: Organisation) -> PairingSettings:
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=organisation)
    return make_settings(edition)


def own(world: World) -> PairingSettings:
    """One that ``own_organisation`` runs, in the welcome officer's region."""

    def make() -> PairingSettings:
        organisation = world.own_organisation
        if organisation.region_id is None:
            organisation.region = world.own_region
            organisation.save()
        return _of(organisation)

    return world.once("pairing.own", make)


def foreign(world: World) -> PairingSettings:
    return world.once("pairing.foreign", lambda: _of(world.other_organisation))


def coordinates(world: World) -> bool:
    return world.role in {role.value for role in COORDINATORS}


def pair(world: World) -> tuple[Parameters, Parameters]:
    return {"pk": own(world).pk}, {"pk": 0 if coordinates(world) else foreign(world).pk}


def reviewer(settings: PairingSettings, world: World) -> Reviewer:
    return Reviewer.objects.get_or_create(settings=settings, person=world.caseworker.person)[0]


def of_reviewer(world: World) -> tuple[Parameters, Parameters]:
    mine = reviewer(own(world), world)
    return {"pk": mine.settings_id, "reviewer_pk": mine.pk}, {"pk": mine.settings_id, "reviewer_pk": 0}


def foreign_rows(world: World) -> Iterator[Foreign]:
    yield Foreign(Reviewer.objects.get_or_create(settings=foreign(world), person=world.other_caseworker.person)[0])


CANARIES: list[Canaries] = [foreign_rows]
SAMPLES: dict[str, Sample] = {
    "pairing:edition": pair,
    "pairing:set_up": pair,
    "pairing:reviewer_add": pair,
    "pairing:reviewer_remove": of_reviewer,
}
