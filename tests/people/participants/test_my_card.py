"""My card: mine in full, others' only as far as I agree, and shut at once when I no longer do."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from core.files.cv import PDF, Harmless
from people.accounts.models import Person, Role, User
from people.consent import actions as consents
from people.oversight.models import ReadEntry
from people.participants import actions
from people.participants.models import Card, Document
from people.participants.models import card as cards
from tests.core.files.test_honest import photo
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_card, make_caseworker, make_file
from tests.people.participants.person import signed_in, somebody_else

pytestmark = pytest.mark.django_db
CARD, PREVIEW = "participants:card", "participants:card_preview"


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.PRIVATE_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings


def full_card(person: Person) -> Card:
    """With a French level, a CV and a portrait behind it; nothing agreed to."""
    file = make_file(person, organisation=make_organisation())
    card = make_card(person, headline="Soudeuse de précision", skills="TIG\nPlans")
    actions.say_french_levels(case_file=file, levels={"oral_production": "7"}, by=person)
    actions.add_document(
        case_file=file, harmless=Harmless(b"%PDF-1.7 %%EOF", PDF, 1, ""), name="Amina Benali.pdf", by=person
    )
    return actions.set_portrait(card=card, content=ContentFile(b"RIFFxxxxWEBP", name="x.webp"), by=person)


def employer_who_is_shown(card: Card, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody to whom a room above shows this card, as long as its person agrees."""
    employer = make_user(Role.MENTOR)
    monkeypatch.setattr(cards, "_reasons", [lambda user: Q(pk=card.pk) if user == employer else Q(pk=0)])
    return employer


def portrait(card: Card) -> str:
    return reverse("participants:portrait", args=[card.pk])


def cv(card: Card) -> str:
    return reverse("participants:card_cv", args=[card.pk])


def test_a_caseworker_sees_the_portrait_without_that_consent_and_the_reading_is_noted_for_their_organisation() -> None:
    card = full_card(make_person())
    organisation = card.person.case_file.organisation

    assert sign_in(Client(), make_caseworker(organisation)).get(portrait(card)).status_code == 200
    assert sign_in(Client(), make_caseworker(make_organisation())).get(portrait(card)).status_code == 404

    read = ReadEntry.objects.get(kind="photo")
    assert (read.subject, read.organisation) == (card.person_id, organisation)


def test_a_blank_card_leads_to_the_profile(client: Client) -> None:
    signed_in(client)

    assert reverse("participants:profile") in client.get(reverse(CARD)).text
    assert client.get(reverse(PREVIEW))["Location"] == reverse(CARD)


def test_i_see_all_of_my_card_whatever_i_agreed_to(client: Client) -> None:
    card = full_card(signed_in(client).person)

    page = client.get(reverse(CARD)).text

    for words in ("Soudeuse de précision", "TIG", portrait(card), cv(card)):
        assert words in page
    assert "Français" in page
    assert client.get(portrait(card)).status_code == client.get(cv(card)).status_code == 200


def test_my_card_says_who_sees_it_by_what_i_agreed_to(client: Client) -> None:
    person = signed_in(client).person
    full_card(person)

    def said() -> tuple[bool, bool]:
        context = client.get(reverse(CARD)).context
        return context["is_shown"], context["is_matched"]

    assert said() == (False, False)
    agree(person, "card")
    assert said() == (True, False)
    agree(person, "matching")
    assert said() == (True, True)


def test_the_preview_shows_what_consents_allow_and_no_more(client: Client) -> None:
    person = signed_in(client).person
    card = full_card(person)

    face = client.get(reverse(PREVIEW)).context["face"]
    assert (face.french, face.cv, face.shows_portrait) == ([], None, False)
    for purpose in ("french_level", "cv", "portrait"):
        agree(person, purpose)

    page = client.get(reverse(PREVIEW))
    face = page.context["face"]
    assert [level for _skill, level in face.french] == [7]
    assert (face.cv.kind, face.shows_portrait) == ("cv", True)
    assert portrait(card) in page.text
    assert person.name not in page.text.split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("purpose", ["french_level", "cv", "portrait"])
def test_what_a_withdrawn_consent_showed_disappears_at_once(client: Client, purpose: str) -> None:
    person = signed_in(client).person
    full_card(person)
    for each in ("french_level", "cv", "portrait"):
        agree(person, each)

    consents.withdraw_purpose(person=person, purpose=purpose, by=person)

    face = client.get(reverse(PREVIEW)).context["face"]
    shown = {"french_level": bool(face.french), "cv": face.cv is not None, "portrait": face.shows_portrait}
    assert [each for each, is_there in shown.items() if not is_there] == [purpose]


