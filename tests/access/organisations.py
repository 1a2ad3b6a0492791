"""Samples of the organisations: each role keeps those of its scope, and the coordinators keep all."""

from collections.abc import Iterator

from people.organisations import actions
from people.organisations.models import Affiliation, Invitation, Organisation
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person

KEEP_ALL = {"administrator", "network_coordinator", "programme_coordinator"}


def own(world: World) -> Organisation:
    """The organisation of those who have one, which lies in the region of those who have that."""
    organisation = world.own_organisation
    if organisation.region_id is None:
        Organisation.objects.filter(pk=organisation.pk).update(region=world.own_region)
        organisation.refresh_from_db()
    return organisation


def foreign(world: World) -> Parameters | None:
    return {"pk": 0} if world.role in KEEP_ALL else {"pk": world.other_organisation.pk}


def an_affiliation(world: World) -> Affiliation:
    return world.once(
        "organisations.affiliation",
        lambda: Affiliation.objects.create(person=make_person("Inès Roy"), organisation=own(world)),
    )


def an_invitation(world: World) -> Invitation:
    return world.once(
        "organisations.invitation",
        lambda: actions.invite(organisation=own(world), email="invitee@exemple.test", role="employer_contact", by=None),
    )


def of_invitation(world: World) -> tuple[Parameters | None, Parameters | None]:
    kept = {"pk": own(world).pk, "invitation_pk": an_invitation(world).pk}
    # With another organisation's number in the path the invitation is nobody's.
    return kept, kept | {"pk": world.other_organisation.pk}


def may_found(world: World) -> bool:
    """Who keeps only their own organisation enters no other."""
    return world.role not in {"employer_contact", "executive", "organiser@organisation"}


def foreign_rows(world: World) -> Iterator[Foreign]:
    """Who is with the other organisation, and whom it invited: its own people's business, and the coordinators'."""
    keepers = frozenset(KEEP_ALL)
    person = make_person("Loin Dici")
    yield Foreign(person, keepers)
    yield Foreign(
        Affiliation.objects.create(person=person, organisation=world.other_organisation, title="Directrice"), keepers
    )
    yield Foreign(
        actions.invite(organisation=world.other_organisation, email="loin@exemple.test", role="executive", by=None),
        keepers,
    )


CANARIES: list[Canaries] = [foreign_rows]
SAMPLES: dict[str, Sample] = {
    "organisations:create": lambda world: ({} if may_found(world) else None, None if may_found(world) else {}),
    "organisations:detail": lambda world: ({"pk": own(world).pk}, foreign(world)),
    "organisations:edit": lambda world: ({"pk": own(world).pk}, foreign(world)),
    "organisations:invite": lambda world: ({"pk": own(world).pk}, foreign(world)),
    "organisations:affiliate": lambda world: ({"pk": own(world).pk}, foreign(world)),
    "organisations:affiliation_end": lambda world: (
        {"pk": own(world).pk, "affiliation_pk": an_affiliation(world).pk},
        {"pk": own(world).pk, "affiliation_pk": 0},
    ),
    "organisations:invitation_again": of_invitation,
    "organisations:invitation_withdraw": of_invitation,
    "organisations:invitation": lambda world: ({"token": an_invitation(world).token}, {"token": "0" * 64}),
}
