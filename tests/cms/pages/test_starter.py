"""The first pages of a new site."""

import pytest
import yaml
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site
from wagtail_localize.models import Translation

from cms.pages import starter
from cms.pages.models import HomePage, StandardPage, is_shadowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    """The suite's database was made with the starter, as an operator's is."""
    return Site.objects.get(is_default_site=True)


def test_a_new_site_opens_on_its_home_page_in_both_languages(site: Site) -> None:
    homes = HomePage.objects.order_by("-locale__language_code")

    assert [(page.locale.language_code, page.hero_title) for page in homes] == [
        ("fr", "Des talents d’ici, venus de partout."),
        ("en", "Talent from here, come from everywhere."),
    ]
    assert site.root_page.specific == homes[0]
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_loading_twice_makes_nothing_new_and_keeps_what_an_editor_changed(site: Site) -> None:
    page = StandardPage.objects.get(slug="campagne")
    page.title = "Notre campagne"
    page.save_revision().publish()

    assert starter.load() == 0
    assert StandardPage.objects.get(pk=page.pk).title == "Notre campagne"


def test_what_is_missing_is_made_again(site: Site) -> None:
    StandardPage.objects.get(slug="mentions-legales").delete()

    assert starter.load() == 2
    assert StandardPage.objects.filter(slug="mentions-legales").exists()


def test_every_standard_page_has_its_english_and_editors_translate_it_field_by_field(site: Site) -> None:
    french = StandardPage.objects.filter(locale__language_code="fr")

    assert french.count() == 5
    for page in french:
        english = page.get_translations().get().specific
        assert english.live
        assert english.slug != page.slug or page.title == english.title
        assert english.body.stream_block.name == page.body.stream_block.name
        assert Translation.objects.filter(source__object_id=page.translation_key, enabled=True).exists()


def test_no_french_sentence_is_left_on_an_english_page(site: Site) -> None:
    content = yaml.safe_load(starter.DATA.read_text())
    words = starter.words_of(content["pages"])

    for page in StandardPage.objects.filter(locale__language_code="en"):
        said = str(page.body) + page.summary + page.title
        assert [french for french, english in words.items() if french in said and french != english] == []


@pytest.mark.parametrize(("language", "slug"), [("fr", "compte"), ("fr", "agenda"), ("en", "events")])
def test_an_address_of_the_house_is_refused_as_a_slug(site: Site, language: str, slug: str) -> None:
    if not is_shadowed(language, slug):
        pytest.fail(f"/{language}/{slug}/ should belong to the house")
    home = HomePage.objects.get(locale__language_code=language)
    page = StandardPage(title="Agenda", slug=slug, locale=home.locale)

    with pytest.raises(ValidationError, match="slug"):
        home.add_child(instance=page)


def test_a_free_address_is_accepted(site: Site) -> None:
    home = HomePage.objects.get(locale__language_code="fr")

    page = home.add_child(instance=StandardPage(title="Portraits", slug="portraits", locale=home.locale))

    assert page.url == "/fr/portraits/"


def test_a_page_deeper_down_may_be_called_as_it_likes(site: Site) -> None:
    parent = StandardPage.objects.get(slug="campagne")

    page = parent.add_child(instance=StandardPage(title="Agenda", slug="agenda", locale=parent.locale))

    assert page.url == "/fr/campagne/agenda/"
