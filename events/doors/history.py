"""What happened to one registration, oldest first: from the audit, the scans and the mails."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import Entry
from core.outbox import Mail
from core.sources import Sources
from events.doors.listing import MAIL_STATES
from events.doors.models import Scan
from events.gates.models import Pass
from events.registration.models import Registration, Seat
from events.selection.models import Verdict
from people.accounts.models import Person

#: Actions of the audit about a registration, in words. Scans and what is noted about a seat speak for themselves.
WORDS: dict[str, str | Promise] = {
    "registration.made": gettext_lazy("Registered"),
    "registration.cancelled": gettext_lazy("Registration cancelled"),
    "registration.promoted": gettext_lazy("Got a seat"),
    "registration.offered": gettext_lazy("A place was offered"),
    "registration.out_of_turn": gettext_lazy("Seated or asked before their turn"),
    "registration.offer_taken_back": gettext_lazy("The offer was taken back; they wait where they stood"),
    "registration.reserved": gettext_lazy("Put on the waiting list, from the reserve list"),
    "registration.changed": gettext_lazy("Details changed"),
    "registration.party_changed": gettext_lazy("Who comes was changed"),
    "registration.seats_given_back": gettext_lazy("Seats given back"),
    "registration.guardian_confirmed": gettext_lazy("A parent or guardian has said yes"),
    "registration.resent": gettext_lazy("Ticket sent again"),
    "doors.walked_in": gettext_lazy("Registered at the door"),
    "questions.answered": gettext_lazy("Questions answered"),
    "questions.agreed": gettext_lazy("Agreed to what a question asks consent for"),
    "questions.withdrawn": gettext_lazy("Took a consent back"),
    "selection.scored": gettext_lazy("Read, and given points"),
    "selection.decided": gettext_lazy("Decision kept"),
}
APPLIED = gettext_lazy("Applied")
COLON = gettext_lazy("{what}: {more}")
UNDECIDED = gettext_lazy("Decision taken back")
#: Mails by template, in words.
LETTERS: dict[str, str | Promise] = {
    "registration/accepted": gettext_lazy("Place accepted"),
    "registration/applied": gettext_lazy("Application received"),
    "registration/cancelled": gettext_lazy("Cancellation"),
    "registration/changed": gettext_lazy("Change of time or place"),
    "registration/chosen": gettext_lazy("Result: chosen"),
    "registration/confirmed": gettext_lazy("Confirmation"),
    "registration/declined": gettext_lazy("Offer declined"),
    "registration/event_cancelled": gettext_lazy("Event cancelled"),
    "registration/expired": gettext_lazy("Offer not answered in time"),
    "registration/guardian": gettext_lazy("Question to the parent or guardian"),
    "registration/held": gettext_lazy("Place kept, a guardian is asked"),
    "registration/joined": gettext_lazy("Two registrations became one"),
    "registration/left": gettext_lazy("To the former address"),
    "registration/link": gettext_lazy("Link to the registration"),
    "registration/not_chosen": gettext_lazy("Result: not chosen"),
    "registration/offered": gettext_lazy("A place is offered"),
    "registration/party": gettext_lazy("Who comes has changed"),
    "registration/promoted": gettext_lazy("A seat for you"),
    "registration/reminder": gettext_lazy("Reminder"),
    "registration/renamed": gettext_lazy("Corrected ticket"),
    "registration/reserved": gettext_lazy("Result: reserve list"),
    "registration/sitting_cancelled": gettext_lazy("Sitting cancelled"),
    "registration/sitting_moved": gettext_lazy("Sitting moved"),
    "registration/sittings_added": gettext_lazy("New sittings"),
    "registration/taken_back": gettext_lazy("Offer taken back"),
    "registration/unguarded": gettext_lazy("No guardian has said yes"),
    "registration/waiting": gettext_lazy("Place on the waiting list"),
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
also = Sources[Source]()


def name_actions(words: Mapping[str, str | Promise]) -> None:
    """Actions about a registration that a room above writes into the audit; called by its ``AppConfig.ready``."""
    WORDS.update(words)


def history(registration: Registration) -> Sequence[Happening]:
    """Cost: 5 queries, however much happened, and those of the rooms above."""
    entries = list(
        Entry.objects.filter(
            object_type=registration._meta.label_lower, object_id=str(registration.pk), action__in=WORDS
        )
    )
    names = dict(Person.objects.filter(pk__in={entry.actor for entry in entries}).values_list("pk", "name"))
    lines = [Happening(entry.at, _said(entry), names.get(entry.actor or 0)) for entry in entries]
    above = [happening for source in also for happening in source(registration)]
    every = [*lines, *_let_in(registration), *_scanned(registration), *_mailed(registration), *above]
    return sorted(every, key=lambda one: one.at)


def _said(entry: Entry) -> str | Promise:
    """The action in words, with how it ended or what was decided."""
    words, values = WORDS[entry.action], entry.values
    if entry.action == "registration.made" and values.get("state") == Registration.State.APPLIED:
        return APPLIED
    more: str | Promise = ""
    if entry.action == "selection.decided":
        more = dict(Verdict.Outcome.choices).get(values.get("outcome", ""), "")
        words = words if more else UNDECIDED
    if entry.action == "registration.cancelled":
        more = dict(Registration.Ending.choices).get(values.get("ending", ""), "")
    return format_lazy(COLON, what=words, more=more) if more else words


def _let_in(registration: Registration) -> Iterable[Happening]:
    """By an organiser, whatever the conditions of entry say."""
    for given in Pass.objects.filter(used_by=registration).select_related("by"):
        said = _("Let in all the same: %(reason)s") % {"reason": given.reason}
        yield Happening(given.made_at, said, given.by.name if given.by else None)


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
