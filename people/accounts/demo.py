"""Invented people for the demonstration: one login per role, with a second factor whose secret is known to all."""

from functools import cache
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from core.reference.models import Region
from people.accounts import actions
from people.accounts.models import SCOPES_OF, Address, Person, Role, Scope, User

#: Type it into an authenticator app, and the demonstration's second step opens.
TOTP_SECRET = "MAILLAGEDEMONSTRATIONSECRETABCDE"  # noqa: S105  (public on purpose)
PASSWORD = "demonstration"  # noqa: S105  (public on purpose)

#: Role, name, address before the @, language. Roles of a region get Montréal's; those of an organisation are granted
#: by the organisations room, once it has made its own.
PEOPLE = [
    (Role.PARTICIPANT, "Amina Benali", "amina.benali", "fr"),
    (Role.MENTOR, "Lucie Tremblay", "lucie.tremblay", "fr"),
    (Role.EMPLOYER_CONTACT, "Marc-André Gagnon", "marc-andre.gagnon", "fr"),
    (Role.EXECUTIVE, "Geneviève Côté", "genevieve.cote", "fr"),
    (Role.CASEWORKER, "Rachid Haddad", "rachid.haddad", "fr"),
    (Role.REGIONAL_OFFICER, "Annie Bouchard", "annie.bouchard", "fr"),
    (Role.ORGANISER, "Phạm Thị Hương", "huong.pham", "fr"),
    (Role.DOOR_STAFF, "Félix Ouellet", "felix.ouellet", "fr"),
    (Role.NETWORK_COORDINATOR, "Caroline Dubé", "caroline.dube", "fr"),
    (Role.PROGRAMME_COORDINATOR, "Jean-Philippe Roy", "jean-philippe.roy", "fr"),
    (Role.EDITOR, "Sophie Lavoie", "sophie.lavoie", "fr"),
    (Role.LANGUAGE_REVIEWER, "Michel Fortin", "michel.fortin", "fr"),
    (Role.TRANSLATOR, "Emily MacDonald", "emily.macdonald", "en"),
    (Role.PUBLISHER, "Nathalie Pelletier", "nathalie.pelletier", "fr"),
    (Role.ANALYST, "Katarzyna Wałęsa", "katarzyna.walesa", "fr"),
    (Role.DIRECTOR, "Pierre Bergeron", "pierre.bergeron", "fr"),
    (Role.PRIVACY_OFFICER, "Isabelle Morin", "isabelle.morin", "fr"),
    (Role.ADMINISTRATOR, "Daniel Okafor", "daniel.okafor", "en"),
    (Role.ADMINISTRATOR, "Louise Desjardins", "louise.desjardins", "fr"),
]


def seed(world: Any) -> None:
    """Logins by role in ``world.users``, the first of each; running again finds them again."""
    Scope.objects.complete()
    montreal = Region.objects.filter(code="06").first()
    world.users = getattr(world, "users", {})
    for role, name, local, language in PEOPLE:
        user = login_of(name=name, email=f"{local}@exemple.test", language=language)
        world.users.setdefault(role.value, user)
        kinds = SCOPES_OF[role]
        if Scope.Kind.NONE in kinds:
            actions.grant(user=user, role=role, by=None)
        elif Scope.Kind.REGION in kinds and montreal:
            actions.grant(user=user, role=role, scope=Scope.objects.of_region(montreal), by=None)


@cache
def _hash() -> str:
    """Of the one password, made once: it is meant to take a tenth of a second."""
    return make_password(PASSWORD)


def login_of(*, name: str, email: str, language: str = "fr") -> User:
    """The login at this address, made with a proven address and a second factor if it is not there."""
    user: User | None = User.objects.filter(email=email).select_related("person").first()
    if user is None:
        person = Person.objects.create(name=name, language=language)
        user = User(email=email, person=person, password=_hash())
        user.save()
        Address.objects.create(person=person, email=email, proven_at=person.created_at)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, TOTP_SECRET)
    return user


def sign_in_with_second_factor(request: HttpRequest, user: User) -> None:
    """Open a session as if both steps had been taken. The caller makes sure that this is the demonstration."""
    get_adapter().login(request, user)
    record_authentication(request, user, "mfa", type="totp")
    UserSession.objects.create_from_request(request)
