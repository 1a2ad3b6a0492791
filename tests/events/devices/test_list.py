"""The list that a device carries: read with a ticket in hand, and not otherwise; brought up to date by versions."""

import base64
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from events.devices import answering, listing, sealing
from events.devices.models import Device, ListedSeat
from events.doors import actions as doors
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Grant
from people.oversight.models import ReadEntry
from tests.factories import devices as make
from tests.factories import doors as at_doors
from tests.factories.needs import asking, wishing

pytestmark = pytest.mark.django_db


def opened(answer: Any, seat: Seat) -> dict[str, Any]:
    [line] = [row[1] for row in answer.rows if row[0] == make.lookup(seat)]
    return sealing.unseal(seat.event_id, seat.code, line)


def test_a_line_opens_with_its_own_ticket_and_no_other() -> None:
    event = at_doors.fair()
    ana, rui = at_doors.seat(event, "Ana Lima"), at_doors.seat(event, "Rui Costa")

    answer = listing.answer(make.device(event), 0)

    assert opened(answer, ana)["n"] == "Ana Lima"
    [line] = [row[1] for row in answer.rows if row[0] == make.lookup(ana)]
    for code in (rui.code, new_key()):
        with pytest.raises(InvalidTag):
            sealing.unseal(event.pk, code, line)
    # Nor for who puts it under the right lookup: the key itself is the ticket's.
    raw, bound = base64.b64decode(line), bytes.fromhex(make.lookup(ana))
    with pytest.raises(InvalidTag):
        AESGCM(sealing._key(event.pk, rui.code)).decrypt(raw[:12], raw[12:], bound)
    # The same line under another's lookup, or taken to another event, opens nothing either.
    with pytest.raises(InvalidTag):
        sealing.unseal(event.pk + 1, ana.code, line)
    assert "Ana" not in str(answer)
    assert ana.code not in str(answer)


def test_only_what_changed_is_sent_again() -> None:
    event = at_doors.fair()
    at_doors.seat(event, "Ana Lima")
    device, rui = make.device(event), at_doors.seat(event, "Rui Costa")
    first = listing.answer(device, 0)
    assert (first.whole, len(first.rows)) == (True, 2)
    assert listing.answer(device, first.version).rows == []

    Seat.objects.filter(pk=rui.pk).update(name="Rui da Costa")
    late = at_doors.seat(event, "Tia Lima")

    second = listing.answer(device, first.version)
    assert (second.whole, second.version) == (False, first.version + 1)
    assert {row[0] for row in second.rows} == {make.lookup(rui), make.lookup(late)}
    assert opened(second, rui)["n"] == "Rui da Costa"


def test_a_seat_that_is_cancelled_or_gone_leaves_a_line_that_says_nothing_else() -> None:
    event = at_doors.fair()
    device, ana, rui = make.device(event), at_doors.seat(event, "Ana Lima"), at_doors.seat(event, "Rui Costa")
    version = listing.answer(device, 0).version

    Seat.objects.filter(pk=ana.pk).update(state="cancelled")
    gone = make.lookup(rui)
    Seat.objects.filter(pk=rui.pk).delete()

    assert sorted(listing.answer(device, version).rows) == sorted([[make.lookup(ana)], [gone]])
    assert listing.answer(device, 10_000).whole


def test_a_whole_list_names_what_is_gone_so_that_no_cancelled_ticket_passes_for_one_sold_since() -> None:
    event = at_doors.fair()
    cancelled, gone = at_doors.seat(event, state="cancelled"), at_doors.seat(event)
    listing.bring_up_to_date(event)
    lookup = make.lookup(gone)
    Seat.objects.filter(pk=gone.pk).delete()

    rows = listing.answer(make.device(event), 0).rows

    assert sorted(rows) == sorted([[make.lookup(cancelled)], [lookup]])


def test_a_ticket_whose_guardian_was_asked_anew_lets_in_neither_off_line_nor_by_name() -> None:
    event = at_doors.fair()
    ana = at_doors.seat(event, "Ana Lima")
    device = make.device(event)
    version = listing.answer(device, 0).version
    Registration.objects.filter(pk=ana.registration_id).update(awaits_guardian=True)

    assert opened(listing.answer(device, version), ana)["s"] == "guardian"
    [found] = answering.found(device, "Lima").found
    assert (found.state, found.can_enter) == ("guardian", False)


