"""Pages of meetings: what each side and staff see and do, and what is never lost nor shown."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.localtime import Zone
from core.outbox import Mail, writer_of
from network.pairing.kinds import Format
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import actions
from network.pairing.meetings.models import Meeting, State
from people.accompaniment import actions as accompaniment
from people.accounts.models import User
from people.timetable.models import Busy
from tests.factories.accounts import make_user, sign_in
from tests.factories.matches import make_match, make_signed
from tests.factories.meetings import LINK, hour, make_held, make_meeting, make_over, now, plan
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker

pytestmark = pytest.mark.django_db


def browser_of(match: Match, side: str) -> Client:
    return sign_in(Client(), User.objects.get(person=match.person_of(side)))


def staff_of(match: Match) -> Client:
    return sign_in(Client(), make_caseworker(match.request.candidacy.case_file.organisation))


def url(name: str, *args: Any) -> str:
    return reverse(f"meetings:{name}", args=args)


def body(response: Any) -> str:
    return str(response.content.decode())


def typed(**changes: Any) -> dict[str, Any]:
    given = {
        "hour": "other", "starts": hour(3).strftime("%Y-%m-%dT%H:%M"), "minutes": "60", "mode": "online", "place": LINK,
        "about": "Mon CV", "zone": "America/Toronto", "every_weeks": "0", "times": "1",
    }  # fmt: skip
    return given | changes


def test_one_of_the_hours_that_suit_both_is_planned_in_one_step() -> None:
    match = make_signed()
    browser = browser_of(match, Side.CANDIDATE)
    page = browser.get(url("plan", match.pk))
    first = page.context["form"].proposed[0][1][0][0]

    answer = browser.post(url("plan", match.pk), typed(hour=first, starts=""))

    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.starts.strftime("%Y-%m-%dT%H:%M") == first
    shown = body(browser.get(reverse("matches:match", args=[match.pk])))
    assert url("meeting", meeting.pk) in shown


def test_a_look_at_another_week_plans_nothing_and_keeps_what_was_typed() -> None:
    match = make_signed()
    browser = browser_of(match, Side.HOST)

    page = browser.post(url("plan", match.pk), typed(look="2", about="Le métier au Québec"))

    assert page.status_code == 200
    assert "Le métier au Québec" in body(page)
    assert page.context["first"] == timezone.localdate() + timedelta(days=14)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": ""},
        {"mode": "place", "place": ""},
        {"place": "salle 3"},
        {"every_weeks": "1", "times": "1"},
        {"times": "99"},
        {"hour": "demain"},
        {"starts": "2020-01-01T10:00"},
        {"zone": "Europe/Paris"},
        {"minutes": "17"},
    ],
)
def test_wrong_input_is_said_and_nothing_typed_is_lost(changes: dict[str, Any]) -> None:
    match = make_signed()

    page = browser_of(match, Side.HOST).post(url("plan", match.pk), typed(**changes))

    assert page.status_code == 200
    assert page.context["form"].errors
    assert "Mon CV" in body(page)
    assert not Meeting.objects.exists()


def test_who_is_busy_reads_why_and_the_other_does_not() -> None:
    match = make_signed()
    other = plan(make_signed(), starts=hour(3))
    Busy.objects.filter(source_id=str(other.pk), person=other.match.host).update(
        person=match.host, title_fr="Chez le dentiste"
    )
    Busy.objects.get(title_fr="Chez le dentiste").ticks.update(person=match.host)

    host = body(browser_of(match, Side.HOST).post(url("plan", match.pk), typed()))
    candidate = body(browser_of(match, Side.CANDIDATE).post(url("plan", match.pk), typed()))

    assert "dentiste" in host
    assert "dentiste" not in candidate
    assert "attendu ailleurs" in candidate


def test_a_series_names_the_days_that_were_left_out() -> None:
    match = make_signed()
    plan(match, starts=hour(10))

    page = browser_of(match, Side.HOST).post(url("plan", match.pk), typed(every_weeks="1", times="3"), follow=True)

    assert Meeting.objects.count() == 3
    assert len([str(message) for message in page.context["messages"]]) == 2


def test_hours_are_read_in_ones_own_zone_beside_the_one_of_the_place() -> None:
    meeting = make_meeting()
    accompaniment.set_zone(person=meeting.match.candidate, zone="Europe/Paris")

    page = body(browser_of(meeting.match, Side.CANDIDATE).get(url("meeting", meeting.pk)))

    assert "0\u00a0h" in page or "1\u00a0h" in page or "23\u00a0h" in page
    assert "au Québec" in page


def test_one_says_it_and_the_other_confirms_with_one_click() -> None:
    meeting = make_over()
    match = meeting.match
    host, candidate = browser_of(match, Side.HOST), browser_of(match, Side.CANDIDATE)

    host.post(url("say", meeting.pk), {"came": "yes", "minutes": "50"})
    shown = body(candidate.get(reverse("matches:match", args=[match.pk])))
    assert 'name="minutes" value="50"' in shown
    candidate.post(url("say", meeting.pk), {"came": "yes", "minutes": "50"})

    assert (now(meeting).state, now(meeting).counted_minutes) == (State.HELD, 50)
    assert body(host.get(url("meeting", meeting.pk))).count("50\u00a0min") or "50 min" in body(
        host.get(url("meeting", meeting.pk))
    )


def test_minutes_that_are_none_are_said_beside_their_field() -> None:
    meeting = make_over()

    page = browser_of(meeting.match, Side.HOST).post(url("say", meeting.pk), {"came": "yes", "minutes": ""})

    assert page.status_code == 422
    assert "minutes" in page.context["form"].errors


def test_it_is_moved_called_off_and_downloaded() -> None:
    meeting = make_meeting()
    browser = browser_of(meeting.match, Side.HOST)
    given = typed(starts=hour(4).strftime("%Y-%m-%dT%H:%M"), mode="phone", place="418 555-0100")

    browser.post(url("move", meeting.pk), given)
    file = browser.get(url("calendar", meeting.pk))
    browser.post(url("cancel", meeting.pk), {"reason": "Je suis malade"})

    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (f"meeting-{meeting.calendar_uid}@maillage", 1)
    assert event["DTSTART"].dt.replace(tzinfo=None) == hour(4)
    assert (now(meeting).state, now(meeting).reason) == (State.CANCELLED, "Je suis malade")
    assert browser.get(url("move", meeting.pk)).status_code == 302


def test_a_meeting_that_was_not_planned_here_is_entered() -> None:
    match = make_signed()
    Match.objects.update(made_at=timezone.now() - timedelta(days=9))
    given = {"starts": hour(-2).strftime("%Y-%m-%dT%H:%M"), "minutes": "35", "mode": "phone", "zone": "America/Toronto"}

    browser_of(match, Side.CANDIDATE).post(url("note", match.pk), given)

    assert (Meeting.objects.get().said_side, Meeting.objects.get().said_minutes) == ("candidate", 35)


def test_nobody_else_opens_a_meeting_and_an_unsigned_match_plans_none() -> None:
    meeting = make_meeting()
    stranger = sign_in(Client(), make_user("participant"))
    for name in ("meeting", "move", "cancel", "calendar"):
        assert stranger.get(url(name, meeting.pk)).status_code == 404
    match = make_match()

    assert browser_of(match, Side.HOST).get(url("plan", match.pk)).status_code == 302


def test_staff_note_what_came_of_it_and_have_it_asked_anew() -> None:
    meeting = make_over()
    staff = staff_of(meeting.match)
    assert staff.get(url("staff_meeting", meeting.pk)).status_code == 200

    staff.post(url("staff_meeting", meeting.pk), {"came": "yes", "minutes": "40"})
    assert now(meeting).counted_minutes == 40
    assert staff.get(url("staff_meeting", meeting.pk)).status_code == 200
    staff.post(url("staff_reopen", meeting.pk))

    assert now(meeting).is_to_say


def test_staff_let_a_match_rest_and_go_on() -> None:
    match = make_signed()
    staff = staff_of(match)
    day = timezone.localdate() + timedelta(days=20)

    assert staff.get(url("rest", match.pk)).status_code == 200
    assert staff.post(url("rest", match.pk), {"until": "2020-01-01"}).status_code == 200
    staff.post(url("rest", match.pk), {"until": day.isoformat()})
    assert Match.objects.get(pk=match.pk).paused_until == day
    assert url("wake", match.pk) in body(staff.get(reverse("matches:staff_match", args=[match.pk])))
    staff.post(url("wake", match.pk))

    assert Match.objects.get(pk=match.pk).paused_until is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_in_both_languages_in_every_state(language: str) -> None:
    from django.utils import translation

    match = make_signed()
    Match.objects.update(made_at=timezone.now() - timedelta(days=30))
    over, said = make_over(match, days_ago=2), make_over(match, days_ago=3)
    actions.say(meeting=said, side="host", minutes=45, by=match.host)
    held = make_held(match, days_ago=5)
    coming, gone = plan(match), plan(match, days=6)
    actions.cancel(meeting=gone, by=match.host)
    both = [browser_of(match, side) for side in Side]
    staff = staff_of(match)
    with translation.override(language):
        for browser in both:
            for each in (coming, over, said, held, gone):
                assert browser.get(url("meeting", each.pk)).status_code == 200
            for name in ("list", "plan", "note"):
                assert browser.get(url(name, match.pk)).status_code == 200
            for name in ("move", "cancel"):
                assert browser.get(url(name, coming.pk)).status_code == 200
            assert browser.get(reverse("matches:match", args=[match.pk])).status_code == 200
        for each in (coming, over, said, held, gone):
            assert staff.get(url("staff_meeting", each.pk)).status_code == 200
        for name, row in (("staff_plan", match), ("staff_move", coming), ("staff_cancel", coming)):
            assert staff.get(url(name, row.pk)).status_code == 200


def test_a_list_costs_the_same_with_one_and_with_three(django_assert_num_queries: Any) -> None:
    match = make_signed()
    browser = browser_of(match, Side.HOST)
    plan(match)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address)
        return len(asked)

    addresses = [url("list", match.pk), reverse("matches:match", args=[match.pk])]
    one = [cost(address) for address in addresses]
    for days in (4, 5):
        plan(match, days=days)

    assert [cost(address) for address in addresses] == one


def test_days_of_a_placement_are_shown_with_their_lunch_and_lead_to_the_agreement() -> None:
    match = make_signed(Format.PLACEMENT)
    browser = browser_of(match, Side.CANDIDATE)
    day = match.meetings.first()
    assert day is not None

    assert "1\u00a0h" in body(browser.get(url("meeting", day.pk))) or "1 h" in body(browser.get(url("meeting", day.pk)))
    assert browser.get(url("plan", match.pk)).status_code == 302
    assert day.zone == Zone.MONTREAL


@pytest.mark.parametrize(("moment", "words"), [("03-14T02:30", "n’existe pas"), ("11-07T01:30", "deux fois")])
def test_an_hour_that_the_clocks_skip_or_repeat_is_refused_in_words(moment: str, words: str) -> None:
    match = make_signed()

    page = browser_of(match, Side.CANDIDATE).post(url("plan", match.pk), typed(starts=f"2027-{moment}"))

    [error] = page.context["form"].errors["starts"]
    assert words in error
    assert moment in body(page)


def test_the_hour_that_montreal_skips_exists_where_clocks_never_change() -> None:
    match = make_signed()

    browser_of(match, Side.CANDIDATE).post(
        url("plan", match.pk), typed(starts="2027-03-14T02:30", zone="America/Blanc-Sablon")
    )

    assert match.meetings.get().starts == datetime(2027, 3, 14, 2, 30)


def test_what_was_missed_is_noted_and_no_time_is_said_to_count() -> None:
    meeting = make_over()
    actions.say(meeting=meeting, side=Side.HOST, missed="candidate", by=meeting.match.host)

    page = browser_of(meeting.match, Side.CANDIDATE).post(url("say", meeting.pk), {"came": "candidate"}, follow=True)

    assert [str(each) for each in page.context["messages"]] == ["Vous dites tous deux la même chose\u00a0: c’est noté."]


def test_staff_reach_each_meeting_however_long_ago() -> None:
    match = make_signed()
    held = [make_held(match, days_ago=days, days=2 + days) for days in range(1, 6)]

    page = body(staff_of(match).get(reverse("matches:staff_match", args=[match.pk])))

    assert all(reverse("meetings:staff_meeting", args=[each.pk]) in page for each in held)


# ------------------------------------------------------------------ staff, with somebody on the telephone


def letters(match: Match, what: str) -> dict[str, str]:
    """Side -> the letter as it leaves now."""
    found = Mail.objects.filter(
        template="meetings/meeting",
        payload__what=what,
        payload__meeting__in=list(match.meetings.values_list("pk", flat=True)),
    )
    written = {mail.payload["side"]: writer_of(mail.template)(mail) for mail in found}
    return {side: letter.text for side, letter in written.items() if letter is not None}


def coordination_of(match: Match) -> Client:
    return sign_in(Client(), make_user("programme_coordinator"))


@pytest.mark.parametrize("who", [staff_of, coordination_of])
def test_staff_plan_move_and_call_off_for_the_two_and_both_are_told_by_whom(who: Any) -> None:
    match = make_signed()
    staff = who(match)
    name = User.objects.get(pk=staff.session["_auth_user_id"]).person.name
    assert url("staff_plan", match.pk) in body(staff.get(reverse("matches:staff_match", args=[match.pk])))
    first = staff.get(url("staff_plan", match.pk)).context["form"].proposed[0][1][0][0]

    assert staff.post(url("staff_plan", match.pk), typed(hour=first, starts="")).status_code == 302

    meeting = Meeting.objects.get()
    assert meeting.starts.strftime("%Y-%m-%dT%H:%M") == first
    assert Busy.objects.filter(person__in=[match.candidate, match.host]).count() == 2
    assert [name in text for text in letters(match, "planned").values()] == [True, True]
    sent = Mail.objects.filter(payload__what="planned")
    assert [mail.payload["entries"][0]["sequence"] for mail in sent] == [0, 0]
    page = body(staff.get(url("staff_meeting", meeting.pk)))
    assert url("staff_move", meeting.pk) in page
    assert url("staff_cancel", meeting.pk) in page
    assert name in body(browser_of(match, Side.HOST).get(url("meeting", meeting.pk)))

    staff.post(url("staff_move", meeting.pk), typed(starts=hour(9).strftime("%Y-%m-%dT%H:%M")))

    assert now(meeting).starts == hour(9)
    assert [name in text for text in letters(match, "moved").values()] == [True, True]

    assert staff.post(url("staff_cancel", meeting.pk), {"reason": ""}).status_code == 200, "both read why"
    staff.post(url("staff_cancel", meeting.pk), {"reason": "La personne est malade."})

    assert now(meeting).state == State.CANCELLED
    told = letters(match, "cancelled")
    assert [name in text and "malade" in text for text in told.values()] == [True, True]


def test_what_one_of_the_two_plans_is_said_to_be_theirs() -> None:
    match = make_signed()
    plan(match, by=match.host)

    told = letters(match, "planned")

    assert match.host.name in told["candidate"]
    assert "équipe" not in told["candidate"] + told["host"]


def test_staff_look_at_another_week_and_lose_nothing() -> None:
    match = make_signed()

    page = staff_of(match).post(url("staff_plan", match.pk), typed(look="2", about="Le métier au Québec"))

    assert "Le métier au Québec" in body(page)
    assert page.context["first"] == timezone.localdate() + timedelta(days=14)
    assert not Meeting.objects.exists()


def test_staff_read_that_one_is_busy_and_not_with_what() -> None:
    match = make_signed()
    other = make_signed(candidate=match.candidate)
    plan(other)

    page = staff_of(match).post(url("staff_plan", match.pk), typed())

    assert page.context["form"].non_field_errors() == [
        "L’une des deux personnes est attendue ailleurs à cette heure. Choisissez-en une autre."
    ]
    assert not match.meetings.exists()


def test_who_does_not_follow_the_match_plans_nothing_there() -> None:
    meeting = make_meeting()
    elsewhere = sign_in(Client(), make_caseworker(make_organisation()))
    participant = browser_of(meeting.match, Side.CANDIDATE)

    for browser in (elsewhere, participant):
        assert browser.get(url("staff_plan", meeting.match_id)).status_code == 404
        assert browser.post(url("staff_plan", meeting.match_id), typed()).status_code == 404
        assert (
            browser.post(url("staff_move", meeting.pk), typed(starts=hour(9).strftime("%Y-%m-%dT%H:%M"))).status_code
            == 404
        )
        assert browser.post(url("staff_cancel", meeting.pk), {"reason": "Non"}).status_code == 404

    assert now(meeting).is_planned
    assert Meeting.objects.count() == 1


def test_staff_plan_no_day_of_a_placement_and_nothing_before_both_have_signed() -> None:
    placement = make_signed(Format.PLACEMENT)
    number = Meeting.objects.count()
    unsigned = make_match()

    for match, words in ((placement, "assurance"), (unsigned, "signé")):
        staff = staff_of(match)
        answer = staff.post(url("staff_plan", match.pk), typed(), follow=True)
        assert answer.redirect_chain[0][0] == reverse("matches:staff_match", args=[match.pk])
        assert words in body(answer)
        assert url("staff_plan", match.pk) not in body(answer)

    assert Meeting.objects.count() == number


def test_a_meeting_that_has_begun_is_changed_by_nobody() -> None:
    meeting = make_over()
    staff = staff_of(meeting.match)

    assert url("staff_move", meeting.pk) not in body(staff.get(url("staff_meeting", meeting.pk)))
    assert (
        staff.post(url("staff_move", meeting.pk), typed(starts=hour(9).strftime("%Y-%m-%dT%H:%M"))).status_code == 302
    )
    assert staff.post(url("staff_cancel", meeting.pk), {"reason": "Non"}).status_code == 302

    assert now(meeting).is_planned
    assert now(meeting).sequence == 0
