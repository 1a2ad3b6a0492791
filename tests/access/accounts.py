"""Samples of the accounts room: every administrator reaches every login; allauth's objects are one's own."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from core.outbox import Mail
from people.accounts import emails
from people.accounts.models import Grant, SecondFactorReset, User
from tests.access.world import Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_user


def a_grant(world: World) -> Grant:
    return world.login("editor").grants.get()


def a_reset(world: World) -> SecondFactorReset:
    def make() -> SecondFactorReset:
        asked_by = world.login("director").person
        return SecondFactorReset.objects.create(
            person=world.login("editor").person, asked_by=asked_by, expires_at=timezone.now() + timedelta(hours=1)
        )

    return world.once("accounts.reset", make)


def a_stranger(world: World) -> User:
    """A login that has nothing to do with anybody who is tried."""
    return world.once("accounts.stranger", lambda: make_user("participant", name="Inconnue Lointaine"))


def strangers_rows(world: World) -> Iterator[Foreign]:
    """Administrators see whose login it is and where it signs in, and none of what guards it."""
    user = a_stranger(world)
    administrators = frozenset({"administrator"})
    yield Foreign(user.person, administrators)
    yield Foreign(user.person.addresses.get())
    yield Foreign(user, administrators, never=frozenset({"password"}))
    yield Foreign(user.emailaddress_set.get())
    session = UserSession.objects.create(user=user, ip="192.0.2.1", session_key="k", user_agent="a")
    yield Foreign(session, fixed=frozenset({"ip"}))
    yield Foreign(Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={}))
    emails.post("account/email/login_code", to=user.email, language="fr", code="ABCD-EFGH")
    yield Foreign(Mail.objects.get(recipient=user.email))


CANARIES: list[Canaries] = [strangers_rows]
SAMPLES: dict[str, Sample] = {
    "accounts:login": lambda world: ({"pk": world.login("participant").pk}, {"pk": 0}),
    "accounts:grant": lambda world: ({"pk": world.login("participant").pk}, {"pk": 0}),
    "accounts:ask_reset": lambda world: ({"pk": world.login("editor").pk}, {"pk": 0}),
    "accounts:answer_reset": lambda world: ({"pk": a_reset(world).pk}, {"pk": 0}),
    "accounts:revoke": lambda world: ({"pk": a_grant(world).pk}, {"pk": 0}),
}
