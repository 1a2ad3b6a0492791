"""What people do at a door: let in, let in nobody twice, take it back, and close."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Min, Q, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from core import audit, live
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors import signals, sittings
from events.doors.models import DOOR_LENGTH, NOTED_BEFORE, Attendance, Scan
from events.doors.refusals import (
    AfterTheClose,
    AwaitsGuardian,
    EventCancelled,
    NoAddress,
    NoSittingNow,
    NotItsSitting,
    NotPresent,
    ScannedTooFast,
    SeatCancelled,
    SittingToCome,
    StillWaiting,
)
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
    #: Of a series: which one.
    sitting: Sitting | None = None

    @property
    def is_first(self) -> bool:
        return self.scan.outcome == Scan.Outcome.CHECKED_IN


@transaction.atomic
def check_in(
    *,
    seat: Seat,
    door: str,
    by: Person,
    late: bool = False,
    sitting: Sitting | None = None,
    at: datetime | None = None,
) -> CheckIn:
    """Let the holder of a seat in, once: a second scan answers who did so, when and at which door.

    One conditional UPDATE decides between two doors that scan the same ticket. ``late``: also a seat
    that was noted absent at the close, which only those who run the event may ask for. An event with sittings lets in
    once to each: to ``sitting``, else to the one that is on now. ``at``: when it happened, for what is told afterwards;
    whoever let the holder in before the entry that is known takes its place.
    Cost: 4 queries; 5 for a second scan, 6 to take the place of another entry; 2 more at a series, 1 more still where
    the sitting has to be found.

    Raises EventCancelled, AwaitsGuardian, StillWaiting, SeatCancelled, AfterTheClose or ScannedTooFast, at a series NoSittingNow,
    NotItsSitting or SittingToCome; nothing is kept then.
    """
    if seat.event.is_cancelled:
        raise EventCancelled
    if seat.registration.awaits_guardian:
        raise AwaitsGuardian
    now = at or timezone.now()
    if seat.event.is_series:
        return _attend(seat, sitting or sittings.sitting_at(seat.event, now), door, by, now, late=late)
    admissible = [Seat.State.EXPECTED, Seat.State.ABSENT] if late else [Seat.State.EXPECTED]
    let_in = Seat.objects.filter(pk=seat.pk, state__in=admissible).update(state=Seat.State.PRESENT, present_at=now)
    if not let_in and not (at and _was_before(seat, at)):
        return _second_scan(seat, door, by, now)
    seat.state, seat.present_at = Seat.State.PRESENT, now
    scan = _note(seat, Scan.Outcome.CHECKED_IN, door, by, now)
    audit.record("doors.checked_in", seat, by=by, fields=["state", "present_at"], values={"door": scan.door})
    return CheckIn(scan, seat, at=now, door=scan.door, by=by)


@transaction.atomic
def check_in_party(*, seats: Sequence[Seat], door: str, by: Person, sitting: Sitting | None = None) -> list[CheckIn]:
    """Let several of a party in with one press: all of them, or none where one is refused. Cost: 4 queries a seat.

    Raises what :func:`check_in` raises.
    """
    return [check_in(seat=seat, door=door, by=by, sitting=sitting) for seat in seats]


def _attend(seat: Seat, sitting: Sitting | None, door: str, by: Person, now: datetime, *, late: bool) -> CheckIn:
    """Note the holder of a seat at one sitting, once; the first one makes the seat present.

    The UPDATE of the seat comes first: of two doors that scan the same ticket one waits here for the other.
    """
    if sitting is None:
        raise NoSittingNow
    if sitting.event_id != seat.event_id or sitting.is_cancelled:
        raise NotItsSitting
    if sitting.starts_at - NOTED_BEFORE > now:
        raise SittingToCome
    admissible = [Seat.State.EXPECTED, Seat.State.PRESENT, *([Seat.State.ABSENT] if late else [])]
    let_in = Seat.objects.filter(pk=seat.pk, state__in=admissible).update(
        state=Seat.State.PRESENT, present_at=Least(Coalesce(F("present_at"), Value(now)), Value(now))
    )
    if not let_in:
        _refuse(seat)
    seat.state, seat.present_at = Seat.State.PRESENT, seat.present_at or now
    there = Attendance.objects.filter(seat=seat, sitting=sitting).order_by().first()
    if there is not None and there.present_at > now:
        # Told afterwards, and earlier than what is known: that one becomes a second scan.
        Scan.objects.entries().filter(seat=seat, sitting=sitting, at=there.present_at).update(
            outcome=Scan.Outcome.ALREADY
        )
        there.delete()
    elif there is not None:
        return _already(seat, there.present_at, door, by, now, sitting)
    Attendance.objects.create(seat=seat, sitting=sitting, present_at=now)
    scan = _note(seat, Scan.Outcome.CHECKED_IN, door, by, now, sitting)
    values = {"door": scan.door, "sitting": sitting.pk}
    audit.record("doors.checked_in", seat, by=by, fields=["state", "present_at"], values=values)
    return CheckIn(scan, seat, at=now, door=scan.door, by=by, sitting=sitting)


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
    _refuse(seat)
    return _already(seat, seat.present_at or now, door, by, now, None)


def _already(seat: Seat, since: datetime, door: str, by: Person, now: datetime, sitting: Sitting | None) -> CheckIn:
    """Who let them in, when and where: the latest entry (into this sitting)."""
    entry = Scan.objects.entries().filter(seat=seat, sitting=sitting).select_related("by").first()
    scan = _note(seat, Scan.Outcome.ALREADY, door, by, now, sitting)
    told = (entry.door, entry.by) if entry else ("", None)
    return CheckIn(scan, seat, at=since, door=told[0], by=told[1], sitting=sitting)


def _refuse(seat: Seat) -> None:
    """Say why a seat opens no door, by the state it is in now; nothing for one that is present."""
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


@transaction.atomic
def undo(*, seat: Seat, door: str, by: Person, sitting: Sitting | None = None, tell: bool = True) -> Scan:
    """Take a check-in back: the seat is expected again, or absent once attendance is closed. Cost: 4 queries.

    At a series, the one sitting is taken back (the last one noted, unless named), and the seat stays present while it
    has another. Cost: up to 8 queries.

    Sends ``check_in_undone``, unless ``tell`` is off: for a room above that does it itself. Raises NotPresent if somebody was faster.
    """
    back = Seat.State.ABSENT if is_closed(seat.event) else Seat.State.EXPECTED
    if seat.event.is_series:
        return _take_back(seat, sitting, back, door, by, tell=tell)
    if not Seat.objects.filter(pk=seat.pk, state=Seat.State.PRESENT).update(state=back, present_at=None):
        raise NotPresent
    seat.state, seat.present_at = back, None
    scan = _note(seat, Scan.Outcome.UNDONE, door, by, timezone.now())
    audit.record("doors.check_in_undone", seat, by=by, fields=["state", "present_at"], values={"door": scan.door})
    if tell:
        check_in_undone.send(sender=Scan, seat=seat, scan=scan)
    return scan


def _take_back(seat: Seat, sitting: Sitting | None, back: Seat.State, door: str, by: Person, *, tell: bool) -> Scan:
    held = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    noted = Attendance.objects.filter(seat=held).select_related("sitting").order_by("-present_at", "-pk")
    gone = (noted.filter(sitting=sitting) if sitting else noted).first()
    if gone is None:
        raise NotPresent
    gone.delete()
    first = Attendance.objects.filter(seat=held).aggregate(at=Min("present_at"))["at"]
    seat.state, seat.present_at = (Seat.State.PRESENT, first) if first else (back, None)
    Seat.objects.filter(pk=seat.pk).update(state=seat.state, present_at=seat.present_at)
    scan = _note(seat, Scan.Outcome.UNDONE, door, by, timezone.now(), gone.sitting)
    values = {"door": scan.door, "sitting": gone.sitting_id}
    audit.record("doors.check_in_undone", seat, by=by, fields=["state", "present_at"], values=values)
    if tell:
        check_in_undone.send(sender=Scan, seat=seat, scan=scan)
    return scan


@transaction.atomic
def note_list(
    *, came: Iterable[tuple[Seat, Sitting]], left: Iterable[tuple[Seat, Sitting]], door: str, by: Person
) -> int:
    """Note a paper list: who was at which sitting, and who was not after all; how many boxes changed.

    What somebody else noted meanwhile is so already. Each change has its own scan and audit entry. Cost: some 8 queries each.

    Raises what :func:`check_in` raises; nothing of the list is kept then.
    """
    changed = 0
    for seat, sitting in came:
        changed += check_in(seat=seat, door=door, by=by, late=True, sitting=sitting).is_first
    for seat, sitting in left:
        if Attendance.objects.filter(seat=seat, sitting=sitting).exists():
            undo(seat=seat, door=door, by=by, sitting=sitting)
            changed += 1
    return changed


@transaction.atomic
def close(*, event: Event) -> int:
    """Settle attendance after the end: whoever is still expected was absent. Returns how many; again: 0.

    A cancelled event has neither present nor absent: nothing is touched. Cost: 4 queries, 1 when there is nothing to do,
    and that of the rooms above.
    """
    if event.is_cancelled or not is_closed(event):
        return 0
    absent = Seat.objects.filter(event=event, state=Seat.State.EXPECTED).update(state=Seat.State.ABSENT)
    if absent:
        present = Seat.objects.filter(event=event).aggregate(n=Count("pk", filter=Q(state=Seat.State.PRESENT)))["n"]
        audit.record("doors.closed", event, by=None, values={"absent": absent, "present": present})
        live.publish(f"desk/{event.pk}")
    signals.closed.send(Event, event=event)
    return absent


@transaction.atomic
def send_ticket_again(*, registration: Registration, by: Person) -> None:
    """Mail the way to the ticket once more, to the registration's own address; at most once an hour. Cost: 4 queries.

    Raises SeatCancelled: what is cancelled has no ticket; or NoAddress.
    """
    if not registration.email:
        raise NoAddress
    if registration.is_cancelled:
        raise SeatCancelled
    registering.send_link_again(registration=registration)
    audit.record("registration.resent", registration, by=by)


def _note(
    seat: Seat, outcome: Scan.Outcome, door: str, by: Person, at: datetime, sitting: Sitting | None = None
) -> Scan:
    scan = Scan.objects.create(
        seat=seat, event_id=seat.event_id, sitting=sitting, outcome=outcome, door=door[:DOOR_LENGTH], by=by, at=at
    )
    live.publish(f"desk/{seat.event_id}")
    return scan
