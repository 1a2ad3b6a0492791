"""A caseworker leaves an organisation: nobody books with them there any more, nobody waits for them, and what they had to do is not lost."""

import pytest
from django.utils import timezone, translation

from core import outbox
from core.outbox import Mail
from people.accompaniment import actions, due, refusals
from people.accompaniment.models import Appointment, Slot, Task
from people.accounts import actions as accounts
from people.accounts.models import Role, User
from people.organisations.models import Organisation
from people.participants import writing
from people.participants.models import PaperLetter
from tests.factories.accompaniment import followed, make_appointment, make_past, make_slot, make_task
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file

pytestmark = pytest.mark.django_db


def organisation_of(caseworker: User) -> Organisation:
    organisation: Organisation = caseworker.grants.get().scope.organisation
    return organisation


def test_hours_are_closed_appointments_called_off_and_both_sides_told() -> None:
    file, caseworker = followed(email="awa@exemple.test")
    organisation, colleague = organisation_of(caseworker), make_caseworker(organisation_of(caseworker))
    coming = make_appointment(file, caseworker)
    past = make_past(make_appointment(file, caseworker, days=12, by=caseworker.person))
    others = [
        make_appointment(file, colleague, days=20, by=colleague.person),
        make_appointment(file, caseworker, days=21, by=colleague.person),
    ]
    free, of_colleague = make_slot(caseworker, days=14), make_slot(colleague, days=15)
    elsewhere, other = make_slot(caseworker, days=16), make_organisation()
    Slot.objects.filter(pk__in=[elsewhere.pk, others[1].slot_id]).update(organisation=other)
    Appointment.objects.filter(pk=others[1].pk).update(organisation=other)
    accounts.grant(user=caseworker, role=Role.CASEWORKER, scope=other.scope, by=None)

    accounts.revoke(grant=caseworker.grants.get(scope=organisation.scope), by=None)

    coming.refresh_from_db()
    past.refresh_from_db()
    assert (coming.state, coming.cancelled_by, past.state) == ("cancelled", None, "booked")
    assert list(Appointment.objects.upcoming()) == others
    assert list(Slot.objects.upcoming().filter(appointments=None)) == [of_colleague, elsewhere]
    assert list(Slot.objects.of_person(file.person)) == [of_colleague]
    key = f"{coming.pk}:{coming.sequence}:cancelled"
    told = Mail.objects.filter(key__contains=key).order_by("pk").values_list("recipient", flat=True)
    assert list(told) == ["awa@exemple.test", caseworker.email]
    free.refresh_from_db()
    assert free.closed_at is not None


def test_what_they_had_to_do_is_for_whoever_answers_for_the_file() -> None:
    file, caseworker = followed()
    colleagues, _colleague = followed(organisation_of(caseworker))
    tasks = [make_task(file, assignee=caseworker.person), make_task(colleagues, assignee=caseworker.person)]
    done = actions.finish_task(task=make_task(file, assignee=caseworker.person), by=caseworker.person)

    accounts.revoke(grant=caseworker.grants.get(), by=None)

    assert set(Task.objects.filter(assignee=None)) == set(tasks)
    done.refresh_from_db()
    assert done.assignee == caseworker.person


def test_whoever_went_without_a_word_offers_no_hour_and_is_found_by_night() -> None:
    file, caseworker = followed()
    coming, slot = make_appointment(file, caseworker), make_slot(caseworker, days=14)
    caseworker.grants.update(revoked_at=timezone.now())

    assert not Slot.objects.of_person(file.person).exists()
    with pytest.raises(refusals.HourGone):
        actions.book(slot=slot, case_file=file, by=make_caseworker(slot.organisation).person)

    due.nobody_waits({})

    coming.refresh_from_db()
    assert coming.state == "cancelled"
    assert not Slot.objects.upcoming().exists()


def test_the_letter_says_how_to_have_another_hour_on_paper_too() -> None:
    file, caseworker = followed(email="awa@exemple.test")
    on_paper = make_file(make_person("Sans Courriel"), file.organisation)
    make_appointment(file, caseworker)
    make_appointment(on_paper, caseworker, days=12, by=caseworker.person)

    accounts.revoke(grant=caseworker.grants.get(), by=None)

    mail = Mail.objects.filter(template="accompaniment/appointment").order_by("pk").last()
    assert mail is not None
    with translation.override("fr"):
        letter = outbox.writer_of(mail.template)(mail)
    assert letter is not None
    assert "/mes-rendez-vous/plages/" in letter.text
    written = writing.written(PaperLetter.objects.order_by("pk").last())  # type: ignore[arg-type]  # there is one
    assert written is not None
    assert f"Pour fixer une autre heure, appelez {on_paper.organisation}." in written.text
    assert "empêche" not in written.text
