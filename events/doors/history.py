"""What happened to one registration, oldest first: from the audit, the scans and the mails."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import Entry
from core.outbox import Mail
from events.doors.listing import MAIL_STATES
from events.doors.models import Scan
from events.registration.models import Registration, Seat
from people.accounts.models import Person

#: Actions of the audit that an organiser reads about a registration, in words. Scans speak for themselves.
WORDS: dict[str, str | Promise] = {
    "registration.made": gettext_lazy("Registered"),
    "registration.cancelled": gettext_lazy("Registration cancelled"),
    "registration.promoted": gettext_lazy("Got a seat from the waiting list"),
    "registration.changed": gettext_lazy("Details changed"),
    "doors.walked_in": gettext_lazy("Registered at the door"),
    "registration.resent": gettext_lazy("Ticket sent again"),
}
#: Mails by template, in words.
LETTERS: dict[str, str | Promise] = {
    "registration/confirmed": gettext_lazy("Confirmation"),
    "registration/waiting": gettext_lazy("Place on the waiting list"),
    "registration/promoted": gettext_lazy("A seat for you"),
    "registration/reminder": gettext_lazy("Reminder"),
    "registration/changed": gettext_lazy("Change of time or place"),
    "registration/sitting_moved": gettext_lazy("Sitting moved"),
    "registration/sitting_cancelled": gettext_lazy("Sitting cancelled"),
    "registration/sittings_added": gettext_lazy("New sittings"),
    "registration/cancelled": gettext_lazy("Cancellation"),
    "registration/joined": gettext_lazy("Two registrations became one"),
    "registration/event_cancelled": gettext_lazy("Event cancelled"),
}


@dataclass(frozen=True)
class Happening:
    """One line: when, what, and by whom (None: the person themselves from a mailed link, or the system)."""

    at: datetime
    what: str | Promise
    by: str | None = None
    trouble: bool = False


#: What rooms above know to have happened to a registration.
Source = Callable[[Registration], Iterable[Happening]]
_sources: list[Source] = []


def also(source: Source) -> None:
    """Called by a room's ``AppConfig.ready``."""
    if source not in _sources:
        _sources.append(source)


def history(registration: Registration) -> Sequence[Happening]:
    """Cost: 4 queries, however much happened, and those of the rooms above."""
    entries = list(
        Entry.objects.filter(
            object_type=registration._meta.label_lower, object_id=str(registration.pk), action__in=WORDS
        )
    )
    names = dict(Person.objects.filter(pk__in={entry.actor for entry in entries}).values_list("pk", "name"))
    told = [Happening(entry.at, WORDS[entry.action], names.get(entry.actor or 0)) for entry in entries]
    above = [happening for source in _sources for happening in source(registration)]
    return sorted([*told, *_scanned(registration), *_mailed(registration), *above], key=lambda one: one.at)


def _scanned(registration: Registration) -> Iterable[Happening]:
    seats = Seat.objects.filter(registration=registration)
    for scan in Scan.objects.filter(seat__in=seats).select_related("by"):
        what = scan.get_outcome_display()
        said = _("%(what)s, %(door)s") % {"what": what, "door": scan.door} if scan.door else what
        yield Happening(scan.at, said, scan.by.name)


def _mailed(registration: Registration) -> Iterable[Happening]:
    mails = Mail.objects.filter(object_type=registration._meta.label_lower, object_id=str(registration.pk))
    for mail in mails.exclude(state=Mail.State.DROPPED):
        name = LETTERS.get(mail.template, _("Message"))
        said = _("Mail “%(name)s”: %(state)s") % {"name": name, "state": MAIL_STATES[mail.state]}
        yield Happening(
            mail.sent_at or mail.queued_at, said, trouble=mail.state in {Mail.State.FAILED, Mail.State.BOUNCED}
        )
