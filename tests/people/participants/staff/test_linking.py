"""A file that was opened for somebody, and the account they open later: an address alone joins nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from core.outbox import Mail
from people.accounts.models import User
from people.organisations.models import Organisation
from people.participants import actions, linking
from people.participants.models import CaseFile
from people.privacy import actions as privacy
from people.privacy import rules
from tests.factories.accounts import make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker

pytestmark = pytest.mark.django_db

SHARED = "famille@exemple.test"


def entered(name: str = "Marie Tremblay") -> tuple[CaseFile, User]:
    """Somebody whom a caseworker entered with the address of the household."""
    organisation: Organisation = make_organisation()
    caseworker = make_caseworker(organisation)
    file = actions.enter(organisation=organisation, name=name, language="fr", by=caseworker.person, email=SHARED)
    return file, caseworker


def test_who_reads_the_mailbox_is_offered_no_file_and_joined_to_none() -> None:
    file, _caseworker = entered()
    spouse, namesake = (
        make_user(email=SHARED, name="Paul Tremblay"),
        make_user(email="m@exemple.test", name="Marie Tremblay"),
    )
    namesake.person.addresses.create(email=SHARED)

    assert not rules.possible_doubles(spouse).exists()
    with pytest.raises(privacy.NotADouble):
        privacy.claim(user=spouse, other=file.person)
    assert privacy.link_guests(user=namesake, email=SHARED) == 0
    file.refresh_from_db()
    assert file.person.name == "Marie Tremblay"
    assert not hasattr(file.person, "user")


def test_the_caseworker_is_asked_and_links_the_account_of_the_same_name(client: Client) -> None:
    file, caseworker = entered()
    account = make_user(email=SHARED, name="MARIE  TREMBLAY")
    make_user(email="p@exemple.test", name="Marie Tremblay").person.addresses.create(email=SHARED)  # not proven
    sign_in(client, caseworker)
    address = reverse("participants:staff_link", args=[file.pk])
    assert f'href="{address}"' in client.get(reverse("caseworker:morning")).text
    assert SHARED in client.get(address).text

    client.post(address, {"account": account.person_id, "answer": "same"})

    file.refresh_from_db()
    assert file.person == account.person
    letter = Mail.objects.get(template="participants/linked")
    assert (letter.recipient, letter.object_id) == (SHARED, str(file.pk))
    assert not linking.accounts_to_link(caseworker).exists()


def test_somebody_else_of_that_name_is_asked_about_no_more(client: Client) -> None:
    file, caseworker = entered()
    account = make_user(email=SHARED, name="Marie Tremblay")
    sign_in(client, caseworker)

    client.post(reverse("participants:staff_link", args=[file.pk]), {"account": account.person_id, "answer": "other"})

    file.refresh_from_db()
    assert file.person != account.person
    assert not linking.logins_for(file).exists()
    assert not linking.accounts_to_link(caseworker).exists()


def test_no_account_of_another_name_or_with_a_file_elsewhere_is_offered() -> None:
    file, caseworker = entered()
    make_user(email=SHARED, name="Paul Tremblay")
    elsewhere = make_user(email="m@exemple.test", name="Marie Tremblay")
    elsewhere.person.addresses.create(email=SHARED, proven_at=file.opened_at)
    there = actions.open_file(person=elsewhere.person, by=elsewhere.person)
    actions.follow(case_file=there, organisation=make_organisation(), how="on_behalf", by=None)

    assert not linking.logins_for(file).exists()
    assert not linking.accounts_to_link(caseworker).exists()
    with pytest.raises(actions.linking.refusals.NoSuchLogin):
        actions.link_login(case_file=file, login=elsewhere.person, by=caseworker.person)
