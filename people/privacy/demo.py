"""A decision about the retention schedule, and somebody who asked by letter to be erased."""

from typing import Any

from people.accounts.actions import known_guest, new_guest
from people.accounts.models import Role
from people.privacy import erasing, retention
from people.privacy.models import Erasure, RetentionRule

GUEST = ("Célestin Abagninan", "celestin.abagninan@exemple.test")
#: Organisation that keeps the names of its visitors for a shorter time than six months, and why.
SHORTER = ("accueil-mauricie", 120, "Entente avec le bailleur de fonds, article 7")


def seed(world: Any) -> None:
    """Needs the organisations, and a login of the privacy officer; running again changes nothing."""
    officer = getattr(world, "users", {}).get(Role.PRIVACY_OFFICER.value)
    if officer is None:
        return
    key, days, reason = SHORTER
    organisation = world.organisations.get(key)
    if organisation and not RetentionRule.objects.filter(organisation=organisation).exists():
        retention.decide(
            code="registration.seats", organisation=organisation, days=days, reason=reason, by=officer.person
        )
    name, email = GUEST
    guest = known_guest(name=name, email=email) or new_guest(name=name, email=email, language="fr")
    if not Erasure.objects.filter(person=guest).exists():
        erasing.ask(person=guest, by=officer.person, channel=Erasure.Channel.LETTER)
