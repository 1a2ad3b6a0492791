"""What doors without network did comes together: in any order, as often as it is sent, to one and the same end."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from core.audit import Entry
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.devices import actions, listing, merging, overview
from events.devices.models import Device, DeviceScan, ScannedSeat
from events.devices.shapes import SentScan
from events.doors import actions as doors
from events.doors.models import Attendance, Scan
from events.registration.models import Seat
from tests.factories import devices as make
from tests.factories import doors as at_doors
from tests.scale import MERGES

pytestmark = pytest.mark.django_db


def outcomes(*scans: SentScan) -> list[str]:
    return [ScannedSeat.objects.get(scan=scan.id).outcome for scan in scans]


def test_the_earliest_entry_stands_and_the_same_ticket_at_another_door_is_flagged() -> None:
    event = at_doors.fair()
    seat, first, second = at_doors.seat(event), make.device(event, "Entrée A"), make.device(event, "Entrée B")
    early, late = make.scan(seat, minutes=1), make.scan(seat, minutes=3, door="Entrée B")

    merging.merge(device=second, scans=[late])
    merging.merge(device=first, scans=[early])

    kept = Seat.objects.get(pk=seat.pk)
    assert (kept.state, kept.present_at) == ("present", early.at)
    assert outcomes(early, late) == ["entered", "double"]
    assert [(row.door, row.present) for row in listing.counts(event, listing.lines_of(event)).doors] == [
        ("Entrée A", 1)
    ]
    assert ScannedSeat.objects.flagged().get().scan_id == late.id


def test_a_ticket_held_up_twice_to_one_device_is_no_double() -> None:
    event = at_doors.fair()
    seat, device = at_doors.seat(event), make.device(event)
    first, again = make.scan(seat), make.scan(seat, minutes=2)

    merging.merge(device=device, scans=[again, first])

    assert outcomes(first, again) == ["entered", "already"]
    assert not ScannedSeat.objects.flagged().exists()


def test_a_door_that_said_already_in_lets_nobody_in() -> None:
    event = at_doors.fair()
    seat, first, second = at_doors.seat(event), make.device(event), make.device(event, "Entrée B")
    told = make.scan(seat, minutes=1, told="already")

    merging.merge(device=second, scans=[told])
    assert Seat.objects.get(pk=seat.pk).state == "expected"

    entry = make.scan(seat, minutes=0)
    merging.merge(device=first, scans=[entry])
    assert outcomes(entry, told) == ["entered", "already"]


def test_an_undo_that_comes_before_its_scan_takes_that_one_back_and_no_other() -> None:
    event = at_doors.fair()
    seat, first, second = at_doors.seat(event), make.device(event), make.device(event, "Entrée B")
    mistaken, meant = make.scan(seat, minutes=0), make.scan(seat, minutes=2, door="Entrée B")

    merging.merge(device=first, scans=[make.undo(mistaken)])
    merging.merge(device=first, scans=[mistaken])
    assert Seat.objects.get(pk=seat.pk).state == "expected"
    merging.merge(device=second, scans=[meant])

    kept = Seat.objects.get(pk=seat.pk)
    assert (kept.state, kept.present_at) == ("present", meant.at)
    assert outcomes(mistaken, meant) == ["undone", "entered"]


def test_an_entry_at_a_door_of_ours_is_weighed_like_the_others() -> None:
    event = at_doors.fair()
    seat, staff = at_doors.seat(event), at_doors.person("Luc Tremblay")
    doors.check_in(seat=seat, door="Accueil", by=staff)
    device = make.device(event)
    before, after = make.scan(seat), make.scan(seat, at=timezone.now())

    merging.merge(device=device, scans=[after])
    assert outcomes(after) == ["double"]
    merging.merge(device=device, scans=[before])

    assert Seat.objects.get(pk=seat.pk).present_at == before.at
    assert outcomes(before, after) == ["entered", "already"]
    ours = ScannedSeat.objects.get(scan__device=None)
    assert (ours.outcome, ours.scan.door) == ("double", "Accueil")


def test_whoever_takes_a_check_in_back_at_the_desk_takes_back_all_that_was_known() -> None:
    event = at_doors.fair()
    seat, device = at_doors.seat(event), make.device(event)
    known, later = make.scan(seat), make.scan(seat, minutes=5)
    merging.merge(device=device, scans=[known])

    doors.undo(seat=Seat.objects.get(pk=seat.pk), door="Accueil", by=at_doors.person("Luc Tremblay"))
    merging.merge(device=device, scans=[known])
    assert (Seat.objects.get(pk=seat.pk).state, outcomes(known)) == ("expected", ["undone"])

    merging.merge(device=device, scans=[later])
    assert Seat.objects.get(pk=seat.pk).present_at == later.at


@pytest.mark.parametrize(("state", "why"), [("cancelled", "SeatCancelled"), ("waiting", "StillWaiting")])
def test_somebody_let_in_without_a_seat_is_kept_and_flagged_with_the_reason(state: str, why: str) -> None:
    event = at_doors.fair()
    device, scan = make.device(event), make.scan(at_doors.seat(event, state=state))

    merging.merge(device=device, scans=[scan])

    row = ScannedSeat.objects.flagged().get()
    assert (row.outcome, row.why, row.scan_id) == ("refused", why, scan.id)
    assert not Scan.objects.exists()


def test_a_ticket_of_another_event_is_kept_and_moves_nothing() -> None:
    event, other = at_doors.fair(), at_doors.fair(code="01")
    foreign = at_doors.seat(other)
    scan = make.scan(foreign)

    merging.merge(device=make.device(event), scans=[scan])

    row = ScannedSeat.objects.get(scan=scan.id)
    assert (row.seat, row.why) == (None, "UnknownTicket")
    assert Seat.objects.get(pk=foreign.pk).state == "expected"


def test_what_arrives_after_the_close_still_counts() -> None:
    event = at_doors.fair_over()
    seat = at_doors.seat(event)
    device = Device.objects.create(event=event, label="T", door="A", added_by=at_doors.person("Odile Gagnon"))
    doors.close(event=event)
    scan = make.scan(seat, at=event.starts_at + timedelta(minutes=5))

    merging.merge(device=device, scans=[scan])

    kept = Seat.objects.get(pk=seat.pk)
    assert (kept.state, kept.present_at) == ("present", scan.at)


def test_one_scan_names_all_the_seats_that_came_together() -> None:
    event = at_doors.fair()
    seats = [at_doors.seat(event, name) for name in ("Ana Lima", "Rui Lima", "Tia Lima")]
    doors.check_in(seat=seats[1], door="Accueil", by=at_doors.person("Luc Tremblay"))

    asked = make.scan(*seats, told="asked", at=timezone.now())
    merging.merge(device=make.device(event), scans=[asked])

    rows = ScannedSeat.objects.filter(scan=asked.id).order_by("seat")
    assert [(row.outcome, row.let_in) for row in rows] == [("entered", True), ("already", False), ("entered", True)]
    assert Seat.objects.present().count() == 3


def test_a_door_that_did_not_wait_for_the_answer_did_let_in() -> None:
    """It asked, heard nothing in time, said welcome, and says so when it sends the scan again."""
    event = at_doors.fair()
    seat, first, second = at_doors.seat(event), make.device(event), make.device(event, "Entrée B")
    merging.merge(device=first, scans=[make.scan(seat)])
    asked = make.scan(seat, minutes=4, told="asked", door="Entrée B")

    merging.merge(device=second, scans=[asked])
    assert (outcomes(asked), ScannedSeat.objects.flagged().count()) == (["already"], 0)

    merging.merge(device=second, scans=[SentScan(**{**vars(asked), "told": "welcome"})])
    assert (outcomes(asked), ScannedSeat.objects.flagged().count()) == (["double"], 1)


def test_a_clock_that_was_never_set_moves_no_entry_out_of_its_week() -> None:
    event = at_doors.fair()
    seat = at_doors.seat(event)
    long_ago, ahead = (
        make.scan(seat, at=timezone.now() - timedelta(days=9000)),
        make.scan(seat, at=timezone.now() + timedelta(days=9)),
    )

    merging.merge(device=make.device(event), scans=[ahead])
    assert DeviceScan.objects.get(pk=ahead.id).scanned_at <= timezone.now()
    merging.merge(device=make.device(event), scans=[long_ago])
    assert DeviceScan.objects.get(pk=long_ago.id).scanned_at >= event.starts_at - merging.EARLIEST


def test_a_flag_that_somebody_settled_with_a_word_is_looked_at_no_more() -> None:
    event, luc = at_doors.fair(), at_doors.person("Luc Tremblay")
    seat, second = at_doors.seat(event), make.device(event, "Entrée B")
    merging.merge(device=make.device(event), scans=[make.scan(seat)])
    merging.merge(device=second, scans=[make.scan(seat, minutes=3, door="Entrée B")])
    flagged = ScannedSeat.objects.flagged().get()

    for word in ("Sortie puis retour", "Autre chose"):
        actions.settle(scanned=flagged, word=word, by=luc)

    flagged.refresh_from_db()
    assert (flagged.settled_word, flagged.settled_by) == ("Sortie puis retour", luc)
    assert not ScannedSeat.objects.flagged().exists()
    assert Entry.objects.filter(action="devices.settled").count() == 1


# ------------------------------------------------------------------ a series


def test_at_a_series_a_ticket_enters_once_at_each_sitting() -> None:
    event, (first, second) = _course()
    seat, here, there = at_doors.seat(event), make.device(event), make.device(event, "Entrée B")
    early, again, next_day = (make.scan(seat, at=_at(minutes)) for minutes in (-300, -290, -20))

    merging.merge(device=here, scans=[next_day, early])
    merging.merge(device=there, scans=[again])

    noted = Attendance.objects.filter(seat=seat).order_by("sitting__number").values_list("sitting", "present_at")
    assert list(noted) == [(first.pk, early.at), (second.pk, next_day.at)]
    assert Seat.objects.get(pk=seat.pk).present_at == early.at
    assert outcomes(early, again, next_day) == ["entered", "double", "entered"]
    [flag] = overview.flags_of(event)
    assert (flag.scanned.scan_id, flag.first_at) == (again.id, early.at)


def test_between_two_sittings_nobody_enters_and_it_is_said_why() -> None:
    event, _sittings = _course()
    seat, device = at_doors.seat(event), make.device(event)
    let_in, undone = make.scan(seat, at=_at(-165)), make.scan(seat, at=_at(-164))

    merging.merge(device=device, scans=[let_in, undone, make.undo(undone)])

    assert outcomes(let_in, undone) == ["refused", "undone"]
    assert ScannedSeat.objects.flagged().get().why == "NoSittingNow"
    assert Seat.objects.get(pk=seat.pk).state == "expected"
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("by_a_device", [True, False])
def test_an_undo_at_a_series_takes_back_its_sitting_alone(by_a_device: bool) -> None:
    event, (first, second) = _course()
    seat, device = at_doors.seat(event), make.device(event)
    early, late = make.scan(seat, at=_at(-300)), make.scan(seat, at=_at(-20))
    merging.merge(device=device, scans=[early, late])

    if by_a_device:
        merging.merge(device=device, scans=[make.undo(early)])
    else:
        kept = Seat.objects.select_related("event").get(pk=seat.pk)
        doors.undo(seat=kept, door="Accueil", by=at_doors.person("Luc Tremblay"), sitting=first)
        merging.merge(device=device, scans=[early, late])

    assert outcomes(early, late) == ["undone", "entered"]
    assert Attendance.objects.get(seat=seat).sitting == second


def test_an_attendance_noted_from_paper_is_weighed_at_its_own_sitting() -> None:
    """Noted now, while the next sitting is on: to a phone that was there at the time it was the second to let in."""
    event, (first, _second) = _course()
    seat, luc = at_doors.seat(event), at_doors.person("Luc Tremblay")
    doors.check_in(seat=Seat.objects.select_related("event").get(pk=seat.pk), door="Liste", by=luc, sitting=first)
    told = make.scan(seat, at=_at(-290))

    merging.merge(device=make.device(event), scans=[told])

    assert Attendance.objects.get().present_at == told.at
    assert outcomes(told) == ["entered"]
    ours = ScannedSeat.objects.get(scan__device=None)
    assert (ours.outcome, ours.scan.sitting) == ("double", first)


def _course() -> tuple[Event, list[Sitting]]:
    """One sitting is over since four hours, another began half an hour ago; no door was open from -180 to -150 minutes."""
    event = at_doors.course(hours=(-6, -0.5), code="08")
    return event, list(event.sittings_standing)


def _at(minutes: float) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)


# ------------------------------------------------------------------ any order


@st.composite
def days(draw: st.DrawFn) -> list[tuple[str, int, int, int]]:
    """What some devices did with some seats: (what, device, seat or number of the scan taken back, moment)."""
    moments = st.integers(0, 8)
    happened: list[tuple[str, int, int, int]] = []
    for _step in range(draw(st.integers(1, 9))):
        scans = [number for number, did in enumerate(happened) if did[0] != "undo"]
        if scans and draw(st.integers(0, 3)) == 0:
            happened.append(("undo", 0, draw(st.sampled_from(scans)), 0))
        else:
            told = draw(st.sampled_from(["welcome", "welcome", "already"]))
            happened.append((told, draw(st.integers(0, 2)), draw(st.integers(0, 3)), draw(moments)))
    return happened


def test_merging_is_commutative_and_idempotent() -> None:
    """Batches cut and shuffled as one likes, some of them sent twice: seats, outcomes and counts are the same.

    So it is at a series, where the same moments lie in one sitting, between the two, and in the other.
    """
    places = [_with_people(at_doors.fair(code="09")), _with_people(_course()[0])]
    moments = [range(9), (-300, -298, -290, -250, -165, -164, -30, -29, -20)]

    @given(day=days(), is_series=st.booleans(), shuffles=st.randoms(use_true_random=False))
    @settings(max_examples=MERGES, deadline=None)
    def holds(day: list[tuple[str, int, int, int]], is_series: bool, shuffles: random.Random) -> None:
        event, seats, devices = places[is_series]
        sent: list[tuple[int, SentScan]] = []
        for what, who, which, minutes in day:
            if what == "undo":
                device, scan = sent[which]
                sent.append((device, make.undo(scan)))
            else:
                at = _at(moments[is_series][minutes] - 9 * (not is_series))
                fields: dict[str, Any] = {"at": at, "door": f"Entrée {'ABC'[who]}", "told": what}
                sent.append((who, make.scan(seats[which], **fields)))
        wanted = _merged(event, devices, [sent])
        mixed = [*sent, *shuffles.sample(sent, len(sent) // 2)]
        shuffles.shuffle(mixed)
        cuts = sorted(shuffles.sample(range(1, len(mixed) + 1), min(2, len(mixed))))
        parts = [mixed[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
        assert _merged(event, devices, parts) == wanted

    holds()


def _with_people(event: Event) -> tuple[Event, list[Seat], list[Device]]:
    states = ("expected", "expected", "waiting", "cancelled")
    seats = [at_doors.seat(event, f"Personne {state}", state=state) for state in states]
    return event, seats, [make.device(event, f"Entrée {door}") for door in "ABC"]


def _merged(event: Event, devices: list[Device], batches: list[list[tuple[int, SentScan]]]) -> Any:
    """How everything stands at the end; and then as if nothing had been."""
    with transaction.atomic():
        for batch in batches:
            for number, device in enumerate(devices):
                # A device that has nothing new sends nothing.
                if scans := [scan for who, scan in batch if who == number]:
                    merging.merge(device=device, scans=scans)
        seats = list(Seat.objects.filter(event=event).order_by("pk").values_list("pk", "state", "present_at"))
        rows = ScannedSeat.objects.order_by("scan", "lookup").values_list("scan", "lookup", "outcome", "why", "let_in")
        noted = list(Attendance.objects.order_by("seat", "sitting").values_list("seat", "sitting", "present_at"))
        end = (seats, noted, list(rows), listing.counts(event, listing.lines_of(event)))
        transaction.set_rollback(True)
    return end
