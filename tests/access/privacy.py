"""Samples of privacy: one's own doubles, and every pair for those who guard the register."""

from people.accounts.models import Person
from tests.access.world import Parameters, Sample, World
from tests.factories.accounts import make_person


def a_guest(world: World) -> Person:
    """Somebody else's double: reached at an address of nobody who is tried."""
    return world.once("privacy.guest", lambda: make_person("Marc Roy", email="ailleurs@exemple.test"))


def a_double(world: World) -> Parameters:
    email = world.person.addresses.get().email
    guest = world.once(("privacy.double", world.role), lambda: make_person("Autre Nom", email=email))
    return {"pk": guest.pk}


SAMPLES: dict[str, Sample] = {
    "privacy:answer": lambda world: (a_double(world), {"pk": a_guest(world).pk}),
    "privacy:merge": lambda world: (
        {"keep_pk": world.person.pk, "gone_pk": a_guest(world).pk},
        {"keep_pk": world.person.pk, "gone_pk": 0},
    ),
}
