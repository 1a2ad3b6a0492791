"""What the database itself refuses of people and logins."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from people.accounts.models import Address, Person, Scope, SecondFactorReset, User
from people.organisations import actions as organisations
from people.organisations.models import Invitation
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> None:
    """One row of each model, sound so far."""
    asked_by, other = make_user().person, make_person()
    now = timezone.now()
    SecondFactorReset.objects.create(
        person=make_person(), asked_by=asked_by, expires_at=now, confirmed_by=other, confirmed_at=now
    )
    organisations.invite(organisation=make_organisation(), email="zoe@exemple.test", role="executive", by=None)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Address, {"email": "Zoe@exemple.test"}),
        (User, {"email": "Zoe@exemple.test"}),
        (Invitation, {"email": "Zoe@exemple.test"}),
        (Person, {"language": "xx"}),
        (Scope, {"kind": "world"}),
        (SecondFactorReset, {"withdrawn_at": timezone.now()}),
    ],
)
def test_the_database_refuses(model: type[Model], facts: dict[str, Any]) -> None:
    first = model._default_manager.order_by("pk")[:1]

    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.filter(pk__in=first.values("pk")).update(**facts)
