"""An appointment is booked, moved, called off, and noted afterwards. Both people's time is held; the constraint decides races."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.localtime import instant
from people.accompaniment import news, refusals, reminders, rules
from people.accompaniment.actions import tasks
from people.accompaniment.models import Appointment, Slot, Task
from people.accompaniment.models.appointments import still_there
from people.accounts.models import Person
from people.participants.models import CaseFile
from people.participants.refusals import FileClosed
from people.timetable import actions as timetable

#: What an appointment takes over from the hour it is booked in.
FROM_SLOT = (
    "organisation_id", "caseworker_id", "start_date", "start_time", "end_date", "end_time", "zone", "starts_at", "ends_at",
    "mode", "place",
)  # fmt: skip


@transaction.atomic
def book(*, slot: Slot, case_file: CaseFile, by: Person, about: str = "") -> Appointment:
    """Book an opened hour, by the person themself or by a caseworker for them. Cost: about 25 queries.

    Raises HourGone for an hour that was taken, closed or has passed, OneAtATime for a person who has one to come already,
    FileClosed, SensitiveText, and Clash (people.timetable) where one of the two is expected elsewhere.
    """
    refuse_sensitive_words(about)
    file = _file(case_file)
    if rules.is_theirs(file, by) and file.appointments.upcoming().exists():
        raise refusals.OneAtATime
    free = _free(slot, file)
    facts = {name: getattr(free, name) for name in FROM_SLOT}
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                case_file=file, slot=free, about=about.strip(), booked_by=by, **facts
            )
    except IntegrityError:
        raise refusals.HourGone from None
    return _booked(appointment, by)


@transaction.atomic
def meet_at(
    *,
    case_file: CaseFile,
    caseworker: Person,
    by: Person,
    starts: datetime,
    minutes: int,
    zone: str,
    mode: str,
    place: str = "",
    about: str = "",
) -> Appointment:
    """A caseworker fixes an hour that was not opened for booking; ``starts`` is a naive local time. Cost: about 25 queries.

    Raises NobodyFollows, NotACaseworkerThere, HourGone for the past, FileClosed, SensitiveText, NoSuchTime, AmbiguousTime
    and Clash.
    """
    refuse_sensitive_words(about, place)
    file = _file(case_file)
    if file.organisation is None or not rules.is_caseworker_of(caseworker, file.organisation_id):
        raise refusals.NotACaseworkerThere
    ends = starts + timedelta(minutes=minutes)
    appointment = Appointment(
        case_file=file,
        organisation=file.organisation,
        caseworker=caseworker,
        start_date=starts.date(),
        start_time=starts.time(),
        end_date=ends.date(),
        end_time=ends.time(),
        zone=zone,
        starts_at=instant(starts, zone),
        ends_at=instant(ends, zone),
        mode=mode,
        place=place.strip(),
        about=about.strip(),
        booked_by=by,
    )
    if appointment.has_started:
        raise refusals.HourGone
    appointment.save()
    return _booked(appointment, by)


@transaction.atomic
def move(*, appointment: Appointment, slot: Slot, by: Person) -> Appointment:
    """To another opened hour: the same entry in both calendars, and the hour it leaves is free again. To its own: nothing.

    Cost: about 25 queries. Raises AppointmentMovedOn, TooLateToChange for the person, HourGone, Clash; it stays where it was then.
    """
    file = _file(appointment.case_file)
    held = _held(appointment, by)
    if held.slot_id == slot.pk:
        return held
    free = _free(slot, file)
    former = held.caseworker
    for name in FROM_SLOT:
        setattr(held, name, getattr(free, name))
    held.slot, held.sequence = free, held.sequence + 1
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        raise refusals.HourGone from None
    held.refresh_from_db()
    if former.pk != held.caseworker_id:
        timetable.release(source=held, person=former)
    _hold(held)
    audit.record("appointment.moved", held, by=by, values={"sequence": held.sequence})
    news.moved(held, by=by, former=former)
    reminders.plan(held)
    return held


@transaction.atomic
def cancel(*, appointment: Appointment, by: Person | None, reason: str = "") -> Appointment:
    """Call it off; both are told, and the hour is free again. ``by`` None: the system does, whatever the hour.

    Cost: about 15 queries. Raises AppointmentMovedOn, TooLateToChange for the person, SensitiveText.
    """
    refuse_sensitive_words(reason)
    held = _held(appointment, by)
    held.state, held.cancelled_at, held.cancelled_by = Appointment.State.CANCELLED, timezone.now(), by
    held.reason, held.sequence = reason.strip(), held.sequence + 1
    held.save()
    timetable.release(source=held)
    audit.record("appointment.cancelled", held, by=by, values={"sequence": held.sequence})
    news.cancelled(held, by=by)
    reminders.drop(held)
    return held


@transaction.atomic
def note_presence(*, appointment: Appointment, came: bool, by: Person) -> Appointment:
    """Note whether the person came; it can be corrected. Who did not come is called: one task says so as long as it stands.

    Cost: 3 to 7 queries.

    Raises NotBegunYet, AppointmentMovedOn for one that was cancelled.
    """
    held = Appointment.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=appointment.pk)
    if held.state == Appointment.State.CANCELLED:
        raise refusals.AppointmentMovedOn
    if not held.has_started:
        raise refusals.NotBegunYet
    state = Appointment.State.HELD if came else Appointment.State.MISSED
    if held.state == state:
        return held
    held.state = state
    held.save(update_fields=["state"])
    audit.record("appointment.held" if came else "appointment.missed", held, by=by)
    if came:
        for task in held.tasks.open():
            tasks.finish_task(task=task, by=by)
    elif held.case_file.is_followed:
        _call_back(held, by)
    return held


def _call_back(missed: Appointment, by: Person) -> None:
    """A task to call; the same one again where it was noted as missed before."""
    former = missed.tasks.order_by("pk").last()
    if former is not None:
        tasks.reopen_task(task=former, by=by)
        return
    tasks.add_task(
        case_file=missed.case_file,
        title=news.in_words_of(by, "call_back"),
        due_on=timezone.localdate() + timedelta(days=1),
        assignee=by if rules.is_caseworker_of(by, missed.case_file.organisation_id) else None,
        by=by,
        origin=Task.Origin.APPOINTMENT,
        appointment=missed,
    )


def _file(case_file: CaseFile) -> CaseFile:
    """Held until the transaction ends, so that one person books one hour at a time."""
    files = CaseFile.objects.select_for_update(of=("self",)).select_related("person", "organisation", "caseworker")
    file = files.get(pk=case_file.pk)
    if file.is_closed:
        raise FileClosed
    if file.organisation_id is None:
        raise refusals.NobodyFollows
    return file


def _free(slot: Slot, file: CaseFile) -> Slot:
    """The hour, held, if it can be booked by this person; whether it is taken the constraint says."""
    rows = Slot.objects.select_for_update(of=("self",)).filter(closed_at=None, organisation=file.organisation_id)
    found = rows.filter(still_there(), pk=slot.pk).first()
    if found is None or found.has_started:
        raise refusals.HourGone
    return found


def _held(appointment: Appointment, by: Person | None) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related(
        "case_file__person", "organisation", "caseworker"
    )
    held = rows.get(pk=appointment.pk)
    if not held.is_booked:
        raise refusals.AppointmentMovedOn
    if by is not None and held.has_started:
        raise refusals.AppointmentMovedOn
    if by is not None and rules.is_theirs(held.case_file, by) and not held.person_may_change:
        raise refusals.TooLateToChange
    return held


def _booked(appointment: Appointment, by: Person) -> Appointment:
    _hold(appointment)
    audit.record("appointment.booked", appointment, by=by, values={"case_file": appointment.case_file_id})
    news.booked(appointment, by=by)
    reminders.plan(appointment)
    return appointment


def _hold(appointment: Appointment) -> None:
    """Claim the time of both, in the order of their ids, so that two bookings never wait for each other. Raises Clash."""
    person, caseworker = appointment.case_file.person, appointment.caseworker
    words: dict[int, dict[str, Any]] = {
        caseworker.pk: {
            "title_fr": "Rendez-vous avec une personne accompagnée",
            "title_en": "Appointment with somebody you follow",
            "url": ("accompaniment:staff_appointment", appointment.pk),
        },
        person.pk: {
            "title_fr": f"Rendez-vous\u00a0: {appointment.organisation}"[:200],
            "title_en": f"Appointment: {appointment.organisation}"[:200],
            "url": ("accompaniment:appointment", appointment.pk),
        },
    }
    people = {one.pk: one for one in (person, caseworker)}
    for pk in sorted(people):
        timetable.claim(
            person=people[pk],
            source=appointment,
            starts=appointment.starts,
            ends=appointment.ends,
            zone=appointment.zone,
            place=appointment.place,
            exclusive=True,
            **words[pk],
        )
