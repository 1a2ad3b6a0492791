"""What editors want everybody to know stands above every page, in its time."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cms.pages.models import SiteAlert
from people.accounts.models import Role
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db

STORM = "La tempête ferme les salons de l’Est aujourd’hui."


def alert(**fields: Any) -> SiteAlert:
    return SiteAlert.objects.create(**{"text_fr": STORM} | fields)


@pytest.mark.parametrize("path", ["/fr/", "/fr/agenda/", "/fr/compte/connexion/"])
def test_an_alert_stands_above_every_page(client: Client, path: str) -> None:
    alert(url="https://meteo.exemple.test/")

    page = client.get(path, follow=True).content.decode()

    assert STORM in page
    assert page.index(STORM) < page.index('id="content"')


def test_an_alert_shows_in_its_time_alone(client: Client) -> None:
    now = timezone.now()
    alert(text_fr="Hier", since=now - timedelta(days=2), until=now - timedelta(days=1))
    alert(text_fr="Demain", since=now + timedelta(days=1))

    assert "site-alerts" not in client.get("/fr/").content.decode()


def test_the_most_serious_comes_first_and_english_readers_hear_french_marked_as_such(client: Client) -> None:
    alert(kind="info", text_fr="Peu", text_en="Little")
    alert(kind="error", text_fr="Beaucoup")

    page = client.get("/en/").content.decode()

    assert page.index('<span lang="fr">Beaucoup</span>') < page.index("Little")


def test_an_alert_taken_away_is_gone_from_kept_pages(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PAGES_KEPT = True
    shown = alert()
    assert STORM in client.get("/fr/agenda/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        shown.delete()

    assert STORM not in client.get("/fr/agenda/").content.decode()


def test_an_alert_ends_after_it_starts() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        alert(since=now, until=now)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.PUBLISHER, True), (Role.ADMINISTRATOR, True), (Role.TRANSLATOR, False)]
)
def test_publishers_and_administrators_write_alerts(client: Client, role: str, may: bool) -> None:
    user = make_user(role)
    sign_in(client, user)

    answer = client.get("/admin/site_alerts/new/")

    assert (answer.status_code == 200) is may
    assert Permission.objects.filter(group__user=user, codename="add_sitealert").exists() is may
