"""The workspace has one door, which opens where each role works."""

import pytest
from django.test import Client

from people.accounts.models import Scope
from tests.factories.accounts import make_region, make_user, sign_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "goal"),
    [("organiser", "/fr/gestion/evenements/"), ("analyst", "/fr/gestion/indicateurs/"), ("participant", None)],
)
def test_the_workspace_opens_at_the_first_page_that_the_role_opens(client: Client, role: str, goal: str | None) -> None:
    scope = Scope.objects.of_region(make_region("06")) if role == "organiser" else Scope.objects.everywhere()
    sign_in(client, make_user(role, scope=scope))

    answer = client.get("/fr/gestion/")

    if goal:
        assert answer["Location"] == goal
    else:
        assert "invitation" in answer.content.decode()


def test_whoever_comes_to_the_workspace_unknown_signs_in_first(client: Client) -> None:
    assert client.get("/fr/gestion/")["Location"].startswith("/fr/compte/")
