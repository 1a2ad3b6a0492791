"""Words about somebody foreign, which ``tests/test_access.py`` looks for on every page: that they are there, and are found."""

import io
import zipfile

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from core import personal
from tests.access.world import World
from tests.canaries import Foreign, fill, met_in, new_word
from tests.factories.accounts import make_user
from tests.test_access import OURS, hatched, troubles_of


@pytest.mark.django_db
def test_a_canary_that_somebody_must_not_meet_is_found() -> None:
    """The list of logins shows everybody to an administrator: were that wrong, this is how it would be told."""
    world = World()
    canaries = {canary.word: canary for canary in fill(Foreign(make_user("participant").person))}
    [logins] = [door for door in OURS if door.name == "accounts:logins"]

    with world.acting_as("administrator"):
        assert troubles_of(logins, world, canaries) == ["accounts:logins as administrator: accounts.Person.name"]


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
        "conversations.Conversation",  # a moment
        "requests.RequestOccupation",  # a code
        "rounds.Round",  # a moment
        "follow_up.Attempt",
        "follow_up.Declined",
        "follow_up.Track",
        "pages.HomePage",
        "pages.StandardPage",
        "participants.FrenchSkillLevel",
        "participants.HouseholdMember",  # a relation and an age band, from a list
        "gatherings.Place",  # a moment and a state
        "pairing.Reviewer",  # a moment
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
