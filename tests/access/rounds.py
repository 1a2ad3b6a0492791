"""Samples of rounds: those of editions that one keeps, or is named to review.

Each organisation has an edition of its own, in its own region, whose rounds its caseworker and its officer review. A coordinator
who keeps everything has nothing that is foreign to them.
"""

from collections.abc import Callable, Iterator

from network.pairing.editions.models import Reviewer
from network.pairing.rounds import actions
from network.pairing.rounds.models import Change, Exclusion, Round, RoundCandidate, RoundPair
from people.programmes.models import Edition
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.participants import agree, make_ready
from tests.factories.programmes import make_edition, make_partner
from tests.factories.rounds import work

#: Doors between two organisations: what is foreign to one is the other one's own.
TENANTED = {
    f"rounds:{name}"
    for name in (
        "edition", "ask", "exclusions", "lift", "board", "standing", "left_out", "missing", "changes", "undo", "publish",
        "discard", "bring_back", "candidate", "lock", "unlock", "hosts", "between", "move", "add", "exclude",
    )
}  # fmt: skip
#: Who keeps or counts every edition: nothing is foreign to them.
EVERYWHERE = {"administrator", "programme_coordinator", "analyst"}


def edition(world: World, *, own: bool) -> Edition:
    """Reviewed by the caseworker and the officer of ``own_organisation``, or by the other caseworker."""

    def make() -> Edition:
        made = make_edition(state="open")
        make_partner(edition=made, organisation=world.own_organisation if own else world.other_organisation)
        settings = make_settings(made)
        people = [world.caseworker, world.login("regional_officer")] if own else [world.other_caseworker]
        for login in people:
            Reviewer.objects.create(settings=settings, person=login.person)
        return made

    return world.once(("rounds.edition", own), make)


def board(world: World, *, own: bool) -> Round:
    """With a pair that somebody locked, and a second host."""

    def make() -> Round:
        where = edition(world, own=own)
        request = make_request(make_ready(make_person("Zoé Paire"), edition=where), waited=9)
        agree(request.person, "card")
        make_offer(where, make_person("Hugo Hôte"))
        make_offer(where, make_person("Hélène Hôte"))
        made = actions.ask(edition=where, by=None)
        work()
        made.refresh_from_db()
        pair = made.pair_rows.get()
        actions.lock(round=made, request=pair.request_id, version=0, by=make_person("Rémi Révise"))
        made.refresh_from_db()
        return made

    return world.once(("rounds.board", own), make)


def exclusion(world: World, *, own: bool) -> Exclusion:
    def make() -> Exclusion:
        pair = board(world, own=own).pair_rows.get()
        offer = make_offer(pair.offer.edition, make_person("Henri Hôte"))
        return Exclusion.objects.create(
            edition=offer.edition, person=pair.request.person, offer=offer, reason="Se connaissent."
        )

    return world.once(("rounds.exclusion", own), make)


def of_edition(world: World) -> tuple[Parameters | None, Parameters | None]:
    own = {"pk": edition(world, own=True).pk}
    return own, None if world.role in EVERYWHERE else {"pk": edition(world, own=False).pk}


def of_exclusion(world: World) -> tuple[Parameters | None, Parameters | None]:
    own = {"pk": exclusion(world, own=True).pk}
    return own, None if world.role in EVERYWHERE else {"pk": exclusion(world, own=False).pk}


def of_board(*more: str) -> Sample:
    def parameters(world: World, *, own: bool) -> Parameters:
        round_ = board(world, own=own)
        pair = round_.pair_rows.get()
        known = {"request_id": pair.request_id, "offer_id": pair.offer_id}
        return {"pk": round_.pk, **{name: known[name] for name in more}}

    def sample(world: World) -> tuple[Parameters | None, Parameters | None]:
        own = parameters(world, own=True)
        return own, None if world.role in EVERYWHERE else parameters(world, own=False)

    return sample


def everybody(_world: World) -> tuple[Parameters | None, Parameters | None]:
    return {}, None


SAMPLES: dict[str, Sample] = {
    "rounds:rounds": everybody,
    "rounds:by_group": everybody,
    "rounds:edition": of_edition,
    "rounds:edition_by_group": lambda world: ({"pk": board(world, own=True).edition_id}, {"pk": 0}),
    "rounds:round_by_group": lambda world: ({"pk": board(world, own=True).pk}, {"pk": 0}),
    "rounds:ask": of_edition,
    "rounds:exclusions": of_edition,
    "rounds:lift": of_exclusion,
    **{
        f"rounds:{name}": of_board()
        for name in (
            "board", "standing", "left_out", "missing", "changes", "undo", "publish", "discard", "bring_back",
        )
    },
    **{f"rounds:{name}": of_board("request_id") for name in ("candidate", "lock", "unlock", "hosts")},
    **{f"rounds:{name}": of_board("request_id", "offer_id") for name in ("between", "move", "add", "exclude")},
}  # fmt: skip

LISTENERS: dict[str, tuple[set[str], Callable[[World], tuple[object, object]]]] = {
    "round": (
        {"administrator", "programme_coordinator", "caseworker", "regional_officer"},
        lambda world: (
            str(board(world, own=True).pk),
            None if world.role in EVERYWHERE else str(board(world, own=False).pk),
        ),
    )
}


def foreign_rounds(world: World) -> Iterator[Foreign]:
    """What the other organisation's reviewers read."""
    round_ = board(world, own=False)
    yield Foreign(round_)
    yield Foreign(RoundCandidate.objects.get(round=round_))
    yield Foreign(RoundPair.objects.get(round=round_))
    yield Foreign(Change.objects.get(round=round_))
    yield Foreign(exclusion(world, own=False), seen_by=frozenset(EVERYWHERE))


CANARIES: list[Canaries] = [foreign_rounds]
