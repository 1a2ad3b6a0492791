from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.outbox import Mail
from people.accounts import actions, refusals
from people.accounts.models import SecondFactorReset, User
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db

SECRET = "MAILLAGEMAILLAGE"
PASSWORD = "un fleuve et deux rives"


def with_app(user: User, *, password: str = PASSWORD) -> User:
    """The login guarded by an authenticator app, and a password."""
    user.set_password(password)
    user.save()
    TOTP.activate(user, SECRET)
    return user


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[1]))


def by_password(client: Client, user: User, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})


def test_a_password_alone_does_not_open_the_editor_where_an_app_guards_it(client: Client) -> None:
    editor = with_app(make_user("editor"))

    assert by_password(client, editor).headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/").headers["Location"].startswith(reverse("account_login"))

    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def test_wagtails_own_sign_in_page_shows_no_form_and_takes_no_password(client: Client) -> None:
    editor = with_app(make_user("editor"))

    for page in ["/admin/login/", "/fr/_util/login/", "/en/_util/login/"]:
        for answer in [client.get(page), client.post(page, {"username": editor.email, "password": PASSWORD})]:
            assert answer.status_code == 302
            assert "connexion" in answer.headers["Location"] or "sign-in" in answer.headers["Location"]
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_is_as_good_as_the_app_and_works_once(client: Client) -> None:
    editor = with_app(make_user("editor"))
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]

    by_password(client, editor)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/admin/").status_code == 200

    client.logout()
    by_password(client, editor)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_role_that_needs_two_steps_is_led_to_set_one_up_and_comes_back(client: Client) -> None:
    admin = make_user("administrator")
    sign_in(client, admin, second_factor=False)
    goal = reverse("accounts:logins")

    detour = client.get(goal).headers["Location"]

    assert detour.startswith(reverse("accounts:second_factor_wanted"))
    page = client.get(detour)
    assert page.status_code == 200
    assert reverse("mfa_activate_totp") in page.content.decode()


def test_no_way_back_carries_what_was_typed(client: Client) -> None:
    searched = f"{reverse('accounts:logins')}?q=zoe.secret"
    anonymous = client.get(searched).headers["Location"]
    sign_in(client, make_user("administrator"), second_factor=False)

    detour = client.get(searched).headers["Location"]

    assert anonymous == f"{reverse('account_login')}?next={reverse('accounts:logins')}"
    assert detour == f"{reverse('accounts:second_factor_wanted')}?{urlencode({'next': reverse('accounts:logins')})}"


def test_a_session_from_before_the_app_must_show_it(client: Client) -> None:
    admin = make_user("administrator")
    sign_in(client, admin, second_factor=False)
    with_app(admin)
    client.force_login(admin)

    assert client.get(reverse("accounts:logins")).headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_setting_up_an_app_opens_the_session_that_set_it_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # Outside of a test the commit comes before the answer; here it would never come.
    monkeypatch.setattr(transaction, "on_commit", lambda run, **_options: run())
    admin = make_user("administrator")
    sign_in(client, admin, second_factor=False)
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    client.post(reverse("mfa_activate_totp"), {"code": code_now()})

    assert client.get(reverse("accounts:logins")).status_code == 200


def test_participants_mentors_and_door_staff_need_no_second_step() -> None:
    assert [role for role in ("participant", "mentor", "door_staff") if make_user(role).needs_second_factor] == []
    assert make_user("door_staff", "analyst").needs_second_factor


def test_secrets_are_sealed_in_the_database() -> None:
    with_app(make_user("editor"))

    assert SECRET not in str(Authenticator.objects.get().data)


# ------------------------------------------------------------------ a lost phone


def test_two_administrators_together_reset_a_second_factor_and_its_owner_is_told(client: Client) -> None:
    one, other = make_user("administrator"), make_user("administrator")
    person = with_app(make_user("editor"))
    by_password(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)
    actions.confirm_second_factor_reset(reset=reset, by=other.person)

    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/admin/").headers["Location"].startswith(reverse("account_login"))
    told = Mail.objects.filter(recipient=person.email).order_by("pk").values_list("template", flat=True)
    assert list(told) == ["accounts/second_factor_reset_asked", "accounts/second_factor_reset_done"]


def test_one_administrator_alone_resets_nothing() -> None:
    one, person = make_user("administrator"), with_app(make_user("editor"))
    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)

    with pytest.raises(refusals.ResetNeedsTwo):
        actions.confirm_second_factor_reset(reset=reset, by=one.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.update(confirmed_by=one.person, confirmed_at=timezone.now())

    assert Authenticator.objects.filter(user=person).exists()


def test_nobody_takes_part_in_the_reset_of_their_own() -> None:
    one, person = make_user("administrator"), with_app(make_user("administrator"))

    with pytest.raises(refusals.OwnReset):
        actions.ask_second_factor_reset(person=person.person, by=person.person)
    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)
    with pytest.raises(refusals.OwnReset):
        actions.confirm_second_factor_reset(reset=reset, by=person.person)


def test_a_request_runs_out_after_a_day_and_another_can_be_made() -> None:
    one, other = make_user("administrator"), make_user("administrator")
    person = with_app(make_user("editor"))
    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)
    SecondFactorReset.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(refusals.ResetNotOpen):
        actions.confirm_second_factor_reset(reset=reset, by=other.person)
    again = actions.ask_second_factor_reset(person=person.person, by=other.person)

    assert again != reset
    assert SecondFactorReset.objects.open().get() == again


def test_asking_twice_keeps_one_request_and_confirming_twice_is_refused() -> None:
    one, other = make_user("administrator"), make_user("administrator")
    person = with_app(make_user("editor"))

    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)
    assert actions.ask_second_factor_reset(person=person.person, by=other.person) == reset
    actions.confirm_second_factor_reset(reset=reset, by=other.person)

    with pytest.raises(refusals.ResetNotOpen):
        actions.confirm_second_factor_reset(reset=reset, by=other.person)


def test_a_request_falls_with_the_administrator_who_made_it() -> None:
    one, other = make_user("administrator"), make_user("administrator")
    person = with_app(make_user("editor"))
    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)
    actions.revoke(grant=one.grants.get(), by=other.person)

    with pytest.raises(refusals.ResetNotOpen):
        actions.confirm_second_factor_reset(reset=reset, by=other.person)


def test_a_withdrawn_request_cannot_be_confirmed() -> None:
    one, other = make_user("administrator"), make_user("administrator")
    person = with_app(make_user("editor"))
    reset = actions.ask_second_factor_reset(person=person.person, by=one.person)
    actions.withdraw_second_factor_reset(reset=reset, by=one.person)

    with pytest.raises(refusals.ResetNotOpen):
        actions.confirm_second_factor_reset(reset=reset, by=other.person)


def test_somebody_without_a_second_factor_has_nothing_to_reset() -> None:
    with pytest.raises(refusals.NothingToReset):
        actions.ask_second_factor_reset(person=make_user("editor").person, by=make_user("administrator").person)
