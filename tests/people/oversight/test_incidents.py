"""The register of confidentiality incidents: what it says, whom it lists, when it closes."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import audit
from people.accounts.models import Person, Role
from people.oversight import actions
from people.oversight.models import Affected, Incident, Notice
from people.privacy import actions as privacy
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.oversight import make_caseworker, make_incident, make_read

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SERIOUS = {"risk": "serious", "risk_reasons": "Statuts d’immigration, usage malveillant possible."}


def list_of(incident: Incident) -> list[Person]:
    return [affected.person for affected in incident.affected.all()]


def test_those_concerned_are_listed_from_the_read_log_once() -> None:
    officer, reader, organisation = make_person(), make_person(), make_organisation()
    incident = make_incident(organisation=organisation)
    touched = [make_person(name) for name in ("A", "B")]
    for person in touched:
        make_read(reader, person, organisation=organisation)
    make_read(make_person(), make_person("C"), organisation=organisation)

    assert actions.add_from_read_log(incident=incident, by=officer, reader=reader) == 2
    assert actions.add_from_read_log(incident=incident, by=officer, reader=reader, organisation=organisation) == 0

    assert list_of(incident) == touched
    assert audit.Entry.objects.get(action="incident.people_added").values == {"added": 2, "from": "read_log"}


def test_the_list_costs_the_same_however_long(django_assert_max_num_queries: Any) -> None:
    officer, reader, incident = make_person(), make_person(), make_incident()
    for _each in range(12):
        make_read(reader, make_person())

    with django_assert_max_num_queries(8):  # five, and the savepoints of a transaction in a test
        actions.add_from_read_log(incident=incident, by=officer, reader=reader)


def test_a_person_is_listed_by_hand_and_taken_off() -> None:
    officer, incident, person = make_person(), make_incident(), make_person()

    affected = actions.add_person(incident=incident, person=person, by=officer)
    assert actions.add_person(incident=incident, person=person, by=officer) == affected
    actions.remove_person(affected=affected, by=officer)

    assert list_of(incident) == []
    assert audit.Entry.objects.filter(action="incident.person_removed").exists()


def test_who_was_merged_is_listed_as_who_they_are_today_and_who_was_erased_is_not() -> None:
    officer, incident, keep, gone, erased = make_person(), make_incident(), make_person(), make_person(), make_person()
    privacy.merge(keep=keep, gone=gone, by=None)
    gone.refresh_from_db()
    Person.objects.filter(pk=erased.pk).update(erased_at=timezone.now())
    erased.refresh_from_db()

    actions.add_person(incident=incident, person=gone, by=officer)

    assert list_of(incident) == [keep]
    with pytest.raises(actions.PersonErased):
        actions.add_person(incident=incident, person=erased, by=officer)


def test_a_merge_keeps_one_row_an_incident() -> None:
    officer, incident, other, keep, gone = make_person(), make_incident(), make_incident(), make_person(), make_person()
    for person in (keep, gone):
        actions.add_person(incident=incident, person=person, by=officer)
    actions.add_person(incident=other, person=gone, by=officer)

    privacy.merge(keep=keep, gone=gone, by=None)

    assert list_of(incident) == list_of(other) == [keep]


# ------------------------------------------------------------------ closing
def test_an_incident_closes_once_its_risk_is_judged() -> None:
    officer, incident = make_person(), make_incident()
    with pytest.raises(actions.NotAssessed):
        actions.close_incident(incident=incident, by=officer)

    actions.change_incident(incident=incident, by=officer, details={"risk": "not_serious", "risk_reasons": "Chiffré."})

    closed = actions.close_incident(incident=incident, by=officer)
    assert (closed.is_open, closed.closed_by) == (False, officer)


@pytest.mark.parametrize(
    ("told", "withheld", "closes"),
    [
        ([], "", False),
        (["commission"], "", False),
        (["people"], "", False),
        (["people", "body"], "", False),
        (["commission", "people"], "", True),
        (["commission"], "Enquête policière en cours.", True),
    ],
)
def test_a_serious_one_closes_once_everybody_was_told(told: list[str], withheld: str, closes: bool) -> None:
    officer, incident = make_person(), make_incident(notice_withheld=withheld, **SERIOUS)
    for to in told:
        actions.note_notice(incident=incident, to=to, given_on=TODAY, how="par lettre", by=officer)

    if closes:
        assert not actions.close_incident(incident=incident, by=officer).is_open
    else:
        with pytest.raises(actions.NoticesMissing):
            actions.close_incident(incident=incident, by=officer)


def test_a_closed_incident_says_nothing_new_until_it_is_opened_again() -> None:
    officer, incident = make_person(), make_incident(risk="not_serious", risk_reasons="Chiffré.")
    affected = actions.add_person(incident=incident, person=make_person(), by=officer)
    actions.close_incident(incident=incident, by=officer)

    refused = [
        lambda: actions.change_incident(incident=incident, by=officer, details={"title": "Autre"}),
        lambda: actions.add_from_read_log(incident=incident, by=officer, reader=officer),
        lambda: actions.add_person(incident=incident, person=make_person(), by=officer),
        lambda: actions.remove_person(affected=affected, by=officer),
        lambda: actions.note_notice(incident=incident, to="people", given_on=TODAY, how="par lettre", by=officer),
    ]
    for attempt in refused:
        with pytest.raises(actions.IncidentClosed):
            attempt()
    actions.reopen_incident(incident=incident, by=officer)

    assert actions.change_incident(incident=incident, by=officer, details={"title": "Autre"}).title == "Autre"


def test_a_notice_is_noted_once_it_is_given() -> None:
    with pytest.raises(actions.NoticeToCome):
        actions.note_notice(
            incident=make_incident(), to="people", given_on=TODAY + timedelta(days=1), how="…", by=make_person()
        )
    assert not Notice.objects.exists()


def test_the_audit_says_which_fields_changed_and_no_word_of_them() -> None:
    officer, incident = make_person(), make_incident()

    actions.change_incident(
        incident=incident, by=officer, details={"measures": "Mots de passe changés.", "cause": "fault"}
    )
    actions.change_incident(incident=incident, by=officer, details={"cause": "fault"})

    entry = audit.Entry.objects.get(action="incident.changed")
    assert (entry.fields, entry.values) == (["cause", "measures"], {})


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"happened_until": TODAY}, "incident_ends_after_it_begins"),
        ({"happened_from": TODAY, "happened_until": TODAY - timedelta(days=1)}, "incident_ends_after_it_begins"),
        ({"happened_from": TODAY + timedelta(days=1)}, "incident_found_after_it_happened"),
        ({"cause": "fate"}, "incident_cause_is_known"),
        ({"risk": "serious"}, "incident_risk_is_pending_or_reasoned"),
        ({"closed_at": timezone.now()}, "incident_closed_by_and_at_go_together"),
    ],
)
def test_the_database_refuses_what_cannot_be(change: dict[str, Any], constraint: str) -> None:
    judged = {"risk": "not_serious", "risk_reasons": "Chiffré."} if "closed_at" in change else {}
    incident = make_incident(**judged)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**change)


def test_a_row_closes_only_once_assessed_and_lists_nobody_twice() -> None:
    incident, officer = make_incident(), make_person()

    with pytest.raises(IntegrityError, match="incident_is_assessed_before_it_closes"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(closed_at=timezone.now(), closed_by=officer)
    actions.add_person(incident=incident, person=officer, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Affected.objects.create(incident=incident, person=officer, source="entered", added_by=officer)
    with pytest.raises(IntegrityError, match="affected_source_is_known"), transaction.atomic():
        Affected.objects.update(source="rumour")
    with pytest.raises(IntegrityError, match="notice_recipient_is_known"), transaction.atomic():
        Notice.objects.create(incident=incident, to="press", how="…", noted_by=officer)
    with pytest.raises(IntegrityError, match="notice_says_how"), transaction.atomic():
        Notice.objects.create(incident=incident, to="people", how="", noted_by=officer)


def test_closed_incidents_are_forgotten_after_five_years_open_ones_never() -> None:
    officer = make_person()
    old, old_and_open, young = (
        make_incident(found_on=TODAY - timedelta(days=days), risk="not_serious", risk_reasons="Chiffré.")
        for days in (5 * 365 + 3, 5 * 365 + 3, 5 * 365 - 3)
    )
    actions.add_person(incident=old, person=make_person(), by=officer)
    for incident in (old, young):
        actions.close_incident(incident=incident, by=officer)

    call_command("retention", "oversight.incidents", stdout=StringIO())

    assert set(Incident.objects.all()) == {old_and_open, young}


# ------------------------------------------------------------------ pages
TYPED = {
    "organisation": "",
    "title": "Courriel mal adressé",
    "what": "Une liste est partie à la mauvaise adresse.",
    "found_on": TODAY.isoformat(),
    "information": ["contact", "language"],
    "cause": "misdirected",
    "risk": "pending",
}


def test_an_incident_goes_from_the_form_to_the_page(client: Client) -> None:
    officer = make_user(Role.PRIVACY_OFFICER)
    sign_in(client, officer)
    assert "Le registre est vide" in client.get(reverse("oversight:incident_list")).text

    page = client.post(reverse("oversight:incident_create"), TYPED, follow=True).text

    incident = Incident.objects.get()
    assert (incident.recorded_by, incident.organisation) == (officer.person, None)
    assert "adresses et téléphone, niveaux de langue" in page
    assert "L’exploitant du site" in page
    assert "Courriel mal adressé" in client.get(reverse("oversight:incident_list"), {"open": "1"}).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": "Envoyé à amina@exemple.test."}, "ne nomme personne"),
        ({"measures": "Écrire à amina@exemple.test."}, "ne nomme personne"),
        ({"found_on": (TODAY + timedelta(days=1)).isoformat()}, "encore à venir"),
        (
            {"happened_from": TODAY.isoformat(), "found_on": (TODAY - timedelta(days=1)).isoformat()},
            "avant de survenir",
        ),
        ({"happened_until": TODAY.isoformat()}, "il n’y a pas de premier jour"),
        ({"risk": "serious"}, "pourquoi le risque a été évalué ainsi"),
    ],
)
def test_wrong_input_keeps_what_was_typed_and_says_what_to_do(client: Client, typed: dict[str, str], said: str) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))

    answer = client.post(reverse("oversight:incident_create"), TYPED | typed)

    assert said in answer.text
    assert "Courriel mal adressé" in answer.text
    assert not Incident.objects.exists()


def test_an_incident_is_corrected(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    organisation = make_organisation()
    make_caseworker(organisation)
    incident = make_incident(organisation=organisation)
    url = reverse("oversight:incident_edit", args=[incident.pk])
    assert f'value="{organisation.pk}" selected' in client.get(url).text

    client.post(url, TYPED | {"organisation": organisation.pk, "title": "Autre titre"})

    incident.refresh_from_db()
    assert (incident.title, incident.organisation) == ("Autre titre", organisation)


def test_the_page_lists_people_from_the_log_and_by_hand(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    incident, reader, touched, other = make_incident(), make_person("Rachid Haddad"), make_person("Zoé"), make_person()
    make_read(reader, touched)
    typed = {"reader": "haddad", "since": TODAY.isoformat(), "until": TODAY.isoformat()}

    page = client.post(reverse("oversight:incident_from_reads", args=[incident.pk]), typed, follow=True).text
    assert "1 personne a été ajoutée à la liste." in page
    assert "Zoé" in page

    by_hand = {"affected-person": f"no. {other.pk}"}
    client.post(reverse("oversight:incident_add_person", args=[incident.pk]), by_hand)
    assert set(list_of(incident)) == {touched, other}

    affected = incident.affected.get(person=other)
    client.post(reverse("oversight:incident_remove_person", args=[incident.pk, affected.pk]))
    assert list_of(incident) == [touched]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reader": "personne de ce nom"}, "Personne ne se trouve"),
        ({"reader": "roy"}, "Plusieurs personnes portent ce nom"),
        ({"reader": "", "organisation": ""}, "tout le journal y passerait"),
        ({"reader": "marc roy", "until": "2020-01-01"}, "Le dernier jour vient avant le premier."),
    ],
)
def test_a_question_to_the_log_that_is_not_clear_lists_nobody(client: Client, typed: dict[str, str], said: str) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    incident = make_incident()
    for name in ("Marc Roy", "Inès Roy"):
        make_read(make_person(name), make_person())
    asked = {"reader": "marc roy", "since": TODAY.isoformat(), "until": TODAY.isoformat()}

    answer = client.post(reverse("oversight:incident_from_reads", args=[incident.pk]), asked | typed)

    assert said in answer.text
    assert not Affected.objects.exists()


def test_notices_are_noted_and_the_incident_closed_on_its_page(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    incident = make_incident(**SERIOUS)
    close = reverse("oversight:incident_close", args=[incident.pk])
    assert "doivent être avisées avec diligence" in client.get(reverse("oversight:incident", args=[incident.pk])).text
    assert "Notez les deux avis" in client.post(close, follow=True).text

    url = reverse("oversight:incident_notice", args=[incident.pk])
    to_come = {"notice-given_on": (TODAY + timedelta(days=1)).isoformat()}
    for to in ("commission", "people"):
        typed = {"notice-to": to, "notice-given_on": TODAY.isoformat(), "notice-how": "par lettre"}
        assert "Un avis se note une fois donné" in client.post(url, typed | to_come).text
        client.post(url, typed)
    client.post(close)
    incident.refresh_from_db()
    assert not incident.is_open

    client.post(close, {"again": "1"})
    incident.refresh_from_db()
    assert incident.is_open


@pytest.mark.parametrize("people", [1, 3])
def test_a_page_costs_the_same_however_many_are_concerned(
    client: Client, people: int, django_assert_num_queries: Any
) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    incident = make_incident()
    for _each in range(people):
        actions.add_person(incident=incident, person=make_person(), by=make_person())
        actions.note_notice(incident=incident, to="body", given_on=TODAY, how="…", by=make_person())
        make_incident()
    page, register = reverse("oversight:incident", args=[incident.pk]), reverse("oversight:incident_list")
    for url in (page, register):
        client.get(url)

    with django_assert_num_queries(9):
        client.get(page)
    with django_assert_num_queries(6):
        client.get(register)


def test_the_register_is_taken_away_without_a_name_in_it(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    incident = make_incident(information=["contact"], people_estimate=40, **SERIOUS)
    actions.add_person(incident=incident, person=make_person("Zoé Lévesque"), by=make_person())
    actions.note_notice(incident=incident, to="commission", given_on=TODAY, how="formulaire", by=make_person())

    answer = client.get(reverse("oversight:incident_export"))

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streamed answer
    assert "Courriel mal adressé" in text
    assert f"Commission d’accès à l’information, {TODAY}, formulaire" in text
    assert "Lévesque" not in text
    assert audit.Entry.objects.filter(action="incidents.exported").exists()


def test_a_long_list_comes_in_pages(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    for _each in range(26):
        make_incident()

    assert len(client.get(reverse("oversight:incident_list"), {"page": "2"}).context["page_obj"].object_list) == 1
