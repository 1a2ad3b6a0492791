"""A sign-in that is fresh: where it is asked for, how it is shown again, and that one comes back."""

import re
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from core import access
from core.access_table import openings
from core.outbox import Mail
from people.accounts import fresh
from people.accounts.models import Grant, Role, User
from people.organisations.models import Organisation
from tests.factories.accounts import make_region, make_user, sign_in
from tests.factories.organisations import picture
from tests.people.accounts.test_second_factor import code_now, with_app
from tests.people.accounts.test_signing_in import code_in

pytestmark = pytest.mark.django_db

PASSWORD = "un fleuve et deux rives"
AGAIN, GO_ON = "/fr/compte/est-ce-vous/code-par-courriel/", "/fr/compte/est-ce-vous/suite/"


def aged(client: Client, *, minutes: float) -> Client:
    """The session as it is so many minutes after its sign-in."""
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": time.time() - 60 * minutes} for record in records]
    session.save()
    return client


@pytest.fixture
def administrator() -> User:
    return make_user("administrator")


@pytest.fixture
def browser(administrator: User) -> Client:
    return sign_in(Client(), administrator)


def page_of(user: User) -> str:
    return reverse("accounts:login", args=[user.pk])


def test_a_page_that_is_guarded_opens_within_ten_minutes_and_asks_after(browser: Client) -> None:
    page = page_of(make_user("participant"))

    assert aged(browser, minutes=9.9).get(page).status_code == 200
    answer = aged(browser, minutes=10.1).get(page)

    assert answer.headers["Location"].startswith(reverse("accounts:code_again"))
    assert "next=%2F" in answer.headers["Location"]


def test_a_sign_in_from_a_clock_that_was_set_back_is_not_fresh_for_ever(browser: Client) -> None:
    page = page_of(make_user("participant"))

    assert aged(browser, minutes=-1).get(page).status_code == 200
    assert aged(browser, minutes=-60).get(page).status_code == 302


def test_what_is_not_guarded_opens_however_long_ago(browser: Client) -> None:
    assert aged(browser, minutes=60 * 24).get(reverse("accounts:logins")).status_code == 200


def test_a_form_that_was_opened_in_time_may_take_its_time(browser: Client) -> None:
    user = make_user("participant")
    role = {"role": Role.ANALYST, "scope": user.grants.get().scope_id}

    answer = aged(browser, minutes=39).post(reverse("accounts:grant", args=[user.pk]), role)

    assert answer.headers["Location"] == page_of(user)
    assert Grant.objects.filter(user=user, role=Role.ANALYST).exists()


def test_a_form_that_comes_too_late_changes_nothing_says_so_and_leads_back_to_its_page(browser: Client) -> None:
    user = make_user("participant")
    role = {"role": Role.ANALYST, "scope": user.grants.get().scope_id}
    page = page_of(user)

    answer = aged(browser, minutes=41).post(
        reverse("accounts:grant", args=[user.pk]), role, headers={"referer": f"http://testserver{page}"}
    )
    asked = browser.get(answer.headers["Location"])
    browser.post(AGAIN, {"send": "1", "next": reverse("accounts:go_on")})
    back = browser.post(AGAIN, {"code": code_in(Mail.objects.get()), "next": reverse("accounts:go_on")}, follow=True)

    assert not Grant.objects.filter(user=user, role=Role.ANALYST).exists()
    assert "rien n’est encore changé" in asked.text
    assert back.redirect_chain[-1][0] == page
    assert back.status_code == 200


@pytest.mark.parametrize("name", ["privacy:erasure", "accounts:grant"])
def test_a_form_that_is_sent_to_its_own_page_too_late_leads_back_to_it(administrator: User, name: str) -> None:
    browser = sign_in(Client(), administrator)
    user = make_user("participant")
    page = reverse(name, args=[user.pk] if name == "accounts:grant" else [])

    aged(browser, minutes=41).post(page, {}, headers={"referer": f"http://testserver{page}"})
    aged(browser, minutes=0)
    back = browser.get(GO_ON, follow=True)

    assert back.status_code == 200
    assert back.redirect_chain[0][0] == page
    assert back.redirect_chain[-1][0] == (page_of(user) if name == "accounts:grant" else page)


