"""What people change about their own account leaves one audit entry a fact, together with the change and its letter."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from core import audit
from core.audit import Entry
from core.outbox import Mail
from people.accounts.models import Address, Person, User
from tests.factories.accounts import make_user, sign_in
from tests.people.accounts.test_second_factor import PASSWORD, add_passkey, set_up_app, with_app, with_password
from tests.people.accounts.test_signing_in import code_in, sign_up

pytestmark = pytest.mark.django_db

NEW = "un fleuve et trois rives"


class Lost(Exception):
    """The power went."""


def noted(user: User) -> list[tuple[str, dict[str, str]]]:
    """What the audit says this person did, in order."""
    return [(entry.action, entry.values) for entry in Entry.objects.filter(actor=user.person_id).order_by("pk")]


def again(client: Client) -> None:
    """Show that it is you once more, by password."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def change_password(client: Client) -> None:
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})


def add_address(client: Client) -> None:
    client.post(reverse("account_email"), {"action_add": "", "email": "autre@exemple.test"})
    code = code_in(Mail.objects.filter(recipient="autre@exemple.test").latest("pk"))
    client.post(reverse("account_email_verification_sent"), {"code": code})


def of_another_address(action: str) -> Callable[[Client], None]:
    def post(client: Client) -> None:
        user = User.objects.get(pk=client.session["_auth_user_id"])
        EmailAddress.objects.create(user=user, email="autre@exemple.test", verified=True)
        client.post(reverse("account_email"), {action: "", "email": "autre@exemple.test"})

    return post


def remove_app(client: Client) -> None:
    client.post(reverse("mfa_deactivate_totp"))


def make_codes(client: Client) -> None:
    client.post(reverse("mfa_generate_recovery_codes"))


def remove_passkey(client: Client) -> None:
    client.post(reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(type="webauthn").pk]))


def rename_passkey(client: Client) -> None:
    passkey = Authenticator.objects.get(type="webauthn")
    client.post(reverse("mfa_edit_webauthn", args=[passkey.pk]), {"name": "Clé bleue"})
    passkey.refresh_from_db()
    assert passkey.wrap().name == "Clé bleue"


CHANGES = [
    (change_password, ["accounts.password_changed"]),
    (add_address, ["accounts.address_added", "accounts.address_proven"]),
    (of_another_address("action_remove"), ["accounts.address_removed"]),
    (of_another_address("action_primary"), ["accounts.main_address_changed"]),
    (set_up_app, ["accounts.recovery_codes_made", "accounts.second_factor_added"]),
]
GUARDED = [
    (remove_app, ["accounts.second_factor_removed"]),
    (make_codes, ["accounts.recovery_codes_made"]),
    (remove_passkey, ["accounts.second_factor_removed"]),
]


@pytest.fixture
def open_account(client: Client) -> Client:
    user = with_password(make_user("participant"))
    client.force_login(user)
    again(client)
    return client


@pytest.fixture
def guarded_account(client: Client) -> Client:
    user = with_app(make_user("participant"))
    add_passkey(user)
    sign_in(client, user)
    again(client)
    return client


@pytest.mark.parametrize(("change", "entries"), CHANGES)
def test_a_change_of_ones_own_account_is_noted(
    open_account: Client, change: Callable[[Client], None], entries: list[str]
) -> None:
    change(open_account)

    assert sorted(action for action, _values in noted(User.objects.get())) == entries
    assert Mail.objects.exists()


@pytest.mark.parametrize(("change", "entries"), GUARDED)
def test_a_change_of_what_guards_ones_account_is_noted(
    guarded_account: Client, change: Callable[[Client], None], entries: list[str]
) -> None:
    change(guarded_account)

    assert [action for action, _values in noted(User.objects.get())] == entries
    assert Mail.objects.exists()


def test_a_passkeys_new_name_is_noted_and_asks_for_no_letter(guarded_account: Client) -> None:
    rename_passkey(guarded_account)

    assert noted(User.objects.get()) == [("accounts.passkey_renamed", {})]
    assert not Mail.objects.exists()


def test_the_kind_of_a_second_factor_is_noted_and_nothing_of_it(guarded_account: Client) -> None:
    remove_app(guarded_account)
    remove_passkey(guarded_account)

    assert [values for _action, values in noted(User.objects.get())] == [{"kind": "totp"}, {"kind": "webauthn"}]


def test_signing_up_is_noted_and_so_is_the_address_once_proven(client: Client) -> None:
    sign_up(client)
    client.post(reverse("account_email_verification_sent"), {"code": code_in(Mail.objects.get())})

    user = User.objects.get()
    assert [action for action, _values in noted(user)] == ["accounts.signed_up", "accounts.address_proven"]


def test_a_first_password_and_one_replaced_by_a_mailed_code_are_noted(client: Client) -> None:
    user = make_user("participant")
    client.force_login(user)
    client.post(reverse("account_set_password"), {"password1": PASSWORD})
    client.logout()

    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in(Mail.objects.latest("pk"))})
    client.post(reverse("account_complete_password_reset"), {"password1": NEW})

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert [action for action, _values in noted(user)] == ["accounts.password_set", "accounts.password_reset"]


def state() -> list[object]:
    """All that the changes above touch, letters included."""
    models = (User, Address, EmailAddress, Authenticator, Mail)
    return [sorted(model._default_manager.values_list("pk", flat=True)) for model in models] + [
        list(User.objects.values_list("password", "email")),
        list(Authenticator.objects.order_by("pk").values_list("pk", "data")),
        list(EmailAddress.objects.order_by("pk").values_list("pk", "primary")),
    ]


def without_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_facts: object) -> None:
        raise Lost

    monkeypatch.setattr(audit, "record", broken)


@pytest.mark.parametrize("change", [change_password, set_up_app])
def test_what_cannot_be_noted_does_not_happen(
    open_account: Client, monkeypatch: pytest.MonkeyPatch, change: Callable[[Client], None]
) -> None:
    before = state()
    without_the_audit(monkeypatch)

    with pytest.raises(Lost):
        change(open_account)

    assert state() == before


@pytest.mark.parametrize("change", [remove_app, make_codes, remove_passkey])
def test_what_guards_an_account_stays_when_its_change_cannot_be_noted(
    guarded_account: Client, monkeypatch: pytest.MonkeyPatch, change: Callable[[Client], None]
) -> None:
    before = state()
    without_the_audit(monkeypatch)

    with pytest.raises(Lost):
        change(guarded_account)

    assert state() == before


def test_nobody_is_half_signed_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_args: object, **_facts: object) -> None:
        raise Lost

    monkeypatch.setattr("people.accounts.emails.post", lost)

    with pytest.raises(Lost):
        sign_up(client)

    assert not Person.objects.exists()
    assert not Entry.objects.exists()
