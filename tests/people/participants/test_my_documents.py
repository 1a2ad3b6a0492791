"""My documents: made harmless as they come, mine to take away and to remove, nobody else's."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from core.files.cv import PDF, Harmless
from people.accounts.models import Person
from people.participants import actions
from people.participants.models import CaseFile, Document
from tests.core.files.test_honest import photo, written_by_fpdf
from tests.factories.accounts import make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file
from tests.people.participants.person import signed_in, somebody_else, with_file

pytestmark = pytest.mark.django_db
LIST, ADD = "participants:documents", "participants:add_document"


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.PRIVATE_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings


def a_paper(person: Person, kind: str = "diploma", name: str = "Diplôme.pdf") -> Document:
    file = actions.open_file(person=person, by=person)
    return actions.add_document(
        case_file=file, harmless=Harmless(b"%PDF-1.7 %%EOF", PDF, 1, ""), name=name, kind=kind, by=person
    )


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def send(client: Client, kind: str, name: str, content: bytes) -> object:
    return client.post(reverse(ADD), {"kind": kind, "file": upload(name, content)})


def test_nothing_yet_says_what_to_do(client: Client) -> None:
    signed_in(client)

    assert reverse(ADD) in client.get(reverse(LIST)).text


def test_a_cv_is_kept_as_another_file_under_the_name_i_gave(client: Client) -> None:
    user = signed_in(client)
    sent = written_by_fpdf()

    send(client, "cv", "Mon CV 2026.pdf", sent)

    document = Document.objects.of_person(user.person).get()
    assert (document.kind, document.name, document.mime, document.organisation) == ("cv", "Mon CV 2026.pdf", PDF, None)
    answer = client.get(reverse("participants:document", args=[document.pk]))
    assert b"".join(answer.streaming_content) != sent  # type: ignore[attr-defined]  # a file
    assert "attachment" in answer["Content-Disposition"]
    assert "documents" in CaseFile.objects.get(person=user.person).steps_done


def test_a_new_cv_takes_the_place_of_the_old_one(client: Client) -> None:
    user = signed_in(client)
    a_paper(user.person, "cv", "Ancien.pdf")

    send(client, "cv", "Nouveau.pdf", written_by_fpdf(1))

    assert Document.objects.of_person(user.person).get().name == "Nouveau.pdf"


def test_a_picture_of_a_diploma_is_drawn_again(client: Client) -> None:
    user = signed_in(client)

    send(client, "diploma", "diplome.jpg", photo("JPEG", "RGB", (900, 600)))

    document = Document.objects.of_person(user.person).get()
    assert (document.mime, document.name) == ("image/webp", "diplome.webp")
    assert client.get(reverse("participants:document", args=[document.pk]))["Content-Disposition"].startswith(
        "attachment"
    )


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("cv", "cv.jpg", photo(), "ni un PDF ni un document Word"),
        ("cv", "cv.pdf", b"%PDF-1.7 rubbish", "endommagé"),
        ("diploma", "diplome.exe", b"MZ\x90\x00", "ni une image"),
        ("diploma", "diplome.png", b"\x89PNG\r\n\x1a\n rubbish", "image"),
        ("cv", "vide.pdf", b"", "vide"),
    ],
)
def test_what_cannot_be_made_harmless_is_refused_in_words_and_not_kept(
    client: Client, kind: str, name: str, content: bytes, words: str
) -> None:
    user = signed_in(client)

    page = client.post(reverse(ADD), {"kind": kind, "file": upload(name, content)})

    assert page.status_code == 422
    assert words in page.text
    assert not CaseFile.objects.of_person(user.person).exists()


def test_no_file_at_all_is_said(client: Client) -> None:
    signed_in(client)

    assert "Choisissez un fichier" in client.post(reverse(ADD), {"kind": "cv"}).text


def test_an_old_sign_in_must_be_shown_again_before_a_file_is_sent(client: Client) -> None:
    sign_in(client, make_user(), second_factor=False, fresh=False)

    assert client.get(reverse(ADD)).status_code == 302
    assert client.get(reverse(LIST)).status_code == 200


def test_removing_asks_first_and_takes_the_file_along(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = a_paper(signed_in(client).person)
    storage, name = document.file.storage, document.file.name
    url = reverse("participants:remove_document", args=[document.pk])

    assert "Retirer ce document?" in client.get(url).text
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)

    assert not Document.objects.filter(pk=document.pk).exists()
    assert not storage.exists(name)


@pytest.mark.parametrize("name", ["document", "remove_document"])
def test_somebody_elses_document_is_no_page(client: Client, name: str) -> None:
    foreign = a_paper(somebody_else())
    signed_in(client)
    url = reverse(f"participants:{name}", args=[foreign.pk])

    assert client.get(url).status_code == 404
    assert client.post(url).status_code in {404, 405}
    assert Document.objects.filter(pk=foreign.pk).exists()


def test_what_my_organisation_added_i_read_and_they_remove(client: Client) -> None:
    organisation = make_organisation("Ancrage Montréal")
    file = make_file(signed_in(client).person, organisation=organisation)
    document = actions.add_document(
        case_file=file,
        harmless=Harmless(b"%PDF-1.7 %%EOF", PDF, 1, ""),
        name="Attestation.pdf",
        kind="attestation",
        by=make_caseworker(organisation).person,
        organisation=organisation,
    )

    page = client.get(reverse(LIST)).text

    assert "ajouté par Ancrage Montréal" in page
    assert reverse("participants:remove_document", args=[document.pk]) not in page
    assert client.get(reverse("participants:document", args=[document.pk])).status_code == 200
    assert client.post(reverse("participants:remove_document", args=[document.pk])).status_code == 404


def test_the_list_costs_the_same_for_one_document_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = with_file(client).person
    a_paper(person)
    client.get(reverse(LIST))
    with django_assert_num_queries(7):
        client.get(reverse(LIST))
    a_paper(person)
    a_paper(person)

    with django_assert_num_queries(7):
        client.get(reverse(LIST))
