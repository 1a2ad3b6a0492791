"""« My data »: what is held, my copy, my erasure; and the pages of those who guard the register."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import exports, personal
from people.accounts.models import Role
from people.privacy import copies, erasing, retention
from people.privacy.models import DataCopy, Erasure, RetentionRule, RetentionRun
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.doors import fair_over, seat
from tests.factories.organisations import make_affiliation, make_organisation

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ the person


def test_what_is_held_about_me_is_counted_by_kind(client: Client) -> None:
    user = make_user()
    make_affiliation(user.person)
    sign_in(client, user)

    french, english = client.get(reverse("privacy:mine")).text, client.get("/en/account/data/").text

    assert "Rattachements" in french
    assert "Affiliations" in english
    # The name as it is searched is no news to anybody.
    assert "tel qu’il est cherché" not in french


def test_a_copy_is_asked_for_and_downloaded(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    url = reverse("privacy:copies")
    assert "Aucune copie" in client.get(url).text

    assert "en préparation" in client.post(url, follow=True).text
    copies.make(copy_pk=DataCopy.objects.get().pk)
    page = client.get(url).text

    assert reverse("privacy:copy", args=[DataCopy.objects.get().pk]) in page
    assert client.get(url)["Cache-Control"] == "no-store"


def test_the_fourth_copy_of_a_day_is_refused_in_words(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    for _turn in range(3):
        copies.make(copy_pk=copies.ask(person=user.person, language="fr").pk)

    page = client.post(reverse("privacy:copies"), follow=True).text

    assert "redemandez-en une demain" in page


def test_copies_and_erasure_ask_for_a_fresh_sign_in(client: Client) -> None:
    user = make_user()
    user.set_password("une phrase de passe")
    user.save()
    sign_in(client, user, fresh=False)

    for name in ("copies", "erasure"):
        answer = client.get(reverse(f"privacy:{name}"))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    # Changing one's mind needs no more than being there.
    erasing.ask(person=user.person, by=user.person)
    assert client.post(reverse("privacy:take_back")).status_code == 302
    assert not Erasure.objects.open().exists()


def test_the_person_reads_what_stays_before_they_ask(client: Client) -> None:
    user = make_user(Role.MENTOR)
    sign_in(client, user)
    url = reverse("privacy:erasure")

    page = client.get(url).text
    assert "Ce qui reste, et pourquoi" in page
    assert str(personal.of(user.grants.model).fields["granted_at"].stays) in page  # type: ignore[union-attr]  # declared
    wrong = client.post(url)
    assert wrong.status_code == 422
    assert "Rien n’est prévu" in wrong.text
    assert not Erasure.objects.exists()

    planned = client.post(url, {"sure": "on"}, follow=True).text
    assert "Votre effacement est prévu" in planned
    assert Erasure.objects.open().get().person == user.person
    assert "annulé" in client.post(reverse("privacy:take_back"), follow=True).text
    assert "Aucun effacement" in client.post(reverse("privacy:take_back"), follow=True).text


def test_what_stands_against_it_is_said_and_no_button_is_shown(client: Client) -> None:
    user = make_user(Role.ADMINISTRATOR)
    sign_in(client, user)
    url = reverse("privacy:erasure")

    page = client.get(url).text
    forced = client.post(url, {"sure": "on"})

    assert "dernière personne administratrice" in page
    assert 'name="sure"' not in page
    assert forced.status_code == 422
    assert not Erasure.objects.exists()


# ------------------------------------------------------------------ those who guard the register


def test_an_officer_asks_on_behalf_of_a_guest(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    guest = make_person("Zoé Lévesque", email="zoe@exemple.test")
    url = reverse("privacy:erasure_for", args=[guest.pk])
    assert "Zoé Lévesque" in client.get(url).text

    wrong = client.post(url, {"sure": "on"})
    assert wrong.status_code == 422
    assert "comment la personne" in wrong.text

    client.post(url, {"sure": "on", "channel": "letter"})
    erasure = Erasure.objects.open().get()
    listed = client.get(reverse("privacy:erasures")).text
    assert "Zoé Lévesque" in listed
    client.post(reverse("privacy:take_back_for", args=[erasure.pk]))
    assert "Zoé Lévesque" in client.get(f"{reverse('privacy:erasures')}?show=settled").text


def test_the_list_of_erasures_costs_the_same_for_one_and_for_many(
    client: Client, django_assert_num_queries: Any
) -> None:
    officer = make_user(Role.PRIVACY_OFFICER)
    sign_in(client, officer)
    url = reverse("privacy:erasures")
    client.get(url)
    for number in (1, 52):
        for _turn in range(number):
            erasing.ask(person=make_person(), by=officer.person, channel="phone")
        with django_assert_num_queries(6):
            client.get(url)
    assert len(client.get(f"{url}?page=2").context["page_obj"]) == 3


def test_the_register_says_the_days_in_force_and_what_erasure_does(client: Client) -> None:
    officer, organisation = make_user(Role.PRIVACY_OFFICER), make_organisation("Accueil Mauricie")
    sign_in(client, officer)
    retention.decide(code="registration.seats", organisation=organisation, days=90, reason="Entente", by=officer.person)

    page = client.get(reverse("privacy:register")).text
    table = exports_text(client.get(reverse("privacy:inventory", args=["csv"])))

    for text in (page, table):
        assert "181 jours depuis la fin de l’événement" in text
        assert "Accueil Mauricie – 90 jours" in text
        assert "Toute la ligne disparaît" in text
    assert table.count("\r\n") == 1 + sum(len(entry.fields) for entry in personal.declarations())
    assert client.get(reverse("privacy:inventory", args=["xlsx"]))["Content-Type"] == exports.XLSX


def exports_text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_decision_is_made_and_undone_on_the_schedule(client: Client) -> None:
    organisation = make_organisation("Accueil Mauricie")
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    url = reverse("privacy:decide", args=["registration.seats"])

    wrong = client.post(url, {"days": "400", "reason": ""})
    assert wrong.status_code == 422
    assert "Dites pourquoi" in wrong.text
    assert "181" in wrong.text
    client.post(url, {"days": "60", "reason": "Entente", "organisation": organisation.pk})
    page = client.get(reverse("privacy:schedule")).text
    assert "Accueil Mauricie" in page

    assert "Entente" in client.get(url).text
    client.post(reverse("privacy:undo", args=[RetentionRule.objects.get().pk]))
    assert not RetentionRule.objects.exists()


def test_a_class_of_no_organisation_offers_none(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))

    assert 'name="organisation"' not in client.get(reverse("privacy:decide", args=["core.mails"])).text


def test_what_goes_tonight_is_counted_and_past_nights_are_proof(client: Client, django_assert_num_queries: Any) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    seat(fair_over(days=200), "Zoé Lévesque", state="present")
    url = reverse("privacy:tonight")

    page = client.get(url)
    counts = {line.keep.code: count for line, count in page.context["lines"]}
    assert counts["registration.seats"] == 1
    assert "Zoé" not in page.text
    assert seat_count() == 1

    now = timezone.now()
    RetentionRun.objects.bulk_create(
        RetentionRun(code="core.mails", days=30, cut_off=now - timedelta(days=30 + n), ended_at=now, rows=n % 2)
        for n in range(60)
    )
    with django_assert_num_queries(7 + len(personal.schedule())):
        client.get(url)
    assert len(client.get(f"{url}?page=2").context["page_obj"]) == 10
    assert len(client.get(f"{url}?show=some").context["page_obj"]) == 30


def seat_count() -> int:
    from events.registration.models import Seat

    return Seat.objects.exclude(name="").count()


def test_the_schedule_costs_a_fixed_number_of_queries(client: Client, django_assert_num_queries: Any) -> None:
    officer = make_user(Role.PRIVACY_OFFICER)
    sign_in(client, officer)
    url = reverse("privacy:schedule")
    client.get(url)
    for number in range(2):
        retention.decide(
            code="registration.seats",
            organisation=make_organisation(),
            days=90 + number,
            reason="Entente",
            by=officer.person,
        )
        with django_assert_num_queries(6):
            client.get(url)
