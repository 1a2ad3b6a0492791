"""Tries at secrets: how many an account and a network bear, what gives them back, what is said and kept."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.audit import Entry
from core.outbox import Mail
from people.accounts import tries
from people.accounts.models import User
from people.accounts.tries import AccountTries, Kind, NetworkTry, Place, Profile, TooManyTries
from tests.factories.accounts import make_user
from tests.people.accounts.test_second_factor import code_now, with_app

pytestmark = pytest.mark.django_db

PASSWORD = "un fleuve et deux rives"
NOON = datetime(2027, 3, 12, 16, tzinfo=timezone.get_fixed_timezone(0))
HALL = Place("hall", "hall's network")


def with_password(**fields: Any) -> User:
    user = make_user("participant", **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str, password: str = "autre chose", **how: Any) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password}, **how)


def fail(account: str, *, at: datetime = NOON, kind: Kind = Kind.PASSWORD, place: Place | None = None) -> None:
    tries.take(kind, tries.Account(account), place, now=at).wrong()


def succeed(account: str, *, at: datetime = NOON, place: Place | None = None) -> None:
    tries.take(Kind.PASSWORD, tries.Account(account), place, now=at).good()


def is_refused(account: str, *, at: datetime = NOON, kind: Kind = Kind.PASSWORD, place: Place | None = None) -> bool:
    try:
        tries.take(kind, tries.Account(account), place, now=at)
    except TooManyTries:
        return True
    return False


# ------------------------------------------------------------------ an account


def test_an_account_bears_five_wrong_tries_in_any_five_minutes() -> None:
    for second in (0, 100, 200, 290, 299):
        fail("amina", at=NOON + timedelta(seconds=second))

    assert is_refused("amina", at=NOON + timedelta(seconds=299))
    assert not is_refused("amina", at=NOON + timedelta(seconds=300))
    # The window moves with the tries: the second of the five is what the next one waits for.
    assert is_refused("amina", at=NOON + timedelta(seconds=399))
    assert not is_refused("amina", at=NOON + timedelta(seconds=400))


def test_a_clock_that_was_set_back_locks_nobody_for_long() -> None:
    for _time in range(5):
        fail("amina", at=NOON + timedelta(days=365))

    assert is_refused("amina", at=NOON + timedelta(days=365))
    for _time in range(5):
        fail("amina")
    assert is_refused("amina")


def test_what_is_refused_does_not_make_the_wait_longer() -> None:
    for _try in range(5):
        fail("amina")
    for second in range(0, 299, 23):
        assert is_refused("amina", at=NOON + timedelta(seconds=second))

    assert not is_refused("amina", at=NOON + timedelta(minutes=5))


def test_it_says_until_when() -> None:
    for second in range(5):
        fail("amina", at=NOON + timedelta(seconds=second))

    with pytest.raises(TooManyTries) as refused:
        tries.take(Kind.PASSWORD, tries.Account("amina"), None, now=NOON + timedelta(minutes=1))

    assert (refused.value.until, refused.value.by_network) == (NOON + timedelta(minutes=5), False)


def test_a_right_password_gives_the_tries_back() -> None:
    for _try in range(4):
        fail("amina")
    succeed("amina")
    for _try in range(5):
        fail("amina")

    assert is_refused("amina")


@pytest.mark.parametrize(
    ("right", "locked", "stays_locked"),
    [
        (Kind.PASSWORD, Kind.SECOND_STEP, True),
        (Kind.PASSWORD, Kind.CODE, True),
        (Kind.CODE, Kind.SECOND_STEP, True),
        (Kind.CODE, Kind.PASSWORD, False),
        (Kind.SECOND_STEP, Kind.PASSWORD, False),
        (Kind.SECOND_STEP, Kind.CODE, False),
    ],
)
def test_knowing_less_gives_no_tries_back_at_what_guards_more(right: Kind, locked: Kind, stays_locked: bool) -> None:
    for _try in range(5):
        fail("amina", kind=locked)

    tries.take(right, tries.Account("amina"), None, now=NOON).good()

    assert is_refused("amina", kind=locked) is stays_locked


def test_all_addresses_of_a_login_are_one_account() -> None:
    from allauth.account.models import EmailAddress

    user = with_password()
    EmailAddress.objects.create(user=user, email="seconde@exemple.test", verified=True)
    EmailAddress.objects.create(user=user, email="jamais@exemple.test", verified=False)

    assert tries.account_at(" Seconde@Exemple.test") == tries.account_at(user.email) == tries.account_of(user.pk)


def test_an_address_that_is_not_proven_gives_no_more_tries_and_no_letter(client: Client) -> None:
    from allauth.account.models import EmailAddress

    user = with_password()
    EmailAddress.objects.create(user=user, email="jamais@exemple.test", verified=False)
    for _time in range(5):
        sign_in(client, "jamais@exemple.test")

    assert sign_in(client, user.email, PASSWORD).status_code == 429
    assert sign_in(client, "jamais@exemple.test", PASSWORD).status_code == 429
    clock.tick()
    assert not Mail.objects.exists()


# ------------------------------------------------------------------ a network


def test_two_hundred_people_behind_one_address_who_mistype_are_never_slowed() -> None:
    """An evening in one hall: everybody signs in three times, one try in ten is wrong, and some give up."""
    drawn = random.Random(8)
    moments = sorted((drawn.uniform(0, 2 * 3600), person) for person in range(200) for _time in range(3))
    for seconds, person in moments:
        at = NOON + timedelta(seconds=seconds)
        while drawn.random() < 0.1:
            fail(f"person {person}", at=at, place=HALL)
            if drawn.random() < 0.1:
                break  # gives up for now
            at += timedelta(seconds=10)
        else:
            succeed(f"person {person}", at=at, place=HALL)

    assert NetworkTry.objects.count() == 200


def test_a_tenth_of_two_hundred_who_all_give_up_at_once_slow_nobody() -> None:
    for person in range(20):
        fail(f"gives up {person}", place=HALL)

    assert not any(is_refused(f"person {person}", place=HALL) for person in range(20))


def sprayed(accounts: int, *, seconds: int, place: Place = HALL) -> int:
    """How many of so many accounts one who tries one password at each, one after the other, gets looked at."""
    return sum(
        not is_refused(f"target {number}", at=NOON + timedelta(seconds=seconds * number), place=place)
        for number in range(accounts)
    )


def test_who_sprays_a_password_over_five_hundred_accounts_gets_at_forty_in_a_quarter_of_an_hour() -> None:
    assert sprayed(500, seconds=1) == 40


def test_who_sprays_slowly_gets_at_a_hundred_and_twenty_in_a_day() -> None:
    # Midnight, where the day begins, is eight hours away: 480 minutes of one try each.
    assert sprayed(470, seconds=60) == 120


def test_who_moves_within_a_network_gets_at_three_hundred_in_a_day() -> None:
    looked_at = sum(
        not is_refused(f"target {number}", place=Place(f"address {number % 100}", "one network"))
        for number in range(500)
    )

    assert looked_at == 300


def test_one_who_signs_in_between_to_look_fair_is_slowed_all_the_same() -> None:
    looked_at = 0
    for number in range(60):
        succeed("their own", at=NOON + timedelta(seconds=number), place=HALL)
        looked_at += not is_refused(f"target {number}", at=NOON + timedelta(seconds=number), place=HALL)

    assert looked_at == 40


def test_who_came_in_from_there_today_is_let_through_while_others_are_slowed() -> None:
    succeed("amina", place=HALL)
    sprayed(60, seconds=1)

    assert not is_refused("amina", at=NOON + timedelta(minutes=2), place=HALL)
    assert is_refused("somebody new", at=NOON + timedelta(minutes=2), place=HALL)


def test_a_slowed_network_locks_nobody_elsewhere_and_opens_again() -> None:
    sprayed(60, seconds=1)

    assert not is_refused("somebody new", place=Place("other", "other's network"))
    assert not is_refused("somebody new", at=NOON + timedelta(minutes=16), place=HALL)


def test_a_mailed_code_is_looked_at_from_a_slowed_network() -> None:
    sprayed(60, seconds=1)

    assert is_refused("amina", place=HALL)
    assert not is_refused("amina", kind=Kind.CODE, place=HALL)


def test_what_a_locked_account_is_refused_does_not_count_against_the_network_it_comes_from() -> None:
    for _try in range(5):
        fail("amina", place=Place("elsewhere", "far"))

    assert is_refused("amina", place=HALL)
    assert not NetworkTry.objects.filter(address="hall").exists()


@pytest.mark.parametrize(
    ("counts", "allowed"),
    [((40, 40, 40), True), ((41, 41, 41), False), ((1, 120, 120), True), ((1, 121, 121), False), ((1, 1, 301), False)],
)
def test_the_profile_of_a_fair(counts: tuple[int, int, int], allowed: bool) -> None:
    assert Profile().allows(*counts) is allowed


# ------------------------------------------------------------------ where a request comes from


def place(address: str, *, forwarded: str = "", at: datetime = NOON) -> Place | None:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return tries.place_of(RequestFactory().post("/", REMOTE_ADDR=address, **headers), at)


def test_a_header_that_no_trusted_proxy_wrote_is_not_believed() -> None:
    assert place("192.0.2.7", forwarded="198.51.100.1") == place("192.0.2.7")


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_one_proxy_what_it_added_last_is_believed_and_nothing_before() -> None:
    there = place("127.0.0.1", forwarded="203.0.113.9, 198.51.100.1")

    assert there == place("127.0.0.1", forwarded="198.51.100.1")
    assert there != place("127.0.0.1", forwarded="203.0.113.9")


def test_an_address_that_cannot_be_told_is_nobodys_network() -> None:
    assert place("") is None
    assert place("unix:") is None


def test_neighbours_share_a_network_and_a_house_of_ipv6_is_one_address() -> None:
    one, neighbour, far = place("192.0.2.7"), place("192.0.2.8"), place("192.0.3.7")
    home, same_home, next_door = place("2001:db8:1:1::1"), place("2001:db8:1:1:ffff::2"), place("2001:db8:1:2::1")

    assert one and neighbour and far and home and next_door  # noqa: PT018  (told apart below)
    assert one.address != neighbour.address
    assert one.network == neighbour.network != far.network
    assert home == same_home
    assert home.address != next_door.address
    assert home.network == next_door.network
    assert place("::ffff:192.0.2.7") == one


def test_a_digest_says_nothing_and_is_another_one_tomorrow() -> None:
    today, tomorrow = place("192.0.2.7"), place("192.0.2.7", at=NOON + timedelta(days=1))

    assert today and tomorrow  # noqa: PT018  (told apart below)
    assert today != tomorrow
    assert "192" not in today.address + today.network or len(today.address) == 64


# ------------------------------------------------------------------ the pages


def test_the_sixth_wrong_password_is_answered_with_when_to_try_again_and_another_way_in(client: Client) -> None:
    user = with_password()
    for _try in range(5):
        assert sign_in(client, user.email).status_code == 200

    answer = sign_in(client, user.email, PASSWORD)

    assert answer.status_code == 429
    assert 290 <= int(answer["Retry-After"]) <= 300
    assert reverse("account_request_login_code") in answer.text
    assert "Réessayez à" in answer.text
    assert "_auth_user_id" not in client.session
    assert "Try again at" in Client().post("/en/account/sign-in/", {"login": user.email, "password": "x"}).text


def test_a_mailed_code_lets_in_while_the_password_is_locked(client: Client) -> None:
    from tests.people.accounts.test_signing_in import code_in

    user = with_password()
    for _try in range(6):
        sign_in(Client(), user.email)

    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(Mail.objects.get())})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert sign_in(Client(), user.email, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("ask", "enter"),
    [
        ("account_request_login_code", "account_confirm_login_code"),
        ("account_reset_password", "account_confirm_password_reset_code"),
    ],
)
def test_wrong_codes_are_counted_across_sessions(ask: str, enter: str) -> None:
    user = make_user("participant")
    answers = []
    for _session in range(3):
        client = Client()
        client.post(reverse(ask), {"email": user.email})
        answers += [client.post(reverse(enter), {"code": "WRO-NG1"}).status_code for _try in range(2)]

    assert answers == [200, 200, 200, 200, 200, 429]


def test_wrong_second_steps_are_counted_and_the_password_gives_none_back() -> None:
    user = with_password()
    with_app(user)
    answers = []
    for _session in range(3):
        client = Client()
        sign_in(client, user.email, PASSWORD)
        answers += [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _try in range(2)]

    assert answers == [200, 200, 200, 200, 200, 429]
    assert Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).status_code == 302


def test_a_right_second_step_gives_the_tries_back(client: Client) -> None:
    user = with_password()
    with_app(user)
    sign_in(client, user.email, PASSWORD)
    for _try in range(4):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert not AccountTries.objects.exclude(latest_at=None).exists()


def test_wrong_passwords_at_is_it_you_and_at_a_change_are_counted_together(client: Client) -> None:
    user = with_password()
    client.force_login(user)
    change = {"oldpassword": "autre chose", "password1": "deux rives et un fleuve"}
    for _try in range(3):
        client.post(reverse("account_reauthenticate"), {"password": "autre chose"})
    for _try in range(2):
        client.post(reverse("account_change_password"), change)

    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 429
    assert client.post(reverse("account_change_password"), change | {"oldpassword": PASSWORD}).status_code == 429


def test_the_page_of_a_slowed_network_says_that_no_account_is_blocked(client: Client) -> None:
    here = tries.place_of(RequestFactory().post("/"))
    for number in range(40):
        fail(f"target {number}", at=timezone.now(), place=here)

    answer = sign_in(client, "cible@exemple.test")

    assert answer.status_code == 429
    assert "Votre compte n’est pas bloqué" in answer.text


# ------------------------------------------------------------------ the owner, and what is kept


def ring() -> None:
    clock.tick(timezone.now() + timedelta(seconds=1))


def test_the_owner_is_written_to_once_an_hour() -> None:
    user = with_password()
    for _try in range(7):
        sign_in(Client(), user.email)
    ring()
    AccountTries.objects.update(**dict.fromkeys(tries.COLUMNS))
    for _try in range(7):
        sign_in(Client(), user.email)
    ring()

    assert [mail.template for mail in Mail.objects.filter(recipient=user.email)] == ["accounts/locked"]
    assert Entry.objects.filter(action="accounts.locked").count() == 1

    AccountTries.objects.update(**dict.fromkeys(tries.COLUMNS), told_at=timezone.now() - timedelta(minutes=61))
    for _try in range(5):
        sign_in(Client(), user.email)
    ring()

    assert Mail.objects.filter(recipient=user.email).count() == 2


def test_four_wrong_tries_write_to_nobody() -> None:
    user = with_password()
    for _try in range(4):
        sign_in(Client(), user.email)
    ring()

    assert not Mail.objects.exists()


def test_at_the_second_step_the_letter_says_that_the_password_is_known() -> None:
    user = with_password()
    with_app(user)
    client = Client()
    sign_in(client, user.email, PASSWORD)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    ring()

    assert [mail.template for mail in Mail.objects.filter(recipient=user.email)] == ["accounts/locked_at_second_step"]


def test_nobody_is_written_to_about_an_account_that_does_not_exist() -> None:
    for _try in range(7):
        sign_in(Client(), "personne@exemple.test")
    ring()

    assert not Mail.objects.exists()
    assert not clock.Due.objects.in_trouble().exists()


def test_neither_addresses_nor_networks_are_kept_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    user = with_password()
    for _try in range(6):
        sign_in(Client(), user.email, REMOTE_ADDR="192.0.2.7")

    kept = [*AccountTries.objects.values_list(), *NetworkTry.objects.values_list(), *clock.Due.objects.values_list()]

    assert kept
    assert user.email not in str(kept) + caplog.text
    assert "192.0.2" not in str(kept) + caplog.text


def test_tries_are_forgotten_after_a_day() -> None:
    fail("amina", place=HALL, at=timezone.now() - timedelta(hours=25))
    fail("zoe", place=HALL, at=timezone.now() - timedelta(hours=23))

    assert tries.forget() == 2

    assert [row.account for row in AccountTries.objects.all()] == ["zoe"]
    assert [row.account for row in NetworkTry.objects.all()] == ["zoe"]
