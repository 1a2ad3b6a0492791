"""Every door of the house, tried by everybody: whom it opens to, and that they meet no word about somebody foreign to them.

How to add samples and rows: ``tests/access/README.md``.
"""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotFound
from django.urls import resolve, reverse
from django.utils import translation

import tests.access
from core import live
from core.access_table import Opening, openings
from people.accounts.models import WITHOUT_SECOND_FACTOR
from tests.access.world import (
    ANONYMOUS,
    CASEWORKER_ELSEWHERE,
    COORDINATOR_ELSEWHERE,
    EVERYBODY,
    Listeners,
    Parameters,
    Sample,
    World,
    triers_of,
)
from tests.canaries import Canaries, Canary, fill, met_in
from tests.scale import IS_FIRST_DATABASE, ONE_ROOM

SAMPLES: dict[str, Sample] = {}
LISTENERS: dict[str, Listeners] = {}
#: Doors between two organisations.
TENANTED: set[str] = set()
#: Rows of somebody else, which bear a canary each.
CANARIES: list[Canaries] = []
for found in pkgutil.iter_modules(tests.access.__path__):
    module = importlib.import_module(f"tests.access.{found.name}")
    for gathered, given in ((SAMPLES, getattr(module, "SAMPLES", {})), (LISTENERS, getattr(module, "LISTENERS", {}))):
        # Of two samples of one door only one would be tried.
        assert not set(gathered) & set(given), f"{module.__name__} gives again: {set(gathered) & set(given)}"
        gathered.update(given)
    TENANTED |= getattr(module, "TENANTED", set())
    CANARIES += getattr(module, "CANARIES", [])

#: Asked as one language reads them; that both have the same doors is a test of its own.
DOORS = openings("fr")
OURS = [door for door in DOORS if door.own_rule and door.own_rule.kind != "closed"]
ROOMS = sorted({door.room for door in OURS})
#: They open to anyone by sending them to the one page where people sign in.
LEAD_TO_SIGN_IN = {"restricted_page_sign_in"}
#: Where somebody who is let in is sent to show first that it is them.
ASKED_FIRST = {
    "mfa_reauthenticate": "second step",
    "mfa_reauthenticate_webauthn": "second step",
    "accounts:second_factor_wanted": "second step",
    "account_reauthenticate": "is it you",
    "accounts:code_again": "is it you",
}
UNDERSTOOD = {400, 405, 409, 410, 422, 429}


def test_every_url_says_who_may_open_it() -> None:
    assert [f"{door.path} ({door.name})" for door in DOORS if door.rule is None] == []


def test_every_door_of_ours_has_a_name() -> None:
    assert [door.path for door in OURS if not door.name or door.name.endswith(":")] == []


def test_both_languages_have_the_same_doors() -> None:
    assert [(door.name, door.rule) for door in openings("en")] == [(door.name, door.rule) for door in DOORS]


