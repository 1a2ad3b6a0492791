"""An organiser's own file through the web: looked at, carried out as it was read, and gone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core import audit
from core.files.storage import private
from events.agenda.due import forget_waiting_files
from events.agenda.importing import carrying_out
from events.agenda.models import Event, WaitingFile
from people.accounts.models import User
from people.organisations.models import Organisation
from tests.factories import agenda as make
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
BRING, PLAN = "/en/manage/events/import/", "/en/manage/events/import/plan/"
DO, DONE = "/en/manage/events/import/carry-out/", "/en/manage/events/import/done/"
HEADER = "Titre;Type;Date;Heure;Lieu;Ville"
ROWS = "Atelier;Atelier;2038-03-12;9 h à 10 h;Salle;Shawinigan\nSans date;Atelier;;9 h;Salle;Shawinigan"


@pytest.fixture
def ours() -> Organisation:
    return make.organisation("Carrefour emploi", region=make.region("04"))


@pytest.fixture
def organiser(ours: Organisation) -> User:
    return make.organiser(organisations=(ours,))


@pytest.fixture
def client(organiser: User) -> Client:
    return sign_in(Client(), organiser)


def send(client: Client, ours: Organisation, content: bytes | str, **given: Any) -> Any:
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("agenda", content)
    return client.post(BRING, {"file": file, "organisation": ours.pk, "region": "04", "kind": ""} | given)


def digest_on(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_file_is_looked_at_then_brought_in_as_it_was_read(client: Client, ours: Organisation) -> None:
    assert send(client, ours, f"{HEADER}\n{ROWS}")["Location"] == PLAN
    page = client.get(PLAN).content.decode()
    assert "A new draft." in page
    assert "It says no day" in page
    assert not Event.objects.exists()

    answer = client.post(DO, {"digest": digest_on(page)})

    event = Event.objects.get()
    assert (answer["Location"], event.title_fr, event.is_draft, event.organisation) == (DONE, "Atelier", True, ours)
    done = client.get(DONE).content.decode()
    assert f"/en/manage/events/{event.pk}/" in done
    assert "It says no day" in done
    assert audit.Entry.objects.get(action="agenda.imported").values == {
        "create": 1,
        "update": 0,
        "skip": 0,
        "refuse": 1,
    }
    assert WaitingFile.objects.get().file.name == ""


def test_what_changed_since_it_was_looked_at_is_shown_again_and_nothing_is_done(
    client: Client, ours: Organisation
) -> None:
    send(client, ours, f"{HEADER}\n{ROWS}")
    seen = digest_on(client.get(PLAN).content.decode())
    other = make.draft(organisation=ours, import_key="atelier 2038-03-12 09:00", title_fr="Atelier")

    answer = client.post(DO, {"digest": seen}, follow=True)

    assert answer.redirect_chain == [(PLAN, 302)]
    assert "Events changed since you looked: nothing was done." in answer.content.decode()
    assert list(Event.objects.values_list("pk", flat=True)) == [other.pk]


def test_a_file_is_nobody_elses_and_waits_an_hour(
    client: Client, ours: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    send(client, ours, f"{HEADER}\n{ROWS}")
    colleague = sign_in(Client(), make.organiser(organisations=(ours,)))
    assert colleague.get(PLAN)["Location"] == BRING

    waiting = WaitingFile.objects.get()
    WaitingFile.objects.update(kept_at=timezone.now() - timedelta(minutes=61))

    assert client.get(PLAN)["Location"] == BRING
    assert client.post(DO, {"digest": ""})["Location"] == BRING
    with django_capture_on_commit_callbacks(execute=True):
        forget_waiting_files({})
    assert not WaitingFile.objects.exists()
    assert not private().exists(waiting.file.name)


def test_a_second_file_takes_the_place_of_the_first(client: Client, ours: Organisation) -> None:
    send(client, ours, f"{HEADER}\n{ROWS}")
    send(client, ours, f"{HEADER}\n{ROWS.replace('Atelier;', 'Cours;', 1)}")

    assert "Cours" in client.get(PLAN).content.decode()
    assert WaitingFile.objects.count() == 1


def test_lines_that_say_no_kind_take_the_one_chosen_beside_the_plan(client: Client, ours: Organisation) -> None:
    send(client, ours, f"{HEADER}\n{ROWS.replace(';Atelier;', ';;')}")
    assert "It says no kind of event" in client.get(PLAN).content.decode()

    client.post(PLAN, {"organisation": ours.pk, "region": "04", "kind": "training"})

    assert "A new draft." in client.get(PLAN).content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"PK\x03\x04 no archive", "could not be read as a workbook"),
        (b"a;b\n1;2\n", "No header was found"),
        (("Titre;Date\n" + "A;2038-01-01\n" * 301).encode(), "over 300 events"),
        (b"\n" * (carrying_out.MAX_LINES + 1) + b"Titre;Date", "far longer than a list of events"),
        (b"x" * (carrying_out.MAX_BYTES + 1), "The file is over 5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do_and_nothing_is_kept(
    client: Client, ours: Organisation, content: bytes, told: str
) -> None:
    page = send(client, ours, content)

    assert (page.status_code, told in page.content.decode()) == (200, True)
    assert not WaitingFile.objects.exists()


def test_nobody_brings_events_in_for_another_organisation_nor_hears_of_their_drafts(
    client: Client, ours: Organisation
) -> None:
    theirs = make.organisation("Autre maison")
    make.draft(organisation=theirs, title_fr="Atelier", import_key="x")
    assert send(client, ours, f"{HEADER}\n{ROWS}", organisation=theirs.pk).status_code == 200

    send(client, ours, f"{HEADER};Organisé par\n{ROWS.splitlines()[0]};Autre maison")

    page = client.get(PLAN).content.decode()
    assert "“Autre maison” is not one organisation of yours" in page
    assert "It may be" not in page


def test_an_event_of_ones_organisation_that_one_does_not_run_is_refused_unread(ours: Organisation) -> None:
    officer = make.organiser(regions=("04",))
    make.draft(code="05", organisation=ours, title_fr="Secret", import_key="atelier 2038-03-12 09:00")
    client = sign_in(Client(), officer)

    send(client, ours, f"{HEADER}\n{ROWS}")

    page = client.get(PLAN).content.decode()
    assert ("you do not run it" in page, "Secret" in page) == (True, False)


def test_a_list_leaves_as_it_is_filtered_and_a_model_is_there_to_fill_in(client: Client, ours: Organisation) -> None:
    make.event(organisation=ours, title_fr="=1+1", title_en="Sum")
    make.draft(organisation=ours, title_fr="Brouillon")
    make.event(title_fr="D’ailleurs", code="05")

    sheet = b"".join(client.get("/en/manage/events/export.csv?tab=upcoming")).decode()

    assert "'=1+1" in sheet
    assert "Brouillon" not in sheet
    assert "D’ailleurs" not in sheet
    assert "Brouillon" in client.get("/en/manage/events/export.ics?tab=drafts").content.decode()
    assert "Titre français / French title" in b"".join(client.get("/en/manage/events/import/to-fill-in.csv")).decode()


def test_an_export_costs_the_same_however_many_events(
    client: Client, ours: Organisation, django_assert_num_queries: Any
) -> None:
    from events.agenda import exporting

    for _number in range(3):
        make.event(organisation=ours, about=("05",))
    events = Event.objects.select_related(*exporting.RELATED).prefetch_related(*exporting.PREFETCHED)

    with django_assert_num_queries(3):
        assert len(list(exporting.rows(events, for_csv=True))) == 3
