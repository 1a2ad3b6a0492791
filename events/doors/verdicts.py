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
from events.agenda.entries import sitting_words as sitting_phrase
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.actions import CheckIn
from events.doors.finding import others_of_the_party
from events.doors.models import Attendance, Scan, spoken
from events.registration.models import Registration, Seat
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
    #: The seat whose check-in can be taken back from here; of a series with its sitting: "12:3".
    undo: int | str | None = None
    #: Others of the party who are still expected, to let in with one press.
    party: Sequence[Seat] = ()

    @property
    def seat(self) -> int | None:
        """The seat that is in, as the way back names it; None where nobody came in."""
        number = str(self.undo or "").partition(":")[0]
        return int(number) if number else None

    @property
    def party_numbers(self) -> str:
        """Their ids, as the button sends them."""
        return ",".join(str(seat.pk) for seat in self.party)


def clock_words(moment: datetime, event: Event) -> str:
    """Hour of a moment at the event's place; with its day when that is not today."""
    local, today = local_of(moment, event.zone), local_of(timezone.now(), event.zone).date()
    return time_words(local) if local.date() == today else moment_words(local, year=False)


def sitting_words(sitting: Sitting, count: int) -> str:
    """ "Sitting 3 of 6", as a line begins."""
    said = sitting_phrase(sitting, count)
    return said[:1].upper() + said[1:]


def of_check_in(answer: CheckIn) -> Verdict:
    """Cost: none, 1 query for somebody of a party."""
    seat, party = answer.seat, others_of_the_party(answer.seat)
    if answer.is_first:
        return Verdict(
            "welcome",
            pgettext("said to who arrives", "Welcome"),
            seat.label,
            spoken(seat.registration.reference),
            detail=sitting_words(answer.sitting, seat.event.sitting_count) if answer.sitting else "",
            undo=way_back(seat, answer.sitting),
            party=party,
        )
    return replace(_already(seat, answer.at, answer.door, answer.by, answer.sitting), party=party)


def of_party(answers: Sequence[CheckIn]) -> Verdict:
    """Several let in with one press."""
    names = ", ".join(answer.seat.label for answer in answers)
    number = ngettext("%(number)s person", "%(number)s people", len(answers)) % {"number": len(answers)}
    reference = spoken(answers[0].seat.registration.reference)
    return Verdict("welcome", pgettext("said to who arrives", "Welcome"), number, reference, detail=names)


def way_back(seat: Seat, sitting: Sitting | None) -> int | str:
    """What the button that takes a check-in back names."""
    return f"{seat.pk}:{sitting.pk}" if sitting else seat.pk


def _already(seat: Seat, at: datetime, door: str, by: Person | None, sitting: Sitting | None = None) -> Verdict:
    when = clock_words(at, seat.event)
    if by and door:
        facts = {"time": when, "door": door, "person": by}
        detail = _("Checked in at %(time)s, %(door)s, by %(person)s.") % facts
    else:
        detail = _("Checked in at %(time)s.") % {"time": when}
    if sitting:
        detail = f"{sitting_words(sitting, seat.event.sitting_count)}. {detail}"
    number = spoken(seat.registration.reference)
    return Verdict("already", _("Already in"), seat.label, number, detail=detail, undo=way_back(seat, sitting))


def of_refusal(refusal: Refusal) -> Verdict:
    return Verdict("refused", _("Not checked in"), detail=refusal.message)


def of_scan(scan: Scan) -> Verdict:
    """What was said after a scan that is kept, for a page that is loaded again. Cost: up to 1 query, 2 at a series.

    Of a family that was registered at the door it says who is in: one press let them all in.

    ``scan`` comes with its seat, registration and event, and its sitting.
    """
    seat, sitting = scan.seat, scan.sitting
    name, reference = seat.label, spoken(seat.registration.reference)
    if scan.outcome == Scan.Outcome.UNDONE:
        detail = sitting_words(sitting, seat.event.sitting_count) if sitting else ""
        return Verdict("undone", _("Check-in undone"), name, reference, detail=detail)
    if scan.outcome == Scan.Outcome.CHECKED_IN:
        # The way back is offered while it leads somewhere.
        if sitting:
            still_in = Attendance.objects.filter(seat=seat, sitting=sitting, present_at=scan.at).exists()
            detail = sitting_words(sitting, seat.event.sitting_count)
        else:
            still_in, detail = seat.state == Seat.State.PRESENT and seat.present_at == scan.at, _came_along(seat)
        back = way_back(seat, sitting) if still_in else None
        heading = pgettext("said to who arrives", "Welcome")
        return Verdict("welcome", heading, name, reference, detail=detail, undo=back)
    entries = Scan.objects.entries().filter(seat=seat, sitting=sitting, at__lte=scan.at)
    entry = entries.select_related("by").first()
    if entry is None:
        return _already(seat, seat.present_at or scan.at, "", None, sitting)
    return _already(seat, entry.at, entry.door, entry.by, sitting)


def _came_along(seat: Seat) -> str:
    """Who is in of a party that came without a registration; "" for anybody else. Cost: 1 query for such a party."""
    registration = seat.registration
    if registration.source != Registration.Source.DOOR or registration.size == 1:
        return ""
    names = [one.label for one in Seat.objects.present().filter(registration=registration).order_by("pk")]
    words = ngettext("%(number)s person is in: %(names)s", "%(number)s people are in: %(names)s", len(names))
    return words % {"number": len(names), "names": ", ".join(names)}
