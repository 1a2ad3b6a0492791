"""From the five questions through sign-up to a request, in one browser: nothing is typed twice."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.outbox import Mail
from people.accounts.models import User
from people.participants.models import Candidacy
from tests.factories.programmes import condition, make_partner, open_edition
from tests.people.accounts.test_signing_in import code_in

pytestmark = pytest.mark.django_db
NADIA = {"name": "Nadia Haddad", "email": "nadia@exemple.test", "language": "fr"}


def test_answers_survive_sign_up_and_end_in_the_file(client: Client) -> None:
    edition = open_edition(condition("adult"))
    make_partner(edition=edition)
    going = client.post(reverse("programmes:go_on"), {"adult": "yes", "arrival": "arrived", "arrival_year": "2024"})
    goal = reverse("participants:open_to_me")

    client.post(reverse("account_signup"), NADIA | {"next": goal})
    arrived = client.post(reverse("account_email_verification_sent"), {"code": code_in(Mail.objects.get())})

    assert going["Location"].startswith(reverse("account_signup"))
    assert arrived["Location"] == goal
    assert reverse("participants:apply", args=[edition.pk]) in client.get(goal).text
    client.post(reverse("participants:apply", args=[edition.pk]))
    file = Candidacy.objects.get(edition=edition).case_file
    assert (file.person.name, file.is_adult, file.arrival_year) == ("Nadia Haddad", True, 2024)


def test_signing_up_on_the_way_to_nowhere_leads_to_ones_space(client: Client) -> None:
    client.post(reverse("account_signup"), NADIA)

    arrived = client.post(reverse("account_email_verification_sent"), {"code": code_in(Mail.objects.get())})

    assert arrived["Location"] == reverse(settings.LOGIN_REDIRECT_URL)
    assert client.get(arrived["Location"])["Location"] == reverse("my_space:home")
    assert User.objects.get().person.name in client.get(reverse("my_space:home")).text
