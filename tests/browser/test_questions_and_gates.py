"""Questions and conditions in a browser: asked and set by an organiser, refused and let in, answered, and read again after the words changed."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.scale import LOOKS

OpenAt = Callable[..., Page]
#: One for each look: what is asked at an event stays.
EVENTS = {
    (390, "fr"): "salon-laurentides",
    (1280, "en"): "salon-joliette",
    (1280, "fr"): "salon-abitibi",
    (390, "en"): "salon-sept-iles",
}
WORDS = {
    "fr": {
        "question": "Comment venez-vous?",
        "changed": "Par quel moyen venez-vous?",
        "stop": "À quel arrêt montez-vous?",
        "coach": "En autocar",
        "car": "En voiture",
        "reason": "Pour les personnes qui ont été présentes",
        "remedy": "Se connecter",
        "only": "Seulement si vous avez répondu «\u00a0En autocar\u00a0»",
        "seated": "Vous avez une place",
        "answers": "Voir ou modifier mes réponses",
        "let_in": "Admission à la main",
        "former": "Réponse à une version antérieure de la question",
    },
    "en": {
        "question": "How do you come?",
        "changed": "By what means do you come?",
        "stop": "At which stop do you get on?",
        "coach": "By coach",
        "car": "By car",
        "reason": "For those who were present",
        "remedy": "Sign in",
        "only": "Only if you answered “By coach”",
        "seated": "You have a seat",
        "answers": "See or change my answers",
        "let_in": "Let in by hand",
        "former": "Answered to a former version of the question",
    },
}


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_somebody_let_in_answers_and_is_read_under_the_words_they_answered(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    words, event = WORDS[language], site.event(EVENTS[width, language])
    email = f"admission.{language}.{width}@exemple.test"

    def at(name: str, *more: int) -> str:
        with translation.override(language):
            return reverse(name, args=[event, *more])

    organiser, visitor = page_at(width, language), page_at(width, language)
    plain = page_at(width, language, javascript=False)
    harness.sign_in_as(organiser, "administrator")
    ask(organiser, at("questions:add"))
    set_condition(organiser, at("gates:gates"), words["reason"])

    visitor.goto(at("registration:register"))
    expect(visitor.locator("main")).to_contain_text(words["reason"])
    expect(visitor.locator("main .button").first).to_have_text(words["remedy"])
    expect(visitor.locator("#id_name")).to_have_count(0)
    harness.assert_sound(visitor)

    organiser.goto(at("gates:let_in"))
    organiser.locator("#id_email").fill(email)
    organiser.locator(f"[name=language][value={language}]").check()
    organiser.locator("#id_reason").fill("Interprète de la journée.")
    harness.assert_sound(organiser)
    organiser.locator("main form .button").first.click()
    expect(organiser.locator(".gate-passes")).to_contain_text(email)

    [letter] = site.mails_to(email)
    link = re.search(r"https?://[^\s/]+(/\S+/[0-9A-Z]{12}/)", letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert link
    visitor.goto(link[1])
    register(visitor, email, words)
    own = visitor.url

    # Without scripts each question stands with its condition, and what is not asked is not kept.
    plain.goto(own)
    plain.get_by_role("link", name=words["answers"]).click()
    expect(plain.get_by_label(words["stop"])).to_be_visible()
    expect(plain.get_by_label(words["stop"])).to_have_value("Berri")
    expect(plain.locator(".question-condition")).to_contain_text(words["only"])
    plain.get_by_label(words["car"]).check()
    plain.locator("main form .button").first.click()
    plain.get_by_role("link", name=words["answers"]).click()
    expect(plain.get_by_label(words["car"])).to_be_checked()
    expect(plain.get_by_label(words["stop"])).to_have_value("")

    organiser.goto(at("questions:questions"))
    organiser.get_by_role("link", name=words["question"], exact=True).click()
    organiser.locator("#id_label_fr").fill(WORDS["fr"]["changed"])
    organiser.locator("#id_label_en").fill(WORDS["en"]["changed"])
    organiser.locator("main form .button").first.click()
    expect(organiser.get_by_role("link", name=words["changed"], exact=True)).to_be_visible()

    organiser.goto(at("doors:registrations"))
    expect(organiser.locator("table.registrations")).to_contain_text(words["let_in"])
    harness.assert_sound(organiser)
    organiser.locator("td.reference a").first.click()
    for said in (words["question"], words["car"], words["former"], words["let_in"], "Interprète de la journée."):
        expect(organiser.locator("main")).to_contain_text(said)
    harness.assert_sound(organiser)


def ask(organiser: Page, address: str) -> None:
    """One choice, and a text that is asked after one of its answers."""
    organiser.goto(f"{address}?kind=choice")
    organiser.locator("#id_label_fr").fill(WORDS["fr"]["question"])
    organiser.locator("#id_label_en").fill(WORDS["en"]["question"])
    organiser.locator("#id_choices").fill("En autocar | By coach\nEn voiture | By car")
    organiser.locator("#id_is_required").check()
    harness.assert_sound(organiser)
    organiser.locator("main form .button").first.click()
    organiser.goto(f"{address}?kind=text")
    organiser.locator("#id_label_fr").fill(WORDS["fr"]["stop"])
    organiser.locator("#id_label_en").fill(WORDS["en"]["stop"])
    organiser.locator("#id_is_required").check()
    organiser.locator("#id_shown_if").select_option(index=1)
    organiser.locator("main form .button").first.click()
    expect(organiser.locator(".question-list > li")).to_have_count(2)
    harness.assert_sound(organiser)


def set_condition(organiser: Page, address: str, sentence: str) -> None:
    organiser.goto(address)
    organiser.locator("#id_question").select_option("registration.present:training")
    organiser.locator("main form .button").first.click()
    expect(organiser.locator(".gate-list")).to_contain_text(sentence)
    harness.assert_sound(organiser)


def register(visitor: Page, email: str, words: dict[str, str]) -> None:
    """The second question comes with the answer after which it is asked, and goes with it."""
    stop = visitor.get_by_label(words["stop"])
    visitor.locator("#id_name").fill("Ioana Dragomir")
    visitor.locator("#id_email").fill(email)
    expect(stop).to_be_hidden()
    visitor.get_by_label(words["coach"]).check()
    expect(stop).to_be_visible()
    visitor.get_by_label(words["car"]).check()
    expect(stop).to_be_hidden()
    visitor.get_by_label(words["coach"]).check()
    # The server asks for it: nothing that was typed is lost.
    visitor.locator("main form button.large").click()
    expect(visitor.locator(".field.bad")).to_have_count(1)
    harness.forget_refusal(visitor, 422)
    stop.fill("Berri")
    visitor.locator("main form button.large").click()
    expect(visitor.locator("main")).to_contain_text(words["seated"])
    harness.assert_sound(visitor)
