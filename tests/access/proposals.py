"""Samples of proposals: one's own on either side; those of people whom one's organisation follows, of hosts it brought, of an edition
that one reviews.

Each organisation has an edition of its own with a candidate, a host and what is proposed; a second one is reviewed by named staff.
"""

from collections.abc import Iterator

from network.pairing.editions.models import Reviewer
from network.pairing.proposals import actions
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest
from people.programmes.models import Edition, Partner
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer, make_proposal, make_request, make_settings
from tests.factories.participants import make_ready
from tests.factories.programmes import make_edition, make_partner

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    "proposals:staff_proposal",
    "proposals:withdraw",
    "proposals:answer_for",
    "proposals:review",
}
#: Who keeps every edition: nothing is foreign to them.
EVERYWHERE = {"administrator", "programme_coordinator"}


def edition(world: World, *, own: bool, reviewed: bool = False) -> Edition:
    """Of ``own_organisation``, or of the other one; reviewed by its caseworker and its officer."""

    def make() -> Edition:
        made = make_edition(state="open")
        make_partner(edition=made, organisation=world.own_organisation if own else world.other_organisation)
        settings = make_settings(made)
        if reviewed:
            people = [world.caseworker, world.login("regional_officer")] if own else [world.other_caseworker]
            for login in people:
                Reviewer.objects.create(settings=settings, person=login.person)
        return made

    return world.once(("proposals.edition", own, reviewed), make)


def proposal(world: World, *, own: bool, reviewed: bool = False) -> Proposal:
    """Of somebody whom the organisation follows, to a host whom it brought."""

    def make() -> Proposal:
        where = edition(world, own=own, reviewed=reviewed)
        candidacy = make_ready(make_person("Zoé Proposée"), edition=where)
        offer = make_offer(where, make_person("Hugo Hôte"), partner=Partner.objects.get(edition=where))
        return make_proposal(make_request(candidacy), offer)

    return world.once(("proposals.proposal", own, reviewed), make)


def staff(world: World) -> tuple[Parameters | None, Parameters | None]:
    """A regional officer sees what they are named to review."""
    foreign = None if world.role in EVERYWHERE else {"pk": proposal(world, own=False).pk}
    return {"pk": proposal(world, own=True, reviewed=world.role == "regional_officer").pk}, foreign


def review(world: World, *, own: bool) -> ReviewRequest:
    def make() -> ReviewRequest:
        of = proposal(world, own=own, reviewed=True)
        return actions.ask_review(proposal=of, person=of.person, words="Est-ce le bon atelier?")

    return world.once(("proposals.review", own), make)


def reviewer(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role in EVERYWHERE else {"pk": review(world, own=False).pk}
    return {"pk": review(world, own=True).pk}, foreign


def mine(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Proposed to whoever is tried; one between two others is foreign."""

    def make() -> Proposal:
        where = edition(world, own=True)
        return make_proposal(
            make_request(make_ready(make_person("Zoé Autre"), edition=where)), make_offer(where, world.person)
        )

    own = world.once(("proposals.mine", world.person.pk), make)
    return {"pk": own.pk}, {"pk": proposal(world, own=False).pk}


SAMPLES: dict[str, Sample] = {
    "proposals:proposal": mine,
    "proposals:yes": mine,
    "proposals:no": mine,
    "proposals:take_back": mine,
    "proposals:ask_review": mine,
    "proposals:staff_proposal": staff,
    "proposals:withdraw": staff,
    "proposals:answer_for": staff,
    "proposals:review": reviewer,
}


def foreign_proposals(world: World) -> Iterator[Foreign]:
    """Between two people of the other organisation's edition, with what was said and asked."""
    row = proposal(world, own=False)
    yield Foreign(row, seen_by=frozenset(EVERYWHERE))
    reply = Reply.objects.create(proposal=row, side="host", person=row.host, answer="yes")
    yield Foreign(reply, seen_by=frozenset(EVERYWHERE))
    by = world.other_caseworker.person
    asked = actions.answer_review(review=review(world, own=False), by=by, outcome="stands", words="Oui.")
    yield Foreign(asked, seen_by=frozenset(EVERYWHERE))


CANARIES: list[Canaries] = [foreign_proposals]
