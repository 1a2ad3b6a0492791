from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from core.outbox import Mail
from people.accounts import actions, refusals
from people.accounts.models import SecondFactorReset, User
from people.accounts.rules import has_shown_second_factor
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


def test_setting_up_an_app_opens_the_session_that_set_it_up(client: Client) -> None:
    admin = make_user("administrator")
    sign_in(client, admin, second_factor=False)

    set_up_app(client)

    assert client.get(reverse("accounts:logins")).status_code == 200


# ------------------------------------------------------------------ a session from before the second factor


def set_up_app(client: Client) -> None:
    """Scan a known secret on the page that sets an app up."""
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": code_now()})


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def add_passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Clé bleue", "credential": {}})


def test_a_password_alone_does_not_replace_the_app_in_a_session_from_before_it(client: Client) -> None:
    admin = with_password(make_user("administrator"))
    client.force_login(admin)  # by password, before the app
    owners = TOTP.activate(admin, "PROPRIETAIRE2345").instance

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    set_up_app(client)

    assert Authenticator.objects.get() == owners
    assert client.get(reverse("accounts:logins")).headers["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize(
    "name",
    [
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "account_change_password",
        "account_email",
        "account_reauthenticate",
        "usersessions_list",
    ],
)
def test_neither_passkeys_nor_recovery_codes_nor_addresses_are_touched_before_the_second_factor_is_shown(
    client: Client, name: str
) -> None:
    user = with_app(make_user("editor"))
    codes = RecoveryCodes.activate(user).instance
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for answer in (client.get(reverse(name)), client.post(reverse(name), {"password": PASSWORD})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate") + "?next=")
    assert Authenticator.objects.filter(pk=codes.pk, data=codes.data).exists()

    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    assert client.get(reverse(name), follow=True).status_code == 200


def test_a_passkey_guards_the_account_as_an_app_does(client: Client) -> None:
    user = with_password(make_user("editor"))
    client.force_login(user)
    key = add_passkey(user)

    for name, keys in (("mfa_remove_webauthn", [key.pk]), ("mfa_edit_webauthn", [key.pk]), ("mfa_activate_totp", [])):
        sent = client.post(reverse(name, args=keys))
        assert sent.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert Authenticator.objects.get() == key


def test_a_session_without_the_second_factor_is_not_offered_the_password_in_its_place(client: Client) -> None:
    user = with_app(make_user("editor"))
    password = f'href="{reverse("account_reauthenticate")}'

    sign_in(client, user, second_factor=False)
    assert password not in client.get(reverse("mfa_reauthenticate")).text

    sign_in(client, user)
    assert password in client.get(reverse("mfa_reauthenticate")).text


def test_whoever_lost_the_phone_can_still_sign_out(client: Client) -> None:
    client.force_login(with_app(make_user("editor")))

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


def heard(client: Client, user: User, added: Authenticator) -> bool:
    """Whether a session that hears of a new second factor has shown one from then on."""
    request = RequestFactory().post("/")
    request.session, request.user = client.session, user
    authenticator_added.send(sender=Authenticator, request=request, user=user, authenticator=added)
    return has_shown_second_factor(request)


@pytest.mark.parametrize("first", [True, False])
def test_only_the_first_second_factor_counts_as_shown_by_being_set_up(client: Client, first: bool) -> None:
    user = make_user("editor") if first else with_app(make_user("editor"))
    RecoveryCodes.activate(user)
    client.force_login(user)

    assert heard(client, user, add_passkey(user)) is first


def test_a_session_that_showed_one_second_factor_adds_another_and_goes_on(client: Client) -> None:
    user = with_app(make_user("editor"))
    sign_in(client, user)

    assert heard(client, user, add_passkey(user))


def test_the_first_second_factor_ends_the_sessions_that_were_opened_without_it() -> None:
    user = with_password(make_user("editor"))
    here, elsewhere, stranger = Client(), Client(), Client()
    by_password(here, user)
    by_password(elsewhere, user)
    by_password(stranger, with_password(make_user("editor")))
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    set_up_app(here)

    assert here.get(reverse("accounts:mine")).status_code == 200
    assert elsewhere.get(reverse("accounts:mine")).status_code == 302
    assert stranger.get(reverse("accounts:mine")).status_code == 200


def test_another_second_factor_ends_no_session(client: Client) -> None:
    user = with_app(make_user("editor"))
    elsewhere = Client()
    by_password(elsewhere, user)
    elsewhere.post(reverse("mfa_authenticate"), {"code": code_now()})
    sign_in(client, user)

    heard(client, user, add_passkey(user))

    assert elsewhere.get(reverse("accounts:mine")).status_code == 200


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
