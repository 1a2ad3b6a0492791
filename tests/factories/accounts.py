"""People, logins and roles, as plain functions."""

import time
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from core.reference.models import Region
from people.accounts import groups
from people.accounts.models import EDITING, Address, Grant, Person, Scope, User

_numbers = count(1)


def make_person(name: str = "", *, email: str = "", proven: bool = False, **fields: Any) -> Person:
    """Somebody we know, with an address if one is given."""
    person = Person.objects.create(name=name or f"Amina Benali {next(_numbers)}", **fields)
    if email:
        proven_at = person.created_at if proven else None
        Address.objects.create(person=person, email=Address.normalise(email), proven_at=proven_at)
    return person


def make_user(*roles: str, scope: Scope | None = None, email: str = "", **fields: Any) -> User:
    """A login with a proven address, and roles in one scope (everywhere unless given)."""
    email = email or f"personne{next(_numbers)}@exemple.test"
    person = fields.pop("person", None) or make_person(fields.pop("name", ""), email=email, proven=True)
    user = User(email=email, person=person, **fields)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in roles:
        Grant.objects.create(user=user, role=role, scope=scope or Scope.objects.everywhere())
    if EDITING.intersection(roles):
        groups.follow_roles(user)
    return user


def make_region(code: str, name: str = "") -> Region:
    """A region of the reference lists, or one made up where they are not loaded."""
    return Region.objects.get_or_create(code=code, defaults={"name_fr": name or code, "name_en": name or code})[0]


def sign_in(client: Client, user: User, *, second_factor: bool = True, fresh: bool = True) -> Client:
    """Open a session; ``second_factor`` says whether it has shown one, ``fresh`` whether that was just now."""
    client.force_login(user)
    at = time.time() if fresh else 0
    shown = {"method": "mfa", "type": "totp", "at": at} if second_factor else {"method": "password", "at": at}
    session = client.session
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
