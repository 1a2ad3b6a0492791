"""Samples of group sessions: one's own place; sessions that one hosts; those of editions that one's organisation runs.

Each organisation has an edition of its own, with a session whose host it brought, and people it follows there.
"""

from collections.abc import Iterator

from network.pairing.gatherings.models import Gathering, Place
from network.pairing.offers.models import Offer
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.programmes.models import Edition, Partner
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.gatherings import make_gathering, make_group_offer, make_groups, put
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_request
from tests.factories.participants import make_ready
from tests.factories.programmes import make_edition, make_partner

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    "gatherings:gathering",
    "gatherings:change",
    "gatherings:cancel",
    "gatherings:presence",
    "gatherings:walk_in",
    "gatherings:add",
    "gatherings:register",
    "gatherings:staff_give_back",
}
#: Who keeps every edition: nothing is foreign to them.
EVERYWHERE = {"administrator", "programme_coordinator"}


def _organisation(world: World, *, own: bool) -> Organisation:
    """An officer works for the organisations of their region."""
    if own and world.role == "regional_officer":
        return world.once("gatherings.regional", lambda: make_organisation(region=world.own_region.pk))
    return world.own_organisation if own else world.other_organisation


def edition(world: World, *, own: bool) -> Edition:
    def make() -> Edition:
        made = make_edition(state="open")
        make_partner(edition=made, organisation=_organisation(world, own=own))
        make_groups(made)
        return made

    return world.once(("gatherings.edition", _organisation(world, own=own).pk), make)


def offer(world: World, *, own: bool) -> Offer:
    """Of a host whom the organisation brought; of the organisation itself where one speaks for it."""

    def make() -> Offer:
        where = edition(world, own=own)
        partner = Partner.objects.get(edition=where)
        organisation = _organisation(world, own=own)
        host = world.person if own and world.role == "mentor" else make_person("Hugo Hôte")
        return make_group_offer(where, host, partner=partner, organisation=organisation)

    return world.once(("gatherings.offer", _organisation(world, own=own).pk, own and world.role == "mentor"), make)


def gathering(world: World, *, own: bool) -> Gathering:
    found = offer(world, own=own)
    return world.once(("gatherings.gathering", found.pk), lambda: make_gathering(found))


def place(world: World, *, own: bool) -> Place:
    """Of somebody whom the organisation follows."""
    there = gathering(world, own=own)

    def make() -> Place:
        organisation = _organisation(world, own=own)
        candidacy = make_ready(make_person("Zoé Attendue"), edition=there.offer.edition, organisation=organisation)
        return put(there, make_request(candidacy, formats=["group"]))

    return world.once(("gatherings.place", there.pk), make)


def run(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role in EVERYWHERE else {"pk": gathering(world, own=False).pk}
    return {"pk": gathering(world, own=True).pk}, foreign


def added(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role in EVERYWHERE else {"pk": offer(world, own=False).pk}
    return {"pk": offer(world, own=True).pk}, foreign


def followed(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": place(world, own=True).pk}, {"pk": place(world, own=False).pk}


def mine(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Whoever is tried has a place."""

    def make(person: Person) -> Gathering:
        there = make_gathering(make_group_offer(make_groups().edition, organisation=make_organisation()))
        candidacy = make_ready(person, edition=there.offer.edition)
        put(there, make_request(candidacy, formats=["group"]))
        return there

    own = world.once(("gatherings.mine", world.person.pk), lambda: make(world.person))
    foreign = world.once("gatherings.theirs", lambda: make(make_person("Zoé Autre")))
    return {"pk": own.pk}, {"pk": foreign.pk}


SAMPLES: dict[str, Sample] = {
    "gatherings:mine": mine,
    "gatherings:take": mine,
    "gatherings:give_back": mine,
    "gatherings:calendar": mine,
    "gatherings:gathering": run,
    "gatherings:change": run,
    "gatherings:cancel": run,
    "gatherings:presence": run,
    "gatherings:walk_in": run,
    "gatherings:add": added,
    "gatherings:register": run,
    "gatherings:staff_give_back": followed,
}


def foreign_places(world: World) -> Iterator[Foreign]:
    row = place(world, own=False)
    yield Foreign(row, fixed=frozenset({"state", "presence"}), seen_by=frozenset(EVERYWHERE))
    yield Foreign(row.person)


CANARIES: list[Canaries] = [foreign_places]
