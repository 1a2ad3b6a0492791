"""The workspace: what is due, to whoever follows the person now; answers by telephone, attempts, not reached."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audit import Entry
from people.accounts.models import User
from people.follow_up import actions, morning, refusals, waiting
from people.follow_up.models import FollowUp, FollowUpPlan
from people.organisations.models import Organisation
from people.oversight.models import ReadEntry
from people.participants import actions as participants
from people.participants.morning import COLUMNS
from people.participants.sections import sections
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.follow_up import make_answer, make_follow_up, make_track
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file
from tests.factories.programmes import make_edition

pytestmark = pytest.mark.django_db
SAID = {
    "answered_how": "phone",
    "situation": "own_field",
    "lives": "",
    "works": "",
    "still_there": "yes",
    "note": "Contrat d’un an.",
    "seen": "0",
}


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def caseworker(client: Client, organisation: Organisation) -> User:
    user = make_caseworker(organisation)
    sign_in(client, user)
    return user


def due(organisation: Organisation, name: str = "", *, days: int = 0, **facts: Any) -> FollowUp:
    return make_follow_up(make_file(make_person(name), organisation), due=days, **facts)


def shown(client: Client, **query: str) -> list[FollowUp]:
    return list(client.get(reverse("follow_up:list"), query).context["page_obj"])


def test_what_is_due_is_shown_overdue_first(client: Client, caseworker: User, organisation: Organisation) -> None:
    today, late = due(organisation), due(organisation, "Zineb Amrani", days=-9)
    due(organisation, days=5)

    assert shown(client) == [late, today]
    page = client.get(reverse("follow_up:list")).text
    assert "Zineb Amrani" in page
    assert "En retard" in page


def test_the_list_is_filtered_by_state_by_whose_and_by_time(
    client: Client, caseworker: User, organisation: Organisation
) -> None:
    mine, others, coming = due(organisation), due(organisation), due(organisation, days=5, months=6)
    participants.take(case_file=mine.track.case_file, caseworker=caseworker.person, by=caseworker.person)
    answered = make_answer(due(organisation))

    assert shown(client, whose="mine") == [mine]
    assert shown(client, show="coming") == [coming]
    assert shown(client, show="coming", months="3") == []
    assert shown(client, show="answered") == [answered]
    assert shown(client, show="unreachable") == []
    assert shown(client, show="all")[-1] == answered
    assert others in shown(client)


def test_an_empty_list_says_what_happens_by_itself(client: Client, caseworker: User) -> None:
    assert "Rien à faire pour l’instant" in client.get(reverse("follow_up:list")).text
    assert "Aucun suivi ne correspond" in client.get(reverse("follow_up:list"), {"show": "answered"}).text


def test_a_long_list_has_a_second_page(client: Client, caseworker: User, organisation: Organisation) -> None:
    file = make_file(organisation=organisation)
    make_track(file, begun_on=timezone.localdate() - timedelta(days=30), months=range(1, 28))
    FollowUp.objects.update(due_on=timezone.localdate(), ask_on=timezone.localdate())

    assert len(shown(client)) == 25
    assert len(shown(client, page="2")) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client,
    caseworker: User,
    organisation: Organisation,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    edition = make_edition(state="open")
    for _each in range(rows):
        due(organisation, edition=edition)
    client.get(reverse("follow_up:list"))

    with django_assert_num_queries(8):
        client.get(reverse("follow_up:list"))


def test_a_handover_takes_follow_ups_along(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)
    received = make_organisation()
    assert shown(client) == [row]

    participants.follow(case_file=row.track.case_file, organisation=received, how="handed_over", by=None)

    assert shown(client) == []
    assert client.get(reverse("follow_up:detail", args=[row.pk])).status_code == 404
    assert client.post(reverse("follow_up:answer", args=[row.pk]), SAID).status_code == 404
    sign_in(client, make_caseworker(received))
    assert shown(client) == [row]


def test_an_answer_by_telephone_is_written_down(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)
    make_region("02")

    client.post(reverse("follow_up:answer", args=[row.pk]), SAID | {"lives": "02", "works": "02"})

    row.refresh_from_db()
    assert (row.state, row.situation, row.lives_in_id, row.works_in_id) == ("answered", "own_field", "02", "02")
    assert (row.answered_how, row.answered_by, row.still_there) == ("phone", caseworker.person, True)
    assert row.note == "Contrat d’un an."
    entry = Entry.objects.get(action="follow_up.answered")
    assert (entry.actor, entry.values) == (caseworker.person.pk, {})


def test_a_mistake_on_the_form_loses_nothing(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)

    wrong = SAID | {"situation": "looking", "works": "outside", "note": "Vu mardi."}
    answer = client.post(reverse("follow_up:answer", args=[row.pk]), wrong)

    assert "n’a pas de région de travail" in answer.text
    assert "Vu mardi." in answer.text
    row.refresh_from_db()
    assert row.state == "planned"


def test_the_page_of_a_follow_up_notes_its_reading_also_with_a_form_that_was_refused(
    client: Client, caseworker: User, organisation: Organisation
) -> None:
    for name, wrong in {"detail": None, "answer": SAID | {"situation": ""}, "attempt": {}, "move": {}}.items():
        row = due(organisation)
        page = reverse(f"follow_up:{name}", args=[row.pk])

        answer = client.get(page) if wrong is None else client.post(page, wrong)

        assert answer.context["row"] == row
        noted = ReadEntry.objects.get(subject=row.track.case_file.person_id)
        assert (noted.kind, noted.object_id, noted.organisation) == ("follow_up", str(row.pk), organisation)


def test_a_note_holds_no_social_insurance_number(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)

    answer = client.post(reverse("follow_up:answer", args=[row.pk]), SAID | {"note": "NAS 046 454 286"})

    assert "assurance sociale" in answer.text
    row.refresh_from_db()
    assert row.note == ""


def test_a_caseworker_corrects_what_the_person_said_and_the_trace_stays(
    client: Client, caseworker: User, organisation: Organisation
) -> None:
    row = make_answer(due(organisation), "looking")

    client.post(reverse("follow_up:answer", args=[row.pk]), SAID | {"seen": "1"})

    row.refresh_from_db()
    assert row.situation == "own_field"
    assert row.corrected_at
    assert set(Entry.objects.get(action="follow_up.corrected").fields) == {"situation", "note", "still_there"}


def test_a_person_counts_as_not_reached_after_two_attempts(
    client: Client, caseworker: User, organisation: Organisation
) -> None:
    row = due(organisation)
    page, mark = reverse("follow_up:detail", args=[row.pk]), reverse("follow_up:unreachable", args=[row.pk])

    assert "notez les tentatives" in client.post(mark, follow=True).text
    for how in ("phone", "visit"):
        client.post(reverse("follow_up:attempt", args=[row.pk]), {"how": how})
    assert mark in client.get(page).text
    client.post(mark)

    row.refresh_from_db()
    assert row.state == "unreachable"
    assert row.attempts.count() == 2
    with pytest.raises(refusals.NoLongerOpen):
        actions.note_attempt(follow_up=row, how="phone", by=caseworker.person)


def test_a_follow_up_is_moved_and_called_off(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)
    later = timezone.localdate() + timedelta(days=20)

    client.post(reverse("follow_up:move", args=[row.pk]), {"due_on": later.isoformat()})
    row.refresh_from_db()
    assert row.due_on == later
    assert "Changer la date" in client.post(reverse("follow_up:move", args=[row.pk]), {"due_on": "demain"}).text
    client.post(reverse("follow_up:call_off", args=[row.pk]))

    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("cancelled", "by_hand")


def test_opening_a_follow_up_is_noted(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)

    client.get(reverse("follow_up:detail", args=[row.pk]))

    read = ReadEntry.objects.get()
    assert (read.kind, read.subject, read.organisation) == ("follow_up", row.track.case_file.person_id, organisation)


def test_whoever_declined_is_not_to_be_called(client: Client, caseworker: User, organisation: Organisation) -> None:
    row = due(organisation)
    person = row.track.case_file.person
    actions.decline(person=person, by=person)

    assert "Ne l’appelez pas" in client.get(reverse("follow_up:detail", args=[row.pk])).text


def test_the_morning_list_gets_what_is_due(caseworker: User, organisation: Organisation) -> None:
    row = due(organisation, days=-2)
    due(organisation, days=2)
    make_answer(due(organisation))
    due(make_organisation())

    found = list(morning.rows(caseworker))

    assert [tuple(line) for line in found] == [COLUMNS]
    assert found[0]["object_id"] == row.pk
    assert (found[0]["case_file_id"], found[0]["due"]) == (row.track.case_file_id, row.due_on)
    assert timezone.is_aware(found[0]["since"])


def test_the_file_shows_its_follow_ups(rf: Any, caseworker: User, organisation: Organisation) -> None:
    row = make_answer(due(organisation), "looking", note="Vu mardi.")
    request = rf.get("/")
    request.user = caseworker
    section = next(each for each in sections() if each.anchor == "follow-ups")

    body = section.render(request, row.track.case_file)

    assert "Cherche du travail" in body
    assert section.render(request, make_file(organisation=organisation)) == ""
    assert section.render(request, due(make_organisation()).track.case_file) == ""


def test_my_space_says_that_an_answer_is_waited_for() -> None:
    row = make_follow_up(state="asked")
    person = row.track.case_file.person

    [waits] = waiting.asks(person)

    assert waits.url == reverse("follow_up:mine_answer", args=[row.pk])
    assert waits.by == row.gives_up_on
    make_answer(row)
    assert list(waiting.asks(person)) == []


def test_a_coordinator_says_when_people_are_asked(client: Client) -> None:
    sign_in(client, make_user("programme_coordinator"))
    edition = make_edition(state="open")
    page = reverse("follow_up:plan", args=[edition.pk])
    said = {
        "months": "12; 6,3, 3",
        "asks_days_before": "5",
        "reminder_days": "7",
        "gives_up_days": "30",
        "attempts": "3",
    }

    assert "3, 6, 12" in client.get(page).text
    assert "séparés par des virgules" in client.post(page, said | {"months": "bientôt"}).text
    client.post(page, said)

    assert FollowUpPlan.objects.get(edition=edition).months == [3, 6, 12]
    client.post(page, said | {"months": "2"})
    assert FollowUpPlan.objects.get(edition=edition).months == [2]
