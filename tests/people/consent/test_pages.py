"""« Mes consentements », a consent asked on another page, and one among the fields of a form."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from core import clock, outbox
from core.outbox.sender import send_all
from people.consent import actions, registry, rules
from people.consent.forms import Agreed, ConsentBox
from people.consent.models import Consent
from people.consent.registry import Purpose
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.consent import asked, give

pytestmark = pytest.mark.django_db


def test_nothing_asked_yet_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_purposes", {})
    sign_in(client, make_user("employer_contact"))
    with asked("test.card", concerns=lambda person: False):
        page = client.get(reverse("consent:mine")).text

    assert "Rien ne vous a été demandé" in page
    assert "Montrer ma fiche" not in page


def test_a_consent_is_given_by_one_button_under_the_whole_text(client: Client, card: Purpose) -> None:
    user = make_user("participant")
    sign_in(client, user)
    url = reverse("consent:mine")
    page = client.get(url)
    assert "J’accepte que ma fiche soit montrée." in page.text
    assert "Pendant 2 ans" in page.text
    assert 'type="checkbox"' not in page.text
    assert page["Cache-Control"] == "no-store"

    sent = {"purpose": "test.card", "version": "1", "language": "fr", "about": ""}
    answer = client.post(reverse("consent:give"), sent, follow=True)

    assert rules.holds(user.person, "test.card")
    assert "Votre fiche disparaît des recherches." in answer.text
    assert "J’accepte</" not in answer.text


def test_words_that_changed_meanwhile_are_read_again(client: Client) -> None:
    user = make_user("participant")
    sign_in(client, user)
    with asked(versions=2):
        sent = {"purpose": "test.card", "version": "1", "language": "fr", "about": ""}
        answer = client.post(reverse("consent:give"), sent, follow=True)

    assert "Relisez-le" in answer.text
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "test.unknown"},
        {"purpose": "test.card", "about": "event:12"},
        {"purpose": "test.meals", "about": ""},
        {"purpose": "test.meals", "about": "event:13"},
        {"purpose": "test.card", "language": "es"},
        {},
    ],
)
def test_what_is_not_asked_cannot_be_given(
    client: Client, card: Purpose, meals: Purpose, wrong: dict[str, str]
) -> None:
    sign_in(client, make_user("participant"))

    answer = client.post(reverse("consent:give"), {"version": "1", "language": "fr", "about": ""} | wrong, follow=True)

    assert "n’est plus demandé" in answer.text
    assert not Consent.objects.exists()


def test_one_step_withdraws_and_says_so(client: Client, card: Purpose) -> None:
    user = make_user("participant")
    sign_in(client, user)
    consent = give(user.person)

    page = client.post(reverse("consent:withdraw", args=[consent.pk]), follow=True).text

    assert "est retiré" in page
    assert not rules.holds(user.person, "test.card")
    assert "J’accepte" in page  # asked anew, and the history below


def test_before_withdrawing_one_may_read_what_disappears(client: Client, card: Purpose) -> None:
    user = make_user("participant")
    sign_in(client, user)
    consent = give(user.person)
    url = reverse("consent:withdraw", args=[consent.pk])

    assert "Votre fiche disparaît des recherches." in client.get(url).text
    actions.withdraw(consent=consent, by=user.person)
    assert "a déjà pris fin" in client.get(url).text


def test_nobody_withdraws_anothers_consent(client: Client, card: Purpose) -> None:
    sign_in(client, make_user("administrator"))
    person = make_person()
    consent = give(person)

    assert client.post(reverse("consent:withdraw", args=[consent.pk])).status_code == 404
    assert rules.holds(person, "test.card")


def test_the_page_shows_what_was_read_and_what_is_asked_now(client: Client) -> None:
    user = make_user("participant")
    sign_in(client, user)
    with asked(versions=1):
        give(user.person, language="en")
    with asked(versions=2):
        page = client.get(reverse("consent:mine")).text

    assert '<blockquote lang="en"><p>I agree that my card is shown.' in page
    assert "J’accepte que ma fiche soit montrée aux employeurs." in page
    assert "Le texte a changé depuis" in page


def test_consents_about_things_are_listed_by_thing(client: Client, meals: Purpose) -> None:
    user = make_user("participant")
    sign_in(client, user)
    for number in (12, 14):
        give(user.person, "test.meals", about=f"event:{number}")

    page = client.get(reverse("consent:mine")).text

    assert "Salon 12" in page
    assert "Salon 14" in page
    assert "jour où vous le retirerez" in page


def test_the_english_page_asks_in_english(client: Client, card: Purpose) -> None:
    sign_in(client, make_user("participant"))

    page = client.get("/en/account/consents/").text

    assert "I agree that my card is shown." in page
    assert 'name="language" value="en"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_long_the_story(
    client: Client, card: Purpose, rows: int, django_assert_num_queries: Any
) -> None:
    user = make_user("participant")
    sign_in(client, user)
    for _each in range(rows):
        actions.withdraw(consent=give(user.person, how="paper", by=make_person()), by=make_person())
    url = reverse("consent:mine")
    client.get(url)

    with django_assert_num_queries(7):
        client.get(url)


# ------------------------------------------------------------------ on other pages
def shown(user: Any) -> str:
    template = engines["django"].from_string('{% load consents %}{% consent_form "test.card" %}')
    request = RequestFactory().get("/fr/ma-fiche/")
    request.user = user
    return template.render({}, request)


def test_another_page_asks_and_is_come_back_to(client: Client, card: Purpose) -> None:
    user = make_user("participant")
    page = shown(user)
    assert 'name="next" value="/fr/ma-fiche/#consent-test.card"' in page

    sign_in(client, user)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    del sent["csrfmiddlewaretoken"]
    answer = client.post(reverse("consent:give"), sent)

    assert answer["Location"] == "/fr/ma-fiche/#consent-test.card"
    assert 'id="consent-test.card"' in page
    assert reverse("consent:mine") in shown(user)


def test_coming_back_never_leaves_the_site(client: Client, card: Purpose) -> None:
    sign_in(client, make_user("participant"))
    sent = {"purpose": "test.card", "version": "1", "language": "fr", "next": "https://ailleurs.exemple.test/"}

    assert client.post(reverse("consent:give"), sent)["Location"] == reverse("accounts:mine")


class CardForm(forms.Form):
    headline = forms.CharField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["card"] = ConsentBox("test.card")


def test_a_box_is_never_ticked_beforehand(card: Purpose) -> None:
    for form in (CardForm(), CardForm(initial={"card": True}), CardForm(initial={"card": "test.card/1/fr"})):
        box = str(form["card"])
        assert "checked" not in box
        assert 'value="test.card/1/fr"' in box
        assert form["card"].label == "J’accepte que ma fiche soit montrée."


def test_a_ticked_box_says_what_was_read(card: Purpose) -> None:
    with translation.override("en"):
        form = CardForm({"headline": "Soudeuse", "card": "test.card/1/en"})

        assert form.is_valid()
        assert form.cleaned_data["card"] == Agreed("test.card", 1, "en")


def test_a_box_left_alone_is_no_consent_and_no_error(card: Purpose) -> None:
    form = CardForm({"headline": "Soudeuse"})

    assert form.is_valid()
    assert form.cleaned_data["card"] is None


def test_an_error_elsewhere_keeps_the_tick(card: Purpose) -> None:
    assert "checked" in str(CardForm({"card": "test.card/1/fr"})["card"])


@pytest.mark.parametrize("token", ["on", "test.card/2/fr", "test.other/1/fr"])
def test_a_box_with_other_words_agrees_to_nothing(card: Purpose, token: str) -> None:
    form = CardForm({"headline": "Soudeuse", "card": token})

    assert "card" in form.errors
    assert "card" not in form.cleaned_data


def test_a_box_that_is_needed_says_why(card: Purpose) -> None:
    form = CardForm({"headline": "Soudeuse"})
    form.fields["card"] = ConsentBox("test.card", required=True)

    assert "votre consentement" in str(form.errors["card"])


# ------------------------------------------------------------------ letters
def run_notice(consent: Consent) -> list[outbox.Mail]:
    assert consent.until
    clock.tick(consent.until - timedelta(days=30))
    return list(outbox.Mail.objects.filter(template=actions.EXPIRING))


def test_a_person_is_told_thirty_days_before_the_end(card: Purpose, mailoutbox: list[Any]) -> None:
    consent = give(make_user("participant").person)

    assert len(run_notice(consent)) == 1
    send_all()

    (letter,) = mailoutbox
    assert "Montrer ma fiche" not in letter.subject
    assert "Montrer ma fiche" in letter.body
    assert "Votre fiche disparaît des recherches." in letter.body
    assert "/fr/compte/consentements/" in letter.body


def test_what_was_withdrawn_or_renewed_is_not_announced(card: Purpose) -> None:
    user = make_user("participant")
    withdrawn = actions.withdraw(consent=give(user.person), by=user.person)
    assert run_notice(withdrawn) == []

    other = make_user("participant")
    consent = give(other.person)
    run_notice(consent)
    now = timezone.now()
    Consent.objects.filter(pk=consent.pk).update(given_at=now - timedelta(days=710), until=now + timedelta(days=20))
    give(other.person)
    send_all()
    assert set(outbox.Mail.objects.values_list("state", flat=True)) == {"dropped"}


def test_who_has_no_login_gets_no_letter(card: Purpose) -> None:
    assert run_notice(give(make_person(email="a@exemple.test"), how="paper", by=make_person())) == []
