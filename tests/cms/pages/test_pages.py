"""What a reader sees of the campaign."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Locale, get_page_models

from cms.pages.models import HomePage, HousePage, StandardPage
from core import generations
from people.accounts.models import Role
from tests.factories.accounts import make_user, sign_in
from tests.factories.agenda import event

pytestmark = pytest.mark.django_db


def words(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_root_leads_to_french(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/fr/"


def test_home_shows_what_comes_next_and_not_what_is_cancelled(client: Client) -> None:
    event(title_fr="Salon de Matane")
    cancelled = event(title_fr="Salon de Rimouski")
    type(cancelled).objects.filter(pk=cancelled.pk).update(
        cancelled_at=cancelled.created_at, cancellation_reason_fr="Grève"
    )

    home = words(client, "/fr/")

    assert "Salon de Matane" in home
    assert "Salon de Rimouski" not in home


def test_an_empty_calendar_says_so_and_offers_the_feed(client: Client) -> None:
    assert "Rien n’est annoncé pour l’instant" in words(client, "/fr/")
    assert "Nothing is announced yet" in words(client, "/en/")


def test_each_page_names_its_twin_and_itself(client: Client) -> None:
    french, english = words(client, "/fr/accessibilite/"), words(client, "/en/accessibility/")

    for page in (french, english):
        assert 'hreflang="fr' in page
        assert "/fr/accessibilite/" in page
        assert "/en/accessibility/" in page


def test_the_footer_holds_the_legal_pages_in_the_order_editors_gave(client: Client) -> None:
    page = words(client, "/en/")

    places = [page.index(f'href="/en/{slug}/"') for slug in ("accessibility", "privacy", "legal-notice", "contact")]
    assert places == sorted(places)


def test_a_page_without_english_shows_its_french_says_so_and_is_canonical_in_french(client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    page = home.add_child(
        instance=StandardPage(title="Portraits", slug="portraits", summary="Six vies.", locale=home.locale)
    )
    page.save_revision().publish()
    page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)

    shown = words(client, "/en/portraits/")

    assert 'lang="fr"' in shown
    assert "Six vies." in shown
    assert "This page has not been translated yet" in shown
    assert '<link rel="canonical" href="http://127.0.0.1:8000/fr/portraits/">' in shown
    sitemap = words(client, "/sitemap.xml")
    assert "/fr/portraits/" in sitemap
    assert "/en/portraits/" not in sitemap


def test_a_page_with_its_english_is_not_a_copy_in_the_sitemap(client: Client) -> None:
    sitemap = words(client, "/sitemap.xml")

    assert "/en/accessibility/" in sitemap
    assert 'hreflang="en-CA"' in sitemap


def test_a_renamed_page_is_renamed_in_the_menu_at_once(client: Client) -> None:
    assert "La campagne" in words(client, "/fr/")
    page = StandardPage.objects.get(slug="campagne")
    page.title = "Pourquoi Maillage"
    page.save_revision().publish()
    generations.forget()

    assert "Pourquoi Maillage" in words(client, "/fr/")


def test_home_costs_the_same_for_one_event_and_for_three(client: Client, django_assert_max_num_queries: Any) -> None:
    event()
    words(client, "/fr/")
    for more in (0, 2):
        for _number in range(more):
            event()
        cache.clear()
        with django_assert_max_num_queries(12):
            words(client, "/fr/")


def test_no_page_of_the_campaign_is_shut_behind_a_password(client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    sign_in(client, make_user(Role.PUBLISHER))

    offered = client.get(f"/admin/pages/{home.pk}/privacy/").content.decode()

    assert "restriction_type" not in offered
    assert all(model.private_page_options == [] for model in get_page_models() if issubclass(model, HousePage))
