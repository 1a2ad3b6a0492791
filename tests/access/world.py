"""One small world with somebody of every role in it, two regions and two organisations."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from core.access import Rule
from core.access_table import Opening
from core.reference.models import Region
from people.accounts.models import SCOPES_OF, Person, Role, Scope, User
from people.organisations.models import Organisation
from tests.factories.accounts import make_region, make_user, sign_in
from tests.factories.exchange import token_of
from tests.scale import IS_FIRST_DATABASE, IS_PROOF

Parameters = dict[str, Any]
Made = TypeVar("Made")

ANONYMOUS = "anonymous"
ORGANISER_OF_ORGANISATION = "organiser@organisation"
#: The caseworker of the other organisation: what is foreign to ``caseworker`` is theirs, and the other way round.
CASEWORKER_ELSEWHERE = "caseworker@other_organisation"
#: A coordination of the other region: it keeps no edition of all of Québec.
COORDINATOR_ELSEWHERE = "programme_coordinator@other_region"
#: Everybody who is tried, the superuser left out: the platform itself knows grants alone.
EVERYBODY = [ANONYMOUS, *(role.value for role in Role), ORGANISER_OF_ORGANISATION]
#: Enough of those who are signed in, where a rule knows no roles.
SOME_SIGNED_IN = [Role.PARTICIPANT.value, Role.CASEWORKER.value, ORGANISER_OF_ORGANISATION, Role.ADMINISTRATOR.value]


def triers_of(door: Opening) -> list[str]:
    """Who tries a door: in a proof everybody; else those it lets in, the anonymous, and two whom it does not. On a second
    database those it lets in alone.
    """
    rule = door.own_rule
    if not IS_FIRST_DATABASE and rule is not None:
        return let_in_by(rule)
    if IS_PROOF or rule is None:
        return EVERYBODY
    if rule.kind != "roles":
        return [ANONYMOUS, *SOME_SIGNED_IN]
    let_in = let_in_by(rule)
    others = [role for role in EVERYBODY[1:] if role not in let_in]
    turn = zlib.crc32(door.name.encode())
    return [ANONYMOUS, *let_in, *(others[(turn + step) % len(others)] for step in range(min(2, len(others))))]


def let_in_by(rule: Rule) -> list[str]:
    """Enough of those whom the rule lets in."""
    if rule.kind != "roles":
        return [ANONYMOUS] if rule.kind in {"anyone", "bearer"} else SOME_SIGNED_IN
    return [role for role in EVERYBODY if role.partition("@")[0] in rule.roles]


class World:
    """Regions ``own_region`` and ``other_region``, organisations likewise, and a signed-in client of every role."""

    def __init__(self) -> None:
        self._made: dict[Any, Any] = {}
        self._clients: dict[tuple[str, bool, bool], Client] = {}
        self.role = ANONYMOUS

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """What ``make`` answered the first time it was asked for under ``key``."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    @property
    def own_region(self) -> Region:
        return self.once("own_region", lambda: make_region("06", "Montréal"))

    @property
    def other_region(self) -> Region:
        return self.once("other_region", lambda: make_region("01", "Bas-Saint-Laurent"))

    @property
    def own_organisation(self) -> Organisation:
        return self.once("own_organisation", lambda: self._organisation("Atelier Boréal"))

    @property
    def other_organisation(self) -> Organisation:
        return self.once("other_organisation", lambda: self._organisation("Fonderie du Large"))

    def _organisation(self, name: str) -> Organisation:
        scope = Scope.objects.create(kind=Scope.Kind.ORGANISATION)
        return Organisation.objects.create(name=name, scope=scope)

    def login(self, role: str) -> User:
        """The one person of this role."""
        return self.once(("login", role), lambda: self._login(role))

    def _login(self, role: str) -> User:
        name, _, where = role.partition("@")
        kinds = SCOPES_OF[name]
        if where == "other_organisation":
            scope = self.other_organisation.scope
        elif where == "other_region":
            scope = Scope.objects.of_region(self.other_region)
        elif where == "organisation" or kinds == {Scope.Kind.ORGANISATION}:
            scope = self.own_organisation.scope
        elif Scope.Kind.NONE in kinds:
            scope = Scope.objects.everywhere()
        else:
            scope = Scope.objects.of_region(self.own_region)
        return make_user(name, scope=scope)

    @property
    def caseworker(self) -> User:
        """The caseworker of ``own_organisation``."""
        return self.login(Role.CASEWORKER.value)

    @property
    def other_caseworker(self) -> User:
        """The caseworker of ``other_organisation``: who rightly opens what is foreign to ``caseworker``."""
        return self.login(CASEWORKER_ELSEWHERE)

    @property
    def user(self) -> User | AnonymousUser:
        """Who is being tried."""
        return AnonymousUser() if self.role == ANONYMOUS else self.login(self.role)

    @property
    def person(self) -> Person:
        """The Person who is being tried; somebody else's for the anonymous."""
        return self.login("participant" if self.role == ANONYMOUS else self.role).person

    def client(self, *, second_factor: bool = True, fresh: bool = True) -> Client:
        """The browser of who is being tried; errors are answers here, not exceptions."""
        key = (self.role, second_factor, fresh)
        if key not in self._clients:
            client = Client(raise_request_exception=False)
            if self.role != ANONYMOUS:
                sign_in(client, self.login(self.role), second_factor=second_factor, fresh=fresh)
            self._clients[key] = client
        return self._clients[key]

    def token(self) -> str:
        """What a system sends that acts for whoever is being tried, and may do all."""
        return self.once(("token", self.role), lambda: token_of(self.login(self.role)).text)

    @contextmanager
    def acting_as(self, role: str) -> Iterator["World"]:
        self.role, before = role, self.role
        yield self
        self.role = before


Sample = Callable[[World], tuple[Parameters | None, Parameters | None]]
Listeners = tuple[set[str], Callable[[World], tuple[str, str | None]]]
