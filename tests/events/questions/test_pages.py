"""The page to register with its questions, the page of the answers, and the organiser's."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from events.agenda.models import Event
from events.doors.models import spoken
from events.questions import actions
from events.questions.models import AGREED, Answer, Kind, Question, Version
from events.questions.ready import READY
from events.questions.wordings import concerns_in
from events.registration.models import Registration, new_key
from people.oversight.models import ReadEntry
from tests.factories import needs as wants
from tests.factories.questions import answers, asks
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db

#: The smallest picture there is: a file that the workshop draws again.
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def form_path(event: Event) -> str:
    return reverse("registration:register", args=[event.pk])


def send(client: Client, event: Event, **given: Any) -> Any:
    who = {"name": "Ioana Dragomir", "email": "ioana@exemple.test", "language": "fr", "key": new_key()}
    return client.post(form_path(event), who | given)


def kept() -> dict[str, str]:
    return {row.question.field: row.in_words for row in Answer.objects.select_related("question", "version")}


# ------------------------------------------------------------------ registering


def test_an_event_without_questions_asks_none(client: Client) -> None:
    assert "data-questions" not in client.get(form_path(open_event())).content.decode()


def test_each_question_says_when_it_is_asked(client: Client) -> None:
    event = open_event()
    travel = asks(event, Kind.CHOICE, label_fr="Comment venez-vous?")
    stop = asks(event, if_=(travel, "1"))

    page = client.get(form_path(event)).content.decode()

    assert "Seulement si vous avez répondu «\xa0En autocar\xa0» à «\xa0Comment venez-vous?\xa0»." in page
    assert f'data-shown-if="{travel.field}" data-shown-value="1"' in page
    assert f'name="{stop.field}"' in page
    assert "enctype" not in page


def test_the_server_decides_what_is_required(client: Client) -> None:
    event = open_event()
    travel = asks(event, Kind.CHOICE, is_required=True)
    stop = asks(event, if_=(travel, "1"), is_required=True)
    number = asks(event, Kind.NUMBER, if_=(travel, "1"))

    refused = send(client, event, **{travel.field: "1"})
    assert refused.status_code == 422
    assert f'href="#id_{stop.field}"' in refused.content.decode()
    assert not Registration.objects.exists()

    # Nor is anything kept, or called wrong, of what is not asked.
    send(client, event, **{travel.field: "2", stop.field: "Berri", number.field: "douze"})
    assert kept() == {travel.field: "En voiture"}


def test_a_text_that_holds_an_insurance_number_is_refused_with_the_registration(client: Client) -> None:
    event = open_event()
    question = asks(event)

    answer = send(client, event, **{question.field: "NAS 046 454 286"})

    assert (answer.status_code, Registration.objects.exists()) == (422, False)


def test_words_that_changed_meanwhile_are_shown_again(client: Client) -> None:
    event = open_event()
    question = asks(event, Kind.CONSENT)

    answer = send(client, event, **{question.field: "on", "questions_shown": f"{question.pk}.0"})
    page = answer.content.decode()

    assert (answer.status_code, "a modifié les questions" in page, Answer.objects.exists()) == (422, True, False)
    assert f"{question.pk}.{question.current_id}" in page


def test_a_file_is_made_harmless_kept_apart_and_given_to_its_sender(client: Client) -> None:
    event = open_event()
    question = asks(event, Kind.FILE)
    assert 'enctype="multipart/form-data"' in client.get(form_path(event)).content.decode()

    answer = send(client, event, **{question.field: SimpleUploadedFile("moi.gif", GIF, "image/gif")})
    row, link = Answer.objects.get(), answer["Location"].rstrip("/").rpartition("/")[2]
    assert row.file_mime == "image/webp"
    path = reverse("questions:own_file", args=[link, row.pk])
    given = client.get(path)
    assert (given["Content-Type"], given["Cache-Control"]) == ("image/webp", "no-store")

    # The same page without a file keeps the one there is.
    client.post(reverse("questions:answer", args=[link]), {})
    assert Answer.objects.get().file == row.file


# ------------------------------------------------------------------ afterwards


def test_answers_are_changed_behind_the_link_and_read_once_registration_closes(client: Client) -> None:
    event = open_event()
    question, pictures = asks(event, label_fr="Où montez-vous?"), asks(event, Kind.CONSENT)
    registration = registered(event)
    page = reverse("questions:answer", args=[registration.link_key])
    assert page in client.get(registration.get_absolute_url()).content.decode()

    client.post(page, {question.field: "Berri", pictures.field: "on"})
    assert kept() == {question.field: "Berri", pictures.field: "Consenti"}
    assert 'value="Berri"' in client.get(page).content.decode()

    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())
    closed = client.get(page).content.decode()
    assert ("Berri" in closed, 'value="Berri"' in closed, "Retirer mon consentement" in closed) == (True, False, True)
    row = Answer.objects.get(question=pictures)
    client.post(reverse("questions:withdraw", args=[registration.link_key, row.pk]))
    assert kept()[pictures.field] == "Retiré"


@pytest.mark.parametrize(("asks_something", "queries"), [(False, 3), (True, 3)])
def test_the_page_of_a_registration_costs_one_more(
    client: Client, django_assert_num_queries: Any, asks_something: bool, queries: int
) -> None:
    event = open_event()
    if asks_something:
        asks(event)
    registration = registered(event)

    with django_assert_num_queries(queries):
        client.get(registration.get_absolute_url())


# ------------------------------------------------------------------ the organiser


def test_the_organiser_reads_answers_with_the_registration(desk: Client) -> None:
    event = open_event()
    question = asks(event, label_fr="Où montez-vous?")
    registration = registered(event)
    answers(registration, {question: "Berri"})

    page = desk.get(reverse("doors:registration", args=[event.pk, registration.pk])).content.decode()
    table = b"".join(desk.get(reverse("doors:export", args=[event.pk, "csv"])).streaming_content).decode()  # type: ignore[attr-defined]

    assert ("Où montez-vous?" in page, "Berri" in page) == (True, True)
    assert table.splitlines()[0].endswith("Où montez-vous?")
    assert table.splitlines()[1].endswith("Berri")


@pytest.mark.parametrize("key", READY)
def test_each_ready_made_question_is_good_as_it_stands(desk: Client, key: str) -> None:
    event = open_event()
    path = reverse("questions:add", args=[event.pk])
    start = READY[key]
    page = desk.get(path, {"ready": key}).content.decode()
    assert start.words["label_fr"] in page

    sent = {name: "on" if value is True else value for name, value in start.words.items()}
    desk.post(f"{path}?ready={key}", sent)

    question = Question.objects.get()
    assert (question.kind, question.words.label_en) == (start.kind, start.words["label_en"])


def test_choices_keep_their_keys_while_their_words_stay(desk: Client) -> None:
    event = open_event()
    travel = asks(event, Kind.CHOICE)
    follower = asks(event, if_=(travel, "2"))
    path = reverse("questions:edit", args=[event.pk, travel.pk])
    sent = {"label_fr": "Par quel moyen?", "kept_days": "30"}

    desk.post(path, sent | {"choices": "En voiture | By car\nÀ vélo | By bicycle"})
    version = Version.objects.get(question=travel)
    assert [(one["key"], one["fr"]) for one in version.choices] == [("2", "En voiture"), ("3", "À vélo")]
    refused = desk.post(path, sent | {"choices": "À pied\nÀ vélo"})
    assert (refused.status_code, "une autre question" in refused.content.decode()) == (422, True)
    assert follower.shown_value == "2"


def test_no_event_asks_for_an_insurance_number_or_a_date_of_birth(desk: Client) -> None:
    path = reverse("questions:add", args=[open_event().pk]) + "?kind=text"

    for label in (
        "Votre NAS",
        "Your social insurance number?",
        "Date de naissance",
        "Quelle est votre DATE de naissance?",
    ):
        answer = desk.post(path, {"label_fr": label, "kept_days": "30", "understood": "on"})
        assert answer.status_code == 422, label
    assert not Question.objects.exists()


def test_what_the_charter_protects_is_asked_with_open_eyes_alone(desk: Client) -> None:
    path = reverse("questions:add", args=[open_event().pk]) + "?kind=text"
    sent = {"label_fr": "Quelle est votre religion?", "kept_days": "30"}

    warned = desk.post(path, sent)
    assert (warned.status_code, "Charte des droits" in warned.content.decode()) == (422, True)
    assert not Question.objects.exists()
    desk.post(path, sent | {"understood": "on"})
    assert Question.objects.count() == 1


def test_everyday_questions_raise_no_concern() -> None:
    everyday = "Pourquoi ne le faites-vous pas? Quel genre d’emploi? Politique d’embauche. Who did you hear it from? Casino. Message."

    assert concerns_in(everyday) == []


def test_questions_are_moved_switched_off_and_previewed_in_both_languages(desk: Client) -> None:
    event = open_event()
    first, second = asks(event, label_fr="Une"), asks(event, Kind.CHOICE, label_fr="Deux", label_en="Two")

    desk.post(reverse("questions:move", args=[event.pk, second.pk]), {"up": "1"})
    assert [one.pk for one in Question.objects.asked_at(event)] == [second.pk, first.pk]
    seen = desk.get(reverse("questions:preview", args=[event.pk])).content.decode()
    assert ("Deux" in seen, "Two" in seen, "By coach" in seen) == (True, True, True)
    desk.post(reverse("questions:switch", args=[event.pk, second.pk]), {"off": "1"})
    assert [one.pk for one in Question.objects.asked_at(event)] == [first.pk]


def test_the_organisers_list_costs_the_same_for_one_and_for_many(desk: Client, django_assert_num_queries: Any) -> None:
    event = open_event()
    asks(event, Kind.CHOICE)
    path = reverse("questions:questions", args=[event.pk])
    desk.get(path)

    for _more in range(2):
        with django_assert_num_queries(8):  # session, login, roles, person, event, questions, answers, questions
            desk.get(path)
        asks(event, if_=(Question.objects.first() or asks(event), "1"))


def test_an_english_page_marks_a_french_question(client: Client) -> None:
    event = open_event()
    asks(event, label_fr="Où montez-vous?", label_en="")
    asks(event, Kind.CONSENT, label_fr="J’accepte", label_en="I agree")
    with translation.override("en"):
        page = client.get(form_path(event)).content.decode()

    assert '<span lang="fr">Où montez-vous?</span>' in page
    assert "I agree" in page
    assert AGREED == "yes"


# ------------------------------------------------------------------ the list that is taken away


def test_answers_leave_as_texts_under_the_words_they_were_given_to_and_are_noted_as_read(desk: Client) -> None:
    event = wants.asking()
    stop = asks(event, label_fr="=HYPERLINK(1)")
    agrees, gone = asks(event, Kind.CONSENT, label_fr="Photos"), asks(event, label_fr="Promesse courte")
    first, second = registered(event), registered(event)
    answers(first, {stop: "=1+1", agrees: True, gone: "hier"})
    actions.edit(question=stop, words={"label_fr": "Où montez-vous?"}, by=None)
    answers(second, {stop: "@Berri"})
    Answer.objects.filter(question=gone).update(until=timezone.now())
    wants.wishing(event, "quiet")

    def taken(form: str) -> bytes:
        answer: Any = desk.get(reverse("doors:export", args=[event.pk, form]))
        return b"".join(answer.streaming_content)

    rows = list(csv.reader(taken("csv").decode("utf-8-sig").splitlines(), delimiter=";"))
    lines = {row[0]: row[10:] for row in rows[1:]}
    assert rows[0][10:] == ["Où montez-vous?", "'=HYPERLINK(1) (formulation précédente)", "Photos", "Promesse courte"]
    assert [lines[spoken(one.reference)] for one in (first, second)] == [
        ["", "'=1+1", "Consenti", ""],
        ["'@Berri", "", "", ""],
    ]
    # What somebody needs on site is private to those who serve it.
    assert "calme" not in str(rows).lower()
    sheet = load_workbook(io.BytesIO(taken("xlsx"))).active
    assert {cell.data_type for row in sheet.iter_rows(min_col=11) for cell in row if cell.value} == {"s"}
    assert ReadEntry.objects.filter(kind=ReadEntry.Kind.EXPORT, subject=first.contact_id).count() == 1


# ------------------------------------------------------------------ stale and forged


def test_the_second_of_two_organisers_sees_what_the_first_saved(desk: Client) -> None:
    question = asks(open_event(), label_fr="Où montez-vous?")
    path = reverse("questions:edit", args=[question.event_id, question.pk])
    form = desk.get(path).context["form"]
    opened = {name: form[name].value() or "" for name in form.fields} | {"is_required": ""}

    desk.post(path, opened | {"label_fr": "À quel arrêt montez-vous?"})
    late = desk.post(path, opened | {"label_fr": "Où?"})
    assert (late.status_code, "À quel arrêt montez-vous?" in late.content.decode()) == (422, True)
    desk.post(path, late.context["form"].data)

    question.refresh_from_db()
    assert question.words.label_fr == "Où?"


def test_what_is_forged_for_a_hidden_question_is_neither_opened_nor_kept(client: Client) -> None:
    event = open_event()
    travel = asks(event, Kind.CHOICE)
    several, number = asks(event, Kind.CHOICES), asks(event, Kind.NUMBER)
    paper = asks(event, Kind.FILE, if_=(travel, "1"))
    program = SimpleUploadedFile("cv.pdf", b"MZ" + b"\0" * 900, "application/pdf")

    # One choice sent twice is one; a number is written as French does.
    sent = {several.field: ["2", "2", "1"], number.field: "2,5", paper.field: program}
    assert send(client, event, **sent | {travel.field: "2"}).status_code == 302
    assert kept() == {travel.field: "En voiture", several.field: "En autocar, En voiture", number.field: "2,5"}
    program.seek(0)
    refused = send(client, event, name="Luc Roy", **sent | {travel.field: "1"})
    assert (refused.status_code, Registration.objects.count()) == (422, 1)


def test_a_file_is_given_to_those_who_run_the_event_and_noted_as_read(desk: Client) -> None:
    event = open_event()
    question = asks(event, Kind.FILE)
    send(Client(), event, **{question.field: SimpleUploadedFile("moi.gif", GIF, "image/gif")})
    row = Answer.objects.get()

    assert desk.get(reverse("questions:file", args=[event.pk, row.pk])).status_code == 200

    assert ReadEntry.objects.get().subject == row.registration.contact_id
    assert desk.get(reverse("questions:file", args=[open_event().pk, row.pk])).status_code == 404
