"""A file's page: whole for who follows the person, what they wrote for a former organisation, nothing for anybody else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.audit import Entry
from people.oversight.models import ReadEntry
from people.participants import actions, sections
from people.participants.models import CaseFile
from people.programmes.models import Edition
from tests.factories.accounts import make_person, sign_in
from tests.factories.house import House
from tests.factories.participants import agree, make_candidacy, make_card
from tests.factories.programmes import condition, make_edition, make_partner, publish

pytestmark = pytest.mark.django_db


def url(file: CaseFile, query: str = "") -> str:
    return f"/fr/gestion/dossiers/{file.reference}/{query}"


def text(response: Any) -> str:
    return str(response.content.decode())


def edition_of(house: House) -> Edition:
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    publish(edition, condition("adult"), condition("french", skill="oral", level=7))
    return edition


@pytest.fixture
def full(house: House) -> CaseFile:
    """Somebody about whom everything is said."""
    person = make_person("Amina Benali", email="amina@exemple.test")
    candidacy = make_candidacy(person, edition_of(house))
    file = candidacy.case_file
    actions.describe(
        case_file=file, details={"phone": "514 555-0134", "is_adult": True, "arrival_year": 2024}, by=person
    )
    actions.say_french_levels(case_file=file, levels={"oral_comprehension": "8"}, by=person)
    actions.say_languages(case_file=file, languages=[("arabe", "native")], by=person)
    actions.say_household(case_file=file, members=[("child", "5-11")], by=person)
    make_card(person, headline="Soudeuse de précision", skills="TIG\nLecture de plans")
    actions.write_note(
        case_file=file,
        kind="call",
        on_date=timezone.localdate(file.opened_at),
        text="Rappeler jeudi.",
        by=house.caseworker.person,
    )
    return CaseFile.objects.get(pk=file.pk)


def test_file_and_card_stand_side_by_side_with_what_comes_next(house: House, full: CaseFile) -> None:
    page = text(house.client.get(url(full)))

    for words in (
        "Amina Benali",
        full.reference,
        "514 555-0134",
        "arabe",
        "5 à 11 ans",
        "Soudeuse de précision",
        "TIG",
    ):
        assert words in page
    assert "Rappeler jeudi." in page
    assert "Examiner la demande" in page
    assert "À demander" in page  # one of the two oral skills is not known


def test_every_reading_is_noted_for_the_organisation_and_once(house: House, full: CaseFile) -> None:
    house.client.get(url(full))
    house.client.get(url(full))

    noted = ReadEntry.objects.filter(subject=full.person_id, reader=house.caseworker.person_id)
    assert sorted(noted.values_list("kind", flat=True)) == ["card", "file", "note"]
    assert set(noted.values_list("organisation", flat=True)) == {house.organisation.pk}


def test_nobody_of_another_organisation_learns_that_a_file_exists_and_the_try_is_noted(
    house: House, full: CaseFile
) -> None:
    stranger = sign_in(Client(), house.stranger)

    assert stranger.get(url(full)).status_code == 404
    assert Entry.objects.filter(action="access.refused", actor=house.stranger.person_id).count() == 1
    assert not ReadEntry.objects.filter(reader=house.stranger.person_id).exists()


@pytest.mark.parametrize("gone", ["erased_at", "merged_into"])
def test_the_file_of_somebody_who_was_erased_or_merged_opens_no_more(house: House, full: CaseFile, gone: str) -> None:
    person = full.person
    if gone == "erased_at":
        type(person).objects.filter(pk=person.pk).update(erased_at=full.opened_at)
    else:
        type(person).objects.filter(pk=person.pk).update(merged_into=make_person())

    assert house.client.get(url(full)).status_code == 404


def test_a_former_organisation_reads_what_it_wrote_under_a_number_alone(house: House, full: CaseFile) -> None:
    actions.follow(case_file=full, organisation=house.other, how="handed_over", by=None)
    actions.write_note(
        case_file=full,
        kind="call",
        on_date=timezone.localdate(full.opened_at),
        text="Mot du nouveau.",
        by=house.stranger.person,
    )

    page = text(house.client.get(url(full)))

    assert "Rappeler jeudi." in page
    for words in ("Amina Benali", "514 555-0134", "Mot du nouveau.", "Soudeuse", "arabe"):
        assert words not in page
    noted = ReadEntry.objects.get(subject=full.person_id, reader=house.caseworker.person_id)
    assert (noted.kind, noted.organisation) == ("note", house.organisation)
    assert "Mot du nouveau." in text(sign_in(Client(), house.stranger).get(url(full)))


def test_a_former_organisation_changes_nothing(house: House, full: CaseFile) -> None:
    note = full.notes.get()
    actions.follow(case_file=full, organisation=house.other, how="handed_over", by=None)

    for path in (f"notes/{note.pk}/", f"dossiers/{full.reference}/note/", f"dossiers/{full.reference}/etape/reach/"):
        assert house.client.get(f"/fr/gestion/{path}").status_code == 404


def test_what_is_missing_before_the_pool_is_named_and_linked(house: House, full: CaseFile) -> None:
    candidacy = full.candidacies.get()
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu.", by=house.caseworker.person)

    page = text(house.client.get(url(full)))
    assert f'href="/fr/gestion/dossiers/{full.reference}/consentements/">le jumelage n’est pas activé</a>' in page
    assert "Mettre dans la banque" not in page

    agree(full.person, "matching")
    assert "Mettre dans la banque" in text(house.client.get(url(full)))


def test_status_and_category_show_only_where_an_edition_asks_for_them(house: House, full: CaseFile) -> None:
    assert "Statut aujourd’hui" not in text(house.client.get(url(full)))


def test_notes_are_shown_by_kind(house: House, full: CaseFile) -> None:
    assert "Rappeler jeudi." not in text(house.client.get(url(full, "?note=meeting")))
    assert "Rappeler jeudi." in text(house.client.get(url(full, "?note=call")))


def test_a_room_above_adds_its_section_for_those_who_follow(
    house: House, full: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils.html import format_html

    section = sections.Section(
        "plan", "Plan", lambda request, file: format_html("<p>Plan de {}</p>", file.person.name), order=1
    )
    monkeypatch.setattr(sections, "_sections", {**sections._sections, "plan": section})
    assert "Plan de Amina Benali" in text(house.client.get(url(full)))

    actions.follow(case_file=full, organisation=house.other, how="handed_over", by=None)
    assert "Plan de" not in text(house.client.get(url(full)))


def test_the_page_costs_the_same_queries_whatever_the_file_holds(
    house: House, full: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "_sections", {})  # what rooms above add costs what they say

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            house.client.get(url(full))
        return len(captured)

    house.client.get(url(full))
    few = queries()

    for number in range(3):
        make_candidacy(full.person, edition_of(house))
        actions.write_note(
            case_file=full,
            kind="meeting",
            on_date=timezone.localdate(full.opened_at),
            text=f"Note {number}",
            by=house.caseworker.person,
        )
    actions.say_languages(case_file=full, languages=[("arabe", "native"), ("anglais", "fluent")], by=full.person)

    assert queries() == few
    assert few <= 45
