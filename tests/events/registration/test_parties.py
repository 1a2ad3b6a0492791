"""Families and groups: one registration, several seats, all of them or none."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.outbox import Mail, writer_of
from events.agenda.models import Event
from events.registration import actions, refusals, tickets, waiting
from events.registration.models import Registration, Seat
from events.registration.seating import Companion
from tests.events.registration.test_pages import text_of
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db

FAMILY = {"largest_party": 5, "asks_ages": True, "offer_hours": 0}


def companions(number: int) -> list[Companion]:
    return [Companion(name=f"Compagne {place}") for place in range(number)]


def party(event: Event, size: int, **answers: object) -> Registration:
    event = Event.objects.get(pk=event.pk)
    return registered(event, companions=companions(size - 1), **answers)


def counters(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.seats_taken, event.seats_waiting


def test_each_of_a_party_has_a_seat_and_a_ticket_of_their_own() -> None:
    event = open_event(capacity=12, terms=FAMILY)

    registration = party(event, 3)

    seats = list(registration.seats.all())
    assert [seat.state for seat in seats] == ["expected"] * 3
    assert len({tickets.of(seat) for seat in seats}) == 3
    assert counters(event) == (3, 0)
    assert Mail.objects.filter(template="registration/confirmed").count() == 1


def test_a_party_of_four_waits_whole_where_nine_of_twelve_are_taken() -> None:
    event = open_event(capacity=12, terms=FAMILY)
    for _each in range(3):
        party(event, 3)

    family = party(event, 4)

    assert (family.state, family.waiting_position) == ("waiting", 1)
    assert {seat.state for seat in family.seats.all()} == {"waiting"}
    assert counters(event) == (9, 4)


def test_one_person_passes_the_family_once_and_then_the_seats_are_kept_for_it() -> None:
    event = open_event(capacity=12, terms=FAMILY)
    for _each in range(3):
        party(event, 3)
    family = party(event, 4)

    first, second = party(event, 1), party(event, 1)

    assert (first.state, second.state) == ("confirmed", "waiting")
    family.refresh_from_db()
    assert family.times_passed == 1
    assert counters(event) == (10, 5)


def test_a_party_larger_than_the_event_allows_is_told_so_and_nothing_is_kept() -> None:
    event = open_event(capacity=12, terms=FAMILY)

    with pytest.raises(refusals.PartyTooLarge, match="5"):
        party(event, 6)
    assert not Registration.objects.exists()


def test_a_party_larger_than_the_event_itself_never_joins_the_list() -> None:
    with pytest.raises(refusals.LargerThanEvent):
        party(open_event(capacity=3, terms=FAMILY), 4)


def test_who_does_not_come_gives_one_seat_back_and_the_others_keep_theirs() -> None:
    event = open_event(capacity=4, terms=FAMILY)
    family, alone = party(event, 4), party(event, 1)
    going = family.party[-1]

    actions.change_party(registration=family, leaving=[going.pk])

    family.refresh_from_db()
    alone.refresh_from_db()
    assert (family.size, family.state, alone.state) == (3, "confirmed", "confirmed")
    assert counters(event) == (4, 0)
    going.refresh_from_db()
    assert going.state == "cancelled"


def test_the_party_keeps_its_calendar_entry_when_the_one_who_registered_stays_away() -> None:
    event = open_event(terms=FAMILY)
    family = party(event, 3)
    lead = family.lead

    actions.change_party(registration=family, leaving=[lead.pk])

    family = Registration.objects.get(pk=family.pk)
    assert family.lead.calendar_uid == lead.calendar_uid
    told = Mail.objects.get(template="registration/party")
    assert told.stream.endswith(f"seat-{lead.calendar_uid}@maillage")
    assert "entry" not in told.payload


def test_children_do_not_stay_behind_alone() -> None:
    event = open_event(terms=FAMILY)
    family = registered(event, companions=[Companion(age_band="5-11")], age_band="18+", guardian=guardian())

    with pytest.raises(refusals.MinorsAlone):
        actions.change_party(registration=family, leaving=[family.lead.pk])


def guardian() -> object:
    from events.registration.guarding import Named

    return Named("Ioana Dragomir")


def test_a_confirmed_party_grows_by_what_is_free_and_no_more() -> None:
    event = open_event(capacity=4, terms=FAMILY)
    family, _alone = party(event, 2), party(event, 1)

    with pytest.raises(refusals.NoRoomToGrow, match="1"):
        actions.change_party(registration=family, joining=companions(2))
    assert counters(event) == (3, 0)

    actions.change_party(registration=family, joining=companions(1))
    assert counters(event) == (4, 0)


def test_a_party_that_waits_grows_where_it_stands() -> None:
    event = open_event(capacity=1, terms={**FAMILY, "bypass_bound": 0} | {"largest_party": 5})
    Event.objects.filter(pk=event.pk).update(capacity=4)
    party(event, 4)
    first, second = party(event, 1), party(event, 1)

    actions.change_party(registration=first, joining=companions(2))

    first.refresh_from_db()
    assert (first.size, first.waiting_position, waiting.rank(second)) == (3, 1, 2)
    assert counters(event) == (4, 4)


def test_who_waits_for_two_and_comes_with_somebody_else_waits_for_two_still() -> None:
    event = open_event(capacity=5, terms=FAMILY)
    party(event, 4)
    pair = party(event, 2)

    actions.change_party(registration=pair, leaving=[pair.party[1].pk], joining=[Companion(name="Paul Roy")])

    pair = Registration.objects.get(pk=pair.pk)
    assert (pair.state, [seat.state for seat in pair.party]) == ("waiting", ["waiting", "waiting"])
    assert counters(event) == (4, 2)


def test_a_child_is_an_age_and_never_a_name() -> None:
    event = open_event(terms=FAMILY)

    family = registered(event, age_band="18+", companions=[Companion(name="Léa", age_band="0-4")], guardian=guardian())

    child = family.seats.get(age_band="0-4")
    assert (child.name, child.person) == ("", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=child.pk).update(name="Léa")


def test_the_form_asks_for_more_rows_and_keeps_what_was_typed(client: Client) -> None:
    event = open_event(terms={**FAMILY, "largest_party": 12, "asks_ages": False})
    address = f"/fr/agenda/{event.pk}/inscription/"
    typed = {"name": "Ioana Dragomir", "email": "ioana@exemple.test", "language": "fr", "companion_1_name": "Radu"}

    page = text_of(client.post(address, typed | {"more": "1"}))

    assert 'value="Radu"' in page
    assert 'value="Ioana Dragomir"' in page
    assert "companion_6_name" in page
    assert "field-errors" not in page
    assert not Registration.objects.exists()


def test_a_whole_family_registers_on_one_page(client: Client) -> None:
    event = open_event(terms=FAMILY)
    answer = client.post(
        f"/fr/agenda/{event.pk}/inscription/",
        {
            "name": "Ioana Dragomir",
            "email": "ioana@exemple.test",
            "language": "fr",
            "age": "18+",
            "companion_1_name": "Radu Dragomir",
            "companion_1_age": "18+",
            "companion_2_age": "5-11",
            "is_guardian": "on",
        },
    )

    page = text_of(client.get(answer["Location"]))

    assert "Radu Dragomir" in page
    assert "Jeune ou enfant, 5 à 11 ans" in page
    assert page.count("/fr/billet/") >= 3
    assert counters(event) == (3, 0)


def test_a_letter_of_a_party_carries_a_page_for_each() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    party(open_event(terms=FAMILY), 3)
    mail = Mail.objects.get(template="registration/confirmed")

    letter = writer_of(mail.template)(mail)

    assert letter is not None
    assert len(PdfReader(BytesIO(letter.attachments[0].content)).pages) == 3
    assert "Compagne 1" in letter.text


def test_two_seats_of_one_person_leave_the_rest_of_the_party_alone() -> None:
    from people.privacy import actions as privacy

    event = open_event(capacity=4, terms=FAMILY)
    family = party(event, 3)
    alone = registered(Event.objects.get(pk=event.pk), "Compagne 0")
    doubled = family.seats.get(name="Compagne 0")

    privacy.merge(keep=seat_of(alone).person, gone=doubled.person, by=None)

    family.refresh_from_db()
    alone.refresh_from_db()
    assert {family.state, alone.state} == {"confirmed", "cancelled"} or family.size == 2
    taken, _waiting = counters(event)
    assert taken == Seat.objects.filter(event=event).active().count() == 3


def test_whoever_comes_in_somebodys_place_takes_their_seat_though_others_wait() -> None:
    event = open_event(capacity=4, terms=FAMILY)
    family, _other, alone = party(event, 3), party(event, 1), party(event, 1)

    actions.change_party(registration=family, leaving=[family.party[-1].pk], joining=[Companion("Radu")])

    family = Registration.objects.get(pk=family.pk)
    alone.refresh_from_db()
    assert [seat.name for seat in family.party[1:]] == ["Compagne 0", "Radu"]
    assert (family.size, alone.state, counters(event)) == (3, "waiting", (4, 1))
    with pytest.raises(refusals.NoRoomToGrow):
        actions.change_party(registration=family, leaving=[family.party[-1].pk], joining=companions(2))


def test_a_party_that_waits_is_served_as_it_will_be_and_not_halfway() -> None:
    event = open_event(capacity=4, terms=FAMILY | {"offer_hours": 24, "bypass_bound": 0})
    _seated, family = party(event, 2), party(event, 4)
    leaving = [seat.pk for seat in family.party[2:]]

    actions.change_party(registration=family, leaving=leaving, joining=[Companion("Radu")])

    family = Registration.objects.get(pk=family.pk)
    assert (family.state, family.size, {seat.state for seat in family.party}) == ("waiting", 3, {"waiting"})
    assert counters(event) == (2, 3)


def test_a_new_address_is_the_contacts_and_the_name_is_of_whoever_leads() -> None:
    event = open_event(terms=FAMILY)
    family = registered(event, "Ioana Dragomir", companions=[Companion("Radu Dragomir")])
    actions.change_party(registration=family, leaving=[family.lead.pk])

    actions.change_details(
        registration=family, name="Radu D. Dragomir", email="neuve@exemple.test", language="fr", wants_reminder=True
    )

    family = Registration.objects.select_related("contact").get(pk=family.pk)
    assert family.contact.name == "Ioana Dragomir"
    assert family.contact.addresses.filter(email="neuve@exemple.test").exists()
    assert (family.lead.name, family.lead.person.name) == ("Radu D. Dragomir",) * 2
