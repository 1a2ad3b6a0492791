"""What devices send is kept first, whatever it says, and then brought together with what is known of the seats."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit, live
from events.agenda.series import Sitting
from events.devices import listing
from events.devices.models import Device, DeviceScan, ListedSeat, ScannedSeat
from events.devices.presence import Place, Presence, presences
from events.devices.settling import Claim, Outcome, between_sittings, settle
from events.devices.shapes import SentScan
from events.doors import actions as doors
from events.doors.refusals import CheckInRefused, NoSittingNow
from events.doors.sittings import open_at
from events.registration.models import Seat

#: A clock that was never set says 1970: nobody came in so long before the event.
EARLIEST = timedelta(days=7)
#: Names an entry at a door of ours among the scans of devices.
OURS = uuid.UUID("5b0d8a52-0f6c-4a0e-9d0a-5f6a3d2c7e11")
UNKNOWN = "UnknownTicket"
LISTED = (
    "pk",
    "state",
    "present_at",
    "event",
    "registration__reference",
    "name",
    "event__cancelled_at",
    "event__ends_at",
    "event__sitting_count",
    "registration__awaits_guardian",
    "age_band",
)


@transaction.atomic
def merge(*, device: Device, scans: Sequence[SentScan], unsent: int = 0) -> list[DeviceScan]:
    """Keep what a device sends and settle the seats it names: in any order, as often as it is sent, to the same end.

    At a series a seat enters once at each sitting: the one whose door was open when it was scanned.

    Answers the scans in the order they were sent, each once and with its ``seats`` loaded; what is another event's is left out.
    ``unsent``: how many it still has. Cost: 10 to 15 queries, 3 more at a series, and for each seat whose holder comes in those of ``doors.actions.check_in`` and a savepoint.
    """
    now = timezone.now()
    # Its own batches one after the other: an undo and its scan never miss each other.
    Device.objects.filter(pk=device.pk).update(last_seen_at=now, unsent=max(0, unsent))
    known = _keep(device, scans, now)
    touched = {row.seat_id for scan in known.values() for row in scan.seats.all() if row.seat_id}
    undone = {scan.undoes for scan in known.values() if scan.undoes}
    if undone:
        named = ScannedSeat.objects.filter(scan__in=undone, scan__event=device.event_id, seat__isnull=False)
        touched |= set(named.values_list("seat", flat=True))
    asked = {scan.id for scan in scans if scan.told == "asked"}
    _settle(device, touched, asked)
    if known:
        audit.record("devices.merged", device, by=None, values={"scans": len(known), "seats": len(touched)})
        live.publish(f"desk/{device.event_id}")
    # Read anew: what became of them stands in the rows.
    fresh = DeviceScan.objects.prefetch_related("seats").in_bulk(list(known))
    return [fresh[name] for name in known]


def _keep(device: Device, scans: Sequence[SentScan], now: datetime) -> dict[uuid.UUID, DeviceScan]:
    """Rows of what was sent, new or not. A scan that was answered with no and is then said to have let in, did."""
    sent: dict[uuid.UUID, SentScan] = {}
    for scan in scans:
        if scan.id not in sent or scan.told == "welcome":
            sent[scan.id] = scan
    before = set(DeviceScan.objects.filter(pk__in=list(sent)).values_list("pk", flat=True))
    new = [scan for scan in sent.values() if scan.id not in before]
    seats = _seats_of(device, {lookup for scan in new for lookup in scan.seats})
    lowest = device.event.starts_at - EARLIEST
    sittings = list(device.event.sittings_standing) if device.event.is_series and new else []
    rows = [
        DeviceScan(
            id=scan.id,
            event_id=device.event_id,
            device=device,
            kind=scan.kind,
            undoes=scan.undoes,
            door=scan.door,
            provisional=scan.provisional,
            scanned_at=(at := max(lowest, min(scan.at, now))),
            sitting=open_at(sittings, at) if scan.kind == DeviceScan.Kind.SCAN else None,
            offset_ms=scan.offset,
            received_at=now,
        )
        for scan in new
    ]
    DeviceScan.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    ScannedSeat.objects.bulk_create(
        [_seat_row(scan, lookup, seats.get(lookup)) for scan in new for lookup in scan.seats],
        batch_size=200,
        ignore_conflicts=True,
    )
    after_all = [scan.id for scan in sent.values() if scan.id in before and scan.told == "welcome"]
    if after_all:
        ScannedSeat.objects.filter(scan__in=after_all, scan__event=device.event_id, let_in=False).update(let_in=True)
    # By the event: a device that was enrolled anew sends what it had; another event's rows are nobody's business here.
    kept = DeviceScan.objects.filter(event=device.event_id).prefetch_related("seats").in_bulk(list(sent))
    return {name: kept[name] for name in sent if name in kept}


def _seat_row(scan: SentScan, lookup: str, seat: int | None) -> ScannedSeat:
    """Until it is settled, below; of a ticket that no seat answers to there is nothing to settle."""
    let_in = scan.told == "welcome" or (scan.told == "asked" and seat is not None)
    outcome, why = (Outcome.ALREADY, "") if seat else (Outcome.REFUSED, UNKNOWN)
    return ScannedSeat(scan_id=scan.id, lookup=lookup, seat_id=seat, outcome=outcome, why=why, let_in=let_in)


def _seats_of(device: Device, lookups: set[str]) -> Mapping[str, int]:
    """Seats by their lookups; looks again where one is not listed yet: it may have been sold a moment ago."""
    found = _listed(device, lookups)
    if lookups - found.keys():
        listing.bring_up_to_date(device.event)
        found = _listed(device, lookups)
    return found


def _listed(device: Device, lookups: Iterable[str]) -> dict[str, int]:
    rows = ListedSeat.objects.filter(event=device.event_id, lookup__in=list(lookups), seat__isnull=False)
    return dict(rows.values_list("lookup", "seat"))


def _settle(device: Device, touched: set[int], asked: set[uuid.UUID]) -> None:
    """Bring seats to what all their scans say. Cost: 5 queries, 7 at a series, and what the entries cost."""
    # In one order for everybody, so that two devices that merge at once wait for each other and not in a circle.
    locked = Seat.objects.filter(pk__in=touched).order_by("pk").select_for_update(of=("self",), no_key=True)
    seats = {seat.pk: seat for seat in locked.select_related("event", "registration").only(*LISTED)}
    known = presences(device.event, seats)
    rows = _adopt(device, known, _rows_of(seats))
    undos = set(
        DeviceScan.objects.filter(undoes__in={row.scan_id for row in rows}, event=device.event_id).values_list(
            "undoes", flat=True
        )
    )
    by_place: dict[Place, list[ScannedSeat]] = defaultdict(list)
    for row in rows:
        by_place[row.seat_id or 0, row.scan.sitting_id].append(row)
    sittings = {row.scan.sitting_id: row.scan.sitting for row in rows}
    changed: list[ScannedSeat] = []
    for place, own in sorted(by_place.items(), key=lambda one: (one[0][0], one[0][1] or 0)):
        number, sitting = place
        claims = [_claim(row, undos) for row in own]
        if device.event.is_series and sitting is None:
            outcomes, why = between_sittings(claims), NoSittingNow.__name__
        else:
            settled = settle(claims)
            outcomes = settled.outcomes
            seat = seats[number]
            now = known.get(place) or (Presence(seat.present_at, "", "") if seat.present_at and not sitting else None)
            why = _bring(seat, sittings[sitting], settled.entry, now, device)
        for row in own:
            outcome = outcomes[row.scan_id]
            if why and outcome in {Outcome.ENTERED, Outcome.DOUBLE}:
                outcome = Outcome.REFUSED
            said = why if outcome == Outcome.REFUSED else ""
            if (row.outcome, row.why) != (outcome, said):
                row.outcome, row.why = outcome, said
                changed.append(row)
    _who_asked(rows, asked, changed)
    ScannedSeat.objects.bulk_update(set(changed), ["outcome", "why", "let_in"], batch_size=200)


def _rows_of(seats: Iterable[int]) -> list[ScannedSeat]:
    return list(ScannedSeat.objects.filter(seat__in=seats).select_related("scan__sitting").order_by("pk"))


def _adopt(device: Device, known: Mapping[Place, Presence], rows: list[ScannedSeat]) -> list[ScannedSeat]:
    """With the entries at doors of ours that the seats are in by: from then on they are claims like the others."""
    said = {(row.seat_id, row.scan.sitting_id, row.scan.scanned_at) for row in rows}
    claimed = {(row.seat_id, row.scan.sitting_id) for row in rows}
    ours = [
        (seat, sitting, entry)
        for (seat, sitting), entry in known.items()
        if (seat, sitting) in claimed and (seat, sitting, entry.at) not in said
    ]
    if not ours:
        return rows
    scans = [
        DeviceScan(
            id=uuid.uuid5(OURS, entry.known),
            event_id=device.event_id,
            sitting_id=sitting,
            door=entry.door,
            scanned_at=entry.at,
        )
        for _seat, sitting, entry in ours
    ]
    DeviceScan.objects.bulk_create(scans, ignore_conflicts=True)
    ScannedSeat.objects.bulk_create(
        [
            ScannedSeat(scan=scan, lookup="", seat_id=seat, outcome=Outcome.ENTERED)
            for scan, (seat, _sitting, _entry) in zip(scans, ours, strict=True)
        ],
        ignore_conflicts=True,
    )
    return _rows_of({row.seat_id for row in rows if row.seat_id})


def _claim(row: ScannedSeat, undos: set[uuid.UUID | None]) -> Claim:
    scan = row.scan
    return Claim(
        id=scan.pk,
        device=scan.device_id,
        door=scan.door,
        at=scan.scanned_at,
        let_in=row.let_in,
        undone=row.taken_back or scan.pk in undos,
    )


def _bring(seat: Seat, sitting: Sitting | None, entry: Claim | None, known: Presence | None, device: Device) -> str:
    """Bring a seat to its entry (into a sitting) by what people do at doors; why not, as the name of a refusal, or "".

    ``known``: the presence that stands now.
    """
    if known and (entry is None or (known.at <= entry.at and (known.at, known.door) != (entry.at, entry.door))):
        # Of two that were let in the first was taken back, or both were in the same moment: the other one stands.
        doors.undo(seat=seat, door=device.door, by=device.added_by, sitting=sitting, tell=False)
    if entry is None or (known and (known.at, known.door) == (entry.at, entry.door)):
        return ""
    try:
        doors.check_in(seat=seat, door=entry.door, by=device.added_by, late=True, sitting=sitting, at=entry.at)
    except CheckInRefused as refusal:
        return type(refusal).__name__
    return ""


def _who_asked(rows: Iterable[ScannedSeat], asked: set[uuid.UUID], changed: list[ScannedSeat]) -> None:
    """A door that waited for the answer lets nobody in against it: where the answer is no, it said so."""
    for row in rows:
        if row.scan_id in asked and row.outcome in {Outcome.DOUBLE, Outcome.REFUSED}:
            row.let_in = False
            if row.outcome == Outcome.DOUBLE:
                row.outcome = Outcome.ALREADY
            changed.append(row)
