"""The two lists that people keep by hand, in Wagtail."""

import pytest
from django.test import Client
from django.urls import reverse

from core import generations
from core.reference import loading
from core.reference.models import AwarenessDate, Origin, ProfessionalOrder
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db

ORDER = {"name_en": "", "note": ""}


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, make_user("administrator"))


def test_a_wording_put_right_stays_when_the_lists_are_loaded_again(desk: Client) -> None:
    before = generations.current(["site"])

    answer = desk.post(
        reverse("professionalorder:edit", args=["sexologues"]), {**ORDER, "name_fr": "Ordre des sexologues"}
    )

    assert answer.status_code == 302
    order = ProfessionalOrder.objects.get(pk="sexologues")
    assert (order.name_fr, order.origin) == ("Ordre des sexologues", Origin.HAND)
    generations.forget()
    assert generations.current(["site"]) != before
    assert loading.load().writes == 0


def test_a_new_row_gets_its_code_from_its_name_and_no_other_row_loses_its_own(desk: Client) -> None:
    for _time in range(2):
        desk.post(reverse("professionalorder:add"), {**ORDER, "name_fr": "Ordre des Élagueurs"})

    added = ProfessionalOrder.objects.filter(origin=Origin.HAND).order_by("pk")
    assert [order.pk for order in added] == ["ordre-des-elagueurs", "ordre-des-elagueurs-2"]
    assert ProfessionalOrder.objects.count() == 48


@pytest.mark.parametrize(
    ("kind", "month", "day", "said"),
    [
        ("fixed", "6", "", "il faut un mois et un jour"),
        ("month", "13", "", "Un mois va de 1 à 12"),
        ("fixed", "2", "29", "Ce mois n’a pas ce jour chaque année"),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_words(desk: Client, kind: str, month: str, day: str, said: str) -> None:
    url = reverse("awarenessdate:edit", args=["refugies"])
    fields = {**ORDER, "name_fr": "Journée des réfugiés", "kind": kind, "month": month, "day": day}

    page = desk.post(url, fields)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert AwarenessDate.objects.get(pk="refugies").day == 20


def test_the_lists_show_and_are_for_administrators_alone(desk: Client) -> None:
    url = reverse("professionalorder:index")

    assert "Ordre des urbanistes" in desk.get(f"{url}?q=urbanistes").content.decode()
    assert sign_in(Client(), make_user("editor")).get(url).status_code == 302
    assert Client().get(url).status_code == 302


def test_nothing_is_deleted_here(desk: Client) -> None:
    desk.post(reverse("professionalorder:delete", args=["sexologues"]))

    assert ProfessionalOrder.objects.filter(pk="sexologues").exists()