@pytest.fixture
def bare_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third of the walk would go into the words of that page, which are looked at elsewhere."""
    monkeypatch.setattr("config.urls.handler404", lambda request, exception: HttpResponseNotFound(), raising=False)


def hatched(world: World) -> dict[str, Canary]:
    """Every foreign row of every room, filled: word -> canary."""
    return {canary.word: canary for rows in CANARIES for foreign in rows(world) for canary in fill(foreign)}


#: Rooms that are looked into together: filling the world takes longer than a small room.
WINGS = [[ONE_ROOM]] if ONE_ROOM else [ROOMS[start::6] for start in range(6)]


@pytest.mark.django_db
@pytest.mark.parametrize("rooms", WINGS, ids="-".join)
def test_each_door_opens_to_its_people_and_to_nobody_else_and_shows_them_nobody_foreign(
    rooms: list[str], bare_404: None
) -> None:
    world = World()
    canaries = hatched(world) if IS_FIRST_DATABASE else {}
    troubles: list[str] = []
    for door in OURS:
        if door.room in rooms:
            for role in triers_of(door):
                with world.acting_as(role):
                    troubles += troubles_of(door, world, canaries)
    assert troubles == []


@pytest.mark.django_db
def test_what_is_foreign_to_one_caseworker_is_the_other_ones_and_the_other_way_round() -> None:
    """Else "foreign: 404" would prove nothing: an object that nobody reaches answers that to everybody."""
    world = World()
    troubles: list[str] = []
    for door in OURS:
        if door.name in TENANTED:
            with world.acting_as("caseworker"):
                own, foreign = SAMPLES[door.name](world)
            assert own is not None, door.name
            assert foreign is not None, door.name
            with world.acting_as(CASEWORKER_ELSEWHERE):
                came = [outcome(ask(door, parameters, world)) for parameters in (foreign, own)]
            if came != ["opens", "404"]:
                troubles.append(f"{door.name} as {CASEWORKER_ELSEWHERE}: {came}")
    assert troubles == []


#: Rooms whose rows are an edition's: its coordination alone opens them.
OF_AN_EDITION = {
    "pairing", "offers", "requests", "proposals", "rounds", "matches", "meetings", "conversations", "gatherings",
    "pairing_figures",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("rooms", WINGS, ids="-".join)
def test_the_coordination_of_another_region_opens_nothing_of_an_edition_that_it_does_not_keep(
    rooms: list[str], bare_404: None
) -> None:
    world = World()
    canaries = hatched(world)
    troubles: list[str] = []
    for door in OURS:
        if door.room not in OF_AN_EDITION.intersection(rooms) or "programme_coordinator" not in door.own_rule.roles:
            continue
        with world.acting_as("programme_coordinator"):
            own = SAMPLES[door.name](world)[0] if door.parameters else {}
        if own is None:
            continue
        with world.acting_as(COORDINATOR_ELSEWHERE):
            response = ask(door, own, world)
        # What a parameter names beside rows, a form of export say, is there for all.
        if any(name.endswith("pk") for name in door.parameters) and outcome(response) != "404":
            troubles.append(f"{door.name}: {outcome(response)}")
        troubles += [f"{door.name}: {canaries[word].stands_in}" for word in met_in(response) if word in canaries]
    assert troubles == []


def test_doors_between_two_organisations_exist() -> None:
    assert TENANTED - {door.name for door in OURS} == set()


def troubles_of(door: Opening, world: World, canaries: Mapping[str, Canary]) -> list[str]:
    """What is wrong with how a door answers to one person, in words: a wrong outcome, or a canary that they must not meet."""
    if door.parameters and door.name not in SAMPLES:
        return [f"{door.name}: no sample in tests/access/ for {', '.join(door.parameters)}"] * (world.role == ANONYMOUS)
    own, foreign = SAMPLES[door.name](world) if door.name in SAMPLES else ({}, None)
    assert door.own_rule
    kind, lets_in = door.own_rule.kind, world.role.partition("@")[0] in door.own_rule.roles
    troubles = []

    def expect(parameters: Parameters | None, wanted: str, **how: Any) -> None:
        if parameters is None:
            return
        if not IS_FIRST_DATABASE and (parameters is foreign or how not in ({}, {"token": True})):
            return  # turned away, it asks nothing that differs there
        response = ask(door, parameters, world, **how)
        if canaries and parameters is own:
            troubles.extend(
                f"{door.name} as {world.role}: {canaries[word].stands_in}"
                for word in met_in(response)
                if word in canaries and world.role.partition("@")[0] not in canaries[word].seen_by
            )
        came = outcome(response)
        if came != wanted:
            which = "foreign" if parameters is foreign else "own"
            troubles.append(f"{door.name or door.path} as {world.role}, {which}{how or ''}: {came}, not {wanted}")

    if kind == "demo":
        expect(own, "404")
    elif kind == "device":
        # Whoever they are: a session opens nothing here. What a token opens, the room's own tests say.
        expect(own, "401")
    elif kind in {"anyone", "bearer"}:
        expect(own, "sign in" if door.name in LEAD_TO_SIGN_IN else "opens")
        expect(foreign, "404")
    elif kind == "token":
        expect(own, "401")
        if world.role in {"organiser", "administrator"}:
            expect(own, "opens", token=True)
            expect(foreign, "404", token=True)
    elif world.role == ANONYMOUS:
        expect(own or foreign, "sign in")
    elif kind == "roles" and not lets_in:
        expect(own or foreign, "404")
    else:
        expect(own, "opens")
        expect(foreign, "404")
        if kind == "roles" and world.role not in WITHOUT_SECOND_FACTOR:
            expect(own or foreign, "second step", second_factor=False)
        if door.own_rule.fresh_minutes is not None and not door.own_rule.fresh_for_files:
            expect(own or foreign, "is it you", fresh=False)
    return troubles


def ask(door: Opening, parameters: Parameters, world: World, **how: bool) -> HttpResponse:
    return ask_url(url_of(door, parameters), world, **how)


def ask_url(
    url: str,
    world: World,
    *,
    second_factor: bool = True,
    fresh: bool = True,
    empty_post: bool = True,
    token: bool = False,
) -> HttpResponse:
    """GET, or an empty POST where GET is not answered; nothing of it is kept. ``token``: with one that may do all."""
    client = world.client(second_factor=second_factor, fresh=fresh)
    headers = {"Authorization": f"Bearer {world.token()}", "Idempotency-Key": "once"} if token else {}
    with transaction.atomic():
        response = client.get(url, headers=headers)
        if response.status_code == 405 and empty_post:
            response = client.post(
                url, **({"data": '{"door": "A"}', "content_type": "application/json"} if token else {}), headers=headers
            )
        # Django's own way to a 404: try with a slash, then under the language.
        while (location := response.get("Location")) in {f"{url}/", f"/fr{url}", f"/fr{url}/"}:
            response = client.get(location)
        transaction.set_rollback(True)
    return response  # type: ignore[return-value]  # the test client's answer


def url_of(door: Opening, parameters: Parameters) -> str:
    with translation.override("fr"):
        return reverse(door.name, kwargs=parameters)


def outcome(response: HttpResponse) -> str:
    """ "opens", "sign in", "second step", "is it you", or the status."""
    status = response.status_code
    if status in {301, 302, 303}:
        name = _name_behind(response["Location"])
        if name == "account_login":
            return "sign in"
        return ASKED_FIRST.get(name, "opens")
    if status < 400 or status in UNDERSTOOD:
        return "opens"
    trouble = getattr(response, "exc_info", None)
    return f"{status} {trouble[0].__name__}: {trouble[1]}" if trouble else str(status)


def _name_behind(location: str) -> str:
    try:
        return resolve(location.partition("?")[0]).view_name
    except Exception:  # elsewhere: another site, or a page of Wagtail's
        return ""


CLOSED = ["/admin/users/", "/admin/users/add/", "/admin/groups/", "/admin/groups/new/", "/admin/password_reset/"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", [*CLOSED, "/admin/bulk/accounts/user/delete/", "/api/v3/", "/django-admin/"])
def test_what_the_house_does_not_open_is_404_even_to_administrators(url: str) -> None:
    with World().acting_as("administrator") as world:
        assert world.client().get(url, follow=True).status_code == 404


#: "failwhale" is Wagtail's rehearsal of a broken page: it breaks on purpose.
PREFIXED = [door for door in DOORS if not door.own_rule and door.name != "wagtailadmin_error_test"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [ANONYMOUS, "participant", "editor"] if IS_FIRST_DATABASE else ["editor"])
def test_declared_groups_keep_their_own_doors(role: str) -> None:
    """allauth's and Wagtail's: nothing breaks; the editor is closed to those who do not edit, and to those who showed a password alone."""
    troubles: list[str] = []
    with World().acting_as(role) as world:
        for door in PREFIXED:
            url = url_like(door)
            came = outcome(ask_url(url, world, empty_post=False))
            editor = url.startswith("/admin/")
            fine = {"opens", "sign in", "404", "403", "is it you"}
            if editor and role != "editor":
                fine = {"sign in"} if role == ANONYMOUS else {"404"}
            if came not in fine:
                troubles.append(f"{url}: {came}")
            if editor and role == "editor":
                came = outcome(ask_url(url, world, second_factor=False, empty_post=False))
                if came != "second step":
                    troubles.append(f"{url} without the second step: {came}")
    assert troubles == []


#: What to write for a parameter of a pattern that is not ours: nothing is there, and that must be said politely.
FILLING = re.compile(r"<(?:(?P<kind>\w+):)?\w+>|\(\?P<\w+>[^)]*\)|\([^?)][^)]*\)\)?\*?\)?")


def url_like(door: Opening) -> str:
    """A URL that the pattern matches, its parameters filled with 1."""
    bare = re.sub(r"[\^$?*]|\.\*", "", FILLING.sub("1", door.path)).replace("\\", "")
    unprefixed = door.path.startswith(("admin/", "documents/", "media/"))
    return f"/{bare}" if unprefixed else f"/fr/{bare}"


@pytest.mark.django_db
def test_each_live_topic_is_heard_by_its_people_and_by_nobody_else() -> None:
    world = World()
    troubles: list[str] = []
    for rule in live.rules():
        if rule.prefix.startswith("test-"):
            continue
        if rule.prefix not in LISTENERS:
            troubles.append(f"{rule.prefix}: no listeners in tests/access/")
            continue
        roles, sample = LISTENERS[rule.prefix]
        for role in EVERYBODY:
            with world.acting_as(role):
                own, foreign = sample(world)
                let_in = rule.public or role.partition("@")[0] in roles
                if live.may_listen(world.user, f"{rule.prefix}/{own}") is not let_in:
                    troubles.append(f"{rule.prefix} as {role}, own: not {let_in}")
                if foreign and not rule.public and live.may_listen(world.user, f"{rule.prefix}/{foreign}"):
                    troubles.append(f"{rule.prefix} as {role}, foreign: heard")
    assert troubles == []


def test_nobody_hears_a_topic_that_no_room_declared() -> None:
    assert not live.may_listen(AnonymousUser(), "secret/1")
