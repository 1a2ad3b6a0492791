"""Reminders by the rules of the event: at their moment, once, moved and dropped with it."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core import clock
from core.clock import Due
from core.outbox import Letter, Mail, writer_of
from core.versions import ChangedAsAWhole, SeenWhole, print_whole
from events.agenda import actions as agenda
from events.agenda import sittings
from events.agenda.models import Event
from events.announcements import actions, planning, refusals
from events.announcements.models import ReminderRule
from events.doors import actions as doors
from events.registration.models import Seat
from tests.factories.doors import course
from tests.factories.registration import make_person, open_event, registered

pytestmark = pytest.mark.django_db


def rule(amount: int, unit: str = "days", **words: str) -> ReminderRule:
    return ReminderRule(unit=unit, amount=amount, **words)


def set_rules(event: Event, *rules: ReminderRule, **options: Any) -> None:
    actions.set_rules(event=event, rules=rules, by=make_person(), **options)


def due() -> dict[str, Any]:
    return dict(Due.objects.filter(kind=planning.KIND, done_at=None).values_list("key", "due_at"))


def reminders_sent() -> Any:
    return Mail.objects.filter(template="registration/reminder").order_by("pk")


def written() -> Letter:
    mail = reminders_sent().get()
    with translation.override(mail.language):
        letter = writer_of(mail.template)(mail)
    assert letter
    return letter


@pytest.mark.parametrize("zone", ["America/Toronto", "America/Halifax", "America/Blanc-Sablon"])
def test_an_event_reminds_the_day_before_at_ten_in_the_time_of_the_place(zone: str) -> None:
    event = open_event(starts=datetime(timezone.localdate().year + 1, 3, 15, 13), zone=zone)

    local = due()[f"{event.pk}:days1"].astimezone(event.zone_info)

    assert (local.date(), local.hour, local.minute) == (event.start_date - timedelta(days=1), 10, 0)


def test_events_that_stood_before_there_were_rules_remind_as_they_did() -> None:
    event, off = open_event(), open_event(cancelled_at=timezone.now(), cancellation_reason_fr="Tempête")
    planned = due()
    ReminderRule.objects.all().delete()
    Due.objects.update(kind="registration.reminders")
    migration = import_module("events.announcements.migrations.0002_reminders_of_events_to_come")

    migration.take_over(apps, None)

    assert due() == planned
    assert {one.event_id for one in ReminderRule.objects.all()} == {event.pk, off.pk}
    assert not Due.objects.filter(kind="registration.reminders").exists()


def test_rules_move_with_the_event_and_go_with_it() -> None:
    event = open_event()
    set_rules(event, rule(7), rule(2, "hours"))
    start = datetime.combine(event.start_date, event.start_time) + timedelta(days=3)

    moved = agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=4), venue=event.venue)

    assert due() == {
        f"{event.pk}:days7": rule(7).moment(moved),
        f"{event.pk}:hours2": moved.starts_at - timedelta(hours=2),
    }
    agenda.cancel(event=moved, by=None, reason_fr="Tempête")
    assert due() == {}


def test_what_a_stopped_worker_owes_is_kept_when_the_event_is_edited_and_dropped_when_it_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = open_event()
    late = due()[f"{event.pk}:days1"] + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: late)

    event.save()
    assert due()
    event.start_time = (datetime.combine(event.start_date, event.start_time) + timedelta(hours=1)).time()
    event.save()
    assert due()  # the day before is the same day

    event.start_date = event.end_date = event.start_date - timedelta(days=1)
    event.save()
    assert due() == {}


def test_a_moment_that_has_passed_is_not_planned() -> None:
    open_event(starts=timezone.localtime().replace(tzinfo=None, fold=0) + timedelta(hours=2))

    assert due() == {}


def test_a_rule_reminds_once_those_who_are_expected_and_wish_it() -> None:
    event = open_event()
    kept = registered(event)
    registered(event, wants_reminder=False)
    [moment] = due().values()

    for _again in range(2):
        assert clock.tick(moment + timedelta(seconds=1))
        Due.objects.filter(kind=planning.KIND).update(done_at=None)

    assert [mail.recipient for mail in reminders_sent()] == [kept.email]


def test_after_a_stop_the_last_rule_alone_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    event = open_event()
    registered(event)
    set_rules(event, rule(7), rule(1))
    payloads = [{"event": event.pk, "rule": code} for code in ("days7", "days1")]
    monkeypatch.setattr(timezone, "now", lambda: rule(1).moment(event) + timedelta(minutes=1))

    assert [planning.remind(payload) for payload in payloads] == [0, 1]


def test_a_rule_that_was_taken_out_reminds_nobody() -> None:
    event = open_event()
    registered(event)
    set_rules(event)

    assert due() == {}
    assert planning.remind({"event": event.pk, "rule": "days1"}) == 0


@pytest.mark.parametrize(("language", "says"), [("fr", "Dans 3 jours"), ("en", "In 3 days")])
def test_the_letter_says_when_in_its_language_and_adds_the_organiser_s_sentence(
    language: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = open_event()
    registered(event, language=language)
    set_rules(event, rule(3, sentence_fr="Apportez un CV.", sentence_en="Bring a CV."))
    monkeypatch.setattr(timezone, "now", lambda: rule(3).moment(event) + timedelta(minutes=1))
    planning.remind({"event": event.pk, "rule": "days3"})

    letter = written()

    assert letter.subject.startswith(says)
    assert ("Bring a CV." if language == "en" else "Apportez un CV.") in letter.text
    assert letter.unsubscribe
    assert letter.unsubscribe in letter.text


def test_rules_are_three_at_most_and_each_has_its_moment() -> None:
    event = open_event()
    with pytest.raises(refusals.SameMomentTwice):
        set_rules(event, rule(1), rule(1))
    for values in ({"place": 4, "amount": 3}, {"place": 2, "amount": 31}, {"place": 2, "amount": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReminderRule.objects.create(event=event, unit="days", **values)


def test_the_second_of_two_organisers_hears_what_the_first_kept() -> None:
    event = open_event()
    shown = print_whole(actions.rules_name(event), actions.rules_as_rows(list(event.reminder_rules.all())))
    set_rules(event, rule(5), seen=SeenWhole(shown))

    with pytest.raises(ChangedAsAWhole):
        set_rules(event, rule(6), seen=SeenWhole(shown))
    assert [one.code for one in event.reminder_rules.all()] == ["days5"]


# ------------------------------------------------------------------ series
def keys(event: Event, code: str, *numbers: int) -> set[str]:
    pks = dict(event.sittings_standing.values_list("number", "pk"))
    return {f"{event.pk}:{code}:{pks[number]}" for number in numbers}


def test_of_a_series_a_rule_reminds_before_each_sitting_or_before_the_first_alone() -> None:
    event = course(hours=(100, 200, 300))
    assert set(due()) == keys(event, "days1", 1, 2, 3)

    set_rules(event, rule(1), rule(2, "hours", each_sitting=False))
    assert set(due()) == keys(event, "days1", 1, 2, 3) | {f"{event.pk}:hours2"}

    set_rules(event, rule(1, each_sitting=False))
    assert due() == {f"{event.pk}:days1": rule(1).moment(event)}


def test_a_reminder_moves_with_its_sitting_and_goes_with_it() -> None:
    event = course(hours=(100, 200, 300))
    _first, second, third = event.sittings_standing
    hours = sittings.Hours(second.starts + timedelta(days=1), second.ends + timedelta(days=1))

    moved = sittings.move_sitting(sitting=second, by=None, hours=hours)
    sittings.cancel_sitting(sitting=third, by=None, reason_fr="Tempête")

    assert set(due()) == keys(event, "days1", 1, 2)
    assert due()[f"{event.pk}:days1:{second.pk}"] == rule(1).moment(moved)
    agenda.cancel(event=Event.objects.get(pk=event.pk), by=None, reason_fr="Tempête")
    assert due() == {}


@pytest.mark.parametrize(("language", "says"), [("fr", "C’est demain"), ("en", "Tomorrow")])
def test_whoever_was_at_a_sitting_is_reminded_of_the_next_and_of_no_other(
    language: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = course(hours=(-1, 100, 200))
    here, second, _third = event.sittings_standing
    came = registered(event, language=language)
    registered(event, wants_reminder=False)
    seat = Seat.objects.select_related("event", "registration").get(registration=came)
    doors.check_in(seat=seat, door="A", by=make_person(), sitting=here)
    monkeypatch.setattr(timezone, "now", lambda: rule(1).moment(second) + timedelta(minutes=1))

    payload = {"event": event.pk, "rule": "days1"}
    assert [planning.remind(payload | {"sitting": one.pk}) for one in (second, second, here)] == [1, 1, 0]
    assert planning.remind(payload) == 0  # what was planned before the event had sittings

    letter = written()
    assert letter.subject.startswith(says)
    assert "2" in letter.subject.rpartition("(")[2]
    assert ("Sitting 2" in letter.text, "Sitting 3" in letter.text) == (language == "en", False)
    assert "Séance 3" not in letter.text
    sittings.cancel_sitting(sitting=second, by=None, reason_fr="Tempête")
    [mail] = reminders_sent()
    assert writer_of(mail.template)(mail) is None


def test_two_rules_never_leave_at_once_before_any_sitting() -> None:
    event = course(hours=(100, 200))
    second = event.sittings_standing[1]
    evening = second.starts.replace(hour=19 if second.starts.hour == 18 else 18, minute=0)
    hours = sittings.Hours(evening, evening + timedelta(hours=2))
    moved = sittings.move_sitting(sitting=second, by=None, hours=hours)
    as_many = (moved.starts_at - rule(1).moment(moved)) // timedelta(hours=1)

    with pytest.raises(refusals.SameMomentTwice):
        set_rules(Event.objects.get(pk=event.pk), rule(1), rule(as_many, "hours"))


def test_what_a_stopped_worker_owes_of_a_sitting_is_kept_when_the_series_is_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = course(hours=(100, 200))
    monkeypatch.setattr(timezone, "now", lambda: rule(1).moment(event) + timedelta(minutes=5))

    event.save()

    assert set(due()) == keys(event, "days1", 1, 2)
