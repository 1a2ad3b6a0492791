"""Answers to devices, in words that whoever stands at the door can act on. Reads only."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from events.devices import rules, sealing
from events.devices.listing import first_name
from events.devices.models import IS_ENTRY, Device, DeviceScan, ScannedSeat
from events.devices.shapes import FoundSeat, ScanAnswer, SearchAnswer, SeatAnswer, milliseconds
from events.doors import finding, refusals
from events.doors.models import Scan, spoken
from events.registration.models import Seat


def of_scans(device: Device, merged: Iterable[DeviceScan], asked: Collection[UUID] = ()) -> Sequence[ScanAnswer]:
    """What became of the scans. Names stand in the answers to ``asked`` ones alone. Cost: 2 queries, up to 4 where a name is said."""
    scans = list(merged)
    rows = [row for scan in scans for row in scan.seats.all() if row.seat_id]
    seats = Seat.objects.select_related("registration").in_bulk([row.seat_id for row in rows])
    doors = dict(Scan.objects.filter(IS_ENTRY, seat__in=seats).order_by("pk").values_list("seat", "door"))
    needs = rules.needs_by_seat(device) if asked else {}

    def seat_answer(row: ScannedSeat, *, with_name: bool) -> SeatAnswer:
        seat = seats.get(row.seat_id or 0)
        refused = getattr(refusals, row.why, None) if row.why else None
        named = seat is not None and with_name and row.outcome != ScannedSeat.Outcome.REFUSED
        return SeatAnswer(
            seat=row.lookup,
            outcome=row.outcome,
            why=row.why,
            message=str(refused.message) if refused else "",
            at=milliseconds(seat.present_at) if seat and seat.present_at else None,
            door=doors.get(row.seat_id or 0, ""),
            name=_name(device, seat) if seat and named else "",
            reference=spoken(seat.registration.reference) if seat and named and not device.is_kiosk else "",
            notes=needs.get(row.seat_id or 0, []) if named else [],
        )

    return [
        ScanAnswer(str(scan.pk), [seat_answer(row, with_name=scan.pk in asked) for row in scan.seats.all()])
        for scan in scans
    ]


def found(device: Device, words: str) -> SearchAnswer:
    """People of the event by name, or all seats of a reference; a kiosk takes a reference alone, and shows first names. Cost: 2 queries."""
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
    return SearchAnswer([_found(device, seat) for seat in rows], more, is_reference=reference is not None)


def _found(device: Device, seat: Seat) -> FoundSeat:
    return FoundSeat(
        seat=sealing.lookup_of(device.event_id, seat.code),
        name=_name(device, seat),
        reference="" if device.is_kiosk else spoken(seat.registration.reference),
        state=seat.state,
        state_label=str(Seat.State(seat.state).label),
        can_enter=seat.state == Seat.State.EXPECTED,
        at=milliseconds(seat.present_at) if seat.present_at else None,
    )


def _name(device: Device, seat: Seat) -> str:
    return first_name(seat.name) if device.is_kiosk else seat.name
