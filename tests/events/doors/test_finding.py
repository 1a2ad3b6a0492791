"""What is scanned, typed or asked for leads to a seat of this event, or to the reason why not."""

import pytest
from django.utils import timezone

from events.agenda.models import Event
from events.doors import finding, refusals
from events.registration import tickets
from events.registration.refusals import NotATicket
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["7K4Q01MV", "7k4q01mv", "7K4Q-01MV", " 7k4q 01mv ", "7K4QO1MV", "7K4Q0IMV", "7K4Q0lMV", "7K4Q–01MV"]
)
def test_a_reference_is_read_as_people_type_it(typed: str) -> None:
    assert finding.as_reference(typed) == "7K4Q01MV"


@pytest.mark.parametrize("typed", ["", "7K4Q", "7K4Q01MVX", "7K4Q01M!", "Gauthier"])
def test_what_is_no_reference_is_not_read_as_one(typed: str) -> None:
    assert finding.as_reference(typed) is None


class TestSeatAtDoor:
    def find(self, text: str, event: Event, door: Event | None = None) -> int:
        staff = make.door_staff(door or event)
        return finding.seat_at_door(text, event_id=event.pk, user=staff).pk

    def test_the_ticket_leads_to_its_seat(self) -> None:
        seat = make.seat(make.fair())

        assert self.find(tickets.of(seat), seat.event) == seat.pk

    def test_so_does_the_reference(self) -> None:
        seat = make.seat(make.fair())

        assert self.find(seat.registration.reference.lower(), seat.event) == seat.pk

    def test_nothing_typed_is_said_so(self) -> None:
        with pytest.raises(refusals.NothingScanned):
            self.find("  ", make.fair())

    def test_a_changed_ticket_is_no_ticket(self) -> None:
        seat = make.seat(make.fair())
        ticket = tickets.of(seat)
        changed = ticket[:-1] + ("0" if ticket[-1] != "0" else "1")

        with pytest.raises(NotATicket):
            self.find(changed, seat.event)

    def test_an_unknown_reference_is_said_so(self) -> None:
        with pytest.raises(refusals.UnknownReference):
            self.find("7K4Q01MV", make.fair())

    def test_a_ticket_whose_seat_is_gone_is_said_so(self) -> None:
        with pytest.raises(refusals.UnknownTicket):
            self.find(tickets.sign("0" * 32, 1), make.fair())

    def test_another_events_ticket_names_the_event_and_nobody(self) -> None:
        here = make.fair()
        there = make.fair_over(days=-30, code="08", title_fr="Salon de Rouyn-Noranda")
        seat = make.seat(there, "Ioana Dumitrescu")

        with pytest.raises(refusals.AnotherEvent, match="Salon de Rouyn-Noranda") as refusal:
            self.find(tickets.of(seat), here)

        assert "Ioana" not in str(refusal.value)

    def test_an_event_that_is_not_public_is_not_named(self) -> None:
        here, there = make.fair(), make.fair(code="08", title_fr="Salon secret", published_at=None)

        with pytest.raises(refusals.AnotherEvent) as refusal:
            self.find(tickets.of(make.seat(there)), here)

        assert "secret" not in str(refusal.value)

    def test_a_door_without_a_pass_finds_nothing_even_with_a_good_ticket(self) -> None:
        seat, elsewhere = make.seat(make.fair()), make.fair(code="08")

        with pytest.raises(Event.DoesNotExist):
            self.find(tickets.of(seat), seat.event, door=elsewhere)

    def test_a_pass_ends_with_the_day(self) -> None:
        seat = make.seat(make.fair_over(days=2))

        with pytest.raises(Event.DoesNotExist):
            self.find(tickets.of(seat), seat.event)

    def test_all_is_well_in_one_query(self, django_assert_num_queries: object) -> None:
        seat = make.seat(make.fair())
        staff = make.door_staff(seat.event)
        staff.grants_now  # noqa: B018  (read once a request, before the scan)

        with django_assert_num_queries(1):  # type: ignore[operator]
            finding.seat_at_door(tickets.of(seat), event_id=seat.event_id, user=staff)


class TestPeopleNamed:
    @pytest.mark.parametrize("words", ["phạm", "pham", "Hoa ph", "PHAM thi", "thi hoa pham"])
    def test_a_name_is_found_without_its_accents_and_by_its_beginnings(self, words: str) -> None:
        event = make.fair()
        make.seat(event, "Phạm Thị Hoa")
        make.seat(event, "Émile Tremblay")

        found, more = finding.people_named(words, event=event)

        assert [person.name for person in found] == ["Phạm Thị Hoa"]
        assert not more

    def test_every_word_must_be_there(self) -> None:
        event = make.fair()
        make.seat(event, "Émile Tremblay")

        assert finding.people_named("emile gagnon", event=event) == ([], False)

    def test_other_events_are_not_searched(self) -> None:
        make.seat(make.fair(code="08"), "Émile Tremblay")

        assert finding.people_named("tremblay", event=make.fair()) == ([], False)

    def test_who_cancelled_is_not_shown_who_waits_is(self) -> None:
        event = make.fair()
        make.seat(event, "Émile Tremblay", state="cancelled")
        make.seat(event, "Noé Tremblay", state="waiting")

        found, _more = finding.people_named("tremblay", event=event)

        assert [(person.name, person.can_enter) for person in found] == [("Noé Tremblay", False)]

    def test_a_long_list_asks_for_another_word(self) -> None:
        event = make.fair()
        for number in range(finding.MOST_FOUND + 1):
            make.seat(event, f"Tremblay {number}")

        found, more = finding.people_named("tremblay", event=event)

        assert (len(found), more) == (finding.MOST_FOUND, True)

    def test_no_word_finds_nobody(self) -> None:
        event = make.fair()
        make.seat(event, "Émile Tremblay")

        assert finding.people_named(" - ", event=event) == ([], False)


def test_a_cancelled_event_is_still_an_event_with_a_door() -> None:
    event = make.fair(cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")
    seat = make.seat(event)

    assert finding.seat_at_door(seat.registration.reference, event_id=event.pk, user=make.door_staff(event)) == seat
