"""A place that became free is kept for the first who waits, for a time; then for the next."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import clock
from core.outbox import Mail
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.registration import actions, answering, offering, refusals, running
from events.registration.models import PlaceOffer, Registration
from events.registration.seating import Companion
from tests.factories.accounts import sign_in
from tests.factories.agenda import administrator, organiser
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db

ASKS = {"offer_hours": 24, "largest_party": 4}
MONTREAL = ZoneInfo("America/Toronto")


def full(*, capacity: int = 1, waiting: int = 2, **terms: Any) -> tuple[Event, Registration, list[Registration]]:
    """A full event whose seats are offered: it, who is seated, and those who wait."""
    event = open_event(capacity=capacity, terms=ASKS | terms)
    seated = registered(event)
    return event, seated, [registered(Event.objects.get(pk=event.pk)) for _each in range(waiting)]


def offered(event: Event) -> PlaceOffer:
    return PlaceOffer.objects.open().select_related("registration").get(registration__event=event)


def states(*registrations: Registration) -> list[str]:
    for registration in registrations:
        registration.refresh_from_db()
    return [registration.state for registration in registrations]


def late(offer: PlaceOffer) -> PlaceOffer:
    """The same offer, its time over."""
    now = timezone.now()
    PlaceOffer.objects.filter(pk=offer.pk).update(
        made_at=now - timedelta(days=2), expires_at=now - timedelta(minutes=1)
    )
    return PlaceOffer.objects.select_related("registration").get(pk=offer.pk)


# ------------------------------------------------------------------ the time to answer


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2027, 6, day, hour, minute, tzinfo=MONTREAL)


@pytest.mark.parametrize(
    ("now", "starts", "hours", "until"),
    [
        (at(10), at(10, day=20), 3, at(13)),
        # The night does not count.
        (at(20), at(10, day=20), 3, at(10, day=3)),
        (at(23), at(10, day=20), 3, at(11, day=3)),
        (at(5), at(10, day=20), 3, at(11)),
        # Close to the event: a third of what is left.
        (at(9), at(18), 24, at(12)),
        # Half an hour at least; and nobody is asked in the last hour.
        (at(9), at(10, 15), 24, at(9, 30)),
        (at(9), at(9, 45), 24, None),
        # The evening before: a third of the waking time that is left, and the night between.
        (at(20), at(10, day=3), 24, at(21)),
        (at(20, 30), at(14, day=3), 24, at(9, 40, day=3)),
    ],
)
def test_people_have_waking_hours_to_answer_fewer_of_them_close_to_the_event(
    now: datetime, starts: datetime, hours: int, until: datetime | None
) -> None:
    assert answering.time_to_answer(now, starts_at=starts, zone="America/Toronto", hours=hours) == until


# ------------------------------------------------------------------ offer, answer, next


def test_a_freed_seat_is_kept_for_the_first_who_waits_and_is_not_free() -> None:
    event, seated, (first, second) = full()

    actions.cancel(registration=seated, by=None)

    assert states(first, second) == ["offered", "waiting"]
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_free, event.seats_waiting) == (1, 0, 1)
    letter = Mail.objects.get(template="registration/offered")
    assert (letter.recipient, "entry" in letter.payload) == (first.email, False)


def test_accepting_gives_the_seat_and_the_ticket() -> None:
    event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)

    offering.accept(offer=offered(event), by=None)

    assert states(first) == ["confirmed"]
    assert {seat.state for seat in first.seats.all()} == {"expected"}
    letter = Mail.objects.get(template="registration/accepted")
    assert letter.payload["entry"]["method"] == "REQUEST"
    assert not clock.Due.objects.filter(kind="registration.offer", done_at=None).exists()


def test_declining_asks_the_next() -> None:
    event, seated, (first, second) = full()
    actions.cancel(registration=seated, by=None)

    offering.decline(offer=offered(event), by=None)

    assert states(first, second) == ["cancelled", "offered"]
    assert first.ending == "declined"


def test_an_offer_nobody_answers_goes_to_the_next_by_itself() -> None:
    event, seated, (first, second) = full()
    actions.cancel(registration=seated, by=None)
    offer = late(offered(event))
    clock.schedule("registration.offer", str(offer.pk), due_at=offer.expires_at, payload={"offer": offer.pk})

    clock.tick()

    assert states(first, second) == ["cancelled", "offered"]
    assert first.ending == "expired"
    assert Mail.objects.filter(template="registration/expired", recipient=first.email).count() == 1


def test_an_answer_that_comes_too_late_is_refused_even_before_the_clock_came_round() -> None:
    event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)

    with pytest.raises(refusals.OfferOver):
        offering.accept(offer=late(offered(event)), by=None)
    assert states(first) == ["offered"]


def test_an_offer_is_answered_once() -> None:
    event, seated, _waiting = full()
    actions.cancel(registration=seated, by=None)
    offer = offered(event)
    offering.accept(offer=offer, by=None)

    with pytest.raises(refusals.OfferAnswered):
        offering.decline(offer=offer, by=None)


def test_a_party_accepts_for_those_who_still_come() -> None:
    event = open_event(capacity=3, terms=ASKS)
    seated = [registered(event) for _each in range(3)]
    family = registered(Event.objects.get(pk=event.pk), companions=[Companion("Radu"), Companion("Elena")])
    for one in seated:
        actions.cancel(registration=one, by=None)

    offering.accept(offer=offered(event), by=None, keep={seat.pk for seat in family.party[:2]})

    family = Registration.objects.get(pk=family.pk)
    assert (family.state, family.size) == ("confirmed", 2)
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (2, 0)


def test_one_registration_has_one_open_offer() -> None:
    event, seated, _waiting = full()
    actions.cancel(registration=seated, by=None)
    offer = offered(event)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceOffer.objects.create(registration=offer.registration, seats=1, expires_at=offer.expires_at)


def test_calling_the_event_off_closes_its_offers() -> None:
    event, seated, _waiting = full()
    actions.cancel(registration=seated, by=None)

    agenda.cancel(event=Event.objects.get(pk=event.pk), by=None, reason_fr="Tempête de neige")

    assert not PlaceOffer.objects.open().exists()


# ------------------------------------------------------------------ out of turn


def test_somebody_goes_first_for_a_reason_that_stays_on_record() -> None:
    event, _seated, (first, second) = full(capacity=1, bypass_bound=0)
    Event.objects.filter(pk=event.pk).update(capacity=2)

    offer = offering.offer_out_of_turn(registration=second, by=administrator(), reason="Interprète retenue pour elle")

    assert offer is not None
    assert (offer.out_of_turn, offer.reason) == (True, "Interprète retenue pour elle")
    assert states(first, second) == ["waiting", "offered"]
    assert first.times_passed == 0


def test_out_of_turn_takes_free_seats_alone() -> None:
    _event, _seated, (_first, second) = full()

    with pytest.raises(refusals.NoSeatFree):
        offering.offer_out_of_turn(registration=second, by=administrator(), reason="Interprète retenue")


def test_an_offer_out_of_turn_can_be_taken_back_and_the_order_goes_on() -> None:
    event, _seated, (first, second) = full()
    Event.objects.filter(pk=event.pk).update(capacity=2)
    by = administrator()
    offer = offering.offer_out_of_turn(registration=second, by=by, reason="Interprète retenue")
    assert offer is not None

    offering.take_back(offer=offer, by=by)

    assert states(first, second) == ["offered", "waiting"]
    with pytest.raises(refusals.OfferInTurn):
        offering.take_back(offer=offered(event), by=by)


# ------------------------------------------------------------------ what organisers see


def test_what_another_capacity_would_do_is_said_before_it_is_set(client: Client) -> None:
    event, _seated, (first, _second) = full()
    sign_in(client, administrator())
    with translation.override("fr"):
        address = reverse("registration:capacity", args=[event.pk])

    page = client.post(address, {"capacity": "2"}).content.decode()

    assert "1 groupe en attente serait servi" in page
    assert states(first) == ["waiting"]
    client.post(address, {"capacity": "2", "confirmed": "1"})
    assert states(first) == ["offered"]


def test_seats_that_are_offered_are_not_taken_away() -> None:
    event, seated, _waiting = full(capacity=1)
    actions.cancel(registration=seated, by=None)
    event.refresh_from_db()

    assert running.effect_of(event, 1).is_possible
    assert not running.effect_of(event, 0).is_possible


def test_only_those_who_run_the_event_see_its_list(client: Client) -> None:
    event, _seated, _waiting = full()
    sign_in(client, organiser(regions=("11",)))

    assert client.get(reverse("registration:line", args=[event.pk])).status_code == 404


def test_the_list_costs_the_same_however_many_wait(client: Client, django_assert_max_num_queries: Any) -> None:
    event, _seated, _waiting = full(waiting=6)
    sign_in(client, administrator())
    with django_assert_max_num_queries(14):
        page = client.get(reverse("registration:line", args=[event.pk])).content.decode()
    assert page.count("<tr>") == 7


def test_terms_keep_what_people_have_and_the_admission_once_somebody_registered() -> None:
    event, _seated, _waiting = full()
    by = administrator()

    with pytest.raises(refusals.AdmissionSettled):
        running.set_terms(event=event, by=by, admission="review")
    running.set_terms(event=event, by=by, bypass_bound=3)
    event = Event.objects.select_related("terms").get(pk=event.pk)
    assert (event.terms.bypass_bound, event.terms.admission) == (3, "first_come")


# ------------------------------------------------------------------ the person's page


def test_the_page_says_until_when_and_takes_the_answer(client: Client) -> None:
    _event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)

    page = client.get(f"/fr/inscription/{first.link_key}/").content.decode()
    assert "Une place vous est gardée" in page
    answer = client.post(f"/fr/inscription/{first.link_key}/accepter/")

    assert answer.status_code == 302
    assert "Vous avez une place" in client.get(answer["Location"]).content.decode()


def test_somebody_too_late_is_told_on_the_page(client: Client) -> None:
    event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)
    late(offered(event))

    answer = client.post(f"/fr/inscription/{first.link_key}/accepter/")

    assert answer.status_code == 409
    assert "Le délai de réponse est passé" in answer.content.decode()
