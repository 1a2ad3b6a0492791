"""Meetings of a match: planned in both calendars, moved and called off; days of an agreement."""

from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import outbox
from core.clock import Due
from core.localtime import AmbiguousTime, NoSuchTime, Zone
from core.outbox import writer_of
from network.pairing.kinds import Format
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Side
from network.pairing.matches.models import State as MatchState
from network.pairing.meetings import actions, common, refusals, reminders
from network.pairing.meetings.actions.holding import set_hours
from network.pairing.meetings.models import Meeting, State
from network.pairing.meetings.waiting import to_do
from people.accounts.models import Address, Person, User
from people.participants import writing
from people.participants.models import PaperLetter
from people.timetable import actions as timetable
from people.timetable.availability import EVENING, Availability
from people.timetable.models import Busy, Tick
from tests.factories.accounts import make_person
from tests.factories.matches import draft_of, make_match, make_signed, sign, workday, write
from tests.factories.meetings import LINK, hour, make_meeting, make_over, now, plan, put
from tests.network.pairing.letters import mails, match_now, written

pytestmark = pytest.mark.django_db


def event_of(letter: outbox.Letter) -> Any:
    calendar = icalendar.Calendar.from_ical(letter.calendar)
    assert calendar["METHOD"] == letter.calendar_method
    return calendar.walk("VEVENT")[0]


def taken(person: Person) -> list[tuple[datetime, datetime]]:
    return [(busy.starts, busy.ends) for busy in Busy.objects.of_person(person)]


