"""Devices that come back to the network in the same second: what they send is merged as if one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from events.devices import listing, merging
from events.devices.models import Device, ScannedSeat
from events.devices.shapes import SentScan
from events.registration.models import Seat
from tests.factories import devices as make
from tests.factories import doors as at_doors

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]

DOORS, SEATS = 3, 8


def test_doors_that_merge_the_same_tickets_at_once_come_to_one_end() -> None:
    event = at_doors.fair()
    seats = [at_doors.seat(event, f"Personne {number}") for number in range(SEATS)]
    devices = [make.device(event, f"Entrée {number}") for number in range(DOORS)]
    listing.bring_up_to_date(event)
    # Each door its own order: locks taken as they come would wait for each other in a circle.
    orders = [seats, seats[::-1], [*seats[SEATS // 2 :], *seats[: SEATS // 2]]]
    batches = [
        [make.scan(seat, minutes=number, door=device.door) for seat in order]
        for number, (device, order) in enumerate(zip(devices, orders, strict=True))
    ]
    together = Barrier(DOORS)

    def send(device: Device, batch: list[SentScan]) -> None:
        together.wait(10)
        try:
            merging.merge(device=device, scans=batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(DOORS) as pool:
        list(pool.map(send, devices, batches))

    outcomes = ScannedSeat.objects.filter(scan__device__in=devices).values_list("scan__device", "outcome")
    wanted = {(devices[0].pk, "entered"), (devices[1].pk, "double"), (devices[2].pk, "double")}
    assert set(outcomes) == wanted
    assert set(Seat.objects.values_list("present_at", flat=True)) == {scan.at for scan in batches[0]}
