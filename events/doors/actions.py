"""What people do at a door: let in, let in nobody twice, take it back, and close."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from core import audit, live
from events.agenda.models import Event
from events.doors.models import DOOR_LENGTH, Scan
from events.doors.refusals import AfterTheClose, EventCancelled, NotPresent, ScannedTooFast, SeatCancelled, StillWaiting
from events.doors.rules import is_closed
from events.doors.signals import check_in_undone
from events.registration import actions as registering
from events.registration.models import Registration, Seat
from people.accounts.models import Person


@dataclass(frozen=True)
class CheckIn:
    """The answer to a scan. ``at``, ``door`` and ``by`` tell of the entry: for a second scan, of the first."""

    scan: Scan
    seat: Seat
    at: datetime
    door: str
    by: Person | None

    @property
    def is_first(self) -> bool:
        return self.scan.outcome == Scan.Outcome.CHECKED_IN


@transaction.atomic
def check_in(*, seat: Seat, door: str, by: Person, late: bool = False, at: datetime | None = None) -> CheckIn:
    """Let the holder of a seat in, once: a second scan answers who did so, when and at which door.

    One conditional UPDATE decides between two doors that scan the same ticket. ``late``: also a seat
    that was noted absent at the close, which only those who run the event may ask for. ``at``: when it happened, for
    what is told afterwards; whoever let the holder in before the entry that is known takes its place.
    Cost: 4 queries; 5 for a second scan, 6 to take the place of another entry.

    Raises EventCancelled, StillWaiting, SeatCancelled, AfterTheClose or ScannedTooFast; nothing is kept then.
    """
    if seat.event.is_cancelled:
        raise EventCancelled
    now = at or timezone.now()
    admissible = [Seat.State.EXPECTED, Seat.State.ABSENT] if late else [Seat.State.EXPECTED]
    let_in = Seat.objects.filter(pk=seat.pk, state__in=admissible).update(state=Seat.State.PRESENT, present_at=now)
    if not let_in and not (at and _was_before(seat, at)):
        return _second_scan(seat, door, by, now)
    seat.state, seat.present_at = Seat.State.PRESENT, now
    scan = _note(seat, Scan.Outcome.CHECKED_IN, door, by, now)
    audit.record("doors.checked_in", seat, by=by, fields=["state", "present_at"], values={"door": scan.door})
    return CheckIn(scan, seat, at=now, door=scan.door, by=by)


def _was_before(seat: Seat, at: datetime) -> bool:
    """Whether the holder came in at this moment, before the entry that is known: that one becomes a second scan."""
    seat.refresh_from_db(fields=["state", "present_at"])
    known = seat.present_at
    if known is None or known <= at:
        return False
    earlier = Seat.objects.filter(pk=seat.pk, state=Seat.State.PRESENT, present_at=known).update(present_at=at)
    if earlier:
        Scan.objects.entries().filter(seat=seat, at=known).update(outcome=Scan.Outcome.ALREADY)
    return bool(earlier)


def _second_scan(seat: Seat, door: str, by: Person, now: datetime) -> CheckIn:
    seat.refresh_from_db(fields=["state", "present_at"])
    match seat.state:
        case Seat.State.WAITING:
            raise StillWaiting
        case Seat.State.CANCELLED:
            raise SeatCancelled
        case Seat.State.ABSENT:
            raise AfterTheClose
        case Seat.State.EXPECTED:
            raise ScannedTooFast
    came_at = seat.present_at or now
    entry = Scan.objects.entries().filter(seat=seat, at=came_at).select_related("by").first()
    scan = _note(seat, Scan.Outcome.ALREADY, door, by, now)
    return CheckIn(scan, seat, at=came_at, door=entry.door if entry else "", by=entry.by if entry else None)


@transaction.atomic
def undo(*, seat: Seat, door: str, by: Person, tell: bool = True) -> Scan:
    """Take a check-in back: the seat is expected again, or absent once attendance is closed. Cost: 4 queries.

    Sends ``check_in_undone``, unless ``tell`` is off: for a room above that does it itself. Raises NotPresent if somebody was faster.
    """
    back = Seat.State.ABSENT if is_closed(seat.event) else Seat.State.EXPECTED
    if not Seat.objects.filter(pk=seat.pk, state=Seat.State.PRESENT).update(state=back, present_at=None):
        raise NotPresent
    seat.state, seat.present_at = back, None
    scan = _note(seat, Scan.Outcome.UNDONE, door, by, timezone.now())
    audit.record("doors.check_in_undone", seat, by=by, fields=["state", "present_at"], values={"door": scan.door})
    if tell:
        check_in_undone.send(sender=Scan, seat=seat, scan=scan)
    return scan


@transaction.atomic
def close(*, event: Event) -> int:
    """Settle attendance after the end: whoever is still expected was absent. Returns how many; again: 0.

    A cancelled event has neither present nor absent: nothing is touched. Cost: 4 queries, 1 when there is nothing to do.
    """
    if event.is_cancelled or not is_closed(event):
        return 0
    absent = Seat.objects.filter(event=event, state=Seat.State.EXPECTED).update(state=Seat.State.ABSENT)
    if absent:
        present = Seat.objects.filter(event=event).aggregate(n=Count("pk", filter=Q(state=Seat.State.PRESENT)))["n"]
        audit.record("doors.closed", event, by=None, values={"absent": absent, "present": present})
        live.publish(f"desk/{event.pk}")
    return absent


@transaction.atomic
def send_ticket_again(*, registration: Registration, by: Person) -> None:
    """Mail the way to the ticket once more, to the registration's own address; at most once an hour. Cost: 4 queries.

    Raises SeatCancelled: what is cancelled has no ticket.
    """
    if registration.is_cancelled:
        raise SeatCancelled
    registering.send_link_again(registration=registration)
    audit.record("registration.resent", registration, by=by)


def _note(seat: Seat, outcome: Scan.Outcome, door: str, by: Person, at: datetime) -> Scan:
    scan = Scan.objects.create(
        seat=seat, event_id=seat.event_id, outcome=outcome, door=door[:DOOR_LENGTH], by=by, at=at
    )
    live.publish(f"desk/{seat.event_id}")
    return scan
