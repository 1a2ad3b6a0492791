"""Pages of messages: written, looked at, sent once; read by those concerned; stopped with one press."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.outbox import Mail
from events.announcements import actions, stopping
from events.announcements.live import may_listen, topic_of
from events.announcements.models import Announcement, NoMessages, Notice, SavedList
from events.announcements.waiting import messages_to_read
from events.registration.models import Registration, new_key
from people.accounts.models import Person
from tests.factories import doors
from tests.factories.accounts import make_user, sign_in
from tests.factories.announcements import DETAILS, drafted, sent
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> Client:
    """A browser of whoever runs the events of Mauricie."""
    return sign_in(client, doors.login("organiser"))


def url(name: str, *arguments: Any) -> str:
    return reverse(f"announcements:{name}", args=arguments)


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]


def older(registration: Registration) -> Registration:
    """Not of this very moment: their page looks for messages."""
    Registration.objects.filter(pk=registration.pk).update(made_at=timezone.now() - timedelta(days=1))
    return Registration.objects.get(pk=registration.pk)


def test_a_message_is_written_seen_in_both_languages_and_sent_once(organiser: Client) -> None:
    event = open_event()
    registered(event, "Ana Popescu", language="en")
    form = {**DETAILS, "is_necessary": "", "key": new_key()}
    pages = [organiser.post(url("compose", event.pk), form)["Location"] for _click in range(2)]
    assert pages[0] == pages[1]

    gone_back = {**form, "subject_fr": "Une autre entrée"}
    assert organiser.post(url("compose", event.pk), gone_back)["Location"] == pages[0]
    page = organiser.get(pages[0]).content.decode()
    assert "Une autre entrée" in page
    assert "Entrez par la rue du Fleuve." in page
    assert "Come in from rue du Fleuve." in page
    assert not Mail.objects.filter(template="announcements/announcement").exists()

    press = {name: hidden(page, name) for name in ("key", "seen", "again")}
    message = Announcement.objects.get()
    for _click in range(2):
        assert organiser.post(url("send", event.pk, message.pk), press).status_code == 302
    assert Mail.objects.filter(template="announcements/announcement").count() == 1
    assert (
        organiser.post(url("send", event.pk, message.pk), {**press, "key": new_key(), "again": "False"}).status_code
        == 409
    )


def test_half_an_english_text_and_a_number_nobody_needs_are_refused_and_nothing_is_lost(organiser: Client) -> None:
    event = open_event()

    answer = organiser.post(
        url("compose", event.pk), {**DETAILS, "text_en": "", "text_fr": "NAS 046 454 286", "key": new_key()}
    )

    assert answer.status_code == 422
    assert answer.content.decode().count('class="field bad"') == 2
    assert "046 454 286" in answer.content.decode()
    assert not Announcement.objects.exists()


def test_the_list_of_messages_costs_the_same_for_one_and_for_four(
    organiser: Client, django_assert_num_queries: Any
) -> None:
    event = open_event()
    registered(event)
    for number in (1, 4):
        for _each in range(number):
            sent(event)
            drafted(event)
        organiser.get(url("index", event.pk))
        with django_assert_num_queries(11):
            page = organiser.get(url("index", event.pk)).content.decode()
    assert page.count("/messages/") >= 10


def test_picked_registrations_become_a_list_to_write_to(organiser: Client) -> None:
    event = open_event()
    one, _other = registered(event), registered(event)
    listed = organiser.get(reverse("doors:registrations", args=[event.pk])).content.decode()
    assert f'form="picked" name="registration" value="{one.pk}"' in listed

    asked = organiser.post(url("keep_list", event.pk), {"registration": [one.pk]}).content.decode()
    answer = organiser.post(
        url("keep_list", event.pk), {"registration": [hidden(asked, "registration")], "name": "Autocar"}
    )
    everybody = organiser.post(url("keep_list", event.pk), {"all": "1", "name": "Tous"})

    kept = {each.name: each.entries.count() for each in SavedList.objects.all()}
    assert kept == {"Autocar": 1, "Tous": 2}
    page = organiser.get(answer["Location"]).content.decode()
    assert f'value="list:{SavedList.objects.get(name="Autocar").pk}" selected' in page
    assert everybody.status_code == 302
    assert organiser.post(url("keep_list", event.pk), {"all": "1", "name": "Tous"}).status_code == 302
    assert organiser.post(url("keep_list", event.pk), {"all": "1", "name": "Autocar"}).status_code == 422
    assert SavedList.objects.count() == 2


def test_the_desk_leads_to_those_expected_and_says_what_left(organiser: Client) -> None:
    event = doors.fair()
    doors.seat(event)
    sent(event, subject_fr="La navette part à 9 h")

    page = organiser.get(reverse("doors:live", args=[event.pk])).content.decode()

    assert f"{url('compose', event.pk)}?to=expected" in page
    assert "La navette part à 9 h" in page


def test_the_desk_of_a_series_leads_to_those_expected_at_the_sitting_that_is_on(organiser: Client) -> None:
    event = doors.course()

    page = organiser.get(reverse("doors:live", args=[event.pk])).content.decode()

    assert f"{url('compose', event.pk)}?to=missing:{event.sittings_standing[1].pk}" in page


def test_of_a_series_the_organiser_says_whether_each_sitting_is_announced(organiser: Client) -> None:
    event = doors.course(hours=(100, 200, 300))
    page = organiser.get(url("reminders", event.pk)).content.decode()
    assert 'name="each_sitting_1"' in page
    assert "puis avant chacune des 2 séances suivantes" in page

    shown = html.unescape(hidden(page, "shown"))
    answer = organiser.post(
        url("reminders", event.pk),
        {"amount_1": 2, "unit_1": "days", "unit_2": "days", "unit_3": "days", "shown": shown},
    )

    assert answer.status_code == 302
    assert list(event.reminder_rules.values_list("amount", "each_sitting")) == [(2, False)]
    assert 'name="each_sitting_1"' not in organiser.get(url("reminders", open_event().pk)).content.decode()


def test_door_staff_see_what_left_and_cannot_write() -> None:
    event = doors.fair()
    doors.seat(event)
    sent(event)
    client = sign_in(Client(), doors.door_staff(event))

    page = client.get(reverse("doors:live", args=[event.pk])).content.decode()

    assert "L’entrée a changé" in page
    assert url("compose", event.pk) not in page
    assert client.get(url("compose", event.pk)).status_code == 404


def test_the_page_of_a_registration_shows_what_is_new_and_follows(
    client: Client, django_assert_num_queries: Any
) -> None:
    event = open_event()
    one = older(registered(event))
    client.get(one.get_absolute_url())
    with django_assert_num_queries(4):
        page = client.get(one.get_absolute_url()).content.decode()
    assert f'data-live="{topic_of(event.pk)}"' in page
    assert f'href="{url("own", one.link_key)}"' not in page

    sent(event)

    assert "1 nouveau message" in client.get(url("own_part", one.link_key)).content.decode()
    assert "Nouveau" in client.get(url("own", one.link_key)).content.decode()
    assert Notice.objects.get().seen_at is not None
    assert "nouveau message" not in client.get(one.get_absolute_url()).content.decode()


def test_whoever_registered_this_minute_costs_no_more_and_holds_no_line(
    client: Client, django_assert_num_queries: Any
) -> None:
    one = registered(open_event())
    client.get(one.get_absolute_url())

    with django_assert_num_queries(3):
        assert "data-live=" not in client.get(one.get_absolute_url()).content.decode()


def test_my_messages_are_mine_the_last_first_and_wait_until_they_are_read(client: Client) -> None:
    login = make_user()
    event = open_event()
    registered(event, person=login.person)
    registered(event)
    first, last = sent(event, subject_fr="Première"), sent(event, subject_fr="Dernière")
    sign_in(client, login)
    assert [str(waiting.label) for waiting in messages_to_read(login.person)] == [
        "Nouveau message\u00a0: Dernière",
        "Nouveau message\u00a0: Première",
    ]

    page = client.get(url("mine")).content.decode()

    assert page.index(last.subject_fr) < page.index(first.subject_fr)
    assert Notice.objects.filter(seen_at=None).count() == 2  # the other registration's
    assert list(messages_to_read(Person.objects.get(pk=login.person.pk))) == []


# ------------------------------------------------------------------ the way out
@pytest.mark.parametrize("kind", stopping.KINDS)
def test_a_mail_reader_stops_a_kind_of_mail_by_one_post_and_a_look_changes_nothing(kind: str) -> None:
    one = registered(open_event())
    client = Client(enforce_csrf_checks=True)
    page = url("stop", stopping.key_of(one, kind))

    assert client.get(page).status_code == 200
    assert not actions.has_stopped(Registration.objects.get(), kind)
    for _again in range(2):
        assert client.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert actions.has_stopped(Registration.objects.get(), kind)
    client.post(page, {"again": "1"})
    assert not actions.has_stopped(Registration.objects.get(), kind)


def test_a_key_opens_its_registration_and_kind_alone_and_nothing_after_another_address(client: Client) -> None:
    one, other = registered(open_event()), registered(open_event())
    key = stopping.key_of(one, "messages")
    for wrong in (
        key.replace("messages", "reminders"),
        key.replace(f"{one.pk}-", f"{other.pk}-", 1),
        key[:-1],
        f"{'9' * 30}-messages-{'0' * 32}",
        "x",
    ):
        assert client.post(url("stop", wrong)).status_code == 404
    Registration.objects.filter(pk=one.pk).update(link_key=new_key())
    assert client.post(url("stop", key)).status_code == 404
    assert not NoMessages.objects.exists()


def test_nobody_listens_to_an_event_by_its_number() -> None:
    event = open_event()
    identifier = topic_of(event.pk).rpartition("/")[2]

    assert may_listen(None, identifier)
    for wrong in (str(event.pk), identifier[:-1], identifier.replace(str(event.pk), str(event.pk + 1), 1), "é-é", ""):
        assert not may_listen(None, wrong)