def test_an_employer_gets_portrait_and_cv_while_both_consents_stand(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody_else()
    card = full_card(person)
    sign_in(client, employer_who_is_shown(card, monkeypatch))

    assert client.get(portrait(card)).status_code == 404  # the card itself is not shown
    agree(person, "card")
    assert client.get(portrait(card)).status_code == client.get(cv(card)).status_code == 404
    agree(person, "portrait")
    agree(person, "cv")
    assert client.get(portrait(card)).status_code == client.get(cv(card)).status_code == 200

    for purpose, url in (("portrait", portrait(card)), ("cv", cv(card))):
        consents.withdraw_purpose(person=person, purpose=purpose, by=person)
        assert client.get(url).status_code == 404


def test_withdrawing_the_card_shuts_everything_behind_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = somebody_else()
    card = full_card(person)
    for purpose in ("card", "portrait", "cv"):
        agree(person, purpose)
    sign_in(client, employer_who_is_shown(card, monkeypatch))
    assert client.get(cv(card)).status_code == 200

    consents.withdraw_purpose(person=person, purpose="card", by=person)

    assert client.get(portrait(card)).status_code == client.get(cv(card)).status_code == 404


def test_somebody_to_whom_no_room_shows_the_card_gets_nothing(client: Client) -> None:
    person = somebody_else()
    card = full_card(person)
    for purpose in ("card", "portrait", "cv"):
        agree(person, purpose)
    signed_in(client)

    assert client.get(portrait(card)).status_code == client.get(cv(card)).status_code == 404


def test_their_own_caseworker_opens_both_and_another_organisations_neither(client: Client) -> None:
    card = full_card(somebody_else())
    organisation = card.person.case_file.organisation
    sign_in(client, make_caseworker(organisation))
    assert client.get(portrait(card)).status_code == client.get(cv(card)).status_code == 200

    other = Client()
    sign_in(other, make_caseworker(make_organisation()))
    assert other.get(portrait(card)).status_code == other.get(cv(card)).status_code == 404


def test_another_readers_opening_is_written_down_and_ones_own_is_not(client: Client) -> None:
    card = full_card(somebody_else())
    caseworker = make_caseworker(card.person.case_file.organisation)
    sign_in(client, caseworker)
    client.get(portrait(card))
    client.get(cv(card))

    assert set(ReadEntry.objects.values_list("reader", "subject", "kind")) == {
        (caseworker.person_id, card.person_id, "photo"),
        (caseworker.person_id, card.person_id, "cv"),
    }


def test_a_cv_opened_from_a_card_bears_no_name(client: Client) -> None:
    card = full_card(signed_in(client).person)

    disposition = client.get(cv(card))["Content-Disposition"]

    assert disposition.startswith("attachment")
    assert "Benali" not in disposition


def test_a_portrait_is_drawn_again_and_removed_in_one_click(client: Client) -> None:
    person = signed_in(client).person
    upload = SimpleUploadedFile("moi.png", photo("PNG", "RGB", (300, 400)), "image/png")

    client.post(reverse("participants:change_portrait"), {"file": upload})

    card = Card.objects.of_person(person).get()
    answer = client.get(portrait(card))
    assert answer["Content-Type"] == "image/webp"
    kept = card.portrait.path
    client.post(reverse("participants:remove_portrait"))
    card.refresh_from_db()
    assert not card.portrait
    assert client.get(portrait(card)).status_code == 404
    assert kept


def test_what_is_no_picture_is_refused_in_words(client: Client) -> None:
    signed_in(client)

    page = client.post(
        reverse("participants:change_portrait"), {"file": SimpleUploadedFile("moi.png", b"<svg/>", "image/png")}
    )

    assert page.status_code == 422
    assert "PNG, JPEG, WebP" in page.text


def test_an_old_sign_in_must_be_shown_again_before_a_picture_is_sent(client: Client) -> None:
    sign_in(client, make_user(), second_factor=False, fresh=False)

    assert client.get(reverse("participants:change_portrait")).status_code == 302


def test_card_without_portrait_offers_one_and_removing_none_is_no_error(client: Client) -> None:
    person = signed_in(client).person
    make_card(person)

    assert client.post(reverse("participants:remove_portrait")).status_code == 302
    assert not Document.objects.of_person(person).exists()
