"""Samples of the pool: counts are the same for everybody who may open them; cards and handovers are the organisations' own.

``own_organisation`` proposes two handovers to ``other_organisation``, and the other way round: one that the person was asked
about, which its sender alone knows of, and one that the person agreed to.
"""

from collections.abc import Iterator
from datetime import date

from people.participants.models import Candidacy
from people.pool import actions
from people.pool.actions import freezing
from people.pool.models import Enquiry, Handover
from people.programmes.models import Edition, Partner
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_ready
from tests.factories.pool import handed_on
from tests.factories.programmes import make_edition, make_partner

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    "pool:card",
    "pool:ask",
    "pool:enquiry",
    "pool:propose",
    "pool:handover",
    "pool:withdraw",
    "pool:paper",
    "pool:accept",
    "pool:decline",
}


def region(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"region": world.own_region.pk}, {"region": "18"}


def a_file(world: World) -> tuple[Parameters | None, Parameters | None]:
    """There is one once a week is frozen."""
    world.once("pool.week", lambda: freezing.freeze(week=date(2027, 1, 4), ready=[]))
    return {}, None


def edition(world: World, *, own: bool) -> Edition:
    """Of a bank and of the other organisation, which receives people from it and is no bank."""

    def make() -> Edition:
        bank, other = (
            (world.own_organisation, world.other_organisation)
            if own
            else (world.other_organisation, world.own_organisation)
        )
        made = make_edition(state="open")
        make_partner(edition=made, organisation=bank, capacity=1000)
        partner = make_partner(edition=made, organisation=other, capacity=1, role="regional")
        # Requests go to the bank.
        Partner.objects.filter(pk=partner.pk).update(assigned=1)
        return made

    return world.once(("pool.edition", own), make)


def ready(world: World, *, own: bool, number: int = 0) -> Candidacy:
    """Somebody ready whom ``own_organisation``, or the other one, follows, and who shows no card."""
    return world.once(
        ("pool.ready", own, number),
        lambda: make_ready(make_person("Zoé Prête"), edition=edition(world, own=own)),
    )


def handover(world: World, *, own: bool, agreed: bool) -> Handover:
    """One that ``own_organisation``, or the other one, proposes."""

    def make() -> Handover:
        candidacy = ready(world, own=own, number=2 if agreed else 1)
        sender = world.caseworker if own else world.other_caseworker
        receiver = world.other_organisation if own else world.own_organisation
        made = actions.propose(
            case_file=candidacy.case_file,
            edition=candidacy.edition,
            organisation=receiver,
            message="Cherche un atelier.",
            by=sender.person,
        )
        return handed_on(made) if agreed else made

    return world.once(("pool.handover", own, agreed), make)


def of_file(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = ready(world, own=True), ready(world, own=False)
    return {"reference": own.case_file.reference}, {"reference": foreign.case_file.reference}


def asked_about(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Enquiries to one's organisation, and to the other one."""

    def made(own: bool) -> Enquiry:
        candidacy = ready(world, own=own, number=4)
        organisations = [world.own_organisation, world.other_organisation]
        bank, asks = organisations if own else reversed(organisations)
        return Enquiry.objects.create(
            case_file=candidacy.case_file, edition=candidacy.edition, bank=bank, organisation=asks
        )

    own, other = (world.once(("pool.enquiry", which), lambda which=which: made(which)) for which in (True, False))
    return {"pk": own.pk}, {"pk": other.pk}


def as_sender(world: World) -> tuple[Parameters | None, Parameters | None]:
    """What one's organisation proposed; what another one did is foreign before the person agrees."""
    return {"pk": handover(world, own=True, agreed=False).pk}, {"pk": handover(world, own=False, agreed=False).pk}


def as_receiver(world: World) -> tuple[Parameters | None, Parameters | None]:
    """What one's organisation is asked about; what it proposed itself is not its to answer."""
    return {"pk": handover(world, own=False, agreed=True).pk}, {"pk": handover(world, own=True, agreed=True).pk}


def my_own(world: World) -> tuple[Parameters | None, Parameters | None]:
    def make() -> Handover:
        candidacy = make_ready(world.person, edition=edition(world, own=True))
        return actions.propose(
            case_file=candidacy.case_file,
            edition=candidacy.edition,
            organisation=world.other_organisation,
            by=world.caseworker.person,
        )

    mine = world.once(("pool.mine", world.person.pk), make)
    return {"pk": mine.pk}, {"pk": handover(world, own=False, agreed=False).pk}


SAMPLES: dict[str, Sample] = {
    "pool:public_counts_of": region,
    "pool:public_counts_file": a_file,
    "pool:partner_counts_of": region,
    "pool:partner_counts_file": a_file,
    "pool:card": of_file,
    "pool:propose": of_file,
    "pool:ask": of_file,
    "pool:enquiry": asked_about,
    "pool:handover": as_sender,
    "pool:withdraw": as_sender,
    "pool:paper": as_sender,
    "pool:accept": as_receiver,
    "pool:decline": as_receiver,
    "pool:my_handover": my_own,
    "pool:refuse": my_own,
}


def foreign_handovers(world: World) -> Iterator[Foreign]:
    """Of people of the other organisation: one asked about, unknown here, and one that has come to an end."""
    asked = handover(world, own=False, agreed=False)
    ended = ready(world, own=False, number=3)
    gone = actions.propose(
        case_file=ended.case_file,
        edition=ended.edition,
        organisation=world.own_organisation,
        by=world.other_caseworker.person,
    )
    actions.withdraw(handover=gone, by=world.other_caseworker.person)
    for row in (asked, gone):
        yield Foreign(row)
        # The privacy officer finds everybody by name.
        yield Foreign(row.case_file.person, seen_by=frozenset({"privacy_officer", "administrator"}))


def foreign_enquiries(world: World) -> Iterator[Foreign]:
    """What a third organisation asks the other one."""
    asked = ready(world, own=False, number=5)
    row = Enquiry.objects.create(
        case_file=asked.case_file,
        edition=asked.edition,
        bank=world.other_organisation,
        organisation=make_organisation(),
    )
    yield Foreign(row)


CANARIES: list[Canaries] = [foreign_handovers, foreign_enquiries]
