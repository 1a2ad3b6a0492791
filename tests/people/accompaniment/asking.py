"""What the tests of this room ask pages with."""

from typing import Any

from django.test import Client
from django.urls import reverse

from people.accounts.models import User
from tests.factories.accounts import sign_in


def at(name: str, *args: Any) -> str:
    return reverse(f"accompaniment:{name}", args=args)


def body(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    text: str = response.content.decode()
    return text


def as_(client: Client, user: User) -> Client:
    return sign_in(client, user)
