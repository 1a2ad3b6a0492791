"""Samples of matches: one's own on either side; those of people whom one's organisation follows, of hosts it brought, of editions
one keeps.

Each organisation has an edition of its own with a candidate whom it follows and a host whom it brought.
"""

from collections.abc import Iterator

from network.pairing.matches import actions
from network.pairing.matches.models import Goal, Logbook, Match, Party, Resource, Review, Side
from people.organisations.models import Organisation
from people.programmes.models import Edition, Partner
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.matches import accept, sign, write
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_offer, make_proposal, make_request, make_settings
from tests.factories.participants import make_ready
from tests.factories.programmes import make_edition, make_partner

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    "matches:staff_match",
    "matches:staff_edit",
    "matches:staff_new_version",
    "matches:staff_document",
    "matches:staff_days",
    "matches:staff_end",
    "matches:staff_resume",
}
#: Who keeps every edition: nothing is foreign to them.
EVERYWHERE = {"administrator", "programme_coordinator"}


def edition(world: World, *, own: bool) -> Edition:
    def make() -> Edition:
        made = make_edition(state="open")
        make_partner(edition=made, organisation=_organisation(world, own=own))
        make_settings(made)
        return made

    return world.once(("matches.edition", own), make)


def _organisation(world: World, *, own: bool) -> Organisation:
    return world.own_organisation if own else world.other_organisation


def match(world: World, *, own: bool, signed: bool = False) -> Match:
    """Of somebody whom the organisation follows, with a host whom it brought."""

    def make() -> Match:
        where = edition(world, own=own)
        candidacy = make_ready(make_person("Zoé Jumelée"), edition=where)
        offer = make_offer(
            where,
            make_person("Hugo Mentor"),
            format="mentoring",
            partner=Partner.objects.get(edition=where, organisation=_organisation(world, own=own)),
        )
        made = accept(make_proposal(make_request(candidacy), offer))
        write(made)
        if signed:
            for side in Side:
                sign(made, side)
        return Match.objects.get(pk=made.pk)

    return world.once(("matches.match", own, signed), make)