def test_without_a_password_or_a_second_step_a_mailed_code_shows_that_it_is_you(
    browser: Client, administrator: User
) -> None:
    page = page_of(make_user("participant"))
    asked = aged(browser, minutes=11).get(page, follow=True)
    assert administrator.email in asked.text

    browser.post(AGAIN, {"send": "1"})
    letter = Mail.objects.get()
    code = code_in(letter)
    assert letter.recipient == administrator.email
    assert code not in letter.payload["subject"]
    assert code not in str(dict(browser.session))

    wrong = browser.post(AGAIN, {"code": "WRO-NG1"})
    assert "Ce code n’est pas le bon" in wrong.text
    right = browser.post(AGAIN, {"code": code.lower().replace("-", " "), "next": GO_ON})
    assert right.headers["Location"] == GO_ON
    assert browser.get(GO_ON).headers["Location"] == page
    assert browser.get(page).status_code == 200


def test_a_mailed_code_is_good_once_for_three_tries_and_for_its_own_session(browser: Client) -> None:
    browser.post(AGAIN, {"send": "1"})
    code = code_in(Mail.objects.get())
    other = sign_in(Client(), make_user("participant"))
    other.post(AGAIN, {"send": "1"})
    assert other.post(AGAIN, {"code": code}).status_code == 200

    for _try in range(3):
        browser.post(AGAIN, {"code": "WRO-NG1"})

    assert browser.post(AGAIN, {"code": code}).status_code == 200


def test_a_mailed_code_that_was_used_is_good_no_more(browser: Client) -> None:
    browser.post(AGAIN, {"send": "1"})
    code = code_in(Mail.objects.get())

    assert browser.post(AGAIN, {"code": code}).status_code == 302
    assert browser.post(AGAIN, {"code": code}).status_code == 200


def test_a_mailed_code_is_good_for_a_quarter_of_an_hour(browser: Client) -> None:
    browser.post(AGAIN, {"send": "1"})
    session = browser.session
    session["code_again"] = {**session["code_again"], "at": time.time() - 15 * 60 - 1}
    session.save()

    assert browser.post(AGAIN, {"code": code_in(Mail.objects.get())}).status_code == 200


def test_more_than_three_codes_a_minute_are_not_mailed(browser: Client) -> None:
    for _time in range(5):
        answer = browser.post(AGAIN, {"send": "1"}, follow=True)

    assert Mail.objects.count() == 3
    assert "Patientez quelques minutes" in answer.text


def test_who_has_a_password_gives_it(administrator: User, browser: Client) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    sign_in(browser, administrator)
    page = page_of(make_user("participant"))

    where = aged(browser, minutes=11).get(page).headers["Location"]
    assert where.startswith(reverse("account_reauthenticate"))
    assert reverse("accounts:code_again") in browser.get(where).text
    browser.post(where, {"password": PASSWORD, "next": GO_ON})

    assert browser.get(page).status_code == 200


def test_who_has_a_second_step_shows_that_or_the_password_and_no_mailed_code(browser: Client) -> None:
    guarded = with_app(make_user("administrator"))
    sign_in(browser, guarded)
    page = page_of(make_user("participant"))

    where = aged(browser, minutes=11).get(page).headers["Location"]
    assert where.startswith(reverse("account_reauthenticate"))
    assert reverse("accounts:code_again") not in browser.get(where).text
    assert browser.get(AGAIN).status_code == 302
    browser.post(reverse("mfa_reauthenticate"), {"code": code_now(), "next": GO_ON})

    assert browser.get(page).status_code == 200


