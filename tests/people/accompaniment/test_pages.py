"""Pages of the person, as a browser asks for them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.audit import Entry
from core.outbox import Mail
from people.accompaniment import actions
from people.accompaniment.models import Appointment
from tests.factories.accompaniment import (
    followed,
    make_appointment,
    make_plan,
    make_slot,
    make_step,
    make_task,
)
from tests.factories.accounts import make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker
from tests.people.accompaniment.asking import as_, at, body

pytestmark = pytest.mark.django_db


def test_the_person_sees_plan_appointments_and_referrals_and_nothing_of_the_tasks(client: Client) -> None:
    file, caseworker = followed()
    make_step(make_plan(file, caseworker, steps=0), caseworker, title="Inscrire les enfants à l’école")
    make_appointment(file, caseworker)
    actions.refer(case_file=file, reason="Logement", to_name="Comité logement", by=caseworker.person)
    make_task(file, title="Vérifier le statut")

    page = body(as_(client, file.person.user).get(at("mine")))

    for words in ("Inscrire les enfants à l’école", "12, rue du Moulin", "Comité logement", caseworker.person.name):
        assert words in page
    assert "Vérifier le statut" not in page


def test_somebody_without_a_file_is_told_how_to_begin(client: Client) -> None:
    page = body(as_(client, make_user("participant")).get(at("mine")))

    assert reverse("programmes:five_questions") in page


def test_there_is_no_plan_to_print_before_there_is_a_plan(client: Client) -> None:
    assert as_(client, make_user("participant")).get(at("my_plan")).status_code == 404


def test_a_caseworker_whose_organisation_is_none_any_more_adds_no_task(client: Client) -> None:
    caseworker = make_caseworker(make_organisation())
    caseworker.grants.get().scope.organisation.delete()

    assert as_(client, caseworker).get(at("task_add")).status_code == 404


def test_the_persons_page_costs_the_same_however_much_there_is(client: Client, django_assert_num_queries: Any) -> None:
    file, caseworker = followed()
    plan = make_plan(file, caseworker, steps=1)
    as_(client, file.person.user)
    client.get(at("mine"))
    with django_assert_num_queries(11):
        client.get(at("mine"))
    for number in range(4):
        make_step(plan, caseworker, days=number)
        make_appointment(file, caseworker, days=20 + number, by=caseworker.person)
        actions.refer(case_file=file, reason="Logement", to_name="Comité", by=caseworker.person)
    with django_assert_num_queries(11):
        client.get(at("mine"))


def test_the_person_ticks_a_step_without_script(client: Client) -> None:
    file, caseworker = followed()
    step = make_plan(file, caseworker).steps.get()
    as_(client, file.person.user)

    assert client.post(at("my_step", step.pk), {"state": "done"}).status_code == 302
    step.refresh_from_db()
    assert step.done_by == file.person
    client.post(at("my_step", step.pk), {"state": "todo"})
    step.refresh_from_db()
    assert step.is_to_do


def test_a_step_of_somebody_else_is_not_there(client: Client) -> None:
    file, caseworker = followed()
    step = make_plan(file, caseworker).steps.get()

    assert as_(client, make_user("participant")).post(at("my_step", step.pk)).status_code == 404
    assert step.plan.steps.get().is_to_do


def test_free_hours_name_no_other_person(client: Client) -> None:
    file, caseworker = followed()
    other, _same = followed(file.organisation, caseworker)
    other.person.name = "Zénaïde Autre"
    other.person.save()
    make_appointment(other, caseworker)
    free = make_slot(caseworker, days=11)

    page = body(as_(client, file.person.user).get(at("hours")))

    assert "Zénaïde" not in page
    assert at("book", free.pk) in page
    assert page.count('class="hour"') == 1


def test_from_abroad_both_hours_are_shown_and_the_zone_is_remembered(client: Client) -> None:
    file, caseworker = followed()
    slot = make_slot(caseworker, at=9)
    as_(client, file.person.user)
    assert "au Québec" not in body(client.get(at("hours"))).partition('class="hours-day"')[2].partition("</section>")[0]

    client.post(at("my_zone"), {"zone": "Africa/Algiers"})

    assert "de 9\u00a0h à 9\u00a0h\u00a030 au Québec" in body(client.get(at("hours")))
    confirm = body(client.get(at("book", slot.pk)))
    assert "Alger" in confirm
    assert "au Québec" in confirm


def test_a_zone_that_is_none_changes_nothing(client: Client) -> None:
    file, _caseworker = followed()

    as_(client, file.person.user).post(at("my_zone"), {"zone": "Mars/Olympus", "moving": "x"})

    assert not hasattr(file.person, "own_zone")


def test_the_person_books_moves_and_cancels(client: Client) -> None:
    file, caseworker = followed()
    first, second = make_slot(caseworker), make_slot(caseworker, days=14)
    as_(client, file.person.user)

    client.post(at("book", first.pk), {"about": "Mon CV"})
    appointment = Appointment.objects.get()
    assert (appointment.slot, appointment.about) == (first, "Mon CV")
    assert at("move_to", appointment.pk, second.pk) in body(client.get(at("move", appointment.pk)))
    assert "Déplacer le rendez-vous?" in body(client.get(at("move_to", appointment.pk, second.pk)))
    client.post(at("move_to", appointment.pk, second.pk))
    appointment.refresh_from_db()
    assert appointment.slot == second
    client.post(at("cancel", appointment.pk), {"reason": ""})
    appointment.refresh_from_db()
    assert appointment.state == "cancelled"


GONE = "Cette plage n’est plus libre"


def refused_entries() -> int:
    return Entry.objects.filter(action="access.refused").count()


def test_an_hour_that_somebody_else_took_leads_back_to_the_others_with_what_was_typed(client: Client) -> None:
    file, caseworker = followed()
    other, _same = followed(file.organisation, caseworker)
    taken, free = make_appointment(other, caseworker).slot, make_slot(caseworker, days=11)
    assert taken is not None
    as_(client, file.person.user)

    sent = client.post(at("book", taken.pk), {"about": "Mon CV"}, follow=True)

    assert sent.redirect_chain == [(at("hours"), 302)]
    assert GONE in body(sent)
    assert client.get(at("book", free.pk)).context["form"]["about"].value() == "Mon CV"
    assert client.get(at("book", taken.pk))["Location"] == at("hours")
    client.post(at("book", free.pk), {"about": "Mon CV"})
    mine = Appointment.objects.get(case_file=file)
    for answer in (client.get(at("move_to", mine.pk, taken.pk)), client.post(at("move_to", mine.pk, taken.pk))):
        assert answer["Location"] == at("move", mine.pk)
    assert GONE in body(client.get(at("move", mine.pk)))
    mine.refresh_from_db()
    assert (mine.slot, mine.sequence, refused_entries()) == (free, 0, 0)


def test_a_caseworker_is_led_back_to_the_others_too_with_the_words_about_this_person_alone(client: Client) -> None:
    file, caseworker = followed()
    other, _same = followed(file.organisation, caseworker)
    taken, free = make_appointment(other, caseworker).slot, make_slot(caseworker, days=11)
    assert taken is not None
    as_(client, caseworker)

    sent = client.post(at("book_for", file.reference, taken.pk), {"about": "Mon CV"}, follow=True)

    assert sent.redirect_chain == [(at("choose", file.reference), 302)]
    assert GONE in body(sent)
    assert client.get(at("book_for", file.reference, free.pk)).context["form"]["about"].value() == "Mon CV"
    assert not client.get(at("book_for", other.reference, free.pk)).context["form"]["about"].value()
    assert client.get(at("book_for", file.reference, taken.pk))["Location"] == at("choose", file.reference)
    mine = actions.book(slot=free, case_file=file, by=caseworker.person)
    assert client.post(at("staff_move", mine.pk), {"slot": taken.pk})["Location"] == at("staff_move", mine.pk)
    assert refused_entries() == 0


def test_a_move_to_where_it_is_changes_and_tells_nothing(client: Client) -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    told = Mail.objects.count()

    as_(client, file.person.user).post(at("move_to", appointment.pk, appointment.slot_id))

    appointment.refresh_from_db()
    assert (appointment.sequence, Mail.objects.count()) == (0, told)


def test_a_booking_refused_for_another_reason_says_so_and_keeps_what_was_typed(client: Client) -> None:
    file, caseworker = followed()
    make_appointment(file, caseworker)
    slot = make_slot(caseworker, days=14)

    page = body(as_(client, file.person.user).post(at("book", slot.pk), {"about": "Mon CV"}))

    assert "Vous avez déjà un rendez-vous à venir" in page
    assert "Mon CV" in page


def test_an_hour_of_another_organisation_is_not_there(client: Client) -> None:
    file, _caseworker = followed()
    foreign = make_slot(make_caseworker(make_organisation()))

    assert as_(client, file.person.user).get(at("book", foreign.pk)).status_code == 404


def test_close_to_the_hour_the_page_says_to_call(client: Client, settings: Any) -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    settings.APPOINTMENT_CHANGE_HOURS = 24 * 30

    page = body(as_(client, file.person.user).get(at("appointment", appointment.pk)))

    assert "appelez" in page
    assert at("cancel", appointment.pk) not in page
