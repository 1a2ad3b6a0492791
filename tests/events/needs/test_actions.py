"""Wishes are kept under a consent of their own, and go with it."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import Entry
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.needs import actions, refusals
from events.needs.models import MealLink, Wish
from events.needs.purposes import EVENT_NEEDS, about, event_of
from events.needs.receivers import forget_whoever_does_not_come
from events.registration import actions as registering
from events.registration.models import Seat
from people.accounts.models import Person
from people.consent import actions as consents
from people.consent import registry
from people.consent import rules as consent_rules
from people.consent.models import Consent
from people.privacy import actions as privacy
from people.privacy import forgetting
from tests.factories.needs import AGREED, asking, wishing
from tests.factories.registration import make_person, open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def wishes_of(seat: Seat) -> dict[str, str]:
    return dict(Wish.objects.filter(seat=seat).values_list("what", "text"))


def agrees(person: Person, event: Event) -> bool:
    return consent_rules.holds(person, EVENT_NEEDS.code, about(event.pk))


# ------------------------------------------------------------------ asked and kept


def test_wishes_are_kept_with_the_consent_of_the_seats_holder() -> None:
    event = asking()

    seat = wishing(event, "step_free", "halal", access_other="  près   de la sortie ")

    assert wishes_of(seat) == {"step_free": "", "halal": "", "access_other": "près de la sortie"}
    assert agrees(seat.person, event)
    assert Consent.objects.get().given_by == seat.person


def test_nothing_is_kept_without_a_consent() -> None:
    seat = seat_of(registered(asking()))

    with pytest.raises(refusals.ConsentMissing):
        actions.answer(seat=seat, wishes={"quiet": ""}, agreed=None)

    assert not Wish.objects.exists()


def test_a_consent_to_one_event_is_none_to_another() -> None:
    person = make_person()
    wishing(asking(), "quiet", person=person)
    elsewhere = seat_of(registered(asking(), person=person))

    with pytest.raises(refusals.ConsentMissing):
        actions.answer(seat=elsewhere, wishes={"quiet": ""}, agreed=None)


def test_an_answer_replaces_the_one_before_and_needs_no_second_consent() -> None:
    seat = wishing(asking(), "step_free", "vegan", access_other="au bord")

    actions.answer(seat=seat, wishes={"vegan": "", "access_other": "au milieu"}, agreed=None)

    assert wishes_of(seat) == {"vegan": "", "access_other": "au milieu"}
    assert Consent.objects.count() == 1


def test_an_event_is_told_only_what_it_asks() -> None:
    seat = wishing(asking(asks_meal=False), "step_free", "vegan", meal_other="sans ail")

    assert wishes_of(seat) == {"step_free": ""}


def test_asking_for_nothing_ends_the_consent() -> None:
    event = asking()
    seat = wishing(event, "step_free")

    actions.answer(seat=seat, wishes={}, agreed=None)

    assert wishes_of(seat) == {}
    assert not agrees(seat.person, event)


def test_who_answers_with_nothing_has_agreed_to_nothing() -> None:
    actions.answer(seat=seat_of(registered(asking())), wishes={"meal_other": " "}, agreed=AGREED)

    assert not Consent.objects.exists()


@pytest.mark.parametrize("why", ["asks nothing", "has begun", "waits", "gave the seat back", "called off"])
def test_nobody_is_asked_who_is_not_to_be_served(why: str) -> None:
    event = open_event() if why == "asks nothing" else asking(capacity=1)
    first = registered(event)
    seat = seat_of(registered(event) if why == "waits" else first)
    if why == "has begun":
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    elif why == "gave the seat back":
        registering.cancel(registration=first, by=None)
    elif why == "called off":
        agenda.cancel(event=event, by=None, reason_fr="Tempête")

    with pytest.raises(refusals.NotAskedNow):
        actions.answer(seat=seat, wishes={"quiet": ""}, agreed=AGREED)

    assert not Consent.objects.exists()


def test_the_audit_says_that_somebody_answered_never_what() -> None:
    seat = wishing(asking(), "halal", access_other="près de la sortie")

    entry = Entry.objects.get(action="needs.answered")
    assert (entry.object_id, entry.values, entry.fields) == (str(seat.pk), {}, ["wishes"])


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"what": "migraine"}, "wish_is_known"),
        ({"what": "access_other"}, "wish_for_something_else_says_what"),
        ({"what": "halal", "text": "x"}, "wish_for_something_else_says_what"),
    ],
)
def test_the_table_holds_known_wishes_alone(facts: dict[str, str], constraint: str) -> None:
    seat = seat_of(registered(asking()))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Wish.objects.create(seat=seat, **facts)


def test_a_wish_stands_once_for_a_seat() -> None:
    seat = wishing(asking(), "halal")

    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(seat=seat, what="halal")


# ------------------------------------------------------------------ taken back


def test_a_withdrawal_erases_at_once_and_the_seat_stays() -> None:
    event = asking()
    seat = wishing(event, "step_free", "halal")

    actions.withdraw(seat=seat)
    actions.withdraw(seat=seat)

    assert wishes_of(seat) == {}
    assert not agrees(seat.person, event)
    seat.refresh_from_db()
    assert seat.state == Seat.State.EXPECTED


def test_a_withdrawal_under_my_consents_erases_too() -> None:
    seat = wishing(asking(), "step_free")
    other = wishing(asking(), "quiet", person=seat.person)

    consents.withdraw(consent=Consent.objects.get(about=about(seat.event_id)), by=seat.person)

    assert (wishes_of(seat), wishes_of(other)) == ({}, {"quiet": ""})


def test_what_no_consent_covers_is_read_by_nobody() -> None:
    """Were a row left behind, it would not be shown."""
    seat = wishing(asking(), "step_free")
    assert Wish.objects.agreed().filter(seat=seat).exists()

    Consent.objects.update(until=timezone.now())

    assert Wish.objects.filter(seat=seat).exists()
    assert not Wish.objects.agreed().exists()


def test_a_seat_given_back_takes_its_wishes_along() -> None:
    event = asking()
    seat, other = wishing(event, "step_free"), wishing(event, "quiet")

    registering.cancel(registration=seat.registration, by=None)

    assert (wishes_of(seat), wishes_of(other)) == ({}, {"quiet": ""})
    assert (agrees(seat.person, event), agrees(other.person, event)) == (False, True)
    assert Consent.objects.get(person=seat.person).withdrawn_at is None


def test_somebody_who_comes_back_is_asked_anew() -> None:
    event = asking()
    seat = wishing(event, "step_free")
    registering.cancel(registration=seat.registration, by=None)
    again = seat_of(registered(event, person=seat.person))

    with pytest.raises(refusals.ConsentMissing):
        actions.answer(seat=again, wishes={"quiet": ""}, agreed=None)
    actions.answer(seat=again, wishes={"quiet": ""}, agreed=AGREED)

    assert wishes_of(again) == {"quiet": ""}


def test_an_event_that_is_called_off_forgets_what_was_to_be_prepared() -> None:
    event = asking()
    seat = wishing(event, "step_free")
    MealLink.objects.create(event=event)

    agenda.cancel(event=event, by=None, reason_fr="Tempête")

    assert not Wish.objects.exists()
    assert not MealLink.objects.exists()
    assert not agrees(seat.person, event)


@pytest.mark.parametrize(
    ("still", "left"), [("asks_access_needs", {"step_free"}), ("asks_meal", {"halal"}), ("", set())]
)
def test_an_event_that_stops_asking_keeps_no_answers(still: str, left: set[str]) -> None:
    event = asking()
    seat = wishing(event, "step_free", "halal")
    event.asks_access_needs, event.asks_meal = still == "asks_access_needs", still == "asks_meal"

    agenda.edit_event(event=event, by=None)

    assert set(wishes_of(seat)) == left
    assert agrees(seat.person, event) == bool(left)


def test_an_event_that_moves_keeps_wishes_and_consents() -> None:
    event = asking()
    seat = wishing(event, "step_free")
    day = timezone.localdate() + timedelta(days=90)

    agenda.move(
        event=event,
        by=None,
        start=datetime.combine(day, time(10)),
        end=datetime.combine(day, time(16)),
        venue=event.venue,
    )

    assert wishes_of(seat) == {"step_free": ""}
    assert Wish.objects.agreed().filter(seat=seat).exists()


# ------------------------------------------------------------------ one person, two seats; nobody any more


@pytest.mark.parametrize("which", ["first", "second", "both"])
def test_of_two_seats_the_one_that_stays_keeps_what_was_wished(which: str) -> None:
    event, keep, gone = asking(), make_person("Ioana Popescu"), make_person("Ioana Popescu")
    seats = {"first": seat_of(registered(event, person=keep)), "second": seat_of(registered(event, person=gone))}
    for name in seats if which == "both" else [which]:
        actions.answer(seat=seats[name], wishes={"access_other": name}, agreed=AGREED)

    privacy.merge(keep=keep, gone=gone, by=None)

    stays = Seat.objects.active().get(event=event)
    assert wishes_of(stays) == {"access_other": "first" if which == "both" else which}
    assert Wish.objects.count() == 1
    assert Wish.objects.agreed().count() == 1


def test_whoever_is_forgotten_leaves_no_wish() -> None:
    person = make_person()
    wishing(asking(), "step_free", person=person)

    with transaction.atomic():
        forgetting.forget([person.pk])

    assert not Wish.objects.exists()


# ------------------------------------------------------------------ the consent


def test_the_consent_is_asked_about_events_to_come_that_ask() -> None:
    event, silent = asking(), open_event()
    over = asking()
    Event.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    keys = [about(event.pk), about(silent.pk), about(over.pk), "event:0", "organisation:3"]

    assert registry.of("event_needs").subjects(keys) == {about(event.pk): event.title_fr}  # type: ignore[misc]  # it has some


@pytest.mark.parametrize("events", [1, 3])
def test_the_consents_of_a_person_cost_the_same_however_many_events_they_are_about(
    events: int, django_assert_num_queries: Any
) -> None:
    person = make_person()
    for _each in range(events):
        consents.give(
            person=person, purpose="event_needs", about=about(asking().pk), language="fr", how="self", by=person
        )

    with django_assert_num_queries(4):  # the rows, the events, and whom two rooms' purposes concern
        standings = [each for each in consent_rules.state_of(person) if each.purpose.code == "event_needs"]

    assert [bool(each.subject) for each in standings] == [True] * events


@pytest.mark.parametrize(
    ("key", "found"), [("event:12", 12), ("event:", None), ("event:²", None), ("fair:12", None), ("event:12 ", None)]
)
def test_only_the_key_of_an_event_is_one(key: str, found: int | None) -> None:
    assert event_of(key) == found


# ------------------------------------------------------------------ the link to the totals


def test_another_link_takes_the_place_of_the_first(organiser: Any) -> None:
    event = asking()

    first, second = (actions.open_totals(event=event, by=organiser) for _ in range(2))

    assert MealLink.objects.get() == second
    assert first.key != second.key
    assert not MealLink.objects.opened_by(first.key).exists()
    assert MealLink.objects.opened_by(second.key).exists()


def test_an_event_without_a_meal_has_no_totals(organiser: Any) -> None:
    with pytest.raises(refusals.NoMealHere):
        actions.open_totals(event=asking(asks_meal=False), by=organiser)


def test_a_seat_given_back_costs_nothing_more_where_nothing_is_asked(django_assert_num_queries: Any) -> None:
    """What cancelling cost before this room was: the receivers ask the event alone."""
    seat = seat_of(registered(open_event()))
    event = Event.objects.get(pk=seat.event_id)

    with django_assert_num_queries(0):
        forget_whoever_does_not_come(seat=seat, event=event)
