"""What a device may ask: by its token, for its event, until it is taken back."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.audit import Entry
from events.devices import actions, due, listing, merging, refusals
from events.devices.models import Device, DeviceScan, ListedSeat, ScannedSeat
from events.devices.rules import digest_of
from events.registration.models import Seat
from tests.factories import devices as make
from tests.factories import doors as at_doors

pytestmark = pytest.mark.django_db


def enrol(code: Any) -> Any:
    return Client(enforce_csrf_checks=True).post("/api/door/enrol/", {"code": code}, content_type="application/json")


# ------------------------------------------------------------------ becoming a device


def test_a_code_makes_one_phone_a_device_and_is_spent() -> None:
    event, by = at_doors.fair(), at_doors.person("Odile Gagnon")
    added = actions.add(event=event, by=by, label="Téléphone", door="Entrée A", kind="staff")
    code = actions.new_code(device=added, by=by)

    first, second = enrol(code), enrol(code)

    assert (first.status_code, second.status_code) == (201, 409)
    token = first.json()["token"]
    assert make.send(token, "list/").status_code == 200
    kept = Device.objects.get()
    # Neither of the two can be read off the database.
    assert code not in str(vars(kept))
    assert token not in str(vars(kept))
    assert token not in str(list(Entry.objects.values()))


def test_a_code_lives_ten_minutes_and_a_new_one_ends_it() -> None:
    event, by = at_doors.fair(), at_doors.person("Odile Gagnon")
    added = actions.add(event=event, by=by, label="Téléphone", door="Entrée A", kind="staff")
    first = actions.new_code(device=added, by=by)
    second = actions.new_code(device=added, by=by)

    with pytest.raises(refusals.CodeSpent):
        actions.enrol(code=first)
    Device.objects.update(code_until=timezone.now())
    with pytest.raises(refusals.CodeSpent):
        actions.enrol(code=second)


@pytest.mark.parametrize("code", ["", "x" * 65, None, 7, "a\0b", "\ud800"])
def test_what_is_no_code_is_refused_in_words(code: Any) -> None:
    answer = enrol(code)

    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_phone_enrolled_anew_ends_the_token_before() -> None:
    event = at_doors.fair()
    device, before = make.enrolled(event)
    _device, after = actions.enrol(code=actions.new_code(device=device, by=device.added_by))

    assert [make.send(token, "list/").status_code for token in (before, after)] == [401, 200]


# ------------------------------------------------------------------ what a token opens


@pytest.mark.parametrize("path", ["list/", "scans/", "search/", "leave/"])
def test_a_device_that_was_taken_back_gets_nothing_from_that_moment_on(path: str) -> None:
    device, token = make.enrolled(at_doors.fair())
    body = None if path == "list/" else {}
    assert make.send(token, path, body).status_code in {200, 204, 400}

    actions.revoke(device=device, by=device.added_by)

    answer = make.send(token, path, body)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert make.send("", path, body).status_code == 401
    assert Entry.objects.filter(action="devices.revoked").count() == 1


@pytest.mark.parametrize(("days", "answers"), [(2, [401, 401, 200]), (16, [401, 401, 401])])
def test_a_token_shows_no_list_after_the_event_and_is_heard_for_two_weeks(days: int, answers: list[int]) -> None:
    event = at_doors.fair_over(days=days)
    Device.objects.create(
        event=event,
        label="Téléphone",
        door="Entrée A",
        added_by=at_doors.person("Odile Gagnon"),
        enrolled_at=event.starts_at,
        token_digest=digest_of("token"),
    )
    scan = make.scan(at_doors.seat(event), at=event.starts_at)

    assert [
        make.send("token", "list/").status_code,
        make.send("token", "search/", {"words": "Ana"}).status_code,
        make.send_scans("token", [scan]).status_code,
    ] == answers


def test_tokens_and_lists_go_once_nothing_more_may_be_sent() -> None:
    over, on = at_doors.fair_over(days=16), at_doors.fair(code="01")
    for event in (over, on):
        at_doors.seat(event)
        listing.bring_up_to_date(event)
        Device.objects.create(
            event=event,
            label="T",
            door="A",
            added_by=at_doors.person(),
            enrolled_at=event.starts_at,
            token_digest=str(event.pk),
        )

    due.forget({})

    assert list(ListedSeat.objects.values_list("event", flat=True)) == [on.pk]
    assert list(Device.objects.exclude(token_digest="").values_list("event", flat=True)) == [on.pk]


def test_a_token_opens_one_event() -> None:
    here, there = at_doors.fair(), at_doors.fair(code="01")
    foreign = at_doors.seat(there, "Tia Lima")
    listing.bring_up_to_date(there)
    _device, token = make.enrolled(here)

    assert make.send(token, "list/").json()["rows"] == []
    assert make.send(token, "search/", {"words": "Tia"}).json()["found"] == []
    assert make.send(token, "search/", {"words": foreign.registration.reference}).json()["found"] == []
    answer = make.send_scans(token, [make.scan(foreign, told="asked")]).json()
    assert [seat["outcome"] for seat in answer["scans"][0]["seats"]] == ["refused"]
    assert "Tia" not in str(answer)


def test_scans_of_another_event_are_neither_changed_nor_told() -> None:
    here, there = at_doors.fair(), at_doors.fair(code="01")
    theirs = make.scan(at_doors.seat(there))
    merging.merge(device=make.device(there), scans=[theirs])
    _device, token = make.enrolled(here)

    answer = make.send_scans(token, [theirs, make.undo(theirs)]).json()

    assert [scan["seats"] for scan in answer["scans"]] == [[]]
    assert ScannedSeat.objects.get(scan=theirs.id).outcome == "entered"
    assert Seat.objects.present().count() == 1


def test_a_scan_that_is_sent_again_is_one_scan(django_assert_num_queries: Any) -> None:
    event = at_doors.fair()
    _device, token = make.enrolled(event)
    scan = make.scan(at_doors.seat(event))

    answers = [make.send_scans(token, [scan], unsent=3).json()["scans"] for _time in range(2)]

    assert answers[0] == answers[1]
    assert DeviceScan.objects.count() == 1
    assert Device.objects.get().unsent == 3


def test_who_asks_is_told_whose_ticket_it_is_and_who_does_not_ask_is_not() -> None:
    event = at_doors.fair()
    _device, token = make.enrolled(event)
    ana, rui = at_doors.seat(event, "Ana Lima"), at_doors.seat(event, "Rui Costa")

    answer = make.send_scans(token, [make.scan(ana, told="asked"), make.scan(rui)]).json()

    assert [seat["name"] for scan in answer["scans"] for seat in scan["seats"]] == ["Ana Lima", ""]


def test_a_name_is_found_on_line_and_a_reference_brings_all_its_seats() -> None:
    event = at_doors.fair()
    _device, token = make.enrolled(event)
    ana = at_doors.seat(event, "Ana Lima")
    Seat.objects.create(
        registration=ana.registration,
        event=event,
        person=at_doors.person("Rui Lima"),
        name="Rui Lima",
        state="expected",
    )

    named = make.send(token, "search/", {"words": "rui"}).json()
    together = make.send(token, "search/", {"words": ana.registration.reference.lower()}).json()

    assert [found["name"] for found in named["found"]] == ["Rui Lima"]
    assert ([found["name"] for found in together["found"]], together["is_reference"]) == (
        ["Ana Lima", "Rui Lima"],
        True,
    )


def test_a_kiosk_searches_no_name_and_says_first_names_alone() -> None:
    event = at_doors.fair()
    _device, token = make.enrolled(event, kind="kiosk")
    ana = at_doors.seat(event, "Ana Lima")

    assert make.send(token, "search/", {"words": "Ana"}).json()["found"] == []
    by_reference = make.send(token, "search/", {"words": ana.registration.reference}).json()["found"]
    asked = make.send_scans(token, [make.scan(ana, told="asked")]).json()
    assert [found["name"] for found in by_reference] == ["Ana"]
    assert "Lima" not in str(by_reference) + str(asked)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"at": "now"},
        {"at": 10**30},
        {"kind": "dance"},
        {"seats": []},
        {"seats": ["A" * 32]},
        {"seats": "abc"},
        {"told": "hello"},
        {"door": ""},
        {"door": "\udfff"},
        {"offset": True},
        {"kind": "undo"},
    ],
)
def test_what_has_not_the_agreed_form_is_refused_whole(change: dict[str, Any]) -> None:
    event = at_doors.fair()
    _device, token = make.enrolled(event)
    good = make.said(make.scan(at_doors.seat(event)))

    answer = make.send(token, "scans/", {"scans": [good, good | change]})

    assert answer.status_code == 400
    assert not DeviceScan.objects.exists()


def test_what_is_longer_than_any_batch_is_refused_in_words() -> None:
    _device, token = make.enrolled(at_doors.fair())

    answer = make.send(token, "search/", {"words": "x" * 7_000_000})

    assert (answer.status_code, answer.json()["error"]) == (400, "Unreadable")


def test_an_answer_in_words_comes_in_the_language_that_was_asked_for() -> None:
    event = at_doors.fair()
    _device, token = make.enrolled(event)
    seat = at_doors.seat(event, state="cancelled")

    messages = []
    for language in ("fr", "en"):
        body = {"scans": [make.said(make.scan(seat, told="asked"))]}
        answer = make.send(token, "scans/", body, **{"Accept-Language": language}).json()
        messages.append(answer["scans"][0]["seats"][0]["message"].split()[0])
    assert messages == ["Cette", "This"]
