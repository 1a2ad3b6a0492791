"""Samples of oversight: policies for everybody, one's own reads, and all the rest for those who watch over privacy."""

from people.oversight.models import Affected, Incident, PrivacyPolicy
from tests.access.world import Parameters, Sample, World
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.oversight import make_incident, make_policy


def a_policy(world: World) -> PrivacyPolicy:
    return world.once("oversight.policy", lambda: make_policy(world.own_organisation))


def an_incident(world: World) -> Incident:
    return world.once("oversight.incident", make_incident)


def somebody_affected(world: World) -> Affected:
    return world.once(
        "oversight.affected",
        lambda: Affected.objects.create(
            incident=an_incident(world), person=make_person("Marc Roy"), source="entered", added_by=make_person()
        ),
    )


def of_policy(world: World) -> tuple[Parameters | None, Parameters | None]:
    a_policy(world)
    # One that holds no files and has no policy: there is nothing to see or to keep.
    without = world.once("oversight.holds_nothing", make_organisation)
    return {"pk": world.own_organisation.pk}, {"pk": without.pk}


def of_incident(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": an_incident(world).pk}, {"pk": 0}


SAMPLES: dict[str, Sample] = {
    "oversight:policy": of_policy,
    "oversight:policy_edit": of_policy,
    "oversight:incident": of_incident,
    "oversight:incident_edit": of_incident,
    "oversight:incident_from_reads": of_incident,
    "oversight:incident_add_person": of_incident,
    "oversight:incident_notice": of_incident,
    "oversight:incident_close": of_incident,
    "oversight:incident_remove_person": lambda world: (
        {"pk": an_incident(world).pk, "affected_pk": somebody_affected(world).pk},
        {"pk": 0, "affected_pk": somebody_affected(world).pk},
    ),
}
