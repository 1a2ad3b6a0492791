"""Pages of the caseworker and of whoever keeps the templates of plans, as a browser asks for them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.accompaniment import actions, sections
from people.accompaniment.models import ActionPlan, Appointment, PlanTemplate, Slot, Task
from people.accounts.models import Role
from people.oversight.models import ReadEntry
from people.participants import actions as participants
from people.participants.sections import sections as all_sections
from tests.factories.accompaniment import (
    followed,
    make_appointment,
    make_hours,
    make_past,
    make_plan,
    make_slot,
    make_step,
    make_task,
    make_template,
)
from tests.factories.accounts import make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker
from tests.people.accompaniment.asking import as_, at, body

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ the caseworker


def test_the_caseworkers_page_of_a_person_is_noted_as_a_reading(client: Client) -> None:
    file, caseworker = followed()

    body(as_(client, caseworker).get(at("file", file.reference)))

    entry = ReadEntry.objects.get()
    assert (entry.reader, entry.subject, entry.kind) == (caseworker.person_id, file.person_id, "plan")


def test_the_caseworkers_page_costs_the_same_however_much_there_is(
    client: Client, django_assert_num_queries: Any
) -> None:
    file, caseworker = followed()
    plan = make_plan(file, caseworker, steps=1)
    as_(client, caseworker)
    client.get(at("file", file.reference))
    with django_assert_num_queries(13):
        client.get(at("file", file.reference))
    for number in range(4):
        make_step(plan, caseworker, days=number)
        make_appointment(file, caseworker, days=20 + number, by=caseworker.person)
        make_task(file, assignee=caseworker.person)
        actions.refer(case_file=file, reason="Logement", to_name="Comité", by=caseworker.person)
    with django_assert_num_queries(13):
        client.get(at("file", file.reference))


def test_the_caseworker_begins_a_plan_adds_changes_drops_and_ends(client: Client) -> None:
    file, caseworker = followed()
    template = make_template(file.organisation)
    as_(client, caseworker)
    today = timezone.localdate()

    wrong = body(client.post(at("plan_begin", file.reference), {"template": template.pk, "counted_from": "begun"}))
    assert "id_begun_on_error" in wrong
    client.post(
        at("plan_begin", file.reference),
        {"template": template.pk, "counted_from": "begun", "begun_on": today.isoformat()},
    )
    plan = ActionPlan.objects.get()
    assert plan.steps.count() == 3
    step = {"title": "Visiter Saguenay", "who": "person", "due_on": (today + timedelta(days=9)).isoformat(), "note": ""}
    client.post(at("step_add", file.reference), step)
    added = plan.steps.get(title_fr="Visiter Saguenay")
    client.post(at("step", added.pk), step | {"note": "En autobus"})
    added.refresh_from_db()
    assert added.note == "En autobus"
    client.post(at("step_state", added.pk), {"state": "dropped"})
    added.refresh_from_db()
    assert added.state == "dropped"
    client.post(at("plan_shift", file.reference), {"begun_on": (today + timedelta(days=7)).isoformat()})
    assert plan.steps.filter(moved_by=caseworker.person).count() == 3
    assert "Visiter Saguenay" not in body(client.get(at("plan_print", file.reference)))
    client.post(at("plan_end", file.reference))
    plan.refresh_from_db()
    assert not plan.is_open


def test_the_caseworker_opens_hours_for_some_weeks(client: Client) -> None:
    caseworker = make_caseworker(organisation := make_organisation())
    day = timezone.localdate() + timedelta(days=3)
    typed = {
        "organisation": organisation.pk, "day": day.isoformat(), "begins": "09:00", "ends": "10:00", "minutes": "30",
        "weeks": "3", "mode": "place", "place": "12, rue du Moulin", "zone": "America/Toronto",
    }  # fmt: skip
    as_(client, caseworker)

    assert "id_place_error" in body(client.post(at("open_hours"), typed | {"place": ""}))
    assert "id_place_error" in body(client.post(at("open_hours"), typed | {"mode": "online"}))
    assert "id_ends_error" in body(client.post(at("open_hours"), typed | {"ends": "09:10"}))
    assert not Slot.objects.exists()
    assert client.post(at("open_hours"), typed).status_code == 302
    assert Slot.objects.count() == 6
    slot = Slot.objects.in_order()[0]
    assert "5 plages libres" in body(client.get(at("close_hours", slot.pk)))
    client.post(at("close_hours", slot.pk), {"series": "1"})
    assert not Slot.objects.upcoming().exists()


def test_the_caseworker_books_for_the_person_moves_and_notes(client: Client) -> None:
    file, caseworker = followed()
    first, second = make_slot(caseworker), make_slot(caseworker, days=14)
    as_(client, caseworker)

    assert at("book_for", file.reference, first.pk) in body(client.get(at("choose", file.reference)))
    client.post(at("book_for", file.reference, first.pk), {"about": "CV"})
    appointment = Appointment.objects.get()
    assert appointment.booked_by == caseworker.person
    client.post(at("staff_move", appointment.pk), {"slot": second.pk})
    appointment.refresh_from_db()
    assert appointment.slot == second
    assert client.post(at("staff_move", appointment.pk), {"slot": "0"}).status_code == 404
    make_past(appointment)
    assert file.person.name in body(client.get(at("agenda")))
    client.post(at("presence", appointment.pk), {"came": "1"})
    appointment.refresh_from_db()
    assert appointment.state == "held"


def test_what_is_said_after_a_missed_appointment_is_what_was_done(client: Client) -> None:
    file, caseworker = followed()
    first, second = (make_past(make_appointment(file, caseworker, days=days, by=file.person)) for days in (10, 12))
    as_(client, caseworker)

    assert "Une tâche vous rappelle" in body(client.post(at("presence", first.pk), {"came": "0"}, follow=True))
    file.closed_at = timezone.now()
    file.save()
    said = body(client.post(at("presence", second.pk), {"came": "0"}, follow=True))

    assert "rendez-vous manqué." in said
    assert "Une tâche vous rappelle" not in said
    assert Task.objects.get().appointment == first


def test_an_hour_fixed_by_hand_is_a_local_time_of_its_zone(client: Client) -> None:
    file, caseworker = followed()
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    typed = {
        "starts": f"{day}T14:00", "minutes": "30", "caseworker": caseworker.person_id, "mode": "phone", "place": "",
        "zone": "America/Halifax", "about": "",
    }  # fmt: skip

    assert as_(client, caseworker).post(at("meet_at", file.reference), typed).status_code == 302

    appointment = Appointment.objects.get()
    assert (appointment.start_time.hour, appointment.zone) == (14, "America/Halifax")


def test_a_former_organisation_reads_its_past_appointment_without_the_name_and_changes_nothing(client: Client) -> None:
    file, caseworker = followed()
    appointment = make_past(make_appointment(file, caseworker))
    participants.follow(case_file=file, organisation=make_organisation(), how="handed_over", by=None)
    as_(client, caseworker)

    page = body(client.get(at("staff_appointment", appointment.pk)))

    assert file.person.name not in page
    assert client.post(at("presence", appointment.pk), {"came": "1"}).status_code == 404
    assert client.get(at("file", file.reference)).status_code == 404


def test_the_agenda_of_a_former_organisation_holds_neither_the_name_nor_the_buttons(client: Client) -> None:
    file, caseworker = followed()
    appointment = make_past(make_appointment(file, caseworker))
    as_(client, caseworker)
    assert at("presence", appointment.pk) in body(client.get(at("agenda")))

    participants.follow(case_file=file, organisation=make_organisation(), how="handed_over", by=None)

    page = body(client.get(at("agenda")))
    assert file.person.name not in page
    assert at("presence", appointment.pk) not in page


def test_tasks_are_listed_overdue_first_and_done_in_one_click(client: Client, django_assert_num_queries: Any) -> None:
    file, caseworker = followed()
    mine, late = (
        make_task(file, title="Aujourd’hui", assignee=caseworker.person),
        make_task(file, title="En retard", days=-3, assignee=caseworker.person),
    )
    make_task(file, title="À personne")
    as_(client, caseworker)

    page = body(client.get(at("tasks")))
    assert page.index("En retard</a>") < page.index("Aujourd’hui</a>")
    assert "À personne" not in page
    assert "À personne" in body(client.get(at("tasks"), {"whose": "free"}))
    for _number in range(5):
        make_task(file, assignee=caseworker.person)
    client.get(at("tasks"))
    with django_assert_num_queries(11):
        client.get(at("tasks"))
    client.post(at("task_state", late.pk))
    assert not Task.objects.get(pk=late.pk).is_open
    assert "En retard</a>" in body(client.get(at("tasks"), {"state": "done"}))
    assert mine.is_open


def test_the_second_page_of_tasks_is_there(client: Client) -> None:
    file, caseworker = followed()
    for number in range(53):
        make_task(file, title=f"Tâche {number:02}", assignee=caseworker.person)

    page = body(as_(client, caseworker).get(at("tasks"), {"page": 2}))

    assert "Tâche 52" in page
    assert "Tâche 01" not in page


def test_a_referral_is_made_and_its_outcome_noted(client: Client) -> None:
    file, caseworker = followed()
    today = timezone.localdate().isoformat()
    typed = {"to_organisation": "", "to_name": "", "reason": "Logement", "on_date": today, "ask_again_on": today}
    as_(client, caseworker)

    assert "id_to_name_error" in body(client.post(at("refer", file.reference), typed))
    client.post(at("refer", file.reference), typed | {"to_name": "Comité logement"})
    referral = file.referrals.get()
    client.post(at("outcome", referral.pk), {"outcome": "no_answer", "on": "", "note": "", "ask_again_on": ""})

    referral.refresh_from_db()
    assert referral.outcome == "no_answer"
    assert not Task.objects.open().exists()


def test_the_morning_letter_is_asked_for_and_stopped(client: Client) -> None:
    caseworker = make_caseworker(make_organisation())
    as_(client, caseworker)

    client.post(at("digest"), {"wanted": "1"})
    assert 'value="0"' in body(client.get(at("tasks")))
    client.post(at("digest"), {"wanted": "0"})
    assert 'value="1"' in body(client.get(at("tasks")))


# ------------------------------------------------------------------ templates


def rows(*steps: tuple[str, str]) -> dict[str, str]:
    typed = {"steps-TOTAL_FORMS": str(len(steps)), "steps-INITIAL_FORMS": "0"}
    for number, (title, days) in enumerate(steps):
        typed |= {
            f"steps-{number}-title_fr": title,
            f"steps-{number}-who": "person",
            f"steps-{number}-offset_days": days,
        }
    return typed


def test_a_caseworker_writes_a_template_of_their_organisation(client: Client) -> None:
    caseworker = make_caseworker(organisation := make_organisation())
    head = {"name_fr": "Installation", "name_en": "", "organisation": organisation.pk, "edition": ""}
    as_(client, caseworker)

    wrong = body(client.post(at("template_new"), head | rows(("Trouver un logement", ""))))
    assert "Trouver un logement" in wrong
    assert not PlanTemplate.objects.exists()
    client.post(at("template_new"), head | rows(("Trouver un logement", "-30"), ("", ""), ("Carte-soleil", "7")))

    template = PlanTemplate.objects.get()
    assert [(step.title_fr, step.offset_days) for step in template.steps.all()] == [
        ("Trouver un logement", -30), ("Carte-soleil", 7),
    ]  # fmt: skip
    client.post(at("template_state", template.pk), {"state": "archived"})
    template.refresh_from_db()
    assert template.archived_at is not None


def test_a_caseworker_writes_no_template_of_the_house(client: Client) -> None:
    caseworker = make_caseworker(make_organisation())
    head = {"name_fr": "Installation", "name_en": "", "organisation": "", "edition": ""}

    as_(client, caseworker).post(at("template_new"), head | rows(("Trouver un logement", "1")))

    assert not PlanTemplate.objects.exists()
    assert client.get(at("template", make_template().pk)).status_code == 404


def test_who_coordinates_everywhere_writes_those_of_the_house(client: Client) -> None:
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    head = {"name_fr": "Installation", "name_en": "Settling", "organisation": "", "edition": ""}

    as_(client, coordinator).post(at("template_new"), head | rows(("Trouver un logement", "1")))

    assert PlanTemplate.objects.get().organisation is None


def test_the_steps_of_a_template_are_one_piece(client: Client) -> None:
    template = make_template()
    details = {"organisation": None, "edition": None, "name_fr": template.name_fr, "name_en": template.name_en}
    steps = [{"title_fr": "Relire avec Inès", "title_en": "", "who": "person", "offset_days": 3}]
    address = at("template", template.pk)
    as_(client, make_user(Role.PROGRAMME_COORDINATOR))
    page = client.get(address)
    typed = {
        "name_fr": template.name_fr,
        "name_en": template.name_en,
        "shown": page.context["form"]["shown"].value(),
        "shown_steps": page.context["shown_steps"],
        "steps-TOTAL_FORMS": "1",
        "steps-INITIAL_FORMS": "1",
        "steps-0-title_fr": "Relire avec Marc",
        "steps-0-who": "person",
        "steps-0-offset_days": "3",
    }

    actions.write_template(template=template, details=details, steps=steps, by=None)
    refused = client.post(address, typed)

    assert refused.status_code == 200
    assert "Relire avec Inès" in refused.text
    assert "Relire avec Marc" in refused.text
    assert [step.title_fr for step in template.steps.all()] == ["Relire avec Inès"]
    assert client.post(address, typed | {"shown_steps": refused.context["shown_steps"]}).status_code == 302
    assert [step.title_fr for step in template.steps.all()] == ["Relire avec Marc"]


# ------------------------------------------------------------------ the file's page of another room


def test_sections_for_the_files_page_are_registered_and_cost_a_few_queries(
    rf: Any, django_assert_max_num_queries: Any
) -> None:
    file, caseworker = followed()
    make_plan(file, caseworker)
    make_hours(caseworker)
    request = rf.get("/")
    request.user = caseworker

    assert {one.anchor for one in sections.SECTIONS} <= {one.anchor for one in all_sections()}
    with django_assert_max_num_queries(7):
        bodies = [one.render(request, file) for one in sections.SECTIONS]
    assert "Envoyer sa candidature" in bodies[0]
    assert at("choose", file.reference) in bodies[1]