def test_who_came_for_a_file_comes_back_to_a_page_that_offers_it_as_they_had_asked_for_it() -> None:
    browser = sign_in(Client(), make_user("analyst"))
    url = reverse("indicators:export", args=["4.1-a", "csv"]) + "?year=2026"
    page = reverse("indicators:detail", args=["4.1-a"])

    aged(browser, minutes=11).get(url, headers={"referer": f"http://testserver{page}?year=2026"})
    browser.post(AGAIN, {"send": "1"})
    offered = browser.post(AGAIN, {"code": code_in(Mail.objects.get()), "next": GO_ON}, follow=True)

    assert f'href="{url}"' in offered.text
    assert f'href="{page}?year=2026"' in offered.text
    assert browser.get(url).status_code == 200


def test_a_file_sent_too_late_with_a_long_form_is_put_aside_and_nothing_typed_is_lost(browser: Client) -> None:
    make_region("04")
    page = reverse("organisations:create")
    typed = {"name": "Scierie du Lac", "type": "private", "region": "04", "logo_alt_fr": "Une scie"}
    aged(browser, minutes=41)

    answer = browser.post(page, typed | {"logo": picture()})

    assert not Organisation.objects.exists()
    assert "Montrez que c’est vous" in str(answer.context["form"].errors["logo"])
    assert 'value="Scierie du Lac"' in answer.text
    way = re.search(r'href="([^"]+)" target="_blank" rel="noopener"', answer.text)
    assert way
    browser.post(way[1].partition("?")[0], {"send": "1"})
    done = browser.post(AGAIN, {"code": code_in(Mail.objects.get()), "next": GO_ON}, follow=True)
    assert "revenez à votre formulaire" in done.text
    browser.post(page, typed | {"logo": picture()})
    assert Organisation.objects.get().logo


def test_a_long_form_without_a_file_asks_nothing(browser: Client) -> None:
    make_region("04")
    page = reverse("organisations:create")
    aged(browser, minutes=60 * 24)

    assert browser.get(page).status_code == 200
    browser.post(page, {"name": "Scierie du Lac", "type": "private", "region": "04"})
    assert Organisation.objects.get().name == "Scierie du Lac"


def test_a_page_elsewhere_is_no_way_back(browser: Client) -> None:
    revoke = reverse("accounts:revoke", args=[make_user("participant").grants.get().pk])

    for elsewhere in ["https://ailleurs.exemple/ici/", "http://testserver//ailleurs.exemple/", ""]:
        aged(browser, minutes=60).post(revoke, headers={"referer": elsewhere})
        assert browser.get(GO_ON).headers["Location"] == reverse("accounts:mine")


def test_going_on_from_nowhere_leads_to_ones_own_account(browser: Client) -> None:
    assert browser.get(GO_ON).headers["Location"] == reverse("accounts:mine")


def test_roles_and_files_ask_for_a_fresh_sign_in_and_the_table_of_access_says_so(browser: Client) -> None:
    asked = {door.name for door in openings("fr") if door.rule and door.rule.fresh_minutes}

    assert {
        "accounts:login",
        "accounts:grant",
        "accounts:revoke",
        "accounts:ask_reset",
        "accounts:answer_reset",
        "doors:export",
        "indicators:export",
    } <= asked
    assert re.search(r"Administrateur[^<]*dans les 10 dernières minutes", browser.get(reverse("accounts:access")).text)


def view(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """A view of a test."""
    return HttpResponse()


def test_fresh_stands_below_the_rule_and_under_a_rule_that_wants_a_login() -> None:
    with pytest.raises(TypeError, match="below the rule"):
        access.fresh()(access.signed_in(view))
    for rule in [access.anyone, access.bearer("x"), access.demo]:
        with pytest.raises(TypeError, match="fresh does not belong here"):
            rule(access.fresh()(view))
    assert access.rule_of(access.roles("editor")(access.fresh(5)(view))) == access.Rule(
        "roles", frozenset({"editor"}), fresh_minutes=5
    )


def test_the_time_to_fill_in_a_form_is_no_time_to_open_it() -> None:
    assert fresh.TO_FILL_IN > 0
