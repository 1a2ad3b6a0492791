"""Samples of requests for a match: one's own, and those of people whom one's organisation follows."""

from collections.abc import Iterator

from network.pairing.requests.models import Request, Step
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import Candidacy
from people.programmes.models import Edition
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.pairing import make_request, make_settings
from tests.factories.participants import make_candidacy
from tests.factories.programmes import make_edition, make_partner

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    "requests:staff",
    "requests:staff_begin",
    "requests:staff_write",
    "requests:staff_reach",
    "requests:staff_rest",
    "requests:staff_take_up",
    "requests:staff_end",
    "requests:staff_bring_back",
}


def edition_of(world: World, organisation: Organisation) -> Edition:
    """Of one partner, so that it follows whoever asks."""

    def make() -> Edition:
        made = make_edition(state="open")
        make_partner(edition=made, organisation=organisation)
        return make_settings(made).edition

    return world.once(("requests.edition", organisation.pk), make)


def a_request(world: World, person: Person | None, organisation: Organisation, key: str) -> Request:
    return world.once(
        ("requests.request", organisation.pk, key),
        lambda: make_request(person=person or make_person("Zoé Demande"), edition=edition_of(world, organisation)),
    )


def own(world: World) -> tuple[Parameters | None, Parameters | None]:
    """One's own, and somebody else's."""
    other = a_request(world, None, world.other_organisation, "somebody")
    if not world.user.is_authenticated:
        return {"pk": other.pk}, None
    mine = a_request(world, world.user.person, world.own_organisation, f"mine:{world.user.pk}")
    return {"pk": mine.pk}, {"pk": other.pk}


def own_candidacy(world: World) -> tuple[Parameters | None, Parameters | None]:
    other = a_request(world, None, world.other_organisation, "somebody")
    if not world.user.is_authenticated:
        return {"pk": other.candidacy_id}, None
    mine = a_request(world, world.user.person, world.own_organisation, f"mine:{world.user.pk}")
    return {"pk": mine.candidacy_id}, {"pk": other.candidacy_id}


def followed(world: World) -> tuple[Parameters | None, Parameters | None]:
    return (
        {"pk": a_request(world, None, world.own_organisation, "followed").pk},
        {"pk": a_request(world, None, world.other_organisation, "followed").pk},
    )


def to_begin(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Candidacies without a request."""

    def make(organisation: Organisation) -> Candidacy:
        return world.once(
            ("requests.candidacy", organisation.pk),
            lambda: make_candidacy(make_person("Zoé Début"), edition_of(world, organisation)),
        )

    return {"pk": make(world.own_organisation).pk}, {"pk": make(world.other_organisation).pk}


def nothing(_world: World) -> tuple[Parameters | None, Parameters | None]:
    return {}, None


SAMPLES: dict[str, Sample] = {
    "requests:home": nothing,
    "requests:begin": own_candidacy,
    "requests:mine": own,
    "requests:write": own,
    "requests:reach": own,
    "requests:rest": own,
    "requests:take_up": own,
    "requests:withdraw": own,
    "requests:bring_back": own,
    "requests:list": nothing,
    "requests:staff_begin": to_begin,
    "requests:staff": followed,
    "requests:staff_write": followed,
    "requests:staff_reach": followed,
    "requests:staff_rest": followed,
    "requests:staff_take_up": followed,
    "requests:staff_end": followed,
    "requests:staff_bring_back": followed,
}


def foreign_requests(world: World) -> Iterator[Foreign]:
    request = a_request(world, None, world.other_organisation, "canaries")
    yield Foreign(request)
    yield Foreign(Step.objects.create(request=request, source="draft", target="waiting"))
    yield Foreign(request.occupations.get(), fixed=frozenset({"code"}))
    yield Foreign(request.person)


CANARIES: list[Canaries] = [foreign_requests]
