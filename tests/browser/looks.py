"""What every page must be, whoever it is for: sound for axe, within its window, in one language, complaining of nothing."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from tests.browser import harness

#: Words that each language has in nearly every sentence, and the other in none.
FOREIGN = {"fr": r"\b(the|and|your|with|you|this|are)\b", "en": r"\b(vous|votre|vos|cette|veuillez|sont)\b"}

#: A page: the name of its URL, then what it is shown for: a question of the table, an event's name, a number, a "?…".
Row = tuple[str, ...]


def address(site: harness.Site, language: str, row: Row, questions: Mapping[str, str]) -> str:
    """Where that page is in the demonstration; ``questions`` are asked of its database for the first value of a row."""
    name, *marks = row
    query = "".join(mark for mark in marks if mark.startswith("?"))
    values = [_value_of(site, mark, questions) for mark in marks if not mark.startswith("?")]
    with translation.override(language):
        return reverse(name, args=values) + query


def _value_of(site: harness.Site, mark: str, questions: Mapping[str, str]) -> str | int:
    if question := questions.get(mark):
        question = re.sub(r"\{(.+?)\}", lambda slug: str(site.event(slug[1])), question)
        value: str | int = site.ask(question)[0][0]
        return value
    return mark if mark[0].isdigit() else site.event(mark)


def look_at(page: Page, paths: Iterable[str], language: str, *, status: int = 200) -> list[str]:
    """What is wrong with each of these pages, in words."""
    troubles = []
    for path in paths:
        harness.seen(page).complaints.clear()
        answer = page.goto(path)
        assert answer
        if answer.status != status:
            troubles.append(f"{path}: {answer.status}")
        # An event's address gains its words, nothing else.
        if not urlsplit(page.url).path.startswith(urlsplit(path).path.rstrip("/")):
            troubles.append(f"{path} leads to {page.url}")
        if status != 200:
            harness.forget_refusal(page, status)
        troubles += troubles_of(page, language)
    return troubles


def troubles_of(page: Page, language: str) -> list[str]:
    """What is wrong with the page as it stands."""
    troubles = []
    for hold in (
        harness.assert_axe_clean,
        harness.assert_fits,
        harness.assert_no_third_party,
        harness.assert_no_complaint,
    ):
        try:
            hold(page)
        except AssertionError as trouble:
            troubles.append(f"{page.url}: {trouble} {harness.seen(page).complaints}")
    if page.locator("h1").count() != 1:
        troubles.append(f"{page.url}: {page.locator('h1').count()} headings of the first level")
    spoken = page.evaluate(
        """(language) => { const copy = document.body.cloneNode(true);
        copy.querySelectorAll(`[lang]:not([lang^=${language}]), textarea, script`).forEach(part => part.remove());
        return document.title + " " + copy.textContent; }""",
        language,
    )
    if foreign := sorted(set(re.findall(FOREIGN[language], spoken.casefold()))):
        troubles.append(f"{page.url}: words of another language: {', '.join(foreign)}")
    return troubles
