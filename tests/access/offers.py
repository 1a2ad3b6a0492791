"""Samples of offers: the coordination sees all, a host their own, a partner's people those that it brought."""

from collections.abc import Iterator

from network.pairing.editions.models import PairingSettings
from network.pairing.offers.links import token_of
from network.pairing.offers.models import Offer, Step
from people.accounts.models import Person
from people.programmes.models import KEEPERS, Partner
from tests.access import pairing
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.organisations import make_affiliation
from tests.factories.pairing import make_offer

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    "offers:offer",
    "offers:step",
    "offers:check",
    "offers:move",
    "offers:resize",
    "offers:end",
    "offers:hand_on",
}


def _partner(settings: PairingSettings) -> Partner:
    return settings.edition.partners.get()


def own(world: World, state: str = "open") -> Offer:
    """Of whoever is tried as host, for ``own_organisation``, which brought it as partner, too."""

    def make() -> Offer:
        settings = pairing.own(world)
        return make_offer(
            settings.edition,
            host=world.person,
            organisation=world.own_organisation,
            partner=_partner(settings),
            state=state,
        )

    return world.once(("offers.own", world.person.pk, state), make)


def foreign(world: World, state: str = "open") -> Offer:
    def make() -> Offer:
        settings = pairing.foreign(world)
        return make_offer(
            settings.edition,
            host=make_person("Zoé Ailleurs"),
            organisation=world.other_organisation,
            partner=_partner(settings),
            state=state,
        )

    return world.once(("offers.foreign", state), make)


def keeps(world: World) -> bool:
    return world.role in {role.value for role in KEEPERS}


def pair(world: World) -> tuple[Parameters, Parameters]:
    return {"pk": own(world).pk}, {"pk": 0 if keeps(world) else foreign(world).pk}


def a_draft(world: World) -> tuple[Parameters, Parameters]:
    return {"pk": own(world, "draft").pk}, {"pk": 0 if keeps(world) else foreign(world, "draft").pk}


def a_step(world: World) -> tuple[Parameters, Parameters]:
    mine, other = a_draft(world)
    return mine | {"code": "what"}, other | {"code": "what"}


def by_link(world: World) -> tuple[Parameters, Parameters]:
    offer = world.once("offers.linked", lambda: make_offer(pairing.own(world).edition))
    return {"token": token_of(offer)}, {"token": token_of(offer)[:-2] + "xx"}


def for_somebody(world: World) -> tuple[Parameters, Parameters]:
    def make() -> Person:
        return make_affiliation(organisation=world.own_organisation).person

    pairing.own(world)
    contact = world.once("offers.contact", make)
    stranger = world.once("offers.stranger", lambda: make_person("Zoé Inconnue"))
    organisation = world.own_organisation.pk
    return (
        {"organisation": organisation, "person": contact.pk},
        {"organisation": organisation, "person": stranger.pk},
    )


def to_answer(world: World) -> tuple[Parameters, Parameters]:
    return {"pk": own(world, "submitted").pk}, {"pk": 0}


def foreign_rows(world: World) -> Iterator[Foreign]:
    offer = foreign(world)
    seen = frozenset(role.value for role in KEEPERS)
    yield Foreign(offer, seen, never=frozenset({"folded"}))
    yield Foreign(Step.objects.get_or_create(offer=offer, target="open", word="Bienvenue.")[0], seen)


CANARIES: list[Canaries] = [foreign_rows]
SAMPLES: dict[str, Sample] = {
    "offers:offer": pair,
    "offers:check": a_draft,
    "offers:step": a_step,
    "offers:move": pair,
    "offers:resize": pair,
    "offers:end": pair,
    "offers:hand_on": pair,
    "offers:renew_by_link": by_link,
    "offers:export": lambda world: ({"ending": "csv"}, {"ending": "exe"}),
    "offers:decide": to_answer,
    "offers:begin_for": for_somebody,
}
