"""News of an appointment, posted with the fact: to the person by mail or on paper, to the caseworker by mail.

What a calendar is to hold is frozen in the payload; the words are written when the letter leaves. No name stands in a
subject, nor in what the caseworker's mail says about the person: the file's number does.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox, told
from core.told import CANCEL, REQUEST
from people.accompaniment.models import Appointment
from people.accounts.models import Person, User
from people.participants import writing


def uid_of(appointment: Appointment) -> str:
    """UID of the entry in both calendars; says nothing about either."""
    return f"appointment-{appointment.calendar_uid}@maillage"


def entry_of(appointment: Appointment, method: str) -> dict[str, Any]:
    """What a calendar is told, frozen: a letter written later still tells what was true when it was posted."""
    return told.frozen(
        appointment, method=method, uid=uid_of(appointment), sequence=appointment.sequence, place=appointment.place
    )


def booked(appointment: Appointment, *, by: Person) -> None:
    _tell_both(appointment, "booked", REQUEST, by=by)


def moved(appointment: Appointment, *, by: Person, former: Person) -> None:
    """Needs ``former``, the caseworker before: another one's calendar is told that it will not be."""
    _tell_both(appointment, "moved", REQUEST, by=by)
    if former.pk != appointment.caseworker_id:
        _tell_caseworker(appointment, former, "cancelled", CANCEL, by=by)


def cancelled(appointment: Appointment, *, by: Person | None) -> None:
    _tell_both(appointment, "cancelled", CANCEL, by=by)


def remind(appointment: Appointment) -> None:
    """The day before; only whom a mail reaches: paper would come too late. Cost: 4 queries."""
    if writing.address_of(appointment.case_file.person):
        _tell_person(appointment, "reminder", {"what": "reminder", "sequence": appointment.sequence})


def _tell_both(appointment: Appointment, what: str, method: str, *, by: Person | None) -> None:
    _tell_person(
        appointment,
        what,
        {"what": what, "by_person": by is not None and by.pk == appointment.case_file.person_id}
        | {"entry": entry_of(appointment, method)},
    )
    _tell_caseworker(appointment, appointment.caseworker, what, method, by=by)


def _tell_person(appointment: Appointment, what: str, payload: dict[str, Any]) -> None:
    writing.tell(
        appointment.case_file,
        "accompaniment/appointment",
        key=f"{appointment.pk}:{appointment.sequence}:{what}",
        about=appointment,
        payload=payload,
    )


def _tell_caseworker(
    appointment: Appointment, caseworker: Person, what: str, method: str, *, by: Person | None
) -> None:
    """Whoever did it themself gets the entry for their calendar all the same."""
    login = User.objects.filter(person=caseworker, is_active=True).first()
    if login is None:
        return
    outbox.post(
        "accompaniment/staff_appointment",
        to=login.email,
        language=caseworker.language,
        key=f"{appointment.pk}:{appointment.sequence}:{what}:{caseworker.pk}",
        about=appointment,
        stream=f"{login.email}|{uid_of(appointment)}",
        payload={
            "what": what,
            "caseworker": caseworker.pk,
            "by_person": by is not None and by.pk == appointment.case_file.person_id,
            "entry": entry_of(appointment, method),
        },
    )


def in_words_of(reader: Person, what: str, **facts: str) -> str:
    """The title of a task that the house itself adds, in the language of who will read it."""
    with translation.override(reader.language):
        if what == "ask_again":
            return _("Ask %(service)s what came of the referral") % facts
        return _("Call: the appointment was missed")
