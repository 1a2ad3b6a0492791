"""A message on its way: written for a list, looked at, sent; an open page hears of it; and the way out of such mails."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.browser.looks import troubles_of

WORDS = {
    "fr": {
        "keep": "Garder comme liste d’envoi",
        "name": "Nom de la liste",
        "keep list": "Garder la liste",
        "subject": "Objet, en français",
        "text": "Texte, en français",
        "look": "Garder et relire",
        "send": "Envoyer à 1 personne",
        "new": "1 nouveau message",
        "read": "Lire les messages de cet événement",
        "way out": "Ne recevoir que les messages nécessaires",
        "yes": "Oui, seulement le nécessaire",
        "stopped": "Vous ne recevez que les messages nécessaires",
    },
    "en": {
        "keep": "Keep as a list to write to",
        "name": "Name of the list",
        "keep list": "Keep the list",
        "subject": "Subject, in French",
        "text": "Text, in French",
        "look": "Keep and look at it",
        "send": "Send to 1 person",
        "new": "1 new message",
        "read": "Read the messages of this event",
        "way out": "No messages but those that are necessary, please",
        "yes": "Yes, only what is necessary",
        "stopped": "You get no messages but those that are necessary",
    },
}


@pytest.mark.parametrize(("language", "width"), [("fr", 390), ("en", 1280)])
def test_a_message_to_a_list_is_heard_and_can_be_stopped(
    page_at: Callable[..., Page], site: harness.Site, language: str, width: int
) -> None:
    words, event = WORDS[language], site.event("seance-est")
    found = site.ask(
        "SELECT id, link_key FROM registration_registration WHERE event_id = ? AND state = 'confirmed' ORDER BY id",
        event,
    )
    number, key = found[0 if language == "fr" else 1]
    with translation.override(language):
        listed, own = reverse("doors:registrations", args=[event]), reverse("registration:manage", args=[key])
    troubles: list[str] = []
    guest, organiser = page_at(width, language), page_at(width, language)
    guest.goto(own)
    harness.sign_in_as(organiser, "organiser")

    organiser.goto(listed)
    organiser.locator(f"input[name=registration][value='{number}']").check()
    organiser.get_by_role("button", name=words["keep"]).click()
    troubles += troubles_of(organiser, language)
    organiser.get_by_label(words["name"]).fill(f"Autocar {language}")
    organiser.get_by_role("button", name=words["keep list"]).click()
    organiser.get_by_label(words["subject"]).fill("Rimouski")
    organiser.get_by_label(words["text"]).fill("https://exemple.test/rimouski")
    organiser.get_by_role("button", name=words["look"]).click()
    troubles += troubles_of(organiser, language)
    organiser.get_by_role("button", name=words["send"]).dblclick()

    expect(guest.get_by_role("heading", name=words["new"])).to_be_visible()
    guest.get_by_role("link", name=words["read"]).click()
    expect(guest.get_by_role("link", name="https://exemple.test/rimouski")).to_be_visible()
    guest.get_by_role("link", name=words["way out"]).click()
    troubles += troubles_of(guest, language)
    guest.get_by_role("button", name=words["yes"]).click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(words["stopped"])
    sent = site.ask(
        "SELECT count(*) FROM announcements_notice WHERE registration_id = ?",
        number,
    )
    assert sent == [(1,)]
    assert not troubles, "\n".join(troubles)