def next_sunday_of_change(*, spring: bool) -> date:
    """The next second Sunday of March, or first one of November, in which clocks change here."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        first = date(year, 3, 8) if spring else date(year, 11, 1)
        day = first + timedelta(days=(6 - first.weekday()) % 7)
        if day > today + timedelta(days=1):
            return day
    raise AssertionError


# ------------------------------------------------------------------ planned


def test_a_meeting_stands_in_both_calendars_and_both_are_invited_under_one_uid() -> None:
    meeting = make_meeting()
    match = meeting.match

    assert taken(match.candidate) == taken(match.host) == [(meeting.starts, meeting.ends)]
    (to_candidate,), (to_host,) = mails(meeting, side="candidate"), mails(meeting, side="host")
    events = [event_of(written(mail)) for mail in (to_candidate, to_host)]
    assert {str(event["UID"]) for event in events} == {f"meeting-{meeting.calendar_uid}@maillage"}
    for event in events:
        assert event["DTSTART"].dt.replace(tzinfo=None) == meeting.starts
        assert event["DTSTART"].params["TZID"] == "America/Toronto"
        assert str(event["LOCATION"]) == LINK
    assert match.host.name in written(to_candidate).text


def test_no_subject_and_no_timetable_names_anybody() -> None:
    meeting = make_meeting()
    match = meeting.match
    names = {match.candidate.name, match.host.name}

    for mail in mails(meeting):
        for language in ("fr", "en"):
            assert not any(name in written(mail, language).subject for name in names)
    for busy in Busy.objects.from_source(meeting):
        assert not any(name in f"{busy.title_fr} {busy.title_en}" for name in names)


@pytest.mark.parametrize("side", list(Side))
def test_who_is_expected_elsewhere_is_not_met_and_what_holds_them_is_theirs_to_know(side: Side) -> None:
    match = make_signed()
    person = match.person_of(side)
    timetable.claim(
        person=person, source=make_person(), starts=hour(3, time(17, 30)), ends=hour(3, time(18, 30)), zone=Zone.MONTREAL,
        title_fr="Salon de l’emploi", exclusive=True,
    )  # fmt: skip

    with pytest.raises(refusals.HourTaken) as refusal:
        plan(match)

    assert "Salon" in refusals.said(refusal.value, person, side)
    assert "Salon" not in refusals.said(refusal.value, match.person_of(side.other), side.other)
    assert not Meeting.objects.exists()
    assert Busy.objects.count() == 1


def test_a_series_keeps_its_local_hour_and_leaves_out_what_does_not_suit() -> None:
    match = make_signed()
    other = make_person()
    timetable.claim(
        person=match.host, source=other, starts=hour(17), ends=hour(17, time(19)), zone=Zone.MONTREAL, title_fr="Cours",
        exclusive=True,
    )  # fmt: skip

    done = actions.plan(
        match=match, starts=hour(3), minutes=60, zone=Zone.MONTREAL, mode="online", place=LINK, by=match.candidate,
        every_weeks=2, times=4,
    )  # fmt: skip

    assert [meeting.start_date for meeting in done.meetings] == [hour(days).date() for days in (3, 31, 45)]
    assert {meeting.start_time for meeting in done.meetings} == {time(18)}
    assert [(day, type(why)) for day, why in done.left_out] == [(hour(17).date(), refusals.HourTaken)]
    (mail,) = mails(done.meetings[0], "planned", "host")
    letter = written(mail)
    uids = {str(event_of(letter)["UID"])}
    for file in letter.attachments:
        uids |= {str(event["UID"]) for event in icalendar.Calendar.from_ical(file.content).walk("VEVENT")}
    assert len(uids) == 3


def test_meetings_wait_for_both_signatures_and_end_with_the_match() -> None:
    match = make_match()
    with pytest.raises(refusals.NotSigned):
        plan(match)
    signed = make_signed()
    meeting = plan(signed)

    matches.end(match=signed, reason="not_suited", by=signed.host, side=Side.HOST)

    assert now(meeting).state == State.CANCELLED
    assert not Busy.objects.from_source(meeting).exists()
    assert len(mails(meeting, "cancelled")) == 2
    with pytest.raises(refusals.NotSigned):
        plan(signed)


def test_an_hour_that_has_passed_is_far_off_or_planned_already_is_refused() -> None:
    match = make_signed()
    for days, why in ((-1, refusals.HourPassed), (400, refusals.TooFarAhead)):
        with pytest.raises(why):
            plan(match, days=days)
    plan(match)
    with pytest.raises(refusals.HourPlanned):
        plan(match, minutes=30)
    assert Meeting.objects.count() == 1


# ------------------------------------------------------------------ the clocks change


def test_an_hour_that_the_clocks_skip_or_repeat_is_refused_in_words() -> None:
    match = make_signed()
    skipped = datetime.combine(next_sunday_of_change(spring=True), time(2, 30))
    twice = datetime.combine(next_sunday_of_change(spring=False), time(1, 30))

    with pytest.raises(NoSuchTime, match="n’existe pas"):
        plan(match, starts=skipped)
    with pytest.raises(AmbiguousTime, match="deux fois"):
        plan(match, starts=twice)


def test_across_a_change_of_the_clocks_the_minutes_are_those_that_are_lived() -> None:
    autumn = Meeting()
    night = datetime.combine(next_sunday_of_change(spring=False), time(0, 30))
    set_hours(autumn, night, night + timedelta(hours=3), Zone.MONTREAL)
    spring = Meeting(break_minutes=30)
    night = datetime.combine(next_sunday_of_change(spring=True), time(0, 30))
    set_hours(spring, night, night + timedelta(hours=4), Zone.MONTREAL)

    assert (autumn.minutes, spring.minutes) == (4 * 60, 3 * 60 - 30)


def test_the_series_across_a_change_stays_at_six_in_the_evening() -> None:
    match = make_signed()
    sunday = next_sunday_of_change(spring=False)
    if sunday > timezone.localdate() + timedelta(days=300):
        sunday = next_sunday_of_change(spring=True)
    starts = datetime.combine(sunday - timedelta(days=3), time(18))
    if starts.date() <= timezone.localdate():
        starts += timedelta(days=2)

    done = actions.plan(
        match=match, starts=starts, minutes=60, zone=Zone.MONTREAL, mode="phone", by=match.host, every_weeks=1, times=2
    )

    one, two = done.meetings
    assert (one.start_time, two.start_time) == (time(18), time(18))
    assert abs(two.starts_at - one.starts_at - timedelta(days=7)) == timedelta(hours=1)


def test_new_zone_data_moves_a_meeting_and_its_timetable() -> None:
    meeting = make_meeting()
    Busy.objects.update(starts_at=meeting.starts_at + timedelta(hours=1), ends_at=meeting.ends_at + timedelta(hours=1))

    Meeting.objects.update(
        starts_at=meeting.starts_at + timedelta(hours=1), ends_at=meeting.ends_at + timedelta(hours=1)
    )

    timetable.recompute()
    assert actions.follow_zone_data() == 1

    assert now(meeting).starts_at == meeting.starts_at
    assert {busy.starts_at for busy in Busy.objects.from_source(meeting)} == {meeting.starts_at}


# ------------------------------------------------------------------ moved and called off


def test_a_move_raises_the_sequence_and_a_cancellation_cancels_in_order() -> None:
    meeting = make_meeting()
    match = meeting.match

    actions.move(
        meeting=meeting,
        starts=hour(4),
        minutes=90,
        zone=Zone.MONTREAL,
        mode="phone",
        place="418 555-0100",
        by=match.host,
    )
    actions.cancel(meeting=meeting, by=match.candidate, reason="Mon enfant est malade")

    for side in Side:
        letters = [written(mail) for mail in mails(meeting, side=side)]
        assert [letter.calendar_method for letter in letters] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [int(event_of(letter)["SEQUENCE"]) for letter in letters] == [0, 1, 2]
        assert event_of(letters[2])["STATUS"] == "CANCELLED"
        assert len({mail.stream for mail in mails(meeting, side=side)}) == 1
        assert "Mon enfant est malade" in letters[2].text
    assert not Tick.objects.exists()


def test_a_move_to_what_is_taken_leaves_everything_where_it_was() -> None:
    match = make_signed()
    meeting, other = plan(match), plan(match, days=5)

    with pytest.raises(refusals.HourTaken):
        actions.move(
            meeting=meeting, starts=other.starts + timedelta(minutes=30), minutes=60, zone=Zone.MONTREAL, mode="phone",
            by=match.host,
        )  # fmt: skip

    assert (now(meeting).starts, now(meeting).sequence) == (meeting.starts, 0)
    assert len(taken(match.host)) == 2


def test_saying_the_same_moves_nothing_and_calling_off_twice_is_once() -> None:
    meeting = make_meeting()
    actions.move(
        meeting=meeting, starts=meeting.starts, minutes=60, zone=meeting.zone, mode="online", place=LINK,
        by=meeting.match.host,
    )  # fmt: skip
    assert now(meeting).sequence == 0

    for _again in range(2):
        actions.cancel(meeting=meeting, by=meeting.match.host)

    assert len(mails(meeting, "cancelled")) == 2


def test_what_has_begun_is_neither_moved_nor_called_off() -> None:
    meeting = make_over()

    with pytest.raises(refusals.MovedOn):
        actions.cancel(meeting=meeting, by=meeting.match.host)


def test_the_day_before_both_are_reminded_and_a_called_off_one_is_not() -> None:
    meeting = make_meeting()
    assert Due.objects.filter(kind=reminders.KIND, key=str(meeting.pk)).exists()

    assert reminders.send(meeting.pk)
    assert len(mails(meeting, "reminder")) == 2
    actions.cancel(meeting=meeting, by=meeting.match.host)

    assert not reminders.send(meeting.pk)
    assert not Due.objects.filter(kind=reminders.KIND, key=str(meeting.pk), done_at=None).exists()


def test_a_reminder_of_an_hour_that_was_moved_since_is_not_written() -> None:
    meeting = make_meeting()
    reminders.send(meeting.pk)
    posted = mails(meeting, "reminder")
    assert all(writer_of(mail.template)(mail) for mail in posted)

    actions.move(
        meeting=meeting,
        starts=hour(5),
        minutes=60,
        zone=Zone.MONTREAL,
        mode="online",
        place=LINK,
        by=meeting.match.host,
    )

    assert [writer_of(mail.template)(mail) for mail in posted] == [None, None]


# ------------------------------------------------------------------ hours that suit both


def test_hours_are_proposed_when_both_are_free_and_neither_calendar_holds_them() -> None:
    match = make_signed()
    first = timezone.localdate() + timedelta(days=2)
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    match.request.availability = int(Availability.of([(0, EVENING), (1, EVENING)]))
    match.offer.availability = int(Availability.of([(0, EVENING), (2, EVENING)]))
    plan(match, starts=datetime.combine(monday, time(18)))

    found = common.proposed(match_with(match), first=monday, minutes=60, zone=Zone.MONTREAL)

    assert found.grids_meet
    assert [day for day, _slots in found.days] == [monday]
    hours = [timezone.localtime(slot.starts_at).hour for slot in found.days[0][1]]
    assert hours == [17, 19, 20]


def match_with(match: Match) -> Match:
    """The same object: its week is as the test says, not as it is kept."""
    return match


def test_weeks_without_an_hour_in_common_propose_what_both_calendars_leave_free_and_say_so() -> None:
    match = make_signed()
    match.request.availability = int(Availability.of([(0, EVENING)]))
    match.offer.availability = int(Availability.of([(2, EVENING)]))

    found = common.proposed(match, first=timezone.localdate() + timedelta(days=2), minutes=60, zone=Zone.MONTREAL)

    assert not found.grids_meet
    assert len(found.days) == 7
    assert all(len(slots) <= common.MOST_A_DAY for _day, slots in found.days)


# ------------------------------------------------------------------ days of an agreement


def test_a_placement_that_is_signed_stands_in_both_calendars_day_by_day_without_its_lunch() -> None:
    match = make_signed(Format.PLACEMENT)

    days = list(match.meetings.order_by("start_date"))

    assert [(each.agreed_day, each.minutes, each.mode) for each in days] == [
        (workday(ahead)["day"], 420, "place") for ahead in (1, 2)
    ]
    assert len(taken(match.host)) == len(taken(match.candidate)) == 2
    with pytest.raises(refusals.DaysAreAgreed):
        plan(match)


def test_a_next_version_moves_keeps_adds_and_calls_off_days() -> None:
    match = make_signed(Format.PLACEMENT, days=[workday(1), workday(2), workday(3)])
    one, two, three = match.meetings.order_by("start_date")
    matches.new_version(match=match, by=match.host)
    later = workday(2) | {"starts": time(9, 30)}

    write(match, days=[workday(1), later, workday(5)])
    for side in Side:
        sign(match, side)

    assert (now(one).sequence, now(two).sequence) == (0, 1)
    assert now(two).start_time == time(9, 30)
    assert now(three).state == State.CANCELLED
    assert match.meetings.planned().count() == 3


def test_nothing_is_signed_for_a_day_on_which_one_is_expected_elsewhere() -> None:
    match = make_match(Format.PLACEMENT)
    write(match)
    day = workday(2)["day"]
    timetable.claim(
        person=match.candidate, source=make_person(), starts=datetime.combine(day, time(10)),
        ends=datetime.combine(day, time(11)), zone=Zone.MONTREAL, title_fr="Entrevue", exclusive=True,
    )  # fmt: skip
    sign(match, Side.HOST)

    with pytest.raises(refusals.HourTaken, match="attendu ailleurs"):
        sign(match, Side.CANDIDATE)

    assert match_now(match).state == MatchState.TO_SIGN
    assert not match.meetings.exists()
    assert draft_of(match).candidate_signed_at is None


def test_days_that_both_confirm_complete_the_hours_of_a_placement() -> None:
    match = make_signed(Format.PLACEMENT)
    for number, meeting in enumerate(match.meetings.all()):
        over = put(meeting, timezone.now() - timedelta(hours=2 + 10 * number))
        for side in Side:
            actions.say(meeting=over, side=side, minutes=over.minutes, by=match.person_of(side))

    assert (match_now(match).state, match_now(match).minutes_done) == (MatchState.DONE, 840)


def test_a_day_that_staff_counted_is_held_and_counts_once() -> None:
    match = make_signed(Format.PLACEMENT)
    meeting = match.meetings.order_by("start_date")[0]
    over = put(meeting, timezone.now() - timedelta(hours=3))

    matches.add_minutes(match=match, minutes=420, key=meeting.key)

    assert (now(over).state, now(over).counted_minutes) == (State.HELD, 420)
    with pytest.raises(refusals.MovedOn):
        actions.say(meeting=over, side="host", minutes=60, by=match.host)
    assert match_now(match).minutes_done == 420
    matches.take_back_minutes(match=match, key=meeting.key)
    assert now(over).is_to_say


def test_a_day_that_was_called_off_and_took_place_all_the_same_is_held() -> None:
    match = make_signed(Format.PLACEMENT)
    first, *_others = match.meetings.order_by("start_date")
    actions.cancel(meeting=first, by=match.host)

    matches.add_minutes(match=match, minutes=420, key=first.key)

    assert (now(first).state, now(first).counted_minutes, match_now(match).minutes_done) == (State.HELD, 420, 420)


def test_one_meeting_completes_a_conversation_however_short_and_there_is_but_one() -> None:
    match = make_signed(Format.CONVERSATION, days=[])
    meeting = plan(match)
    with pytest.raises(refusals.OneConversation):
        plan(match, days=6)
    over = put(meeting, timezone.now() - timedelta(hours=2))

    for side in Side:
        actions.say(meeting=over, side=side, minutes=20, by=match.person_of(side))

    assert (match_now(match).state, match_now(match).minutes_done) == (MatchState.DONE, 20)


# ------------------------------------------------------------------ what the database holds to


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("meeting_state_is_known", {"state": "lost"}),
        ("meeting_mode_is_known", {"mode": "smoke"}),
        ("meeting_zone_is_known", {"zone": "Europe/Paris"}),
        ("meeting_has_a_short_break", {"break_minutes": 241}),
        ("meeting_cancelled_with_its_moment", {"state": "cancelled"}),
        ("meeting_said_minutes_or_who_missed", {"said_side": "host"}),
        ("meeting_minutes_of_one_day", {"said_side": "host", "said_at": timezone.now(), "said_minutes": 1441}),
        ("meeting_counted_only_when_held", {"counted_at": timezone.now(), "counted_minutes": 60}),
        ("meeting_missed_by_somebody", {"state": "missed", "settled_at": timezone.now()}),
        ("meeting_settled_with_its_moment", {"state": "held"}),
    ],
)
def test_the_database_keeps_no_meeting_that_cannot_be(name: str, facts: dict[str, Any]) -> None:
    meeting = make_meeting()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**facts)


# ------------------------------------------------------------------ who has no address, days of a placement, a match that is over


def test_whom_no_mail_reaches_is_not_reminded_on_paper_which_would_come_too_late() -> None:
    match = make_signed()
    User.objects.filter(person=match.candidate).delete()
    Address.objects.filter(person=match.candidate).delete()
    meeting = plan(match)

    reminders.send(meeting.pk)

    letters = PaperLetter.objects.filter(case_file__person=match.candidate)
    assert {letter.payload["what"] for letter in letters if letter.template == "meetings/meeting"} == {"planned"}
    assert all(writing.written(letter) for letter in letters)
    assert len(mails(meeting, "reminder", side=Side.HOST)) == 1


def test_a_day_of_a_placement_is_moved_by_its_agreement_alone() -> None:
    match = make_signed(Format.PLACEMENT)
    day = now(match.meetings.get(agreed_day=workday(1)["day"]))

    with pytest.raises(refusals.DaysAreAgreed):
        actions.move(
            meeting=day, starts=hour(20), minutes=480, zone=Zone.MONTREAL, mode="place", place="Ailleurs",
            by=match.host,
        )  # fmt: skip

    assert now(day).starts == day.starts


def test_nobody_is_asked_to_say_how_a_meeting_of_a_match_that_is_over_went() -> None:
    meeting = make_over()
    match = meeting.match
    assert list(to_do(match.candidate))

    matches.end(match=match, reason="not_suited", by=match.host, side=Side.HOST)

    assert not list(to_do(match.candidate))


def test_what_was_called_off_with_a_match_is_planned_again_when_it_goes_on_after_all() -> None:
    match = make_signed()
    before = plan(match, days=4)
    actions.cancel(meeting=now(before), by=match.host)
    meeting, clashing = plan(match, days=6), plan(match, days=8)
    matches.end(match=match, reason="not_suited", by=match.host, side=Side.HOST)
    assert taken(match.candidate) == []
    elsewhere = make_signed(candidate=None, host=match.host)
    plan(elsewhere, days=8)

    matches.resume(match=match_now(match), by=match.host)

    assert [now(each).state for each in (before, meeting, clashing)] == [
        State.CANCELLED, State.PLANNED, State.CANCELLED,
    ]  # fmt: skip
    assert taken(match.candidate) == [(meeting.starts, meeting.ends)]
    letters = [written(mail) for mail in mails(meeting, side=Side.CANDIDATE)]
    assert [letter.calendar_method for letter in letters] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [int(event_of(letter)["SEQUENCE"]) for letter in letters] == [0, 1, 2]
    assert len({str(event_of(letter)["UID"]) for letter in letters}) == 1


def test_the_hour_of_a_conversation_that_was_moved_stays_when_other_words_of_the_agreement_change() -> None:
    match = make_signed(Format.CONVERSATION)
    meeting = now(match.meetings.get())
    actions.move(meeting=meeting, starts=hour(9), minutes=60, zone=meeting.zone, mode="phone", by=match.host)

    matches.new_version(match=match_now(match), by=match.host)
    write(match_now(match), subject="Autre chose")
    for side in Side:
        sign(match_now(match), side)

    assert (now(meeting).starts, now(meeting).mode) == (hour(9), "phone")
    assert match.meetings.count() == 1
