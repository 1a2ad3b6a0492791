"""Notes, documents, consents and letters, as a caseworker keeps them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.files import cv
from core.files.cv import PDF, Harmless
from core.files.refusals import WrongKind
from people.consent.models import Consent
from people.oversight.models import ReadEntry
from people.participants import actions
from people.participants.models import CaseFile, Document, Note, PaperLetter
from people.participants.views.staff import papers
from tests.factories import agenda
from tests.factories.accounts import make_person, sign_in
from tests.factories.house import House
from tests.factories.participants import agree, make_file

pytestmark = pytest.mark.django_db
HARMLESS = Harmless(b"%PDF-1.7\n%%EOF", PDF, 1, "")


@pytest.fixture
def file(house: House) -> CaseFile:
    return make_file(make_person("Awa Diallo"), house.organisation)


def url(file: CaseFile, what: str) -> str:
    return f"/fr/gestion/dossiers/{file.reference}/{what}/"


# ------------------------------------------------------------------ notes


def note(**fields: Any) -> dict[str, Any]:
    return {"kind": "call", "on_date": timezone.localdate().isoformat(), "text": "Rappeler jeudi."} | fields


def test_a_note_belongs_to_the_organisation_that_follows_the_person(house: House, file: CaseFile) -> None:
    house.client.post(url(file, "note"), note())

    written = Note.objects.get()
    assert (written.organisation, written.author) == (house.organisation, house.caseworker.person)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "Son NAS est 046 454 286"},
        {"on_date": (timezone.localdate() + timedelta(days=2)).isoformat()},
        {"kind": "gossip"},
    ],
)
def test_what_is_wrong_in_a_note_is_said_and_what_was_typed_stays(
    house: House, file: CaseFile, wrong: dict[str, str]
) -> None:
    response = house.client.post(url(file, "note"), note(**wrong))

    assert list(response.context["form"].errors) == list(wrong)
    assert response.context["form"]["text"].value() == note(**wrong)["text"]
    assert not Note.objects.exists()


def test_a_note_is_amended_by_its_organisation_alone(house: House, file: CaseFile) -> None:
    house.client.post(url(file, "note"), note())
    written = Note.objects.get()

    house.client.post(f"/fr/gestion/notes/{written.pk}/", note(text="Rappeler vendredi."))
    written.refresh_from_db()
    assert (written.text, written.amended_at is not None) == ("Rappeler vendredi.", True)

    actions.follow(case_file=file, organisation=house.other, how="handed_over", by=None)
    stranger = sign_in(house.client, house.stranger)
    assert stranger.post(f"/fr/gestion/notes/{written.pk}/", note(text="Autre.")).status_code == 404


# ------------------------------------------------------------------ documents


def test_a_document_is_made_harmless_before_it_is_kept(
    house: House, file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "make_harmless", lambda upload: HARMLESS)

    house.client.post(
        url(file, "document"), {"kind": "diploma", "file": SimpleUploadedFile("Diplôme.pdf", b"%PDF-1.4 anything")}
    )

    document = Document.objects.get()
    assert (document.kind, document.name, document.organisation) == ("diploma", "Diplôme.pdf", house.organisation)
    assert document.file.read() == HARMLESS.content


def test_a_file_that_is_refused_says_why(house: House, file: CaseFile) -> None:
    response = house.client.post(
        url(file, "document"), {"kind": "cv", "file": SimpleUploadedFile("cv.exe", b"MZ nothing")}
    )

    assert response.context["form"].errors["file"] == [str(WrongKind.message)]
    assert not Document.objects.exists()
    assert cv.MAX_BYTES == 5 * 1024 * 1024


def test_an_upload_asks_for_a_fresh_sign_in(house: House, file: CaseFile) -> None:
    sign_in(house.client, house.caseworker, fresh=False)

    assert house.client.get(url(file, "document")).status_code == 302


def test_a_document_is_handed_over_as_a_download_and_the_reading_is_noted(house: House, file: CaseFile) -> None:
    document = actions.add_document(case_file=file, harmless=HARMLESS, name="cv.pdf", by=file.person)

    response = house.client.get(f"/fr/gestion/documents/{document.pk}/")

    assert response["Content-Disposition"].startswith("attachment")
    noted = ReadEntry.objects.get(subject=file.person_id)
    assert (noted.kind, noted.organisation) == ("cv", house.organisation)


def test_after_a_handover_each_organisation_opens_what_it_may(house: House, file: CaseFile) -> None:
    theirs = actions.add_document(case_file=file, harmless=HARMLESS, name="cv.pdf", by=file.person)
    ours = actions.add_document(
        case_file=file,
        harmless=HARMLESS,
        name="lettre.pdf",
        kind="other",
        organisation=house.organisation,
        by=house.caseworker.person,
    )
    actions.follow(case_file=file, organisation=house.other, how="handed_over", by=None)

    assert house.client.get(f"/fr/gestion/documents/{theirs.pk}/").status_code == 404
    assert house.client.get(f"/fr/gestion/documents/{ours.pk}/").status_code == 200
    assert house.client.post(f"/fr/gestion/documents/{ours.pk}/retirer/").status_code == 404
    assert Document.objects.count() == 2


def test_a_document_is_removed_after_a_question(house: House, file: CaseFile) -> None:
    document = actions.add_document(case_file=file, harmless=HARMLESS, name="cv.pdf", by=file.person)

    house.client.get(f"/fr/gestion/documents/{document.pk}/retirer/")
    assert Document.objects.exists()
    house.client.post(f"/fr/gestion/documents/{document.pk}/retirer/")
    assert not Document.objects.exists()


# ------------------------------------------------------------------ consents


def test_a_signed_consent_is_noted_with_the_words_that_were_signed(house: House, file: CaseFile) -> None:
    house.client.post(
        url(file, "consentements"), {"purpose": "matching", "version": 1, "language": "fr", "signed": "on"}
    )

    consent = Consent.objects.get(person=file.person)
    assert (consent.how, consent.given_by, consent.wording_version) == ("paper", house.caseworker.person, 1)


@pytest.mark.parametrize(
    "wrong", [{"signed": ""}, {"version": "9"}, {"purpose": "nothing"}, {"language": "de"}], ids=str
)
def test_without_the_sheet_or_in_other_words_nothing_is_noted(
    house: House, file: CaseFile, wrong: dict[str, str]
) -> None:
    sent = {"purpose": "matching", "version": "1", "language": "fr", "signed": "on"} | wrong

    response = house.client.post(url(file, "consentements"), sent, follow=True)

    assert response.status_code == 200
    assert not Consent.objects.filter(person=file.person).exists()


def test_a_consent_is_withdrawn_by_word_of_mouth_in_one_step(house: House, file: CaseFile) -> None:
    agree(file.person, "card")

    house.client.post(url(file, "consentements/card/retirer"))

    assert not Consent.objects.in_force().filter(person=file.person).exists()


def test_the_sheet_speaks_the_persons_language_and_holds_every_wording_whole(house: House) -> None:
    file = make_file(make_person("Awa Diallo", language="en"), house.organisation)

    page = house.client.get(url(file, "consentements/feuille")).content.decode()
    assert "I agree that my professional card" in page
    assert (
        "J’accepte que ma fiche"
        in house.client.get(url(file, "consentements/feuille") + "?language=fr").content.decode()
    )


@pytest.mark.parametrize("page", ["consentements", "consentements/feuille"])
def test_who_reads_what_somebody_agreed_to_is_noted(house: House, file: CaseFile, page: str) -> None:
    house.client.get(url(file, page))

    noted = ReadEntry.objects.get(subject=file.person_id)
    assert (noted.reader, noted.kind, noted.organisation) == (house.caseworker.person_id, "file", house.organisation)


# ------------------------------------------------------------------ letters on paper


@pytest.fixture
def letter(file: CaseFile) -> PaperLetter:
    event = agenda.event()
    return PaperLetter.objects.create(
        case_file=file,
        key=f"caseworker/invited:{event.pk}:{file.person_id}",
        template="caseworker/invited",
        language="fr",
        object_id=str(event.pk),
        payload={"organisation": file.organisation_id},
    )


def test_a_letter_comes_out_with_name_and_words_and_the_reading_is_noted(
    house: House, file: CaseFile, letter: PaperLetter
) -> None:
    page = house.client.get("/fr/gestion/lettres/imprimer/").content.decode()

    assert "Awa Diallo" in page
    assert "Salon de l’emploi de la Mauricie" in page
    assert "Vous recevez ce message parce" not in page
    noted = ReadEntry.objects.get(subject=file.person_id)
    assert (noted.kind, noted.organisation) == ("message", house.organisation)


def test_letters_that_came_out_wait_no_more(house: House, letter: PaperLetter) -> None:
    house.client.post("/fr/gestion/lettres/imprimees/", {"letters": [letter.pk]})

    letter.refresh_from_db()
    assert (letter.printed_at is not None, letter.printed_by) == (True, house.caseworker.person)
    assert not house.client.get("/fr/gestion/lettres/").context["page_obj"].object_list
    assert list(house.client.get("/fr/gestion/lettres/?show=printed").context["page_obj"]) == [letter]


def test_a_letter_of_another_organisation_is_neither_seen_nor_marked(house: House, letter: PaperLetter) -> None:
    stranger = sign_in(house.client, house.stranger)

    assert stranger.get(f"/fr/gestion/lettres/{letter.pk}/").status_code == 404
    stranger.post("/fr/gestion/lettres/imprimees/", {"letters": [letter.pk]})
    letter.refresh_from_db()
    assert letter.printed_at is None


def test_nothing_ticked_marks_nothing(house: House, letter: PaperLetter) -> None:
    response = house.client.post("/fr/gestion/lettres/imprimees/", {}, follow=True)

    assert "Rien n’a été noté" in response.content.decode()
    letter.refresh_from_db()
    assert letter.printed_at is None


def test_the_list_of_letters_has_a_second_page(house: House, file: CaseFile) -> None:
    PaperLetter.objects.bulk_create(
        PaperLetter(case_file=file, key=f"k{number}", template="caseworker/invited", language="fr", object_id="0")
        for number in range(52)
    )

    assert len(house.client.get("/fr/gestion/lettres/?page=2").context["page_obj"]) == 2


def test_a_letter_that_no_longer_holds_falls_away_when_the_others_are_marked(house: House, file: CaseFile) -> None:
    PaperLetter.objects.create(case_file=file, key="k", template="caseworker/invited", language="fr", object_id="0")

    page = house.client.get("/fr/gestion/lettres/imprimer/").content.decode()

    assert "n’a plus lieu d’être" in page
    assert "<article" not in page
