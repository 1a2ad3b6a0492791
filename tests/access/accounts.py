"""Samples of the accounts room: every administrator reaches every login; allauth's objects are one's own."""

from datetime import timedelta

from django.utils import timezone

from people.accounts.models import Grant, SecondFactorReset
from tests.access.world import Sample, World


def a_grant(world: World) -> Grant:
    return world.login("editor").grants.get()


def a_reset(world: World) -> SecondFactorReset:
    def make() -> SecondFactorReset:
        asked_by = world.login("director").person
        return SecondFactorReset.objects.create(
            person=world.login("editor").person, asked_by=asked_by, expires_at=timezone.now() + timedelta(hours=1)
        )

    return world.once("accounts.reset", make)


SAMPLES: dict[str, Sample] = {
    "accounts:login": lambda world: ({"pk": world.login("participant").pk}, {"pk": 0}),
    "accounts:grant": lambda world: ({"pk": world.login("participant").pk}, {"pk": 0}),
    "accounts:ask_reset": lambda world: ({"pk": world.login("editor").pk}, {"pk": 0}),
    "accounts:answer_reset": lambda world: ({"pk": a_reset(world).pk}, {"pk": 0}),
    "accounts:revoke": lambda world: ({"pk": a_grant(world).pk}, {"pk": 0}),
}
