"""Everybody is told at one hour, once, and what is told has happened; before it nobody learns anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import clock
from core.audit import Entry
from core.outbox import Letter, Mail, writer_of
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.registration import actions as registering
from events.registration import choosing, offering
from events.registration import refusals as registration
from events.registration.models import PlaceOffer, Registration
from events.registration.seating import Companion
from events.registration.signals import seat_given_back
from events.selection import refusals, releasing
from events.selection.models import Results, Score, Verdict
from people.accounts.models import User
from people.privacy import bundle, retention
from tests.factories.agenda import administrator
from tests.factories.registration import make_person, registered
from tests.factories.selection import by_review, closed, decide, score

pytestmark = pytest.mark.django_db

TOLD = ("registration/chosen", "registration/reserved", "registration/not_chosen")


@pytest.fixture
def chair() -> User:
    return administrator()


def decided(chair: User, *, capacity: int = 2, **terms: Any) -> tuple[Event, list[Registration]]:
    """Two seats: a party of two is chosen, two are in reserve (the later one first), one is not chosen."""
    event = by_review(capacity=capacity, terms=terms)
    party = registered(event, companions=[Companion("Paul Roy")])
    first, second, no = registered(event), registered(event), registered(event, language="en")
    decide(chair, "chosen", party)
    decide(chair, "reserve", second)
    decide(chair, "reserve", first)
    decide(chair, "declined", no, reason_fr="Autres métiers.", reason_en="Other occupations.")
    return closed(event), [party, first, second, no]


def states(*registrations: Registration) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in registrations]


def told() -> list[tuple[str, str]]:
    return sorted(Mail.objects.filter(template__in=TOLD).values_list("recipient", "template"))


def written(mail: Mail) -> Letter:
    with translation.override(mail.language):
        letter = writer_of(mail.template)(mail)
    assert letter is not None
    return letter


def test_everybody_is_told_once_and_what_they_are_told_is_so(chair: User) -> None:
    event, (party, first, second, no) = decided(chair)

    releasing.release(event=event, by=chair)
    with pytest.raises(refusals.AlreadyTold):
        releasing.release(event=event, by=chair)

    assert states(party, second, first, no) == ["confirmed", "waiting", "waiting", "cancelled"]
    assert told() == sorted(
        [
            (party.email, "registration/chosen"),
            (first.email, "registration/reserved"),
            (second.email, "registration/reserved"),
            (no.email, "registration/not_chosen"),
        ]
    )
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (2, 2)
    assert list(Registration.objects.filter(event=event).waiting()) == [second, first]
    assert Registration.objects.get(pk=no.pk).ending == "not_chosen"
    assert {seat.state for seat in no.seats.all()} == {"cancelled"}
    for application in (party, first, second, no):
        audited = Entry.objects.filter(object_type="registration.registration", object_id=str(application.pk))
        assert audited.filter(action__in=["registration.promoted", "registration.reserved", "registration.cancelled"])


def test_each_reads_their_own_result_in_their_language(chair: User) -> None:
    event, (party, first, _second, no) = decided(chair, offer_hours=24)
    releasing.release(event=event, by=chair)

    yes = written(Mail.objects.get(recipient=party.email, template=TOLD[0]))
    assert (len(yes.attachments), yes.calendar_method) == (1, "REQUEST")
    assert "au rang 2" in written(Mail.objects.get(recipient=first.email, template=TOLD[1])).text
    letter = written(Mail.objects.get(recipient=no.email, template=TOLD[2]))
    assert "Other occupations." in letter.text
    assert f"/en/calendar/?kind={event.kind}" in letter.text or f"?kind={event.kind}" in letter.text
    assert "Autres métiers." not in letter.text


def test_nobody_learns_anything_before_the_hour(chair: User, client: Client) -> None:
    event, (party, first, second, no) = decided(chair)
    hour = timezone.now() + timedelta(hours=2)
    releasing.plan(event=event, by=chair, tell_at=hour)

    assert clock.tick() >= 0
    assert releasing.at_the_hour(event.pk) is False
    assert told() == []
    for application in (party, first, second, no):
        pages = [application.get_absolute_url(), reverse("selection:mine", args=[application.link_key])]
        shown = "".join(client.get(page).content.decode() for page in pages)
        assert "Toutes les personnes l’apprennent en même temps" in shown
        assert not [word for word in ("Autres métiers", "Other occupations", "est retenue") if word in shown]
    with translation.override("fr"):
        copied = str([list(table.lines) for table in bundle.tables(no.contact)])
    assert "Autres métiers" not in copied


def test_the_clock_tells_everybody_at_the_hour(chair: User) -> None:
    event, _applications = decided(chair)
    releasing.plan(event=event, by=chair, tell_at=timezone.now() + timedelta(hours=2))
    Results.objects.filter(pk=event.pk).update(tell_at=timezone.now())

    clock.tick(timezone.now() + timedelta(hours=3))
    clock.tick(timezone.now() + timedelta(hours=3))

    assert len(told()) == 4
    assert Results.objects.get(pk=event.pk).are_told


def test_what_is_missing_at_the_hour_holds_all_of_it_up_and_is_said(chair: User) -> None:
    event, applications = decided(chair)
    releasing.plan(event=event, by=chair, tell_at=timezone.now() + timedelta(hours=2))
    decide(chair, "", applications[0])
    Results.objects.filter(pk=event.pk).update(tell_at=timezone.now())

    clock.tick(timezone.now() + timedelta(hours=3))

    assert (told(), states(*applications)) == ([], ["applied"] * 4)
    assert Results.objects.get(pk=event.pk).held_up_at is not None
    letter = Mail.objects.get(template="selection/held_up")
    assert letter.recipient == chair.email
    assert "1 candidature n’est pas décidée" in written(letter).text


@pytest.mark.parametrize("why", ["one undecided", "too many chosen", "still open", "no deadline", "called off", "over"])
def test_nothing_is_told_while_something_is_missing(chair: User, why: str) -> None:
    event, applications = decided(chair)
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "too many chosen": {"capacity": 1},
        "still open": {"registration_closes_at": now + timedelta(hours=1)},
        "no deadline": {"registration_closes_at": None},
        "called off": {"cancelled_at": now, "cancellation_reason_fr": "Tempête"},
        "over": {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)},
    }
    if why == "one undecided":
        decide(chair, "", applications[3])
    else:
        Event.objects.filter(pk=event.pk).update(**changes[why])

    with pytest.raises(refusals.NotReady):
        releasing.release(event=event, by=chair)

    assert (told(), states(*applications)) == ([], ["applied"] * 4)


def test_what_breaks_before_the_end_undoes_all_of_it(chair: User) -> None:
    event, applications = decided(chair)

    def breaks(**_news: Any) -> None:
        raise SystemExit

    # The seat of whoever is not chosen is given back after the chosen have theirs.
    seat_given_back.connect(breaks)
    try:
        with pytest.raises(SystemExit):
            releasing.release(event=event, by=chair)
    finally:
        seat_given_back.disconnect(breaks)
    event.refresh_from_db()
    assert (told(), states(*applications), event.seats_taken) == ([], ["applied"] * 4, 0)

    releasing.release(event=event, by=chair)
    assert len(told()) == 4


def test_seats_are_given_to_all_who_are_chosen_or_to_none(chair: User) -> None:
    event = by_review(capacity=3)
    party, alone = registered(event, companions=[Companion("Paul Roy"), Companion("Ana Roy")]), registered(event)

    with pytest.raises(registration.NoSeatFree):
        choosing.admit(event=event, registrations=[party, alone], by=chair.person)

    event.refresh_from_db()
    assert (event.seats_taken, states(party, alone)) == (0, ["applied", "applied"])


def test_a_seat_given_back_is_offered_to_the_reserve_list_in_its_order(chair: User) -> None:
    event, (party, first, second, _no) = decided(chair, offer_hours=24)
    releasing.release(event=event, by=chair)

    registering.cancel(registration=party, by=None)

    assert states(second, first) == ["offered", "offered"]
    offering.accept(offer=PlaceOffer.objects.get(registration=second), by=None)
    assert states(second) == ["confirmed"]


def test_seats_nobody_is_chosen_for_go_to_the_reserve_list_at_once(chair: User) -> None:
    event, (_party, first, second, _no) = decided(chair, capacity=3, offer_hours=24)

    releasing.release(event=event, by=chair)

    assert states(second, first) == ["offered", "waiting"]
    assert len(told()) == 4


def test_who_withdraws_is_told_nothing_more(chair: User, client: Client) -> None:
    event, (_party, first, second, no) = decided(chair)
    registering.cancel(registration=second, by=None)

    with pytest.raises(registration.NotApplied):
        choosing.reserve(event=event, registrations=[first, second], by=None)
    releasing.release(event=event, by=chair)

    assert "Liste de réserve" not in client.get(second.get_absolute_url()).content.decode()

    assert second.email not in dict(told())
    assert Verdict.objects.get(registration=second).told_at is None
    assert list(Registration.objects.filter(event=event).waiting()) == [first]
    assert no.email in dict(told())


def test_an_hour_lies_between_the_deadline_and_the_event(chair: User) -> None:
    event, _applications = decided(chair)
    open_still = by_review()

    for when, refusal, which in (
        (timezone.now() - timedelta(hours=1), refusals.HourPast, event),
        (event.starts_at, refusals.HourAfterStart, event),
        (timezone.now() + timedelta(hours=1), refusals.HourBeforeDeadline, open_still),
    ):
        with pytest.raises(refusal):
            releasing.plan(event=which, by=chair, tell_at=when)


def test_an_event_called_off_tells_no_results(chair: User) -> None:
    event, _applications = decided(chair)
    releasing.plan(event=event, by=chair, tell_at=timezone.now() + timedelta(hours=2))

    agenda.cancel(event=event, by=None, reason_fr="Tempête")

    assert not clock.Due.objects.filter(kind=releasing.TELL, done_at=None).exists()
    assert releasing.at_the_hour(event.pk) is False
    assert told() == []


def test_who_applies_after_the_results_is_decided_alone_and_told_at_once(chair: User) -> None:
    event, (party, *_others) = decided(chair)
    releasing.release(event=event, by=chair)
    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now() + timedelta(days=1))
    late = registered(by_now(event))

    with pytest.raises(registration.NoSeatFree):
        releasing.decide_late(registration=late, by=chair, mark="", outcome="chosen")
    releasing.decide_late(registration=late, by=chair, mark="", outcome="reserve")

    assert states(late, party) == ["waiting", "confirmed"]
    assert dict(told())[late.email] == "registration/reserved"


def by_now(event: Event) -> Event:
    return Event.objects.select_related("venue", "terms").get(pk=event.pk)


def test_the_copy_of_ones_data_holds_the_decision_its_reason_and_the_mean_of_the_points(chair: User) -> None:
    person = make_person()
    event = by_review()
    application = registered(event, person.name, person=person)
    score(chair, application, 2, 4)
    score(administrator(), application, 3, 4)
    decide(chair, "declined", application, reason_fr="Autres métiers.")
    releasing.release(event=closed(event), by=chair)

    with translation.override("fr"):
        copied = str([list(table.lines) for table in bundle.tables(person)])

    assert "Autres métiers." in copied
    assert "Motivation 2,5 / 5; Projet 4,0 / 10" in copied


def test_points_and_reasons_are_forgotten_six_months_after_the_event(chair: User) -> None:
    event, (party, *_others) = decided(chair)
    score(chair, party, 1, 1)
    releasing.release(event=event, by=chair)
    ended = timezone.now() - timedelta(days=182)
    Event.objects.filter(pk=event.pk).update(starts_at=ended - timedelta(hours=6), ends_at=ended)

    for run in retention.begin(codes=["selection.scores", "selection.verdicts"]):
        while retention.work_off(run_pk=run.pk):
            pass

    assert not Score.objects.exists()
    assert set(Verdict.objects.values_list("reason_fr", "reason_en")) == {("", ""), ("–", "")}
