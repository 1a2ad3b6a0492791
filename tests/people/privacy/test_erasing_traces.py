"""What is left elsewhere of somebody erased: letters in the outbox, and what staff searched by."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from core import outbox
from core.outbox import Mail
from people.privacy import erasing
from tests.factories.accounts import make_person, make_user
from tests.people.privacy.test_erasing import erased

pytestmark = pytest.mark.django_db


def letter_to(email: str, key: str, about: Model | None = None, body: str = "", **facts: Any) -> Mail:
    mail = outbox.draft("nobody/writes", to=email, language="fr", key=key, about=about)
    mail.body = body
    for name, value in facts.items():
        setattr(mail, name, value)
    mail.save()
    return mail


def test_a_letter_that_waits_for_the_person_is_not_sent() -> None:
    user = make_user()
    letter_to(user.email, "waiting")

    erased(user.person)

    mail = Mail.objects.get(key__endswith="waiting")
    assert (mail.state, mail.recipient, mail.stream) == ("dropped", "", "")


def test_at_a_shared_address_what_is_about_the_other_stays() -> None:
    user = make_user(email="famille@exemple.test", name="Zoé Lévesque")
    spouse = make_person("Marc Roy", email="famille@exemple.test")
    about_spouse = letter_to("famille@exemple.test", "spouse", about=spouse)
    letter_to("famille@exemple.test", "own", about=user.person)
    letter_to("famille@exemple.test", "neither")

    erased(user.person)

    assert list(Mail.objects.exclude(recipient="")) == [about_spouse]


def test_letters_to_others_that_quote_the_person_are_forgotten_once_they_left() -> None:
    user = make_user(name="Zoé Lévesque")
    sent = {"state": "sent", "sent_at": timezone.now()}
    quoting = letter_to("a@exemple.test", "1", body="Bonjour, Zoé Lévesque arrive.", **sent)
    payload = letter_to("b@exemple.test", "2", payload={"name": "Zoé Lévesque"}, **sent)
    other = letter_to("c@exemple.test", "3", body="Bonjour, Zoé arrive.", **sent)

    erased(user.person)

    left = set(Mail.objects.exclude(recipient="").values_list("pk", flat=True))
    assert other.pk in left
    assert not {quoting.pk, payload.pk} & left


@pytest.mark.parametrize(
    "typed", ["Zoe", "LEVESQUE zoé", "zl99@exemple.test", "évesq", {"reader": "", "subject": "Zoé"}]
)
def test_what_staff_search_by_goes_with_the_person_it_may_mean(client: Client, typed: Any) -> None:
    person = make_person("Zoé Lévesque-Ô", email="zl99@exemple.test")
    session = client.session
    moment = {"at": time.time()}
    session["asked"] = {"one": {"words": typed, **moment}, "other": {"words": "Émile Côté", **moment}}
    session.save()

    assert erasing.forget_guest(person=person, before=timezone.now() + timedelta(days=900))

    assert list(Session.objects.get().get_decoded()["asked"]) == ["other"]
