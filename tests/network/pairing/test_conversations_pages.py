"""Pages of the two, and of whoever reads what was reported."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from core.audit import Entry
from network.pairing.conversations import actions, relay, sections
from network.pairing.conversations.models import Message, Report
from network.pairing.conversations.reading import A_PAGE
from network.pairing.matches.models import Side
from people.accounts.models import Person, Role
from people.oversight.models import ReadEntry
from tests.factories.accounts import make_user, sign_in
from tests.factories.conversations import make_conversation, make_report, said, voice_of

pytestmark = pytest.mark.django_db

HOST, CANDIDATE = Side.HOST, Side.CANDIDATE


def page_of(person: Person) -> Client:
    client = Client()
    sign_in(client, person.user)
    return client


def url(name: str, pk: int) -> str:
    return reverse(f"conversations:{name}", args=[pk])


def test_both_read_and_write_and_see_what_was_read() -> None:
    conversation = make_conversation()
    host, candidate = page_of(conversation.match.host), page_of(conversation.match.candidate)
    thread = url("thread", conversation.pk)
    assert "Personne n’a encore écrit" in host.get(thread).text
    answer = host.post(thread, {"text": "Bonjour, appelez au 514 555-0199"})
    assert answer.status_code == 302
    shown = candidate.get(thread).text

    assert "Bonjour, appelez au [numéro de téléphone pas encore montré]" in shown
    assert "555-0199" not in shown
    assert conversation.match.host.name not in shown
    assert "Lu par l’autre personne" in host.get(url("part", conversation.pk)).text


def test_the_page_shows_ones_own_address_of_the_relay_and_nobody_elses() -> None:
    conversation = make_conversation()
    shown = page_of(conversation.match.host).get(url("thread", conversation.pk)).text

    assert relay.address_of(voice_of(conversation, HOST)) in shown
    assert voice_of(conversation, CANDIDATE).token not in shown


@pytest.mark.parametrize(
    ("text", "words"),
    [("a" * 4001, "4000"), ("Mon NAS est le 046 454 286, voilà", "assurance sociale")],
)
def test_what_was_typed_is_kept_when_it_is_refused(text: str, words: str) -> None:
    conversation = make_conversation()
    shown = page_of(conversation.match.host).post(url("thread", conversation.pk), {"text": text}).text

    assert text in shown
    assert words in shown.replace("\u00a0", "").replace("\u202f", "")
    assert not Message.objects.exists()


def test_a_text_is_kept_when_the_other_has_stopped_messages() -> None:
    conversation = make_conversation()
    actions.stop(conversation=conversation, by=conversation.match.candidate)
    shown = page_of(conversation.match.host).post(url("thread", conversation.pk), {"text": "Un long texte"}).text

    assert "Un long texte" in shown
    assert "ne souhaite pas recevoir" in shown


def test_line_breaks_count_as_one_sign() -> None:
    conversation = make_conversation()
    text = "\r\n".join(["a" * 99] * 40)
    assert page_of(conversation.match.host).post(url("thread", conversation.pk), {"text": text}).status_code == 302

    assert len(Message.objects.get().text) == 3999


def test_old_messages_are_pages_back_at_the_same_cost(django_assert_max_num_queries: Any) -> None:
    conversation = make_conversation()
    client = page_of(conversation.match.candidate)
    thread = url("thread", conversation.pk)
    for number in range(A_PAGE + 3):
        said(conversation, HOST if number % 2 else CANDIDATE, f"Message numéro {number:02d}")
    client.get(thread)
    with django_assert_max_num_queries(25):
        shown = client.get(thread).text

    first = Message.objects.order_by("pk")[3].pk
    assert "numéro 03" in shown
    assert "numéro 02" not in shown
    assert f"?before={first}" in shown
    assert "numéro 02" in client.get(f"{thread}?before={first}").text
    assert client.get(f"{thread}?before=99999999999999999999999").status_code == 200
    assert client.get(f"{thread}?before=x").status_code == 200


def test_one_answers_a_certain_message() -> None:
    conversation = make_conversation()
    asked = said(conversation, HOST, "Mardi ou jeudi?")
    client = page_of(conversation.match.candidate)
    assert "En réponse à" in client.get(f"{url('thread', conversation.pk)}?reply={asked.pk}").text
    client.post(url("thread", conversation.pk), {"text": "Jeudi", "in_reply_to": asked.pk})

    assert Message.objects.get(text="Jeudi").in_reply_to == asked


def test_messages_are_taken_back_stopped_and_reported_from_the_page() -> None:
    conversation = make_conversation()
    host, candidate = page_of(conversation.match.host), page_of(conversation.match.candidate)
    message = said(conversation, HOST, "Oups")
    host.post(url("take_back", message.pk))
    assert not Message.objects.exists()
    candidate.post(url("stop", conversation.pk))
    assert "arrêté" in candidate.get(url("thread", conversation.pk)).text
    candidate.post(url("stop", conversation.pk), {"allow": "1"})
    message = said(conversation, HOST, "Envoyez 200 $")
    shown = candidate.post(url("report", message.pk), {"reason": "other"}).text
    assert "Dites en quelques mots" in shown
    candidate.post(url("report", message.pk), {"reason": "money"})
    assert Report.objects.get().reason == "money"
    assert "Vous avez signalé ce message" in candidate.get(url("thread", conversation.pk)).text
    assert host.get(url("report", message.pk)).status_code == 404


def test_before_a_report_staff_read_nothing_and_the_try_is_noted() -> None:
    conversation = make_conversation()
    said(conversation, HOST)
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    client = page_of(coordinator.person)

    assert client.get(url("thread", conversation.pk)).status_code == 404
    assert client.get(url("reported", 1)).status_code == 404
    assert Entry.objects.filter(
        action="access.refused", object_type="conversations.conversation", actor=coordinator.person_id
    ).exists()
    assert not ReadEntry.objects.exists()


def test_each_reading_after_a_report_is_noted_for_both() -> None:
    report = make_report()
    match = report.message.conversation.match
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    client = page_of(coordinator.person)
    listed = client.get(reverse("conversations:reports")).text
    assert "200 $" not in listed
    assert not ReadEntry.objects.exists()
    shown = client.get(url("reported", report.pk)).text

    assert "200" in shown
    read = set(ReadEntry.objects.values_list("reader", "subject", "kind", "object_type"))
    kind = ("message", "conversations.conversation")
    assert read == {(coordinator.person_id, person, *kind) for person in (match.candidate_id, match.host_id)}
    assert coordinator.person.name in page_of(match.candidate).get(reverse("oversight:who_read_mine")).text


def test_only_what_stands_around_is_shown_unless_more_is_asked_for() -> None:
    conversation = make_conversation()
    for number in range(12):
        said(conversation, CANDIDATE, f"Avant numéro {number:02d}")
    report = make_report(conversation)
    client = page_of(make_user(Role.PROGRAMME_COORDINATOR).person)

    near, far = client.get(url("reported", report.pk)).text, client.get(url("reported", report.pk) + "?more=1").text
    assert "numéro 11" in near
    assert "numéro 05" not in near
    assert "numéro 05" in far


def test_a_report_is_decided_on_its_page_and_taken_back() -> None:
    report = make_report()
    client = page_of(make_user(Role.PROGRAMME_COORDINATOR).person)
    assert "Envoyez-moi" in client.post(url("reported", report.pk), {"outcome": "closed"}).text
    client.post(url("reported", report.pk), {"outcome": "closed", "answer": "Nous fermons."})
    report.refresh_from_db()
    assert report.outcome == "closed"
    assert (
        "Nous fermons." in client.get(reverse("conversations:reports") + "?show=decided").text
        or report.answer == "Nous fermons."
    )
    client.post(url("reopen", report.pk))
    report.message.conversation.refresh_from_db()
    assert report.message.conversation.closed_at is None


def test_the_match_shows_the_way_in_and_staff_only_how_many(rf: RequestFactory) -> None:
    conversation = make_conversation()
    said(conversation, HOST, "Un secret")
    request = rf.get("/")
    own = sections.conversation(request, conversation.match, "candidate")
    theirs = sections.conversation(request, conversation.match, "")

    assert url("thread", conversation.pk) in own
    assert "1 nouveau message" in own
    assert "Un secret" not in own + theirs
    assert url("thread", conversation.pk) not in theirs
