"""The morning list: what waits, for whom, in which order, at what cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.files.cv import PDF, Harmless
from people.consent import actions as consents
from people.consent.models import Consent
from people.oversight.actions import note_read
from people.participants import actions, morning, morning_lines
from people.participants.models import Candidacy, Card, CaseFile, Following, PaperLetter, SavedFilter
from tests.factories.accompaniment import make_appointment, make_past, make_task
from tests.factories.accounts import make_person
from tests.factories.house import House
from tests.factories.participants import agree, make_candidacy, make_card, make_file, make_ready
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db
URL = "/fr/gestion/matin/"


def kinds_of(house: House, query: str = "") -> dict[str, int]:
    found = house.client.get(f"{URL}{query}").context["morning"]
    return {kind.source.code: kind.number for kind in found.kinds if kind.number}


def codes(house: House, query: str = "") -> list[tuple[str, str]]:
    page = house.client.get(f"{URL}{query}").context["page_obj"]
    return [(line.source.code, line.reference) for line in page]


def mine(house: House, candidacy: Candidacy) -> Candidacy:
    actions.take(case_file=candidacy.case_file, caseworker=house.caseworker.person, by=house.caseworker.person)
    return candidacy


def ask(house: House, **person: Any) -> Candidacy:
    return make_candidacy(
        make_person(email=person.pop("email", "a@exemple.test"), **person), organisation=house.organisation
    )


def test_a_file_that_nobody_has_taken_waits_for_every_caseworker_of_the_organisation(house: House) -> None:
    file = make_file(organisation=house.organisation)

    assert codes(house) == [("to_take", file.reference)]


def test_what_waits_in_a_colleagues_file_shows_only_when_the_whole_organisation_is_asked_for(house: House) -> None:
    candidacy = ask(house)
    actions.take(case_file=candidacy.case_file, caseworker=house.colleague.person, by=house.colleague.person)

    assert kinds_of(house) == {}
    assert kinds_of(house, "?whose=all") == {"to_examine": 1}


def test_nothing_of_another_organisation_waits_here(house: House) -> None:
    make_file(organisation=house.other)

    assert kinds_of(house, "?whose=all") == {}
    assert "Rien ne vous attend" in house.client.get(URL).content.decode()


def test_a_request_that_was_decided_and_asked_again_is_told_from_a_new_one(house: House) -> None:
    candidacy = mine(house, ask(house))
    actions.decide(candidacy=candidacy, outcome="not_yet", by=house.caseworker.person)
    assert kinds_of(house) == {}

    actions.ask_again(candidacy=candidacy, by=candidacy.case_file.person)

    assert kinds_of(house) == {"asked_again": 1}


def test_somebody_eligible_waits_with_what_is_missing_until_nothing_is(house: House) -> None:
    candidacy = mine(house, ask(house))
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=house.caseworker.person)
    person = candidacy.case_file.person

    line = house.client.get("/en/manage/morning/").context["page_obj"][0]
    assert line.source.code == "held_up"
    assert str(line.details) == "No occupation on the card; no free hours on the card; matching is off"

    make_card(person)
    line = house.client.get("/en/manage/morning/").context["page_obj"][0]
    assert str(line.details) == "Matching is off"

    agree(person, "matching")
    assert kinds_of(house) == {"for_the_pool": 1}

    consents.withdraw_purpose(person=person, purpose="matching", by=person)
    assert kinds_of(house) == {"held_up": 1}


def test_whoever_is_found_in_the_pool_no_more_waits_with_what_is_missing_since_it_is(house: House) -> None:
    candidacy = mine(house, make_ready(make_person(email="a@exemple.test"), organisation=house.organisation))
    person = candidacy.case_file.person
    assert not morning_lines.not_found(house.caseworker)
    now = timezone.now()
    Candidacy.objects.update(asked_at=now - timedelta(days=800), state_since=now - timedelta(days=790))
    over = now - timedelta(days=2)
    Consent.objects.filter(person=person).update(given_at=now - timedelta(days=732), until=over)

    (line,) = house.client.get("/en/manage/morning/").context["page_obj"]
    assert (line.source.code, str(line.details), line.since, line.is_late) == (
        "not_found",
        "Matching is off",
        over,
        False,
    )
    file = house.client.get(f"/en/manage/files/{candidacy.case_file.reference}/")
    (asked,) = file.context["reading"].requests
    assert (str(asked.next), asked.waits_for_us, [what.code for what in asked.missing]) == (
        "Complete what is missing",
        True,
        ["matching"],
    )
    assert file.text.count("In the pool, but not found") == 3
    assert "In the pool, but not found" in house.client.get("/en/manage/people/").text

    agree(person, "matching")
    assert not morning_lines.not_found(house.caseworker)
    actions.write_card(person=person, details={"availability": 0}, by=person)
    assert morning_lines.not_found(house.caseworker).get()["since"] == Card.objects.get().updated_at


def test_a_document_waits_until_somebody_of_the_organisation_opened_it(house: House) -> None:
    file = make_file(make_person(email="a@exemple.test"), house.organisation)
    actions.take(case_file=file, caseworker=house.caseworker.person, by=house.caseworker.person)
    harmless = Harmless(b"%PDF-1.7\n%%EOF", PDF, 1, "")
    document = actions.add_document(case_file=file, harmless=harmless, name="cv.pdf", by=file.person)
    assert kinds_of(house) == {"documents": 1}

    note_read(by=house.stranger.person, about=file.person, kind="cv", thing=document, organisation=house.other)
    assert kinds_of(house) == {"documents": 1}

    house.client.get(f"/fr/gestion/documents/{document.pk}/")
    assert kinds_of(house) == {}


def test_a_document_that_a_caseworker_added_waits_for_nobody(house: House) -> None:
    file = make_file(organisation=house.organisation)
    actions.take(case_file=file, caseworker=house.caseworker.person, by=house.caseworker.person)
    actions.add_document(
        case_file=file,
        harmless=Harmless(b"%PDF-1.7\n%%EOF", PDF, 1, ""),
        name="cv.pdf",
        organisation=house.organisation,
        by=house.caseworker.person,
    )

    assert kinds_of(house) == {}


def test_what_was_given_to_somebody_waits_for_them_in_whosever_file_and_what_was_given_to_nobody_for_whom_answers(
    house: House,
) -> None:
    mine, theirs, untaken = (make_file(organisation=house.organisation) for _number in range(3))
    for file, user in ((mine, house.caseworker), (theirs, house.colleague)):
        actions.take(case_file=file, caseworker=user.person, by=user.person)
    given = make_task(theirs, days=-3, assignee=house.caseworker.person)
    unassigned = [make_task(each, days=-2) for each in (mine, theirs, untaken)]
    make_task(mine, days=-1, assignee=house.colleague.person)
    met = make_past(make_appointment(theirs, house.caseworker, by=house.caseworker.person))

    def waits(kind: str, more: str = "") -> list[int]:
        return [line.object_id for line in house.client.get(f"{URL}?kind={kind}{more}").context["page_obj"]]

    assert waits("task") == [given.pk, unassigned[2].pk]
    assert waits("free_task") == [unassigned[0].pk]
    assert waits("free_task", "&whose=all") == [unassigned[0].pk, unassigned[1].pk]
    assert waits("appointment") == [met.pk]


def test_a_letter_on_paper_waits_until_it_is_printed(house: House) -> None:
    candidacy = mine(house, make_candidacy(make_person(email=""), organisation=house.organisation))
    letter = PaperLetter.objects.get(case_file=candidacy.case_file)
    assert kinds_of(house) == {"to_examine": 1, "letters": 1}
    line = house.client.get(f"{URL}?kind=letters").context["page_obj"][0]
    assert line.url == f"/fr/gestion/lettres/{letter.pk}/"

    actions.mark_printed(letter=letter, by=house.caseworker.person)

    assert kinds_of(house) == {"to_examine": 1}


def test_what_is_late_comes_first_and_the_longest_wait_of_it(house: House) -> None:
    now = timezone.now()
    files = [make_file(organisation=house.organisation) for _number in range(3)]
    for file, days in zip(files, (0, 9, 4), strict=True):
        Following.objects.filter(case_file=file).update(since=now - timedelta(days=days))
    asked = mine(house, ask(house))
    Candidacy.objects.filter(pk=asked.pk).update(
        asked_at=now - timedelta(days=30), state_since=now - timedelta(days=30)
    )

    page = house.client.get(URL).context["page_obj"]

    assert [line.reference for line in page] == [asked.case_file.reference, *(files[n].reference for n in (1, 2, 0))]
    assert [line.is_late for line in page] == [True, True, True, False]
    assert [line.reference for line in house.client.get(f"{URL}?late=on").context["page_obj"]] == [
        line.reference for line in page if line.is_late
    ]


def test_the_second_page_goes_on_where_the_first_ends(house: House) -> None:
    for number in range(57):
        file = make_file(organisation=house.organisation)
        Following.objects.filter(case_file=file).update(since=timezone.now() - timedelta(hours=number))

    first, second = (codes(house, f"?page={number}") for number in (1, 2))

    assert (len(first), len(second)) == (50, 7)
    assert len({*first, *second}) == 57


def test_the_list_costs_the_same_queries_however_long_it_is(house: House) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            house.client.get(URL)
        return len(captured)

    house.client.get(URL)

    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    mine(house, make_candidacy(edition=edition))
    make_file(organisation=house.organisation)
    few = queries()

    for _number in range(14):
        mine(house, make_candidacy(edition=edition))
        make_file(organisation=house.organisation)

    assert queries() == few


def test_the_empty_list_pins_its_queries(house: House, django_assert_max_num_queries: Any) -> None:
    house.client.get(URL)
    # Session, login, grants, second factor, organisations, saved filters, and one count a kind of work.
    with django_assert_max_num_queries(8 + len(morning.sources())):
        house.client.get(URL)


def test_a_room_above_lays_its_own_work_on_the_list_without_its_person_being_named_to_strangers(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a handover proposed to the organisation: it waits here, and the file is another organisation's still."""
    file = make_file(make_person("Awa Diallo"), house.other)

    def rows(user: Any) -> Any:
        from django.db.models import DateField, F, Value

        found = CaseFile.objects.filter(Q(pk=file.pk)).annotate(
            case_file_id=F("pk"),
            object_id=F("pk"),
            since=F("opened_at"),
            due=Value(timezone.localdate() - timedelta(days=1), output_field=DateField()),
        )
        return found.values(*morning.COLUMNS)

    source = morning.Source(
        "handover", "Handover", rows, url_name="participants:staff_letter", opens_file=False, for_anybody=True
    )
    monkeypatch.setattr(morning, "_sources", {**morning._sources, "handover": source})

    response = house.client.get(URL)

    line = response.context["page_obj"][0]
    assert (line.case_file, line.reference, line.is_late) == (None, file.reference, True)
    assert "Awa Diallo" not in response.content.decode()


def test_a_filter_that_is_kept_comes_back_under_its_name(house: House) -> None:
    made = house.client.post(
        "/fr/gestion/filtres/garder/",
        {"list": "morning", "name": "En retard", "query": "late=on&kind=nonsense&whose=all"},
    )

    assert made["Location"] == f"{URL}?whose=all&late=on"
    assert SavedFilter.objects.get().query == {"whose": "all", "late": "on"}
    assert "En retard" in house.client.get(URL).content.decode()


def test_a_filter_of_somebody_else_cannot_be_let_go(house: House) -> None:
    theirs = actions.keep_filter(owner=house.colleague.person, list="people", name="Les miens", query={})

    assert house.client.post(f"/fr/gestion/filtres/{theirs.pk}/retirer/").status_code == 404
    assert SavedFilter.objects.count() == 1


def test_a_filter_without_a_name_is_not_kept(house: House) -> None:
    response = house.client.post("/fr/gestion/filtres/garder/", {"list": "people", "name": " ", "query": ""})

    assert response["Location"] == "/fr/gestion/personnes/"
    assert not SavedFilter.objects.exists()
