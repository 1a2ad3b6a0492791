"""Whoever comes without a registration: registered on free seats alone, in at once, and counted apart."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audit import Entry
from core.outbox import Mail
from events.agenda.models import Event
from events.doors import actions as doors
from events.doors import desk, walk_ins
from events.doors.actions import send_ticket_again
from events.doors.listing import listing
from events.doors.models import Scan
from events.doors.refusals import NoAddress, NoSeatLeft, StillWaiting
from events.registration import refusals
from events.registration.models import Registration, Seat, Terms
from events.registration.seating import Companion
from people.accounts.models import Address
from tests.events.doors.conftest import Browser
from tests.factories import doors as make
from tests.factories.registration import registered

pytestmark = pytest.mark.django_db


def walk_in(event: Event, name: str = "Ana Petrović", **said: Any) -> Any:
    facts = {"email": "", "language": "fr", "key": f"{name:0>32}"[:32], "door": "Entrée A", "runs": False, **said}
    return walk_ins.walk_in(event=event, name=name, by=facts.pop("by", None) or make.person(), **facts)


def test_somebody_without_an_address_is_in_takes_a_seat_and_gets_no_mail() -> None:
    event = make.fair(capacity=2, registration_closes_at=timezone.now() - timedelta(days=1))

    [answer] = walk_in(event)

    held = Registration.objects.get(event=event)
    assert (answer.is_first, answer.seat.state) == (True, Seat.State.PRESENT)
    assert (held.source, held.email, held.wants_reminder) == ("door", "", False)
    assert Event.objects.get(pk=event.pk).seats_taken == 1
    assert not Mail.objects.exists()
    assert not Address.objects.filter(person=held.contact).exists()
    assert Entry.objects.filter(action="doors.walked_in", object_id=str(held.pk)).count() == 1
    with pytest.raises(NoAddress):
        send_ticket_again(registration=held, by=make.person())


def test_two_of_the_same_name_are_two_and_the_same_page_sent_twice_is_one() -> None:
    event = make.fair()

    walk_in(event, key="a" * 32)
    [again] = walk_in(event, key="a" * 32)
    walk_in(event, key="b" * 32)

    assert not again.is_first
    assert Registration.objects.filter(event=event).count() == 2
    assert desk.figures(event).present == 2


def test_a_full_event_lets_nobody_in_beyond_its_seats_and_keeps_nothing() -> None:
    event = make.fair(capacity=1)
    walk_in(event)

    with pytest.raises(NoSeatLeft):
        walk_in(event, "Béatrice Roy")

    assert Registration.objects.filter(event=event).count() == 1
    assert Event.objects.get(pk=event.pk).seats_waiting == 0


def test_whoever_waits_is_not_passed_by_coming_to_the_door() -> None:
    event = make.fair(capacity=1)
    walk_in(event)
    waiting = registered(event, "Chloé Gagnon", email="chloe@exemple.test")

    with pytest.raises(StillWaiting):
        walk_in(event, "Chloé Gagnon", email="chloe@exemple.test")

    assert Seat.objects.get(registration=waiting).state == Seat.State.WAITING


def test_an_address_gets_the_ticket_and_a_family_comes_in_whole() -> None:
    event = make.fair()
    Terms.objects.create(event=event, largest_party=4, asks_ages=True)
    family = [Companion(name="Jovan Petrović", age_band="18+"), Companion(age_band="5-11")]

    answers = walk_in(event, email="ana@exemple.test", companions=family, is_guardian=True)

    assert [answer.is_first for answer in answers] == [True, True, True]
    assert Mail.objects.get().recipient == "ana@exemple.test"
    with pytest.raises(refusals.GuardianMissing):
        walk_in(event, "Nadia Roy", companions=family)


def test_the_door_says_everybody_of_a_family_it_let_in(signed_in: Browser) -> None:
    event = make.fair()
    Terms.objects.create(event=event, largest_party=3)
    browser = signed_in(make.login("organiser"))
    said = {"name": "Ana Petrović", "language": "fr", "door": "Entrée A", "key": "f" * 32}

    let_in = browser.post(reverse("doors:walk_in", args=[event.pk]), said | {"companion_1_name": "Jovan Petrović"})
    answer = browser.get(let_in.url).content.decode()  # type: ignore[attr-defined]

    assert "2 personnes sont entrées" in answer
    assert "Jovan Petrović" in answer


def test_an_audience_and_the_end_hold_for_door_staff_and_not_for_those_who_run_the_event() -> None:
    chosen, over = make.fair(audience="network.member"), make.fair_over()

    with pytest.raises(refusals.AudienceNotMet):
        walk_in(chosen)
    with pytest.raises(refusals.EventOver):
        walk_in(over, email="ana@exemple.test")

    walk_in(chosen, runs=True)
    [answer] = walk_in(over, email="ana@exemple.test", runs=True)
    assert answer.seat.state == Seat.State.PRESENT
    assert not Mail.objects.filter(recipient="ana@exemple.test").exists()


def test_they_are_counted_apart_on_the_desk_and_in_the_list() -> None:
    event = make.fair()
    make.seat(event, state="present")
    walk_in(event)

    figures = desk.figures(event)
    found = listing(event, state="walk_in")

    assert (figures.present, figures.walk_ins) == (2, 1)
    assert [line.name for line in found.lines] == ["Ana Petrović"]
    assert found.states[-1][::2] == ("walk_in", 1)
    doors.undo(seat=Seat.objects.select_related("event").get(pk=found.lines[0].seat), door="A", by=make.person())
    assert (desk.figures(event).walk_ins, listing(event, state="walk_in").lines) == (0, [])


def test_of_a_series_they_are_counted_at_the_sitting_they_came_to() -> None:
    event = make.course()
    before, here, _later = event.sittings_standing
    walk_in(event)

    assert [desk.figures(event, sitting).walk_ins for sitting in (before, here)] == [0, 1]


def test_the_page_lets_in_by_a_name_alone_and_a_refusal_keeps_what_was_typed(signed_in: Browser) -> None:
    event = make.fair(capacity=1)
    browser = signed_in(make.login("organiser"))
    path = reverse("doors:walk_in", args=[event.pk])
    said = {"name": "Ana Petrović", "language": "fr", "door": "Entrée A", "key": "d" * 32}

    let_in = browser.post(path, said)
    answer = browser.get(let_in.url).content.decode()  # type: ignore[attr-defined]
    assert reverse("registration:capacity", args=[event.pk]) in browser.get(path).content.decode()
    refused = browser.post(path, said | {"name": "Béatrice Roy", "key": "e" * 32})

    assert let_in.url.endswith(f"?scan={Scan.objects.get().pk}")  # type: ignore[attr-defined]
    assert "Ana Petrović" in answer
    assert refused.status_code == 422
    assert "Béatrice Roy" in refused.content.decode()
    assert "capacit" in refused.content.decode()
