"""Samples of consents: one's own, whoever one is."""

from people.accounts.models import Person
from people.consent.models import Consent
from tests.access.world import Sample, World
from tests.factories.accounts import make_person


def a_consent(person: Person) -> Consent:
    return Consent.objects.create(
        person=person, purpose="access.sample", wording_version=1, language="fr", how="self", given_by=person
    )


def own(world: World) -> Consent:
    return world.once(("consent.own", world.person.pk), lambda: a_consent(world.person))


def foreign(world: World) -> Consent:
    return world.once("consent.foreign", lambda: a_consent(make_person("Marc Roy")))


SAMPLES: dict[str, Sample] = {
    "consent:withdraw": lambda world: ({"pk": own(world).pk}, {"pk": foreign(world).pk}),
}
