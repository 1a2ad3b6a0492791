"""Samples of the accounts room: every administrator reaches every login; allauth's objects are one's own."""

from people.accounts.models import Grant
from tests.access.world import Sample, World


def a_grant(world: World) -> Grant:
    return world.login("editor").grants.get()


SAMPLES: dict[str, Sample] = {
    "accounts:login": lambda world: ({"pk": world.login("participant").pk}, {"pk": 0}),
    "accounts:grant": lambda world: ({"pk": world.login("participant").pk}, {"pk": 0}),
    "accounts:revoke": lambda world: ({"pk": a_grant(world).pk}, {"pk": 0}),
}
