"""What becomes of an offered place when something changes meanwhile: the address, the hour, the party, the seats there are."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.outbox import Mail, writer_of
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.registration import actions, offering, running
from events.registration.models import PlaceOffer
from events.registration.seating import Companion
from tests.events.registration.test_offers import ASKS, full, offered, states
from tests.factories.accounts import sign_in
from tests.factories.agenda import administrator
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


def test_accepting_twice_is_accepting_and_another_answer_is_not(client: Client) -> None:
    _event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)
    address = f"/fr/inscription/{first.link_key}/accepter/"

    assert [client.post(address).status_code for _device in range(2)] == [302, 302]
    client.post(f"/fr/inscription/{first.link_key}/refuser/")
    assert states(first) == ["confirmed"]


def test_a_new_address_gets_the_offer_and_the_old_one_opens_it_no_more(client: Client) -> None:
    _event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)
    old = first.link_key

    actions.change_details(
        registration=first, name="Ioana", email="neuve@exemple.test", language="fr", wants_reminder=True
    )

    first.refresh_from_db()
    asked, again = Mail.objects.filter(template="registration/offered").order_by("pk")
    assert writer_of(asked.template)(asked) is None
    letter = writer_of(again.template)(again)
    assert letter is not None
    assert (again.recipient, first.link_key in letter.text) == ("neuve@exemple.test", True)
    assert client.get(f"/fr/inscription/{old}/").status_code == 404


def test_an_event_moved_sooner_leaves_no_offer_open_beyond_its_beginning() -> None:
    event, seated, (first, _second) = full()
    actions.cancel(registration=seated, by=None)
    event.refresh_from_db()
    PlaceOffer.objects.update(expires_at=event.starts_at - timedelta(hours=1))
    start = datetime.combine(timezone.localdate() + timedelta(days=1), event.start_time)

    agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=2), venue=event.venue)

    offer, due = offered(event), clock.Due.objects.get(kind="registration.offer")
    assert offer.expires_at == due.due_at <= Event.objects.get(pk=event.pk).starts_at
    assert Mail.objects.filter(template="registration/offered", recipient=first.email).count() == 2


def test_a_party_larger_than_fewer_seats_holds_nobody_up() -> None:
    event = open_event(capacity=5, terms=ASKS | {"bypass_bound": 0, "offer_hours": 0})
    registered(event, companions=[Companion("Radu")])
    family, alone = (
        registered(Event.objects.get(pk=event.pk), companions=[Companion(f"Elena {row}") for row in range(more)])
        for more in (3, 0)
    )
    assert states(family, alone) == ["waiting", "waiting"]
    event.refresh_from_db()
    assert running.effect_of(event, 3).parties == 1

    agenda.change_capacity(event=event, by=None, capacity=3)

    assert states(family, alone) == ["waiting", "confirmed"]


def test_who_is_seated_at_once_out_of_turn_has_the_reason_on_record(client: Client) -> None:
    event, _seated, (_first, second) = full(offer_hours=0)
    Event.objects.filter(pk=event.pk).update(capacity=2)
    sign_in(client, administrator())

    offering.offer_out_of_turn(registration=second, by=administrator(), reason="Interprète retenue")

    assert states(second) == ["confirmed"]
    page = client.get(reverse("registration:line", args=[event.pk])).content.decode()
    assert "Interprète retenue" in page


def test_cancelling_says_what_is_lost_and_speaks_of_no_ticket_that_there_is_not(client: Client) -> None:
    _event, seated, (first, second) = full()
    actions.cancel(registration=seated, by=None)

    offered_page, waiting_page = (
        client.get(f"/en/registration/{one.link_key}/cancel/").content.decode() for one in (first, second)
    )

    assert "The place that is kept for you goes to the next who waits" in offered_page
    assert "ticket" not in offered_page.split("<main")[1].split("</main")[0]
    assert "Leave the waiting list?" in waiting_page


def test_no_more_seats_serve_anybody_once_the_event_is_called_off() -> None:
    event, _seated, _waiting = full()
    event = agenda.cancel(event=Event.objects.get(pk=event.pk), by=None, reason_fr="Tempête de neige")

    assert running.effect_of(event, 9).parties == 0


def test_a_party_that_becomes_smaller_is_offered_as_many_seats_as_it_has() -> None:
    event = open_event(capacity=2, terms=ASKS)
    seated = registered(event, companions=[Companion("Radu")])
    family = registered(Event.objects.get(pk=event.pk), companions=[Companion("Elena")])
    actions.cancel(registration=seated, by=None)

    actions.change_party(registration=family, leaving=[family.party[1].pk])

    assert offered(event).seats == 1


def test_an_offer_taken_back_says_so_to_who_accepts_it(client: Client) -> None:
    event, _seated, (_first, second) = full(bypass_bound=0)
    Event.objects.filter(pk=event.pk).update(capacity=2)
    by = administrator()
    offer = offering.offer_out_of_turn(registration=second, by=by, reason="Interprète retenue")
    assert offer is not None
    offering.take_back(offer=offer, by=by)

    answer = client.post(f"/en/registration/{second.link_key}/accept/")

    assert answer.status_code == 409
    assert "has taken this offer back" in answer.content.decode()