def test_the_device_hears_that_the_event_is_off() -> None:
    event = at_doors.fair(cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")

    assert listing.answer(make.device(event), 0).about.is_off


def test_a_kiosk_gets_first_names_alone() -> None:
    event = at_doors.fair()
    ana = at_doors.seat(event, "Ana Lima")

    assert opened(listing.answer(make.device(event, kind=Device.Kind.KIOSK), 0), ana) == {"n": "Ana", "s": "expected"}


def test_access_needs_stand_beside_a_name_where_who_added_the_device_may_read_them() -> None:
    event = asking()
    ana = wishing(event, "step_free", name="Ana Lima")
    organiser = at_doors.login("organiser").person
    serving = make.device(event, by=organiser, shows_needs=True)
    plain, stranger = make.device(event, by=organiser), make.device(event, shows_needs=True)

    assert len(opened(listing.answer(serving, 0), ana)["w"]) == 1
    assert ReadEntry.objects.filter(subject=ana.person_id, kind="needs", reader=organiser.pk).count() == 1
    for device in (plain, stranger):
        assert "w" not in opened(listing.answer(device, 0), ana)


def test_needs_leave_a_device_with_the_right_of_whoever_added_it() -> None:
    event = asking()
    ana = wishing(event, "step_free", name="Ana Lima")
    login = at_doors.login("organiser")
    device = make.device(event, by=login.person, shows_needs=True)
    first = listing.answer(device, 0)
    assert first.needs
    assert listing.answer(device, first.version, carries_needs=True).rows == []

    Grant.objects.filter(user=login).update(revoked_at=timezone.now())

    after = listing.answer(device, first.version, carries_needs=True)
    assert (after.whole, after.needs, "w" in opened(after, ana)) == (True, False, False)


def test_looking_when_nothing_changed_takes_the_same_few_queries(django_assert_num_queries: Any) -> None:
    event = at_doors.fair()
    for number in range(5):
        at_doors.seat(event, f"Personne {number}")
    device = make.device(event)
    version = listing.answer(device, 0).version

    with django_assert_num_queries(6):
        listing.answer(device, version)


def test_two_devices_that_look_at_once_make_one_version() -> None:
    event = at_doors.fair()
    at_doors.seat(event)
    with transaction.atomic():
        versions = {listing.bring_up_to_date(event)[0] for _device in range(2)}

    assert versions == {1}
    assert ListedSeat.objects.get().version == 1


def test_of_a_series_the_list_says_who_is_at_the_sitting_that_is_on() -> None:
    event = at_doors.course(hours=(-168, -0.5))
    before, here = event.sittings_standing
    was, both = at_doors.seat(event, "Ana Lima"), at_doors.seat(event, "Rui Costa")
    luc, device = at_doors.person("Luc Tremblay"), make.device(event)
    for seat, sitting in ((was, before), (both, before), (both, here)):
        kept = Seat.objects.select_related("event").get(pk=seat.pk)
        doors.check_in(seat=kept, door="Entrée A", by=luc, sitting=sitting)

    answer = listing.answer(device, 0)

    assert opened(answer, was)["s"] == "expected"
    said = opened(answer, both)
    assert (said["s"], said["i"], said["d"]) == ("present", here.pk, "Entrée A")
    assert (answer.counts.present, [door.present for door in answer.counts.doors]) == (1, [1])
    assert [one.id for one in answer.about.sittings] == [before.pk, here.pk]
    assert [(one.state, one.can_enter) for one in answering.found(device, "Lima").found] == [("expected", True)]
    assert [(one.state, one.can_enter) for one in answering.found(device, "Costa").found] == [("present", False)]


def test_between_two_sittings_the_list_says_nobody_is_in_and_nobody_found_can_enter() -> None:
    event = at_doors.course(hours=(-168, 48))
    seat = at_doors.seat(event, "Ana Lima")
    device, before = make.device(event), event.sittings_standing[0]
    kept = Seat.objects.select_related("event").get(pk=seat.pk)
    doors.check_in(seat=kept, door="Entrée A", by=at_doors.person("Luc Tremblay"), sitting=before)

    assert opened(listing.answer(device, 0), seat)["s"] == "expected"
    assert not answering.found(device, "Lima").found[0].can_enter
