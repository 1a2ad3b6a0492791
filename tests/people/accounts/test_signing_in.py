import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from core.outbox import URGENT, Mail
from people.accounts.models import Address, Person, User
from tests.factories.accounts import make_person, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "un fleuve et deux rives"


def code_in(mail: Mail) -> str:
    """The code of a letter that has not left yet."""
    found = re.search(r"^ {4}(\S+)$", mail.payload["text"], re.M)
    assert found
    return found[1]


def sign_up(client: Client, **fields: Any) -> Any:
    data = {"name": "Amina Benali", "email": "Amina@Exemple.test", "language": "fr", **fields}
    return client.post(reverse("account_signup"), data)


def test_signing_up_takes_a_name_an_address_and_a_language_and_a_code_opens_the_account(client: Client) -> None:
    sign_up(client, language="en")
    letter = Mail.objects.get()
    assert (letter.language, letter.priority) == ("en", URGENT)

    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in(letter)})

    assert answer.status_code == 302
    user = User.objects.get(email="amina@exemple.test")
    assert (user.person.name, user.person.language) == ("Amina Benali", "en")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Address.objects.get(person=user.person).proven_at


def test_a_mailed_code_signs_in(client: Client) -> None:
    user = make_user("participant")

    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(Mail.objects.get())})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_signing_in_with_a_proven_address_finds_what_was_registered_as_a_guest_since(client: Client) -> None:
    user = make_user("participant", name="Zoé Tremblay")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email="typed@exemple.test", verified=False)
    guest, other = (make_person("ZOE TREMBLAY", email=email) for email in (user.email, "typed@exemple.test"))

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    guest.refresh_from_db()
    other.refresh_from_db()
    assert (guest.merged_into, other.merged_into) == (user.person, None)


def test_three_wrong_codes_end_it(client: Client) -> None:
    user = make_user("participant")
    client.post(reverse("account_request_login_code"), {"email": user.email})
    for _try in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRO-NG1"})

    client.post(reverse("account_confirm_login_code"), {"code": code_in(Mail.objects.get())})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("asked_at", ["account_request_login_code", "account_reset_password"])
def test_the_page_does_not_tell_whether_an_address_has_an_account(client: Client, asked_at: str) -> None:
    known = make_user("participant")

    answers = []
    for email in [known.email, "personne@exemple.test"]:
        visitor = Client()
        first = visitor.post(reverse(asked_at), {"email": email})
        second = visitor.get(first.headers["Location"])
        page = re.sub(r'value="[^"]{64}"', "", second.content.decode()).replace(email, "@")
        answers.append((first.status_code, first.headers["Location"], page))

    assert answers[0] == answers[1]


def test_signing_up_with_an_address_that_has_an_account_looks_the_same_and_makes_no_second(client: Client) -> None:
    known = make_user("participant")

    there = sign_up(Client(), email=known.email)
    new = sign_up(Client(), email="nouvelle@exemple.test")

    assert there.headers["Location"] == new.headers["Location"]
    assert User.objects.filter(email=known.email).count() == 1
    assert Mail.objects.get(recipient=known.email).payload["subject"] == "Vous avez déjà un compte"


def test_wrong_passwords_are_counted(client: Client) -> None:
    user = make_user("participant")
    user.set_password(PASSWORD)
    user.save()
    for _try in range(6):
        client.post(reverse("account_login"), {"login": user.email, "password": "autre chose"})

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_letters_are_written_in_the_language_the_person_chose(client: Client) -> None:
    user = make_user("participant")
    Person.objects.filter(pk=user.person_id).update(language="en")

    client.post("/fr/compte/connexion/code/", {"email": user.email})

    assert Mail.objects.get().payload["subject"] == "Your sign-in code"


def test_no_code_stands_in_the_subject() -> None:
    user = make_user("participant")
    Client().post(reverse("account_request_login_code"), {"email": user.email})

    letter = Mail.objects.get()

    assert code_in(letter) not in letter.payload["subject"]


def test_a_login_that_is_closed_stays_outside(client: Client) -> None:
    user = make_user("participant", is_active=False)
    user.set_password(PASSWORD)
    user.save()

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_signing_out_wants_a_post(client: Client) -> None:
    client.force_login(make_user("participant"))

    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_an_address_given_up_reaches_the_person_no_more(client: Client) -> None:
    user = make_user("participant")
    EmailAddress.objects.create(user=user, email="ancienne@exemple.test", verified=True)
    Address.objects.create(person=user.person, email="ancienne@exemple.test")
    client.force_login(user)

    client.post(reverse("account_email"), {"action_remove": "", "email": "ancienne@exemple.test"})

    assert not Person.objects.reached_at("ancienne@exemple.test").exists()


def test_a_visitor_who_registers_twice_is_one_person() -> None:
    from people.accounts import actions

    first = actions.person_for_guest(name="Zoé  Tremblay", email="Zoe@exemple.test", language="fr")
    again = actions.person_for_guest(name="ZOE TREMBLAY", email="zoe@exemple.test ", language="fr")
    brother = actions.person_for_guest(name="Léo Tremblay", email="zoe@exemple.test", language="fr")

    assert first == again
    assert brother != first


def test_a_guest_never_reaches_into_somebodys_account(django_assert_num_queries: Any) -> None:
    from people.accounts import actions

    user = make_user(person=make_person("Zoé Tremblay", email="zoe@exemple.test"), email="zoe@exemple.test")

    guest = actions.person_for_guest(name="Zoé Tremblay", email="zoe@exemple.test", language="fr")
    with django_assert_num_queries(1):
        again = actions.person_for_guest(name="Zoé Tremblay", email="zoe@exemple.test", language="fr")

    assert guest != user.person
    assert again == guest
