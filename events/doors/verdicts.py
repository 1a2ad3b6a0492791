"""What the phone says after a scan: one word to act on, and the line below it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import local_of, moment_words, time_words
from core.refusals import Refusal
from events.agenda.models import Event
from events.doors.actions import CheckIn
from events.doors.finding import others_of_the_party
from events.doors.models import Scan, spoken
from events.registration.models import Seat
from people.accounts.models import Person


@dataclass(frozen=True)
class Verdict:
    """``kind``: ``welcome``, ``already``, ``undone`` or ``refused``; it picks colour, icon and sound."""

    kind: str
    heading: str
    #: Who it is about, as the ticket says; "" when nobody was found.
    name: str = ""
    reference: str = ""
    detail: str | Promise = ""
    #: The seat whose check-in can be taken back from here.
    undo: int | None = None
    #: Others of the party who are still expected, to let in with one press.
    party: Sequence[Seat] = ()

    @property
    def party_numbers(self) -> str:
        """Their ids, as the button sends them."""
        return ",".join(str(seat.pk) for seat in self.party)


def clock_words(moment: datetime, event: Event) -> str:
    """Hour of a moment at the event's place; with its day when that is not today."""
    local, today = local_of(moment, event.zone), local_of(timezone.now(), event.zone).date()
    return time_words(local) if local.date() == today else moment_words(local, year=False)


def of_check_in(answer: CheckIn) -> Verdict:
    """Cost: none, 1 query for somebody of a party."""
    seat, party = answer.seat, others_of_the_party(answer.seat)
    if answer.is_first:
        return Verdict(
            "welcome",
            pgettext("said to who arrives", "Welcome"),
            seat.label,
            spoken(seat.registration.reference),
            undo=seat.pk,
            party=party,
        )
    return replace(_already(seat, answer.at, answer.door, answer.by), party=party)


def of_party(answers: Sequence[CheckIn]) -> Verdict:
    """Several let in with one press."""
    names = ", ".join(answer.seat.label for answer in answers)
    number = ngettext("%(number)s person", "%(number)s people", len(answers)) % {"number": len(answers)}
    reference = spoken(answers[0].seat.registration.reference)
    return Verdict("welcome", pgettext("said to who arrives", "Welcome"), number, reference, detail=names)


def _already(seat: Seat, at: datetime, door: str, by: Person | None) -> Verdict:
    when = clock_words(at, seat.event)
    if by and door:
        facts = {"time": when, "door": door, "person": by}
        detail = _("Checked in at %(time)s, %(door)s, by %(person)s.") % facts
    else:
        detail = _("Checked in at %(time)s.") % {"time": when}
    return Verdict(
        "already", _("Already in"), seat.label, spoken(seat.registration.reference), detail=detail, undo=seat.pk
    )


def of_refusal(refusal: Refusal) -> Verdict:
    return Verdict("refused", _("Not checked in"), detail=refusal.message)


def of_scan(scan: Scan) -> Verdict:
    """What was said after a scan that is kept, for a page that is loaded again. Cost: up to 1 query.

    ``scan`` comes with its seat, registration and event.
    """
    seat = scan.seat
    name, reference = seat.label, spoken(seat.registration.reference)
    if scan.outcome == Scan.Outcome.UNDONE:
        return Verdict("undone", _("Check-in undone"), name, reference)
    if scan.outcome == Scan.Outcome.CHECKED_IN:
        # The way back is offered while it leads somewhere.
        still_in = seat.state == Seat.State.PRESENT and seat.present_at == scan.at
        return Verdict(
            "welcome", pgettext("said to who arrives", "Welcome"), name, reference, undo=seat.pk if still_in else None
        )
    entry = Scan.objects.entries().filter(seat=seat, at__lte=scan.at).select_related("by").first()
    if entry is None:
        return _already(seat, seat.present_at or scan.at, "", None)
    return _already(seat, entry.at, entry.door, entry.by)
