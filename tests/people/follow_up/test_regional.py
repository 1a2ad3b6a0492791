"""The welcome officer of a region: who moved there, as a number, and by name only while the person agrees."""

import pytest
from django.test import Client
from django.urls import reverse

from people.accounts.models import User
from people.consent import actions as consents
from people.consent import rules
from people.follow_up.models import FollowUp
from tests.factories.accounts import make_person, make_region, sign_in
from tests.factories.follow_up import make_answer, make_follow_up, make_officer
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    user = make_officer("02")
    sign_in(client, user)
    return user


def moved(to: str = "02", *, since: str = "06", agreed: bool = False) -> FollowUp:
    """Somebody who said at three months that they live in a region now; the follow-up at six months."""
    person = make_person("Oksana Kovalenko", email="oksana@exemple.test", proven=True)
    file = make_file(person, make_organisation(), region=make_region(since), phone="418 555-0199")
    make_answer(make_follow_up(file, origin="stays.stay:1"), lives=to, works=to)
    if agreed:
        agree(person, "follow_up.regional")
    return make_follow_up(file, origin="stays.stay:2", months=6)


def words(client: Client, row: FollowUp) -> str:
    listed = client.get(reverse("follow_up:list"), {"show": "all"}).text
    return listed + client.get(reverse("follow_up:detail", args=[row.pk])).text


def test_without_consent_the_officer_sees_a_number(client: Client, officer: User) -> None:
    row = moved()
    text = words(client, row)

    assert row.track.case_file.reference in text
    assert [word for word in ("Oksana", "oksana@", "418 555-0199", "Travaille dans son domaine") if word in text] == []
    for name in ("answer", "attempt", "unreachable"):
        assert client.post(reverse(f"follow_up:{name}", args=[row.pk]), {"how": "phone"}).status_code == 404
    assert not row.attempts.exists()


def test_with_consent_the_officer_reaches_the_person_and_writes_down_what_they_say(
    client: Client, officer: User
) -> None:
    row = moved(agreed=True)
    text = words(client, row)

    assert [word for word in ("Oksana", "oksana@", "418 555-0199") if word not in text] == []
    said = {"answered_how": "phone", "situation": "other_job", "lives": "02", "works": "", "seen": "0"}
    client.post(reverse("follow_up:answer", args=[row.pk]), said)
    row.refresh_from_db()
    assert (row.situation, row.answered_by) == ("other_job", officer.person)


def test_moving_and_calling_off_stay_with_the_organisation(client: Client, officer: User) -> None:
    row = moved(agreed=True)

    assert client.post(reverse("follow_up:call_off", args=[row.pk])).status_code == 404
    assert client.post(reverse("follow_up:move", args=[row.pk]), {"due_on": "2999-01-01"}).status_code == 404
    assert "Changer la date" not in words(client, row)


def test_once_withdrawn_the_name_is_gone_from_the_next_page(client: Client, officer: User) -> None:
    row = moved(agreed=True)
    person = row.track.case_file.person
    assert "Oksana" in words(client, row)

    consents.withdraw_purpose(person=person, purpose="follow_up.regional", by=person)

    text = words(client, row)
    assert [word for word in ("Oksana", "oksana@", "418 555-0199") if word in text] == []
    assert client.post(reverse("follow_up:attempt", args=[row.pk]), {"how": "phone"}).status_code == 404


@pytest.mark.parametrize(("to", "since"), [("05", "06"), ("02", "02")])
def test_who_lives_elsewhere_or_always_lived_there_is_not_theirs(
    client: Client, officer: User, to: str, since: str
) -> None:
    row = moved(to, since=since, agreed=True)

    assert client.get(reverse("follow_up:detail", args=[row.pk])).status_code == 404


def test_who_moved_on_is_the_next_regions(client: Client, officer: User) -> None:
    row = moved(agreed=True)
    assert FollowUp.objects.visible_to(officer).filter(pk=row.pk).exists()

    make_answer(row, lives="05")

    assert not FollowUp.objects.visible_to(officer).filter(pk=row.pk).exists()


def test_only_people_with_a_follow_up_are_offered_this_consent() -> None:
    followed, other = make_follow_up().track.case_file.person, make_person()

    offered = [[each.purpose.code for each in rules.state_of(person)] for person in (followed, other)]

    assert ["follow_up.regional" in codes for codes in offered] == [True, False]
