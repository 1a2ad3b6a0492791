"""Nobody meets a word about somebody who is foreign to them, on any page of ours. How to add rows: ``tests/access/README.md``."""

import importlib
import io
import pkgutil
import zipfile

import pytest
from django.http import HttpResponse, StreamingHttpResponse

import tests.access
from core import personal
from core.access_table import Opening
from tests.access.world import World, triers_of
from tests.canaries import Canaries, Canary, Foreign, fill, met_in, new_word
from tests.factories.accounts import make_user
from tests.scale import IS_PROOF
from tests.test_access import OURS, ROOMS, SAMPLES, ask

CANARIES: list[Canaries] = [
    each
    for found in pkgutil.iter_modules(tests.access.__path__)
    for each in getattr(importlib.import_module(f"tests.access.{found.name}"), "CANARIES", [])
]


def hatched(world: World) -> dict[str, Canary]:
    """Every foreign row of every room, filled: word -> canary."""
    return {canary.word: canary for rows in CANARIES for foreign in rows(world) for canary in fill(foreign)}


def met_by_strangers(doors: list[Opening], world: World, canaries: dict[str, Canary]) -> list[str]:
    """Who meets which canary where they must not, in words."""
    troubles = []
    for door in doors:
        if door.parameters and door.name not in SAMPLES:
            continue  # said by tests/test_access.py
        for role in triers_of(door, is_whole=IS_PROOF):
            with world.acting_as(role):
                own = SAMPLES[door.name](world)[0] if door.name in SAMPLES else {}
                if own is None:
                    continue
                for word in met_in(ask(door, own, world)):
                    if role.partition("@")[0] not in canaries[word].seen_by:
                        troubles.append(f"{door.name} as {role}: {canaries[word].stands_in}")
    return troubles


#: Rooms that are looked into together: filling the world takes longer than a small room.
WINGS = [ROOMS[start::6] for start in range(6)]


@pytest.mark.django_db
@pytest.mark.parametrize("rooms", WINGS, ids="-".join)
def test_nobody_meets_what_is_foreign_to_them(rooms: list[str]) -> None:
    world = World()
    canaries = hatched(world)

    assert met_by_strangers([door for door in OURS if door.room in rooms], world, canaries) == []


@pytest.mark.django_db
def test_a_canary_that_somebody_must_not_meet_is_found() -> None:
    """The list of logins shows everybody to an administrator: were that wrong, this is how it would be told."""
    world = World()
    person = make_user("participant").person
    canaries = {canary.word: canary for canary in fill(Foreign(person))}
    logins = [door for door in OURS if door.name == "accounts:logins"]

    assert met_by_strangers(logins, world, canaries) == ["accounts:logins as administrator: accounts.Person.name"]


@pytest.mark.django_db
def test_rows_of_every_model_with_personal_words_are_filled() -> None:
    """Models whose words nobody's page could show are named here; every other one needs a row in some room's CANARIES."""
    world = World()
    filled = {canary.stands_in.rpartition(".")[0] for canary in hatched(world).values()}
    wordless = {
        "agenda.WaitingFile",  # a file about events, for an hour
        "accompaniment.ActionPlan",  # days
        "accompaniment.Digest",
        "accompaniment.OwnZone",
        "accounts.AccountTries",  # digests
        "accounts.Grant",
        "accounts.NetworkTry",  # digests
        "accounts.SecondFactorReset",
        "announcements.Listed",  # moments
        "announcements.NoMessages",
        "announcements.Notice",
        "announcements.Sending",
        "core.WordTrigram",  # three letters
        "doors.Attendance",  # moments
        "oversight.Affected",
        "oversight.Incident",  # whoever entered it; its texts name nobody
        "oversight.Notice",
        "oversight.ReadEntry",  # numbers
        "follow_up.Attempt",
        "follow_up.Declined",
        "follow_up.Track",
        "pages.HomePage",
        "pages.StandardPage",
        "participants.FrenchSkillLevel",
        "participants.HouseholdMember",  # a relation and an age band, from a list
        "pool.PoolEntry",  # codes and bands
        "privacy.DataCopy",
        "privacy.Distinction",
        "privacy.Erasure",
        "privacy.RetentionRule",
        "programmes.RuleSet",
        "selection.Results",  # hours
        "selection.Score",  # points
        "sessions.Session",  # sealed
        "timetable.Tick",
        "wagtailusers.UserProfile",
    }
    assert {entry.model._meta.label for entry in personal.declarations()} - filled - wordless == set()


@pytest.mark.parametrize("form", ["page", "stream", "header", "cookie", "workbook", "archive in an archive"])
def test_a_canary_is_found_in_whatever_is_sent(form: str) -> None:
    word = new_word()
    response: HttpResponse = HttpResponse(f"<p>{word.upper()}</p>" if form == "page" else b"")
    if form == "stream":
        response = StreamingHttpResponse([word[:4].encode(), word[4:].encode()])  # type: ignore[assignment]  # an answer too
    elif form == "header":
        response["Content-Disposition"] = f'attachment; filename="{word}.pdf"'
    elif form == "cookie":
        response.set_cookie("seen", word)
    elif form == "workbook":
        response = HttpResponse(zipped(word.encode()))
    elif form == "archive in an archive":
        response = HttpResponse(zipped(zipped(word.encode())))

    assert met_in(response) == {word}


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", content)
    return file.getvalue()
