"""The address a person's own calendar reads: what it tells, to whom, and how it is closed."""

from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import calendars
from core.audit import Entry
from people.accounts.models import User
from people.privacy import actions as privacy
from people.timetable import actions
from people.timetable.models import Busy, Feed
from tests.factories.accounts import make_person, make_user
from tests.factories.timetable import claimed, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> User:
    return make_user(name="Amina Benali", email="amina@exemple.test")


def address(feed: Feed, language: str = "fr") -> str:
    with translation.override(language):
        return reverse("timetable:feed", args=[feed.token])


def read(client: Client, feed: Feed, language: str = "fr") -> list[Any]:
    answer = client.get(address(feed, language))
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.content.decode()).walk("VEVENT"))


def test_the_feed_tells_what_comes_next_in_the_language_of_its_address(client: Client, amina: User) -> None:
    busy = claimed(amina.person, place="Salle 2", url="registration:mine")
    claimed(make_person("Marc Roy"), "05", title_fr="Chez quelqu’un d’autre")
    feed = actions.open_feed(person=amina.person)

    [french], [english] = read(client, feed), read(client, feed, "en")

    assert (french["SUMMARY"], english["SUMMARY"]) == ("Rencontre 04", "Meeting 04")
    assert (french["LOCATION"], french["STATUS"]) == ("Salle 2", "CONFIRMED")
    assert french["UID"] == english["UID"] == calendars.uid("busy", busy.pk)
    assert french["DTSTART"].dt.replace(tzinfo=None) == busy.starts
    assert french["DTSTART"].params["TZID"] == "America/Toronto"
    assert french["URL"].endswith("/fr/mes-inscriptions/")
    # It is their own time: their calendar shows them as busy.
    assert "TRANSP" not in french


