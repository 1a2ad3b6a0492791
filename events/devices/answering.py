"""Answers to devices, in words that whoever stands at the door can act on. Reads only."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import pgettext

from events.agenda.series import Sitting
from events.devices import listing, rules, sealing
from events.devices.listing import first_name
from events.devices.models import Device, DeviceScan, ScannedSeat
from events.devices.presence import presences
from events.devices.shapes import FoundSeat, ScanAnswer, SearchAnswer, SeatAnswer, milliseconds
from events.doors import finding, refusals, sittings
from events.doors.models import spoken
from events.registration.models import Seat


def of_scans(device: Device, merged: Iterable[DeviceScan], asked: Collection[UUID] = ()) -> Sequence[ScanAnswer]:
    """What became of the scans. Names stand in the answers to ``asked`` ones alone. Cost: 2 queries, 3 at a series, up to 5 where a name is said."""
    scans = list(merged)
    rows = [row for scan in scans for row in scan.seats.all() if row.seat_id]
    seats = Seat.objects.select_related("registration").in_bulk([row.seat_id for row in rows])
    known = presences(device.event, seats)
    at_sitting = {row.pk: scan.sitting_id for scan in scans for row in scan.seats.all()}
    needs = rules.needs_by_seat(device) if asked else {}

    def seat_answer(row: ScannedSeat, *, with_name: bool) -> SeatAnswer:
        seat = seats.get(row.seat_id or 0)
        entry = known.get((row.seat_id or 0, at_sitting[row.pk]))
        refused = getattr(refusals, row.why, None) if row.why else None
        named = seat is not None and with_name and row.outcome != ScannedSeat.Outcome.REFUSED
        return SeatAnswer(
            seat=row.lookup,
            outcome=row.outcome,
            why=row.why,
            message=str(refused.message) if refused else "",
            at=milliseconds(entry.at) if entry else None,
            door=entry.door if entry else "",
            name=_name(device, seat) if seat and named else "",
            reference=spoken(seat.registration.reference) if seat and named and not device.is_kiosk else "",
            notes=needs.get(row.seat_id or 0, []) if named else [],
        )

    return [
        ScanAnswer(str(scan.pk), [seat_answer(row, with_name=scan.pk in asked) for row in scan.seats.all()])
        for scan in scans
    ]


def found(device: Device, words: str) -> SearchAnswer:
    """People of the event by name, or all seats of a reference; a kiosk takes a reference alone, and shows first names. Cost: 2 queries, 4 at a series."""
    seats = Seat.objects.filter(event=device.event_id).exclude(state=Seat.State.CANCELLED)
    reference, more = finding.as_reference(words), False
    if reference:
        seats = seats.filter(registration__reference=reference)
    elif rules.may_search(device):
        people, more = finding.people_named(words, event=device.event)
        seats = seats.filter(pk__in=[person.seat for person in people])
    else:
        seats = seats.none()
    rows = seats.select_related("registration").order_by("name", "pk")[: finding.MOST_FOUND]
    seen = [_found(device, seat) for seat in rows]
    if device.event.is_series:
        here = sittings.sitting_at(device.event, timezone.now())
        seen = _at_a_sitting(seen, list(rows), here)
    return SearchAnswer(seen, more, is_reference=reference is not None)


def _at_a_sitting(found: Sequence[FoundSeat], seats: Sequence[Seat], here: Sitting | None) -> list[FoundSeat]:
    """Presence of the sitting whose door is open; with none open nobody can enter. Cost: 1 query."""
    noted = sittings.attended_by([seat.pk for seat in seats], here) if here else {}
    shown = []
    for one, seat in zip(found, seats, strict=True):
        state = listing.state_at_a_sitting(one.state, is_there=seat.pk in noted)
        at = milliseconds(noted[seat.pk]) if seat.pk in noted else None
        can_enter = here is not None and state == Seat.State.EXPECTED
        label = one.state_label if state == one.state else str(Seat.State(state).label)
        shown.append(replace(one, state=state, state_label=label, can_enter=can_enter, at=at))
    return shown


def _found(device: Device, seat: Seat) -> FoundSeat:
    awaits = seat.state == Seat.State.EXPECTED and seat.registration.awaits_guardian
    label = pgettext("registrations", "Awaiting a guardian") if awaits else Seat.State(seat.state).label
    return FoundSeat(
        seat=sealing.lookup_of(device.event_id, seat.code),
        name=_name(device, seat),
        reference="" if device.is_kiosk else spoken(seat.registration.reference),
        state=listing.GUARDIAN if awaits else seat.state,
        state_label=str(label),
        can_enter=seat.state == Seat.State.EXPECTED and not awaits,
        at=milliseconds(seat.present_at) if seat.present_at else None,
    )


def _name(device: Device, seat: Seat) -> str:
    return first_name(seat.name) if device.is_kiosk else seat.name
