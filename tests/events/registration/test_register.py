"""Asking for a seat: who gets one, who waits, who is the same person, who is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import audiences
from core.audiences import Answer, Verdict
from core.audit import Entry
from core.outbox import Mail
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.agenda.refusals import PeopleRegistered
from events.registration import ending, refusals
from events.registration.models import Registration, Seat
from people.accounts.models import Person
from tests.factories.accounts import make_user
from tests.factories.registration import make_person, open_event, registered, seat_of
from tests.factories.selection import by_review

pytestmark = pytest.mark.django_db


def fresh(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_a_guest_gets_a_seat_a_mail_and_a_trace() -> None:
    event = open_event(capacity=2)

    registration = registered(event, "Phạm Thị Đặng", email=" Pham@Exemple.test ", language="en")

    seat = seat_of(registration)
    assert (registration.state, registration.email, registration.waiting_position) == (
        "confirmed",
        "pham@exemple.test",
        None,
    )
    assert (seat.state, seat.name, seat.person) == ("expected", "Phạm Thị Đặng", registration.contact)
    assert fresh(event).seats_taken == 1
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient, mail.language) == ("registration/confirmed", "pham@exemple.test", "en")
    assert (mail.payload["entry"]["method"], mail.payload["entry"]["sequence"]) == ("REQUEST", 0)
    assert Entry.objects.get(action="registration.made").values == {"state": "confirmed", "guest": True, "seats": 1}


def test_registering_costs_as_many_queries_as_it_says(django_assert_num_queries: Any) -> None:
    event = open_event(capacity=2)
    registered(event)

    # 10 statements, and two savepoints of two statements each: the action's own and the one around the guarded inserts.
    with django_assert_num_queries(10 + 4):
        registered(event)
    with django_assert_num_queries(14 + 4):
        registered(event)


def test_a_seat_of_somebody_signed_in_costs_one_query_for_their_timetable(django_assert_num_queries: Any) -> None:
    event, login = open_event(), make_user().person
    registered(event)

    # As above, without the 3 that know and make a guest, with 1 for a seat they had before, and 1 for the timetable.
    with django_assert_num_queries(10 - 3 + 1 + 1 + 4):
        registered(event, person=login)


def test_a_full_event_gives_waiting_positions_in_order() -> None:
    event = open_event(capacity=1)
    registered(event)

    waiting = [registered(event) for _person in range(3)]

    assert [(one.state, one.waiting_position) for one in waiting] == [("waiting", 1), ("waiting", 2), ("waiting", 3)]
    assert {seat_of(one).state for one in waiting} == {"waiting"}
    assert (fresh(event).seats_taken, fresh(event).seats_waiting) == (1, 3)
    assert Mail.objects.filter(template="registration/waiting").count() == 3


def test_an_event_without_capacity_never_makes_anybody_wait() -> None:
    event = open_event()

    assert {registered(event).state for _person in range(3)} == {"confirmed"}


def test_the_same_form_page_sent_twice_is_one_registration() -> None:
    event = open_event(capacity=5)
    first = registered(event, "Ioana Dragomir", idempotency_key="page")

    again = registered(event, "Somebody Else", idempotency_key="page")

    assert again == first
    assert (Registration.objects.count(), Seat.objects.count(), Person.objects.count()) == (1, 1, 1)
    assert (fresh(event).seats_taken, Mail.objects.count(), Entry.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["Ioana Dragomir", " ioana   DRAGOMIR", "Ioàna Dragomir", "ioana-dragomir"])
def test_the_same_address_and_name_is_the_same_person(name: str) -> None:
    event = open_event(capacity=5)
    first = registered(event, "Ioana Dragomir", email="ioana@exemple.test")

    assert registered(event, name, email="IOANA@exemple.test") == first
    assert fresh(event).seats_taken == 1


def test_the_same_address_with_another_name_is_another_person() -> None:
    event = open_event(capacity=5)
    first = registered(event, "Ioana Dragomir", email="famille@exemple.test")

    other = registered(event, "Radu Dragomir", email="famille@exemple.test")

    assert other != first
    assert other.contact != first.contact


def test_a_guest_is_one_person_over_several_events() -> None:
    first = registered(open_event(), "Ioana Dragomir", email="ioana@exemple.test")
    second = registered(open_event(), "Ioana Dragomir", email="ioana@exemple.test")

    assert first.contact == second.contact


def test_one_form_key_serves_one_event_only() -> None:
    assert registered(open_event(), idempotency_key="page") != registered(open_event(), idempotency_key="page")


def test_somebody_signed_in_has_one_seat_whatever_the_address() -> None:
    event, person = open_event(capacity=5), make_person("Amina Benali")
    first = registered(event, "Amina Benali", person=person, email="maison@exemple.test")

    assert registered(event, "Amina B.", person=person, email="travail@exemple.test") == first
    assert Seat.objects.get().person == person


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"registration_opens_at": timedelta(hours=1)}, refusals.NotOpenYet),
        ({"published_at": timedelta(hours=1)}, refusals.NotOpenYet),
        ({"published_at": None}, refusals.NotOpenYet),
        ({"registration_closes_at": timedelta(hours=-1)}, refusals.RegistrationClosed),
        ({"cancelled_at": timedelta(hours=-1), "cancellation_reason_fr": "Tempête"}, refusals.EventCancelled),
    ],
)
def test_outside_its_window_nobody_registers_and_nothing_is_kept(fields: dict[str, Any], refusal: type) -> None:
    moments = {
        name: timezone.now() + value if isinstance(value, timedelta) else value for name, value in fields.items()
    }
    event = open_event(**moments)

    with pytest.raises(refusal):
        registered(event)
    assert (Registration.objects.count(), Person.objects.count(), Mail.objects.count()) == (0, 0, 0)


def test_an_event_that_is_over_takes_nobody() -> None:
    with pytest.raises(refusals.EventOver):
        registered(open_event(days=-2))


def test_an_event_called_off_since_the_page_was_read_takes_nobody() -> None:
    event = open_event(capacity=5)
    called_off = fresh(event)
    called_off.cancelled_at, called_off.cancellation_reason_fr = timezone.now(), "Tempête"
    called_off.save()

    with pytest.raises(refusals.EventCancelled):
        registered(event)
    assert (Registration.objects.count(), fresh(event).seats_taken) == (0, 0)


def test_an_event_moved_since_the_page_was_read_is_confirmed_at_its_new_time() -> None:
    event = open_event(capacity=5)
    moved = fresh(event)
    moved.start_date, moved.end_date = (day + timedelta(days=7) for day in (moved.start_date, moved.end_date))
    moved.save()

    registered(event)

    assert Mail.objects.get().payload["entry"]["start"].startswith(moved.start_date.isoformat())


class Members:
    label = "members"

    def explain(self, person: Person, argument: str) -> Answer:
        if person.name.startswith("Member"):
            return Answer(Verdict.MET)
        return Answer(Verdict.NOT_MET, "Members only.", "Ask your organisation to join.")


@pytest.fixture
def members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(audiences._audiences, "test.member", Members())


@pytest.mark.usefixtures("members")
def test_a_members_event_asks_a_guest_to_sign_in() -> None:
    with pytest.raises(refusals.AudienceNotMet) as refused:
        registered(open_event(audience="test.member"))
    assert refused.value.answer.verdict is Verdict.UNKNOWN
    assert "Sign in" in str(refused.value) or "Ouvrez une session" in str(refused.value)


@pytest.mark.usefixtures("members")
def test_a_members_event_never_asks_about_an_unproven_address() -> None:
    event = open_event(audience="test.member")

    with pytest.raises(refusals.AudienceNotMet) as refused:
        registered(event, person=make_person("Member Amina", proven=False))
    assert refused.value.answer.verdict is Verdict.UNKNOWN


@pytest.mark.usefixtures("members")
def test_a_members_event_takes_members_and_tells_others_what_to_do() -> None:
    event = open_event(audience="test.member")

    with pytest.raises(refusals.AudienceNotMet, match=r"Members only\. Ask your organisation to join\."):
        registered(event, person=make_person("Luc"))
    assert registered(event, person=make_person("Member Amina")).state == "confirmed"


def test_nobody_new_is_seated_before_those_who_wait() -> None:
    event = open_event(capacity=1)
    registered(event)
    first_waiting = registered(event)
    Event.objects.filter(pk=event.pk).update(capacity=2)  # behind the back of the signal that promotes

    newcomer = registered(event)

    assert (newcomer.state, newcomer.waiting_position) == ("waiting", 2)
    assert first_waiting.waiting_position == 1


def test_a_rolled_back_registration_leaves_no_gap_in_the_waiting_list(monkeypatch: pytest.MonkeyPatch) -> None:
    event = open_event(capacity=1)
    registered(event)

    def fail(*_args: Any, **_named: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ending, "count_changed", fail)
        with pytest.raises(RuntimeError):
            registered(event)

    assert registered(event).waiting_position == 1


def test_the_longest_address_there_is_still_gets_its_mail() -> None:
    email = f"{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 54}.test"
    assert len(email) == 248

    registered(open_event(), email=email)

    assert Mail.objects.get().recipient == email


def test_a_guest_who_types_the_name_and_address_of_a_login_does_not_act_as_it() -> None:
    account = make_user(name="Zoé Tremblay", email="zoe@exemple.test").person

    registration = registered(open_event(), "Zoé Tremblay", email="zoe@exemple.test")

    assert registration.contact != account
    assert Entry.objects.get(action="registration.made").actor is None


def test_an_event_called_off_since_the_page_was_read_takes_no_application() -> None:
    event = by_review()
    agenda.cancel(event=Event.objects.get(pk=event.pk), by=None, reason_fr="Tempête")

    with pytest.raises(refusals.EventCancelled):
        registered(event)
    assert not Registration.objects.exists()


def test_an_event_with_applications_is_not_withdrawn_from_the_public() -> None:
    event = by_review()
    registered(event)

    with pytest.raises(PeopleRegistered):
        agenda.unpublish(event=event, by=None)
    assert not Event.objects.get(pk=event.pk).is_draft