def staff(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = None if world.role in EVERYWHERE else {"pk": match(world, own=False).pk}
    return {"pk": (of_the_region(world) if world.role == "regional_officer" else match(world, own=True)).pk}, foreign


def of_the_region(world: World) -> Match:
    """Whose host was brought by a partner of the officer's region; signed, so that its document is there."""

    def make() -> Match:
        where = edition(world, own=True)
        organisation = make_organisation(region=world.own_region.pk)
        partner = make_partner(edition=where, organisation=organisation, role="regional")
        offer = make_offer(where, make_person("Hugo du Rang"), format="mentoring", partner=partner)
        made = accept(make_proposal(make_request(make_ready(make_person("Zoé du Rang"), edition=where)), offer))
        write(made)
        for side in Side:
            sign(made, side)
        return Match.objects.get(pk=made.pk)

    return world.once("matches.of_the_region", make)


def document(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Names both: the coordination reads numbers alone, and gets none."""
    foreign = {"pk": match(world, own=False, signed=True).pk}
    if world.role in EVERYWHERE:
        return None, foreign
    own = of_the_region(world) if world.role == "regional_officer" else match(world, own=True, signed=True)
    return {"pk": own.pk}, foreign


def kept(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": match(world, own=True, signed=True).pk}, None


def own_match(world: World) -> Match:
    """Whoever is tried is the host."""

    def make() -> Match:
        where = edition(world, own=True)
        offer = make_offer(where, world.person, format="mentoring")
        made = accept(make_proposal(make_request(make_ready(make_person("Zoé Autre"), edition=where)), offer))
        write(made)
        for side in Side:
            sign(made, side)
        book = Logbook.objects.create(match=made, gaps="Souder")
        actions.share_logbook(match=made, with_host=True, with_caseworker=False, by=made.candidate)
        assert book.pk
        return Match.objects.get(pk=made.pk)

    return world.once(("matches.mine", world.person.pk), make)


def mine(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": own_match(world).pk}, {"pk": match(world, own=False, signed=True).pk}


def as_candidate(world: World) -> tuple[Parameters | None, Parameters | None]:
    """Doors of the candidate alone."""

    def make() -> Match:
        where = edition(world, own=True)
        offer = make_offer(where, make_person("Hugo Hôte"), format="mentoring")
        made = accept(make_proposal(make_request(make_ready(world.person, edition=where)), offer))
        write(made)
        for side in Side:
            sign(made, side)
        return Match.objects.get(pk=made.pk)

    own = world.once(("matches.as_candidate", world.person.pk), make)
    return {"pk": own.pk}, {"pk": own_match(world).pk}


def card(world: World) -> tuple[Parameters | None, Parameters | None]:
    """The candidate agrees that the card is shown."""
    from tests.factories.participants import agree

    found = own_match(world)
    world.once(("matches.card", found.pk), lambda: agree(found.candidate, "card"))
    return {"pk": found.pk}, {"pk": match(world, own=False, signed=True).pk}


def ended(world: World) -> tuple[Parameters | None, Parameters | None]:
    """One that the person themself ended."""
    return {"pk": own_match(world).pk}, {"pk": match(world, own=False, signed=True).pk}


def goal(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": own_match(world).pk, "rank": 1}, {"pk": match(world, own=False, signed=True).pk, "rank": 1}


def _review(world: World, found: Match) -> Review:
    def make() -> Review:
        return Review.objects.create(party=found.parties.get(side=Side.HOST), moment="first")

    return world.once(("matches.review", found.pk), make)


def review(world: World) -> tuple[Parameters | None, Parameters | None]:
    own, foreign = own_match(world), match(world, own=False, signed=True)
    return {"pk": _review(world, own).pk}, {"pk": _review(world, foreign).pk}


def links(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"edition_pk": edition(world, own=True).pk}, {"edition_pk": 999_999}


def link(world: World) -> tuple[Parameters | None, Parameters | None]:
    where = edition(world, own=True)
    made = world.once(
        "matches.link",
        lambda: Resource.objects.create(edition=where, phase="start", title_fr="Un lien", url="https://exemple.test/"),
    )
    return {"pk": made.pk}, {"pk": 999_999}


SAMPLES: dict[str, Sample] = {
    "matches:match": mine,
    "matches:agreement": mine,
    "matches:edit": mine,
    "matches:sign": mine,
    "matches:unsign": mine,
    "matches:new_version": mine,
    "matches:drop": mine,
    "matches:document": mine,
    "matches:tick": goal,
    "matches:phone": mine,
    "matches:days": mine,
    "matches:card": card,
    "matches:logbook": mine,
    "matches:share": as_candidate,
    "matches:end": mine,
    "matches:resume": ended,
    "matches:review": review,
    "matches:staff_match": staff,
    "matches:staff_edit": staff,
    "matches:staff_new_version": staff,
    "matches:staff_document": document,
    "matches:staff_days": staff,
    "matches:staff_end": staff,
    "matches:staff_resume": staff,
    "matches:complete": kept,
    "matches:links": links,
    "matches:link_remove": link,
}


def foreign_matches(world: World) -> Iterator[Foreign]:
    """Of two people of the other organisation, with what was agreed, noted and reviewed."""
    row, everywhere = match(world, own=False, signed=True), frozenset(EVERYWHERE)
    yield Foreign(row, seen_by=everywhere)
    yield Foreign(Party.objects.get(match=row, side=Side.HOST))
    yield Foreign(row.agreements.get(state="in_force"), seen_by=everywhere)
    goals: list[Goal] = list(row.agreements.get(state="in_force").goals.all())
    yield Foreign(goals[0], seen_by=everywhere)
    book = Logbook.objects.create(match=row, gaps="x")
    yield Foreign(book)
    given = _review(world, row)
    Review.objects.filter(pk=given.pk).update(given_at=row.made_at, usefulness=3, problem=False)
    yield Foreign(Review.objects.get(pk=given.pk), seen_by=everywhere)


CANARIES: list[Canaries] = [foreign_matches]
