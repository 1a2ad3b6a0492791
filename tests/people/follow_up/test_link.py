"""The mailed link: two taps, no name, nothing by a mere look, one answer of two."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audit import Entry
from people.follow_up import actions, refusals
from people.follow_up.actions import Answer, Place
from people.follow_up.models import Declined, FollowUp
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.follow_up import make_answer, make_follow_up
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_file

pytestmark = pytest.mark.django_db


def asked(**facts: object) -> FollowUp:
    person = make_person("Yasmine Belkacem", email="yasmine@exemple.test", proven=True)
    file = make_file(
        person, make_organisation(), region=make_region("02", "Saguenay–Lac-Saint-Jean"), phone="418 555-0110"
    )
    return make_follow_up(file, state="asked", **facts)


def url(row: FollowUp) -> str:
    return reverse("follow_up:link", args=[row.token])


def test_two_taps_say_all(client: Client) -> None:
    row = asked()

    first = client.post(url(row), {"situation": "own_field", "seen": "0"}, follow=True)
    assert "Saguenay" in first.text
    second = client.post(url(row), {"same": "1", "seen": "1"}, follow=True)

    row.refresh_from_db()
    assert (row.state, row.situation, row.lives_in_id, row.works_in_id) == ("answered", "own_field", "02", "02")
    assert row.answered_how == "self"
    assert row.track.lives_in_id == "02"
    assert "Merci" in second.text


def test_the_first_tap_alone_is_an_answer(client: Client) -> None:
    row = asked()

    client.post(url(row), {"situation": "looking", "seen": "0"})

    row.refresh_from_db()
    assert (row.state, row.situation, row.lives_in) == ("answered", "looking", None)


def test_another_region_is_chosen_and_outside_quebec_too(client: Client) -> None:
    row = asked()
    make_region("05")
    client.post(url(row), {"situation": "other_job", "seen": "0"})

    client.post(url(row), {"lives": "05", "works": "outside", "seen": "1"})

    row.refresh_from_db()
    assert (row.lives_in_id, row.works_in, row.works_outside) == ("05", None, True)


def test_a_region_that_was_not_chosen_is_asked_for_in_words(client: Client) -> None:
    row = asked()
    client.post(url(row), {"situation": "own_field", "seen": "0"})

    answer = client.post(url(row), {"lives": "02", "works": "", "seen": "1"})

    assert "Choisissez la région où vous travaillez." in answer.text
    assert 'value="02" selected' in answer.text


def test_looking_at_the_page_changes_nothing(client: Client) -> None:
    row = asked()
    before = FollowUp.objects.values().get(pk=row.pk)

    for query in ("", "?step=place", "?step=done", "?situation=own_field&seen=0", "?stop=1"):
        assert client.get(url(row) + query).status_code == 200

    assert FollowUp.objects.values().get(pk=row.pk) == before
    assert not Declined.objects.exists()


def test_the_page_shows_neither_name_nor_address_nor_file(client: Client) -> None:
    row = asked()
    FollowUp.objects.filter(pk=row.pk).update(note="Rappeler le soir")
    file = row.track.case_file
    hidden = ["Yasmine", "Belkacem", "yasmine@exemple.test", "418 555-0110", file.reference, "Rappeler le soir"]

    shown = client.get(url(row)).text
    client.post(url(row), {"situation": "own_field", "seen": "0"})
    shown += client.get(url(row)).text + client.get(url(row) + "?step=done").text

    assert [word for word in hidden if word in shown] == []
    assert (
        client.get(url(row))["Cache-Control"].startswith("no-store")
        or "no-store" in client.get(url(row))["Cache-Control"]
    )


def test_a_wrong_link_opens_nothing(client: Client) -> None:
    asked()

    assert client.get(reverse("follow_up:link", args=["0" * 64])).status_code == 404


def test_a_link_opens_one_follow_up_alone() -> None:
    one, other = asked(), make_follow_up(state="asked")

    assert FollowUp.objects.held_by(one.token).get() == one
    assert one.token != other.token


def test_a_link_runs_out_a_fortnight_after_it_was_given_up(client: Client) -> None:
    row = asked()
    FollowUp.objects.filter(pk=row.pk).update(
        state="unreachable",
        ask_on=timezone.localdate() - timedelta(days=60),
        due_on=timezone.localdate() - timedelta(days=50),
        gives_up_on=timezone.localdate() - timedelta(days=14),
    )
    assert client.get(url(row)).status_code == 200
    FollowUp.objects.filter(pk=row.pk).update(gives_up_on=timezone.localdate() - timedelta(days=15))

    assert client.get(url(row)).status_code == 410
    assert client.post(url(row), {"situation": "own_field", "seen": "0"}).status_code == 410


def test_an_answer_is_corrected_for_seven_days_with_a_trace(client: Client) -> None:
    row = asked()
    client.post(url(row), {"situation": "looking", "seen": "0"})

    client.post(url(row), {"situation": "own_field", "seen": "1"})

    row.refresh_from_db()
    assert row.situation == "own_field"
    assert row.corrected_at
    assert Entry.objects.get(action="follow_up.corrected").fields == ["situation"]
    FollowUp.objects.filter(pk=row.pk).update(answered_at=timezone.now() - timedelta(days=7), corrected_at=None)
    assert client.post(url(row), {"situation": "looking", "seen": "2"}).status_code == 410


def test_who_no_longer_works_has_no_region_of_work_any_more(client: Client) -> None:
    row = asked()
    client.post(url(row), {"situation": "own_field", "seen": "0"})
    client.post(url(row), {"same": "1", "seen": "1"})

    client.post(url(row), {"situation": "looking", "seen": "2"})

    row.refresh_from_db()
    assert (row.situation, row.lives_in_id, row.works_in) == ("looking", "02", None)


def test_an_answer_on_an_old_page_does_not_overwrite(client: Client) -> None:
    row = asked()
    client.post(url(row), {"situation": "own_field", "seen": "0"})

    late = client.post(url(row), {"situation": "looking", "seen": "0"})

    row.refresh_from_db()
    assert late.status_code == 409
    assert "entre-temps" in late.text
    assert row.situation == "own_field"


def test_what_a_caseworker_wrote_down_is_not_changed_by_the_link(client: Client) -> None:
    row = make_answer(asked())

    assert client.get(url(row)).status_code == 200
    answer = client.post(url(row), {"situation": "looking", "seen": str(row.revision)})

    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.situation == "own_field"


def test_being_asked_no_more_is_one_tap_and_may_be_taken_back(client: Client) -> None:
    row = asked()

    client.post(url(row), {"stop": "1"})
    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("cancelled", "declined")
    assert "changé d’avis" in client.get(url(row)).text

    client.post(url(row), {"resume": "1"})
    row.refresh_from_db()
    assert row.state == "planned"
    assert not Declined.objects.exists()


def test_what_was_called_off_with_its_source_closes_its_link(client: Client) -> None:
    row = asked()
    token = row.token

    actions.cancel(origin=row.track.origin)

    assert client.get(reverse("follow_up:link", args=[token])).status_code == 404


def test_somebody_signed_in_answers_in_their_own_space(client: Client) -> None:
    user = make_user("participant")
    row = make_follow_up(make_file(user.person), state="asked")
    sign_in(client, user)
    assert reverse("follow_up:mine_answer", args=[row.pk]) in client.get(reverse("follow_up:mine")).text

    client.post(reverse("follow_up:mine_answer", args=[row.pk]), {"situation": "studying", "seen": "0"})

    row.refresh_from_db()
    assert row.situation == "studying"
    foreign = make_follow_up(state="asked")
    assert client.get(reverse("follow_up:mine_answer", args=[foreign.pk])).status_code == 404


def test_who_does_not_work_works_nowhere() -> None:
    row = asked()

    with pytest.raises(refusals.NotAsWritten):
        actions.answer(follow_up=row, answer=Answer("looking", works=Place(make_region("02"))), how="self", seen=0)


def test_nobody_answers_before_they_are_asked() -> None:
    row = make_follow_up(due=30)

    with pytest.raises(refusals.TooLateToCorrect):
        actions.answer(follow_up=row, answer=Answer("own_field"), how="self", seen=0)


def test_my_page_is_empty_in_words_at_first(client: Client) -> None:
    sign_in(client, make_user("participant"))

    assert "Aucun suivi pour l’instant" in client.get(reverse("follow_up:mine")).text
    assert client.post(reverse("follow_up:mine_asking"), {"stop": "1"}).status_code == 302


def test_that_somebody_else_is_asked_no_more_is_not_said_to_me(client: Client) -> None:
    somebody = make_follow_up(due=30).track.case_file.person
    actions.decline(person=somebody, by=somebody)
    mine = make_follow_up(make_file(make_user("participant").person), due=30)

    sign_in(client, mine.track.case_file.person.user)

    assert client.get(reverse("follow_up:mine")).context["declined"] is None
