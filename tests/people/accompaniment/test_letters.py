"""Letters about appointments: what each side is told, the calendar entry they carry, and what stands in none of them."""

from typing import Any

import icalendar
import pytest
from django.utils import translation

from core import outbox
from core.outbox import Mail
from people.accompaniment import actions, reminders
from people.accompaniment.models import Appointment
from people.accounts.models import Person
from people.participants import writing
from people.participants.models import PaperLetter
from tests.factories.accompaniment import followed, make_appointment, make_past, make_slot, make_task
from tests.factories.accounts import make_person
from tests.factories.participants import make_caseworker, make_file

pytestmark = pytest.mark.django_db


def written(mail: Mail) -> outbox.Letter:
    with translation.override(mail.language):
        letter = outbox.writer_of(mail.template)(mail)
    assert letter is not None
    return letter


def event_of(letter: outbox.Letter) -> Any:
    calendar = icalendar.Calendar.from_ical(letter.calendar)
    assert calendar["METHOD"] == letter.calendar_method
    return calendar.walk("VEVENT")[0]


def mails(template: str) -> list[Mail]:
    return list(Mail.objects.filter(template=f"accompaniment/{template}").order_by("pk"))


def test_a_booking_is_an_invitation_to_both_under_one_uid() -> None:
    file, caseworker = followed(email="awa@exemple.test")
    appointment = make_appointment(file, caseworker)

    (to_person,), (to_caseworker,) = mails("appointment"), mails("staff_appointment")
    person, staff = written(to_person), written(to_caseworker)

    assert (to_person.recipient, to_caseworker.recipient) == ("awa@exemple.test", caseworker.email)
    assert person.calendar_method == staff.calendar_method == "REQUEST"
    assert event_of(person)["UID"] == event_of(staff)["UID"] == f"appointment-{appointment.calendar_uid}@maillage"
    assert event_of(person)["DTSTART"].dt.replace(tzinfo=None) == appointment.starts
    assert "12, rue du Moulin" in person.text
    assert caseworker.person.name in person.text


def test_the_caseworkers_letter_and_every_subject_name_nobody() -> None:
    file, caseworker = followed()
    make_appointment(file, caseworker)
    person, staff = written(mails("appointment")[0]), written(mails("staff_appointment")[0])

    assert file.person.name not in f"{staff.subject} {staff.text} {staff.html} {staff.calendar}"
    assert file.reference in staff.text
    for letter in (person, staff):
        assert file.person.name not in letter.subject
        assert caseworker.person.name not in letter.subject


def test_a_move_raises_the_sequence_and_a_cancellation_cancels_in_order() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    actions.move(appointment=appointment, slot=make_slot(caseworker, days=14), by=file.person)
    actions.cancel(appointment=appointment, by=caseworker.person, reason="Je suis en formation")

    for template in ("appointment", "staff_appointment"):
        letters = [written(mail) for mail in mails(template)]
        assert [letter.calendar_method for letter in letters] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [int(event_of(letter)["SEQUENCE"]) for letter in letters] == [0, 1, 2]
        assert event_of(letters[2])["STATUS"] == "CANCELLED"
        assert len({mail.stream for mail in mails(template)}) == 1
    assert "Je suis en formation" in written(mails("appointment")[2]).text


def test_a_letter_that_leaves_late_still_tells_what_was_true() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)
    first = appointment.starts
    actions.move(appointment=appointment, slot=make_slot(caseworker, days=14), by=file.person)

    assert event_of(written(mails("appointment")[0]))["DTSTART"].dt.replace(tzinfo=None) == first


def test_another_caseworkers_calendar_is_cleared_when_an_appointment_leaves_it() -> None:
    file, caseworker = followed()
    colleague = make_caseworker(file.organisation)  # type: ignore[arg-type]  # it has one
    appointment = make_appointment(file, caseworker)

    actions.move(appointment=appointment, slot=make_slot(colleague, days=14), by=file.person)

    told = [(mail.recipient, written(mail).calendar_method) for mail in mails("staff_appointment")]
    assert told == [(caseworker.email, "REQUEST"), (colleague.email, "REQUEST"), (caseworker.email, "CANCEL")]


def test_the_person_reads_the_hour_where_they_are() -> None:
    file, caseworker = followed()
    actions.set_zone(person=file.person, zone="Africa/Algiers")
    make_appointment(file, caseworker)

    text = written(mails("appointment")[0]).text

    assert "Alger" in text
    assert "9\u00a0h" in text


def test_without_an_address_the_letter_is_printed_and_offers_no_link() -> None:
    _file, caseworker = followed()
    organisation = caseworker.grants.get().scope.organisation
    file = make_file(make_person("Sans Courriel"), organisation)

    make_appointment(file, caseworker, by=caseworker.person)

    assert not mails("appointment")
    letter = writing.written(PaperLetter.objects.get())
    assert letter is not None
    assert "http" not in letter.text.partition("--")[0]
    assert not letter.calendar
    assert str(organisation) in letter.text


def test_the_reminder_goes_the_day_before_once_and_not_for_what_was_moved_or_cancelled() -> None:
    file, caseworker = followed()
    appointment = make_appointment(file, caseworker)

    reminders.send(appointment.pk)
    reminders.send(appointment.pk)
    (mail,) = (mail for mail in mails("appointment") if mail.payload["what"] == "reminder")
    assert "demain" in written(mail).subject
    assert not written(mail).calendar

    actions.move(appointment=appointment, slot=make_slot(caseworker, days=14), by=file.person)
    assert outbox.writer_of(mail.template)(mail) is None
    actions.cancel(appointment=appointment, by=file.person)
    assert not reminders.send(appointment.pk)


def test_nobody_is_reminded_of_what_has_begun_nor_on_paper() -> None:
    file, caseworker = followed()
    past = make_past(make_appointment(file, caseworker))
    assert not reminders.send(past.pk)

    on_paper = make_file(make_person("Sans Courriel"), file.organisation)
    appointment = make_appointment(on_paper, caseworker, days=12, by=caseworker.person)
    before = PaperLetter.objects.count()
    reminders.send(appointment.pk)
    assert PaperLetter.objects.count() == before


def test_the_morning_letter_holds_numbers_alone() -> None:
    file, caseworker = followed()
    make_task(file, title="Rappeler au sujet du logement", assignee=caseworker.person, days=-1)
    actions.set_digest(person=caseworker.person, wanted=True)
    outbox.post(
        "accompaniment/digest",
        to=caseworker.email,
        language="fr",
        key="1",
        payload={"person": caseworker.person_id},
    )

    letter = written(mails("digest")[0])

    assert "Tâches en retard\u00a0: 1" in letter.text
    for word in (file.person.name, file.reference, "logement"):
        assert word not in f"{letter.subject} {letter.text} {letter.html}"


def test_when_nothing_waits_the_morning_letter_is_dropped() -> None:
    _file, caseworker = followed()
    mail = Mail(template="accompaniment/digest", language="fr", payload={"person": caseworker.person_id})

    assert outbox.writer_of(mail.template)(mail) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_letters_are_whole_in_both_languages(language: str) -> None:
    file, caseworker = followed()
    Person.objects.update(language=language)
    file.person.refresh_from_db()
    caseworker.person.refresh_from_db()
    make_appointment(Appointment(case_file=file).case_file, caseworker)

    texts = [written(mail).text for mail in (*mails("appointment"), *mails("staff_appointment"))]

    marks = {"fr": ("rendez-vous", "Dossier"), "en": ("appointment", "File")}[language]
    assert marks[0] in texts[0]
    assert marks[1] in texts[1]
