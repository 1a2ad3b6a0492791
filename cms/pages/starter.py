"""First pages of a new site, in both languages; loaded once, then left to the editors.

English goes through wagtail-localize, so that an editor later translates field by field what they change.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.pages.models import HomePage, HousePage, StandardPage

DATA = Path(__file__).parent / "data" / "starter.yaml"
#: Names the starter's pages for good: a second run finds them, whatever their title has become.
NAMESPACE = uuid.UUID("5c7f6a3e-6d39-4f1d-9f0e-0f6a4c8f2b11")

Words = dict[str, str]


def load() -> int:
    """Make the pages that are missing; the number of pages made, both languages counted.

    One transaction a page, not one for all: a translation is published once its transaction has
    committed, and a home page published after it has children would forget them.
    """
    content = yaml.safe_load(DATA.read_text())
    french, _made = Locale.objects.get_or_create(language_code="fr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    made = 0

    home = HomePage.objects.filter(translation_key=key_of("home"), locale=french).first()
    if home is None:
        with transaction.atomic():
            home = root.add_child(instance=home_page(content["home"], french))
            show(home)
            made += 1 + translate(home, english, words_of(content["home"]))

    for row in content["pages"]:
        if not StandardPage.objects.filter(translation_key=key_of(row["key"]), locale=french).exists():
            with transaction.atomic():
                page = home.add_child(instance=standard_page(row, french))
                made += 1 + translate(page, english, words_of(row))
    return made


def show(home: HomePage) -> None:
    """Make ``home`` what the site opens with, in place of the page Wagtail's first migration leaves."""
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.site_name, site.root_page = "Maillage", home
    site.save()
    if welcome is not None and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()
        home.refresh_from_db()


def key_of(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, name)


def home_page(row: dict[str, Any], locale: Locale) -> HomePage:
    return HomePage(
        title=row["title"]["fr"],
        slug=row["slug"]["fr"],
        search_description=row["description"]["fr"],
        hero_title=row["hero_title"]["fr"],
        hero_text=row["hero_text"]["fr"],
        actions=[("link", link(entry)) for entry in row["actions"]],
        doors=[("door", {"link": link(entry), "text": entry["text"]["fr"]}) for entry in row["doors"]],
        locale=locale,
        translation_key=key_of("home"),
    )


def standard_page(row: dict[str, Any], locale: Locale) -> StandardPage:
    return StandardPage(
        title=row["title"]["fr"],
        slug=row["slug"]["fr"],
        summary=row["summary"]["fr"],
        search_description=row["summary"]["fr"],
        show_in_menus=row.get("in_menus", False),
        footer_rank=row.get("footer_rank"),
        body=[block for entry in row["body"] for block in blocks(entry)],
        locale=locale,
        translation_key=key_of(row["key"]),
    )


def link(row: dict[str, Any]) -> dict[str, Any]:
    return {"label": row["label"]["fr"], "place": row["place"], "filter": row.get("filter", ""), "page": None}


def blocks(entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The French blocks of one entry of the file."""
    ((kind, value),) = entry.items()
    if kind == "heading":
        yield "heading", value["fr"]
    elif kind == "text":
        yield "text", "".join(f"<p>{paragraph['fr']}</p>" for paragraph in value)
    elif kind == "list":
        yield "text", "<ul>" + "".join(f"<li>{item['fr']}</li>" for item in value) + "</ul>"
    elif kind == "terms":
        yield (
            "terms",
            [{"term": item["term"]["fr"], "description": f"<p>{item['description']['fr']}</p>"} for item in value],
        )
    elif kind == "note":
        yield "note", {"kind": value["kind"], "text": f"<p>{value['text']['fr']}</p>"}
    elif kind == "contact":
        given = {name: text["fr"] if isinstance(text, dict) else text for name, text in value.items()}
        yield "contact", {"email": "", "phone": "", "address": "", "hours": ""} | given
    elif kind == "links":
        yield "links", [link(item) for item in value]
    else:
        raise ValueError(f"The starter knows no block called {kind!r}.")


def words_of(row: Any) -> Words:
    """Every French text of the file with its English."""
    if isinstance(row, dict):
        if set(row) == {"fr", "en"}:
            return {row["fr"]: row["en"]}
        return {french: english for value in row.values() for french, english in words_of(value).items()}
    if isinstance(row, list):
        return {french: english for value in row for french, english in words_of(value).items()}
    return {}


def translate(page: HousePage, locale: Locale, words: Words) -> int:
    """Publish the translation of a page; 1. Raises KeyError for a text that the file does not translate."""
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        text = segment.string.data
        # An e-mail address or a filter reads the same in both languages.
        english = text if " " not in text and ("@" in text or "=" in text) else words[text]
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=locale, context=segment.context, defaults={"data": english}
        )
    translation.save_target(publish=True)
    return 1
