"""Quiet pairs: who hears of it after 10, 17, 21 and 45 days, once a spell; and a match that rests."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from core import outbox, personal
from core.outbox import Mail
from network.pairing.matches import actions as matches
from network.pairing.matches import refusals as match_refusals
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import actions, due, morning, waiting
from network.pairing.meetings.models import Meeting, Quiet, State
from network.pairing.meetings.personal import over
from people.accounts.models import Person, Role
from people.participants.morning import COLUMNS
from people.privacy import actions as privacy
from people.privacy import forgetting
from people.timetable.models import Busy
from tests.factories.accounts import make_person, make_user
from tests.factories.matches import make_completed, make_match, make_signed
from tests.factories.meetings import make_meeting, make_over, now, plan, put
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_offer, make_settings
from tests.factories.participants import make_caseworker

pytestmark = pytest.mark.django_db


def quiet_since(match: Match, days: int) -> None:
    """Signed so many days ago, and nothing since."""
    Match.objects.filter(pk=match.pk).update(signed_at=timezone.now() - timedelta(days=days))


def told() -> list[str]:
    """Who was written of it."""
    found = Mail.objects.filter(template__in=["meetings/quiet", "meetings/work"]).order_by("pk")
    return [mail.payload.get("side") or mail.payload["what"] for mail in found]


def look() -> list[str]:
    """The clock looks twice; whom it wrote to."""
    Mail.objects.all().delete()
    for _again in range(2):
        due.speak_of_quiet_pairs({})
    return told()


def test_ten_seventeen_twenty_one_and_forty_five_days_are_told_once_to_whom_they_concern() -> None:
    match = make_signed()
    caseworker = make_caseworker(match.request.candidacy.case_file.organisation)
    coordinator = make_user(Role.PROGRAMME_COORDINATOR)
    heard, staff = {}, set()
    # The spell begins on one day; it is the calendar that goes on.
    begun = timezone.now()
    for days in (9, 10, 16, 17, 20, 21, 44, 45, 80):
        quiet_since(match, 0)
        Match.objects.update(signed_at=begun)
        Mail.objects.all().delete()
        for _again in range(2):
            actions.ask_for_meetings(match=match, today=timezone.localdate(begun) + timedelta(days=days))
        staff |= set(Mail.objects.filter(template="meetings/work").values_list("recipient", flat=True))
        heard[days] = list(dict.fromkeys(told()))

    assert heard == {
        9: [], 10: ["candidate"], 16: [], 17: ["candidate", "host"], 20: [], 21: ["quiet_21"], 44: [],
        45: ["quiet_45"], 80: [],
    }  # fmt: skip
    assert {caseworker.email, coordinator.email} <= staff


def test_who_looks_late_tells_the_step_of_now_alone() -> None:
    match = make_signed()
    quiet_since(match, 30)

    assert look() == ["quiet_21"]
    assert list(Quiet.objects.values_list("step", flat=True)) == [10, 17, 21]


def test_a_meeting_planned_or_held_begins_another_spell() -> None:
    match = make_signed()
    quiet_since(match, 40)
    meeting = plan(match)
    assert look() == []

    put(meeting, timezone.now() - timedelta(days=11))

    assert look() == ["candidate"]
    assert Quiet.objects.filter(match=match).count() == 1


def test_one_that_was_called_off_counts_from_then() -> None:
    match = make_signed()
    quiet_since(match, 40)
    actions.cancel(meeting=plan(match), by=match.host)
    assert look() == []

    Meeting.objects.update(cancelled_at=timezone.now() - timedelta(days=10))

    assert look() == ["candidate"]


def test_a_match_that_rests_is_left_alone_and_counts_from_its_day() -> None:
    match = make_signed()
    quiet_since(match, 40)
    today, caseworker = timezone.localdate(), make_caseworker(match.request.candidacy.case_file.organisation)
    assert morning.quiet_pairs(caseworker).count() == 1

    matches.pause(match=match, until=today + timedelta(days=30), by=make_person())
    assert look() == []
    assert not morning.quiet_pairs(caseworker).exists()
    Match.objects.update(paused_until=today - timedelta(days=10))

    assert look() == ["candidate"]


def test_both_are_told_of_a_rest_and_only_a_match_under_way_rests() -> None:
    match, today = make_signed(), timezone.localdate()

    matches.pause(match=match, until=today + timedelta(days=30), by=make_person())
    matches.unpause(match=match, by=make_person())

    what = list(Mail.objects.filter(template="matches/step").order_by("pk").values_list("payload__what", flat=True))
    assert what[-4:] == ["paused", "paused", "unpaused", "unpaused"]
    for day in (today, today + timedelta(days=184)):
        with pytest.raises(match_refusals.NotADayToRest):
            matches.pause(match=match, until=day, by=make_person())
    with pytest.raises(match_refusals.MovedOn):
        matches.pause(match=make_match(), until=today + timedelta(days=30), by=make_person())


def test_a_rest_ends_with_the_match() -> None:
    match = make_signed()
    matches.pause(match=match, until=timezone.localdate() + timedelta(days=30), by=make_person())

    matches.end(match=match, reason="not_suited", by=match.host, side=Side.HOST)

    assert Match.objects.get(pk=match.pk).paused_until is None


def test_the_letter_is_dropped_once_a_meeting_is_planned() -> None:
    match = make_signed()
    quiet_since(match, 12)
    look()
    mail = Mail.objects.get(template="meetings/quiet")
    for language in ("fr", "en"):
        with translation.override(language):
            letter = outbox.writer_of(mail.template)(mail)
        assert letter is not None
        assert match.host.name in letter.text
        assert match.host.name not in letter.subject

    plan(match)

    assert outbox.writer_of(mail.template)(mail) is None


def test_letters_to_staff_name_the_file_and_nobody() -> None:
    match = make_signed()
    make_caseworker(match.request.candidacy.case_file.organisation)
    quiet_since(match, 50)
    assert set(look()) == {"quiet_45"}
    mail = Mail.objects.filter(template="meetings/work")[0]

    for what in ("quiet_21", "quiet_45", "away", "disagreed"):
        mail.payload["what"] = what
        for language in ("fr", "en"):
            with translation.override(language):
                letter = outbox.writer_of(mail.template)(mail)
            assert letter is not None
            assert match.request.candidacy.case_file.reference in letter.text
            assert match.candidate.name not in f"{letter.subject} {letter.text} {letter.html}"


@pytest.mark.parametrize(("days", "codes"), [(20, []), (21, ["quiet"]), (44, ["quiet"]), (45, ["to_close"])])
def test_the_morning_list_has_quiet_pairs_once(days: int, codes: list[str]) -> None:
    match = make_signed()
    caseworker = make_caseworker(match.request.candidacy.case_file.organisation)
    quiet_since(match, days)

    rows = {"quiet": list(morning.quiet_pairs(caseworker)), "to_close": list(morning.to_close(caseworker))}

    assert [code for code, found in rows.items() if found] == codes
    for found in rows.values():
        assert all(set(row) == set(COLUMNS) and row["object_id"] == match.pk for row in found)
    elsewhere = make_caseworker(make_organisation())
    assert not list(morning.quiet_pairs(elsewhere))


def test_a_meeting_on_which_two_do_not_agree_stands_on_the_morning_list() -> None:
    meeting = make_over()
    caseworker = make_caseworker(meeting.match.request.candidacy.case_file.organisation)
    for side, minutes in (("host", 90), ("candidate", 60), ("host", 80)):
        actions.say(meeting=meeting, side=side, minutes=minutes, by=meeting.match.person_of(side))

    assert [row["object_id"] for row in morning.disagreed(caseworker)] == [meeting.pk]


def test_what_waits_in_the_space_is_ones_own_turn() -> None:
    meeting = make_over()
    match = meeting.match
    assert len(list(waiting.to_do(match.candidate))) == len(list(waiting.to_do(match.host))) == 1

    actions.say(meeting=meeting, side="host", minutes=60, by=match.host)

    assert list(waiting.to_do(match.host)) == []
    (line,) = waiting.to_do(match.candidate)
    assert f"/{meeting.pk}/" in line.url
    quiet = make_signed()
    quiet_since(quiet, 10)
    assert [f"/{quiet.pk}/" in each.url for each in waiting.to_do(quiet.host)] == [True]


# ------------------------------------------------------------------ privacy


def erase(person: Person) -> None:
    list(Person.objects.select_for_update().filter(pk=person.pk))
    forgetting.forget([person.pk])


@pytest.mark.parametrize("side", list(Side))
def test_who_is_erased_is_met_by_nobody_and_the_other_is_told_once(side: Side) -> None:
    meeting = make_meeting(about="Relire mon CV", place="https://rencontre.exemple.test/nour")
    Mail.objects.all().delete()

    erase(meeting.match.person_of(side))

    left = now(meeting)
    assert (left.state, left.about, left.place) == (State.CANCELLED, "", "")
    assert not Busy.objects.exists()
    told = Mail.objects.filter(template="meetings/meeting", purged_at=None)
    assert [mail.payload["side"] for mail in told] == [side.other]


def test_meetings_go_with_the_entry_that_stays() -> None:
    meeting = make_meeting()
    keep = make_person()

    privacy.merge(keep=keep, gone=meeting.match.host, by=None)

    assert now(meeting).match.host_id == keep.pk
    assert now(meeting).is_planned
    assert Busy.objects.of_person(keep).count() == 1


def test_nobody_meets_themself() -> None:
    edition, keep, gone = make_settings().edition, make_person(), make_person()
    match = make_match(offer=make_offer(edition, keep, format="mentoring"), candidate=gone)
    from tests.factories.matches import sign, write

    write(match)
    for side in Side:
        sign(match, side)
    meeting = plan(Match.objects.get(pk=match.pk))

    privacy.merge(keep=keep, gone=gone, by=None)

    assert now(meeting).state == State.CANCELLED


def test_both_find_it_in_the_copy_and_it_goes_three_years_after_the_match() -> None:
    meeting = make_meeting()
    entry = personal.of(Meeting)
    assert entry is not None
    for person in (meeting.match.candidate, meeting.match.host):
        assert entry.of_people([person.pk]).count() == 1
    over_now = make_completed()
    late = make_meeting(make_signed())
    Meeting.objects.filter(pk=late.pk).update(match=over_now)

    assert list(over(timezone.now() + timedelta(days=1))) == [late]
