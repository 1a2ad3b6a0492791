"""Letters about appointments, and the morning letter of a caseworker: numbers alone."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars, outbox
from core.dates import local_of, span_words
from core.mail import absolute, render
from core.told import calendar_entry
from people.accompaniment import digest, news
from people.accompaniment.models import Appointment
from people.accompaniment.telling import Span, Told, zone_of
from people.accounts.models import Person


def _appointment(pk: str) -> Appointment | None:
    found = Appointment.objects.select_related("case_file__person", "organisation", "caseworker")
    return found.filter(pk=pk, case_file__person__erased_at=None).first()


def _span_of(told: dict[str, Any]) -> Span:
    begins, ends = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["end"])
    return Span(begins.date(), begins.time(), ends.date(), ends.time(), told["zone"])


@outbox.letter("accompaniment/appointment")
def appointment(mail: outbox.Mail) -> outbox.Letter | None:
    """To the person: booked, moved, called off, or tomorrow; read on paper, too. Dropped when it is told anew by a later one."""
    found = _appointment(mail.object_id)
    what = mail.payload["what"]
    if found is None or not _still_holds(found, what, mail):
        return None
    person = found.case_file.person
    told = mail.payload.get("entry") or news.entry_of(found, "")
    reader = Told(found, zone_of(person))
    subjects = {
        "booked": _("Your appointment is booked"),
        "moved": _("Your appointment has another time"),
        "cancelled": _("Your appointment is cancelled"),
        "reminder": _("Your appointment is tomorrow"),
    }
    tomorrow = found.start_date != local_of(timezone.now(), found.zone).date()
    given = {
        "subject_line": subjects[what] if what != "reminder" or tomorrow else _("Your appointment is today"),
        "what": what,
        "name": person.name,
        "appointment": found,
        "when": span_words(_span_of(told)),
        "there": reader.when if reader.is_elsewhere and told["start"] == found.starts.isoformat() else "",
        "place": told["place"],
        "by_person": mail.payload.get("by_person", False),
        "on_paper": not mail.recipient,
        "link": absolute(reverse("accompaniment:appointment", args=[found.pk])) if mail.recipient else "",
        "hours_link": absolute(reverse("accompaniment:hours")) if mail.recipient else "",
    }
    calendar = method = ""
    if mail.recipient and mail.payload.get("entry"):
        method = told["method"]
        entry = calendar_entry(
            told,
            summary=_("Appointment: %(organisation)s") % {"organisation": found.organisation},
            url=given["link"],
            attendee_name=person.name,
            attendee_email=mail.recipient,
        )
        calendar = calendars.text([entry], method=method)
    return render("accompaniment/mail/appointment", given, calendar=calendar, calendar_method=method)


def _still_holds(found: Appointment, what: str, mail: outbox.Mail) -> bool:
    if what == "reminder":
        return found.is_booked and not found.has_started and mail.payload["sequence"] == found.sequence
    return True


@outbox.letter("accompaniment/staff_appointment")
def staff_appointment(mail: outbox.Mail) -> outbox.Letter | None:
    """To the caseworker, with the file's number in place of a name."""
    found = _appointment(mail.object_id)
    if found is None:
        return None
    told, what = mail.payload["entry"], mail.payload["what"]
    subjects = {
        "booked": _("An appointment is booked"),
        "moved": _("An appointment has another time"),
        "cancelled": _("An appointment is cancelled"),
    }
    link = absolute(reverse("accompaniment:staff_appointment", args=[found.pk]))
    entry = calendar_entry(
        told, summary=_("Appointment with somebody you follow"), url=link, attendee_email=mail.recipient
    )
    given = {
        "subject_line": subjects[what],
        "what": what,
        "reference": found.case_file.reference,
        "appointment": found,
        "when": span_words(_span_of(told)),
        "place": told["place"],
        "by_person": mail.payload["by_person"],
        "link": link,
    }
    return render(
        "accompaniment/mail/staff_appointment",
        given,
        calendar=calendars.text([entry], method=told["method"]),
        calendar_method=told["method"],
    )


@outbox.letter("accompaniment/digest")
def morning(mail: outbox.Mail) -> outbox.Letter | None:
    """How much waits today; nothing when nothing does."""
    reader = Person.objects.current().filter(pk=mail.payload["person"]).first()
    counts = digest.counts_of(reader) if reader else None
    if counts is None or not counts.any:
        return None
    link = absolute(reverse("accompaniment:tasks"))
    return render("accompaniment/mail/digest", {"counts": counts, "link": link})
