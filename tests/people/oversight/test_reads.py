"""The read log: noted in one query, never changed, forgotten after two years, shown to whom it is about."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import audit
from people.accounts.models import Person, Role
from people.oversight import actions, rules
from people.oversight.models import ReadEntry
from people.privacy import actions as privacy
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.oversight import make_read

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=2 * 365 + 3)


def test_a_read_is_noted_in_one_query(django_assert_num_queries: Any) -> None:
    reader, subject, organisation = make_person(), make_person(), make_organisation()

    with django_assert_num_queries(1):
        actions.note_read(by=reader, about=subject, kind="cv", thing=subject, organisation=organisation)

    entry = ReadEntry.objects.get()
    assert (entry.reader, entry.subject, entry.kind) == (reader.pk, subject.pk, "cv")
    assert (entry.object_type, entry.object_id) == ("accounts.person", str(subject.pk))
    assert entry.organisation == organisation


def test_ones_own_file_is_not_noted(django_assert_num_queries: Any) -> None:
    person = make_person()

    with django_assert_num_queries(0):
        actions.note_read(by=person, about=person, kind="file", thing=person)

    assert not ReadEntry.objects.exists()


def test_within_an_hour_the_same_thing_stands_once() -> None:
    reader, subject = make_person(), make_person()
    for kind in ("file", "file", "cv"):
        actions.note_read(by=reader, about=subject, kind=kind, thing=subject)
    actions.note_read(by=make_person(), about=subject, kind="file", thing=subject)

    assert sorted(ReadEntry.objects.values_list("kind", flat=True)) == ["cv", "file", "file"]


def test_an_hour_later_it_stands_again() -> None:
    reader, subject = make_person(), make_person()
    make_read(
        reader,
        subject,
        at=timezone.now() - timedelta(hours=1),
        object_type="accounts.person",
        object_id=str(subject.pk),
    )

    actions.note_read(by=reader, about=subject, kind="file", thing=subject)

    assert ReadEntry.objects.count() == 2


def test_an_export_notes_everybody_in_it_at_once(django_assert_num_queries: Any) -> None:
    reader, people, organisation = make_person(), [make_person() for _each in range(3)], make_organisation()

    with django_assert_num_queries(1):
        actions.note_reads(by=reader, about=[*people, reader], kind="export", thing=organisation)

    assert set(ReadEntry.objects.values_list("subject", flat=True)) == {person.pk for person in people}


# ------------------------------------------------------------------ append-only
@pytest.mark.parametrize("change", [{"reader": 9}, {"subject": 9}, {"at": LONG_AGO}, {"kind": "cv"}])
def test_the_database_refuses_to_rewrite_a_read(change: dict[str, Any]) -> None:
    make_read(make_person(), make_person())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReadEntry.objects.update(**change)


def test_the_database_refuses_to_let_a_young_read_go() -> None:
    make_read(make_person(), make_person(), at=timezone.now() - timedelta(days=2 * 365 - 3))

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReadEntry.objects.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM oversight_readentry")


def test_reads_are_forgotten_after_two_years() -> None:
    reader, subject = make_person(), make_person()
    make_read(reader, subject, at=LONG_AGO)
    young = make_read(reader, subject, at=timezone.now() - timedelta(days=700))

    call_command("retention", "oversight.reads", stdout=StringIO())

    assert list(ReadEntry.objects.all()) == [young]


def test_a_read_that_cannot_be_is_refused() -> None:
    person = make_person()

    with pytest.raises(IntegrityError, match="read_kind_is_known"), transaction.atomic():
        make_read(person, make_person(), kind="gossip")
    with pytest.raises(IntegrityError, match="read_of_oneself_is_not_noted"), transaction.atomic():
        make_read(person, person)


# ------------------------------------------------------------------ merged and erased
def test_a_merge_rewrites_nothing_and_the_person_sees_all_of_it() -> None:
    reader, keep, gone = make_person(), make_person(), make_person()
    make_read(reader, gone)
    make_read(reader, keep)

    privacy.merge(keep=keep, gone=gone, by=None)

    assert set(ReadEntry.objects.values_list("subject", flat=True)) == {keep.pk, gone.pk}
    assert ReadEntry.objects.of_person(keep).count() == 2
    assert list(ReadEntry.objects.people()) == [keep]


def test_a_reader_who_was_merged_is_named_as_today() -> None:
    keep, gone, subject = make_person("Rachid Haddad"), make_person("R. Haddad"), make_person()
    make_read(gone, subject)

    privacy.merge(keep=keep, gone=gone, by=None)

    (line,) = rules.lines_of(ReadEntry.objects.all())
    assert line.reader == keep
    assert ReadEntry.objects.by_people(Person.objects.filter(pk=keep.pk)).exists()


# ------------------------------------------------------------------ whom an incident touched
def test_the_people_read_about_come_in_one_query(django_assert_num_queries: Any) -> None:
    reader, other, organisation, now = make_person(), make_person(), make_organisation(), timezone.now()
    inside, twice, before, elsewhere, by_other = [make_person(name) for name in ("A", "B", "C", "D", "E")]
    make_read(reader, inside, organisation=organisation)
    make_read(reader, twice, organisation=organisation)
    make_read(reader, twice, organisation=organisation, kind="cv")
    make_read(reader, before, organisation=organisation, at=now - timedelta(days=9))
    make_read(reader, elsewhere)
    make_read(other, by_other, organisation=organisation)
    since, until = now - timedelta(days=1), now + timedelta(days=1)

    with django_assert_num_queries(1):
        found = list(rules.people_read(reader=reader, organisation=organisation, since=since, until=until))

    assert found == [inside, twice]
    assert list(rules.people_read(reader=reader, since=since, until=until)) == [inside, twice, elsewhere]
    assert list(rules.people_read(organisation=organisation, since=since)) == [inside, twice, by_other]


# ------------------------------------------------------------------ pages
def test_people_see_who_opened_their_file_and_nobody_elses(client: Client) -> None:
    user = make_user(Role.PARTICIPANT)
    sign_in(client, user)
    url = reverse("oversight:who_read_mine")
    assert "Personne n’a ouvert votre dossier" in client.get(url).text

    make_read(make_person("Rachid Haddad"), user.person, organisation=make_organisation("Carrefour"), kind="cv")
    make_read(make_person("Annie Bouchard"), make_person())
    page = client.get(url)

    assert "Rachid Haddad" in page.text
    assert "Carrefour" in page.text
    assert "Annie Bouchard" not in page.text
    assert page["Cache-Control"] == "no-store"


def test_a_reader_who_was_erased_is_somebody(client: Client) -> None:
    user = make_user(Role.PARTICIPANT)
    sign_in(client, user)
    reader = make_person("Rachid Haddad")
    make_read(reader, user.person)
    Person.objects.filter(pk=reader.pk).update(name="", erased_at=timezone.now())

    assert "une personne effacée depuis" in client.get(reverse("oversight:who_read_mine")).text


@pytest.mark.parametrize("reads", [1, 3])
def test_my_page_costs_the_same_however_often_i_was_read(
    client: Client, reads: int, django_assert_num_queries: Any
) -> None:
    user = make_user(Role.PARTICIPANT)
    sign_in(client, user)
    for _each in range(reads):
        make_read(make_person(), user.person, organisation=make_organisation())
    url = reverse("oversight:who_read_mine")
    client.get(url)

    with django_assert_num_queries(7):
        client.get(url)


def test_the_log_is_searched_without_leaving_a_name_in_the_address(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    reader, subject = make_person("Rachid Haddad"), make_person("Zoé Lévesque")
    make_read(reader, subject)
    make_read(make_person("Annie Bouchard"), make_person("Marc Roy"))
    url = reverse("oversight:read_log")
    assert client.get(url).context["page_obj"].paginator.count == 2

    for typed in ({"subject": "levesque"}, {"subject": f"n° {subject.pk}"}, {"reader": "HADDAD"}):
        answer = client.post(url, typed, follow=True)
        assert [line.subject for line in answer.context["lines"]] == [subject]
        assert answer.redirect_chain == [(url, 302)]
    assert "Aucune consultation" in client.post(url, {"subject": "introuvable"}, follow=True).text
    assert client.post(url, {"all": "1"}, follow=True).context["page_obj"].paginator.count == 2


def test_the_log_is_narrowed_by_time_organisation_and_kind(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    organisation, today = make_organisation(), timezone.localdate()
    wanted = make_read(make_person(), make_person(), organisation=organisation, kind="cv")
    make_read(make_person(), make_person(), organisation=organisation)
    make_read(make_person(), make_person(), kind="cv")
    make_read(make_person(), make_person(), organisation=organisation, kind="cv", at=timezone.now() - timedelta(days=3))
    typed = {"organisation": organisation.pk, "kind": "cv", "since": today, "until": today}

    answer = client.post(reverse("oversight:read_log"), typed, follow=True)

    assert [line.entry for line in answer.context["lines"]] == [wanted]


def test_the_last_day_there_is_ends_no_period_and_breaks_no_page(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    read = make_read(make_person(), make_person())

    answer = client.post(reverse("oversight:read_log"), {"since": "0001-01-01", "until": "9999-12-31"}, follow=True)

    assert [line.entry for line in answer.context["lines"]] == [read]


def test_a_period_the_wrong_way_round_is_told_and_kept(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))

    answer = client.post(reverse("oversight:read_log"), {"since": "2026-05-02", "until": "2026-05-01", "reader": "Roy"})

    assert "Le dernier jour vient avant le premier." in answer.text
    assert 'value="Roy"' in answer.text


def test_the_log_comes_in_pages_and_costs_the_same(client: Client, django_assert_num_queries: Any) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    for _each in range(51):
        make_read(make_person(), make_person())
    url = reverse("oversight:read_log")
    assert len(client.get(url, {"page": 2}).context["lines"]) == 1

    with django_assert_num_queries(8):
        client.get(url)


def test_what_the_search_finds_is_taken_away_and_that_is_audited(client: Client) -> None:
    officer = make_user(Role.PRIVACY_OFFICER)
    sign_in(client, officer)
    make_read(make_person("Rachid Haddad"), make_person("=1+1"), kind="cv")
    make_read(make_person("Annie Bouchard"), make_person("Marc Roy"))
    client.post(reverse("oversight:read_log"), {"reader": "haddad"})

    answer = client.get(reverse("oversight:read_log_export"))

    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a streamed answer
    assert len(lines) == 2
    assert "Rachid Haddad" in lines[1]
    assert "'=1+1" in lines[1]
    entry = audit.Entry.objects.get(action="read_log.exported")
    assert (entry.actor, entry.values) == (officer.person_id, {"lines": 1})


def test_who_acts_for_two_organisations_reads_for_each() -> None:
    reader, subject = make_person(), make_person()
    for organisation in (None, make_organisation(), make_organisation(), None):
        actions.note_read(by=reader, about=subject, kind="cv", thing=subject, organisation=organisation)

    assert ReadEntry.objects.count() == 3
