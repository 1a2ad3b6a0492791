"""The page behind the link: asked plainly, nothing ticked beforehand, changed and withdrawn in one step."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.outbox import Mail
from events.agenda.models import Event
from events.needs import actions
from events.needs.models import MealLink, Wish
from events.registration import emails
from events.registration.models import Seat
from people.consent.models import Consent
from tests.factories.needs import AGREED, asking, wishing
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db

TOKEN = f"{AGREED.purpose}/{AGREED.version}/{AGREED.language}"


def url(seat: Seat, name: str = "answer") -> str:
    return reverse(f"needs:{name}", args=[seat.registration.link_key])


def guest(event: Event) -> Seat:
    return seat_of(registered(event))


def wishes_of(seat: Seat) -> dict[str, str]:
    return dict(Wish.objects.filter(seat=seat).values_list("what", "text"))


def test_the_page_of_the_registration_leads_there_where_the_event_asks(client: Client) -> None:
    asks, silent = guest(asking()), guest(open_event())

    assert url(asks) in client.get(asks.registration.get_absolute_url()).content.decode()
    assert url(silent) not in client.get(silent.registration.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("asks", "queries"), [(False, 3), (True, 4)])
def test_the_page_of_a_registration_costs_more_only_where_the_event_asks(
    client: Client, django_assert_num_queries: Any, asks: bool, queries: int
) -> None:
    seat = guest(asking(asks_access_needs=asks, asks_meal=asks))
    client.get(seat.registration.get_absolute_url())

    with django_assert_num_queries(queries):
        client.get(seat.registration.get_absolute_url())


def test_nothing_is_ticked_beforehand_and_no_cache_keeps_it(client: Client) -> None:
    answer = client.get(url(guest(asking())))
    page = answer.content.decode()

    assert "checked" not in page
    assert "no-store" in answer["Cache-Control"]
    assert TOKEN in page


def test_nobody_is_asked_about_an_illness(client: Client) -> None:
    page = client.get(url(guest(asking()))).content.decode().lower()

    assert not [word for word in ("maladie", "allerg", "handicap", "médica", "incapacité") if word in page]


def test_an_event_that_asks_about_the_meal_alone_asks_no_more(client: Client) -> None:
    page = client.get(url(guest(asking(asks_access_needs=False)))).content.decode()

    assert ('value="halal"' in page, 'value="step_free"' in page) == (True, False)


def test_a_guest_answers_without_a_login(client: Client) -> None:
    seat = guest(asking())

    answer = client.post(
        url(seat), {"access": ["step_free"], "meal": ["halal", "no_nuts"], "meal_other": "sans ail", "consent": TOKEN}
    )

    assert answer["Location"] == seat.registration.get_absolute_url()
    assert wishes_of(seat) == {"step_free": "", "halal": "", "no_nuts": "", "meal_other": "sans ail"}
    assert Consent.objects.get().how == Consent.How.SELF


def test_without_the_box_nothing_is_kept_and_nothing_is_lost(client: Client) -> None:
    seat = guest(asking())

    answer = client.post(url(seat), {"access": ["quiet"], "access_other": "loin des haut-parleurs"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "loin des haut-parleurs" in page
    assert page.count("checked") == 1
    assert wishes_of(seat) == {}


def test_an_older_text_of_the_consent_is_shown_again(client: Client) -> None:
    seat = guest(asking())

    answer = client.post(url(seat), {"access": ["quiet"], "consent": "event_needs/0/fr"})

    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_a_number_that_nobody_needs_is_refused(client: Client) -> None:
    seat = guest(asking())

    answer = client.post(url(seat), {"access_other": "NAS 046 454 286", "consent": TOKEN})

    assert answer.status_code == 422
    assert wishes_of(seat) == {}


def test_a_wish_that_is_none_is_refused(client: Client) -> None:
    answer = client.post(url(guest(asking())), {"access": ["wine"], "consent": TOKEN})

    assert answer.status_code == 422
    assert not Wish.objects.exists()


def test_who_agreed_is_not_asked_again_and_sees_what_they_said(client: Client) -> None:
    seat = wishing(asking(), "front", access_other="près de la scène")
    page = client.get(url(seat)).content.decode()

    assert (TOKEN in page, "près de la scène" in page, page.count("checked")) == (False, True, 1)

    client.post(url(seat), {"access": ["front", "quiet"]})
    assert wishes_of(seat) == {"front": "", "quiet": ""}


def test_one_button_withdraws_and_erases(client: Client) -> None:
    seat = wishing(asking(), "front")

    client.post(url(seat, "withdraw"))

    assert wishes_of(seat) == {}
    assert Consent.objects.get().withdrawn_at is not None
    assert client.get(url(seat, "withdraw")).status_code == 405


def test_once_the_event_has_begun_it_can_only_be_withdrawn(client: Client) -> None:
    event = asking()
    seat, other = wishing(event, "front"), guest(event)
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(hours=1))

    page = client.get(url(seat)).content.decode()
    client.post(url(seat), {"access": ["quiet"]})

    assert ("<form" in page, 'name="access"' in page, url(seat, "withdraw") in page) == (True, False, True)
    assert wishes_of(seat) == {"front": ""}
    assert client.get(url(other))["Location"] == other.registration.get_absolute_url()


def test_an_event_that_asks_nothing_sends_back(client: Client) -> None:
    seat = guest(open_event())

    assert client.get(url(seat))["Location"] == seat.registration.get_absolute_url()


def test_the_page_in_english_is_english(client: Client) -> None:
    seat = guest(asking())
    with translation.override("en"):
        page = client.get(url(seat)).content.decode()

    assert "A seat reached without a step" in page
    assert "I agree that those who run this event" in page


def test_the_letter_with_the_ticket_says_that_something_is_asked() -> None:
    for event in (asking(), open_event()):
        registered(event)
    mails = Mail.objects.filter(template="registration/confirmed").order_by("pk")
    said = ["ne vous oblige" in letter.text for mail in mails if (letter := emails.seats.confirmed(mail))]

    assert said == [True, False]


# ------------------------------------------------------------------ whoever cooks


def test_whoever_cooks_sees_totals_and_no_name(client: Client) -> None:
    event = asking()
    wishing(event, "no_pork", "no_nuts", name="Amina Haddad")
    wishing(event, "no_nuts", "no_pork", name="Samira Kaya")
    wishing(event, "quiet", "vegan", name="Olga Diop", meal_other="sans ail", access_other="au fond")
    guest(event)
    link = MealLink.objects.create(event=event)

    page = client.get(reverse("needs:totals", args=[link.key])).content.decode()

    assert "sans porc, sans noix" in page
    assert not [word for word in ("Amina", "Haddad", "Samira", "Olga", "sans ail", "au fond", "calme") if word in page]


@pytest.mark.parametrize("why", ["over for two days", "called off", "without a meal"])
def test_the_cooks_link_opens_nothing_later(client: Client, why: str) -> None:
    event = asking()
    link = MealLink.objects.create(event=event)
    change: dict[str, dict[str, Any]] = {
        "over for two days": {
            "starts_at": timezone.now() - timedelta(days=3),
            "ends_at": timezone.now() - timedelta(days=2),
        },
        "called off": {"cancelled_at": timezone.now(), "cancellation_reason_fr": "Tempête"},
        "without a meal": {"asks_meal": False},
    }
    Event.objects.filter(pk=event.pk).update(**change[why])

    assert client.get(reverse("needs:totals", args=[link.key])).status_code == 404


def test_an_answer_costs_the_same_for_one_wish_and_for_six(django_assert_max_num_queries: Any) -> None:
    event = asking()
    seats = [guest(event), guest(event)]

    for seat, what in zip(seats, [["front"], ["front", "quiet", "sign", "halal", "no_nuts", "no_milk"]], strict=True):
        with django_assert_max_num_queries(15):
            actions.answer(seat=seat, wishes=dict.fromkeys(what, ""), agreed=AGREED)