def test_a_feed_sets_no_cookie_names_nobody_and_is_kept_by_no_one_else(client: Client, amina: User) -> None:
    claimed(amina.person)
    feed = actions.open_feed(person=amina.person)

    answer = client.get(address(feed))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    assert not answer.cookies
    text = answer.content.decode()
    assert "REFRESH-INTERVAL" in text
    for word in ("Amina", "Benali", "amina@exemple.test"):
        assert word not in text
        assert word not in address(feed)


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client, amina: User) -> None:
    claimed(amina.person)
    feed = actions.open_feed(person=amina.person)
    first = client.get(address(feed))

    again = client.get(address(feed), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    claimed(amina.person, at=15)
    assert client.get(address(feed), headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.head(address(feed)).status_code == 200
    assert client.post(address(feed)).status_code == 405


def test_an_entry_keeps_its_uid_when_it_moves_and_is_gone_when_released(client: Client, amina: User) -> None:
    claimed(amina.person)
    feed = actions.open_feed(person=amina.person)
    [before] = read(client, feed)
    Busy.objects.update(made_at=Busy.objects.get().made_at.replace(year=2020))

    claimed(amina.person, at=16, state="tentative")
    [after] = read(client, feed)

    assert (after["UID"], after["STATUS"]) == (before["UID"], "TENTATIVE")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    actions.release(source=source())
    assert read(client, feed) == []


def test_what_ended_a_month_ago_is_not_told_any_more(client: Client, amina: User) -> None:
    claimed(amina.person, "04", days=-10)
    claimed(amina.person, "05", days=-40)

    assert [entry["SUMMARY"] for entry in read(client, actions.open_feed(person=amina.person))] == ["Rencontre 04"]


def test_a_feed_costs_two_queries_however_long(client: Client, amina: User, django_assert_num_queries: Any) -> None:
    feed = actions.open_feed(person=amina.person)
    for number in range(3):
        claimed(amina.person, f"0{number + 1}")
        with django_assert_num_queries(2):
            client.get(address(feed))


def test_an_address_is_made_once_and_its_secret_is_not_kept(amina: User) -> None:
    first = actions.open_feed(person=amina.person)

    assert actions.open_feed(person=amina.person) == first
    kept = Feed.objects.values().get()
    assert first.token not in kept.values()
    assert [entry.action for entry in Entry.objects.all()] == ["timetable.feed_opened"]


def test_another_address_closes_the_one_before(client: Client, amina: User) -> None:
    old = actions.open_feed(person=amina.person)

    new = actions.renew_feed(person=amina.person)

    assert client.get(address(old)).status_code == 404
    assert client.get(address(new)).status_code == 200


def test_a_closed_address_opens_nothing(client: Client, amina: User) -> None:
    feed = actions.open_feed(person=amina.person)

    actions.close_feed(person=amina.person)
    actions.close_feed(person=amina.person)

    assert client.get(address(feed)).status_code == 404
    assert Entry.objects.filter(action="timetable.feed_closed").count() == 1


def test_the_hash_we_keep_opens_nothing(client: Client, amina: User) -> None:
    feed = actions.open_feed(person=amina.person)

    with translation.override("fr"):
        assert client.get(reverse("timetable:feed", args=[feed.token_hash])).status_code == 404


def test_a_login_that_is_closed_closes_its_feed(client: Client, amina: User) -> None:
    feed = actions.open_feed(person=amina.person)
    User.objects.filter(pk=amina.pk).update(is_active=False)

    assert client.get(address(feed)).status_code == 404


# ------------------------------------------------------------------ two Persons are one


def test_engagements_follow_the_person_who_stays_and_one_source_takes_them_once(amina: User) -> None:
    gone = make_person("A. Benali")
    claimed(amina.person, "04")
    claimed(gone, "04", at=15)
    claimed(gone, "05", exclusive=True)

    privacy.merge(keep=amina.person, gone=gone, by=None)

    rows = {row.source_id: row for row in Busy.objects.of(amina.person)}
    assert set(rows) == {"04", "05"}
    assert rows["04"].start_time.hour == 10
    assert rows["05"].exclusive
    assert Busy.objects.count() == 2


def test_exclusive_hours_that_both_held_stay_those_of_whom_stays(amina: User) -> None:
    gone = make_person("A. Benali")
    kept = claimed(amina.person, "04", at=10, exclusive=True)
    clashing = claimed(gone, "05", at=11, exclusive=True)
    free = claimed(gone, "06", at=16, exclusive=True)

    privacy.merge(keep=amina.person, gone=gone, by=None)

    states = {row.pk: (row.exclusive, row.ticks.count()) for row in Busy.objects.of(amina.person)}
    assert states == {kept.pk: (True, 24), clashing.pk: (False, 0), free.pk: (True, 24)}


def test_a_feed_follows_its_login_and_goes_with_one_that_is_closed(client: Client, amina: User) -> None:
    known = make_person("A. Benali")
    moved = actions.open_feed(person=amina.person)
    privacy.merge(keep=known, gone=amina.person, by=None)
    assert client.get(address(moved)).status_code == 200

    second = make_user(name="Amina B.")
    closed = actions.open_feed(person=second.person)
    privacy.merge(keep=known, gone=second.person, by=None, close_login=True)

    assert client.get(address(closed)).status_code == 404
    assert list(Feed.objects.values_list("person", flat=True)) == [known.pk]


def test_a_feed_of_ones_own_is_not_given_up_for_anothers(client: Client, amina: User) -> None:
    own = actions.open_feed(person=amina.person)
    second = make_user(name="Amina B.")
    actions.open_feed(person=second.person)

    privacy.merge(keep=amina.person, gone=second.person, by=None, close_login=True)

    assert client.get(address(own)).status_code == 200
    assert Feed.objects.count() == 1


def test_the_feed_of_a_closed_login_does_not_read_the_timetable_of_another(client: Client, amina: User) -> None:
    second = make_user(name="Amina B.")
    closed = actions.open_feed(person=second.person)

    privacy.merge(keep=amina.person, gone=second.person, by=None, close_login=True)

    assert client.get(address(closed)).status_code == 404
    assert not Feed.objects.exists()
