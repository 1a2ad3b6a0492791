"""A match from both yeses to its end: what is agreed on, what counts, and what becomes of the request and of the place."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.outbox import Mail
from network.pairing.kinds import Format
from network.pairing.matches import actions, refusals, signals
from network.pairing.matches.models import EndReason, Match, Minutes, Review, Side, State
from network.pairing.matches.waiting import to_do
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.follow_up.models import Track
from tests.factories.matches import (
    draft_of,
    facts_for,
    give,
    make_completed,
    make_done,
    make_match,
    make_signed,
    sign,
    workday,
    write,
)

pytestmark = pytest.mark.django_db


def now(match: Match) -> Match:
    return Match.objects.select_related("request", "offer").get(pk=match.pk)


def told(match: Match, side: str) -> list[str]:
    """What this side was written, in order."""
    party = str(match.parties.get(side=side).pk)
    mails = Mail.objects.filter(template="matches/step", object_id=party).order_by("pk")
    return [mail.payload["what"] for mail in mails]


# ------------------------------------------------------------------ begun


def test_a_match_begins_with_what_the_offer_and_the_edition_say() -> None:
    match = make_match(Format.MENTORING, is_online=True, is_on_site=False)

    draft = draft_of(match)

    assert match.state == State.TO_SIGN
    assert (draft.hours, draft.rhythm, draft.channel) == (24, "fortnightly", "online")
    assert "on ne lui demande pas d’emploi" in draft.limits
    assert {party.side: party.person_id for party in match.parties.all()} == {
        "candidate": match.candidate_id,
        "host": match.host_id,
    }
    assert told(match, Side.HOST) == told(match, Side.CANDIDATE) == ["began"]


def test_a_placement_begins_with_the_days_that_the_host_named() -> None:
    from network.pairing.offers.models import OfferDate
    from tests.factories.accounts import make_user
    from tests.factories.matches import accept
    from tests.factories.pairing import make_offer, make_proposal, make_request, make_settings

    edition = make_settings(placement_days_max=2).edition
    offer = make_offer(
        edition, make_user("employer_contact").person, address="12, rue de la Forge", municipality="Alma"
    )
    for ahead in (-1, 1, 2, 3):
        day = workday(ahead)
        OfferDate.objects.create(offer=offer, day=day["day"], starts=day["starts"], ends=day["ends"])

    match = accept(make_proposal(make_request(edition=edition), offer))

    days = [(day.day, day.break_minutes) for day in draft_of(match).days.all()]
    assert days == [(timezone.localdate() + timedelta(days=ahead), 60) for ahead in (1, 2)]
    assert draft_of(match).place == "12, rue de la Forge, Alma"


def test_asking_twice_keeps_one_match() -> None:
    match = make_match()

    again = actions.begin(proposal=match.proposal, by=None)  # type: ignore[arg-type]  # it has one

    assert again.pk == match.pk
    assert Match.objects.count() == 1


# ------------------------------------------------------------------ agreed


def test_both_sign_the_same_version_and_then_it_is_signed() -> None:
    match = make_match()
    write(match)

    sign(match, Side.HOST)
    assert now(match).state == State.TO_SIGN
    agreement = sign(match, Side.CANDIDATE)

    signed = now(match)
    assert (signed.state, agreement.state) == (State.SIGNED, "in_force")
    assert signed.minutes_planned == 24 * 60
    assert signed.starts_on < signed.midway_on < signed.ends_on  # type: ignore[operator]  # they are set
    assert told(match, Side.CANDIDATE) == ["began", "your_turn", "signed"]
    assert told(match, Side.HOST) == ["began", "signed"]


def test_an_edit_takes_signatures_back_and_says_so() -> None:
    match = make_match()
    write(match)
    sign(match, Side.CANDIDATE)

    changed = facts_for(match, hours=30)
    took_back = actions.edit(match=match, revision=draft_of(match).revision, by=match.host, **changed)

    assert took_back
    assert draft_of(match).candidate_signed_at is None
    assert told(match, Side.CANDIDATE) == ["began", "changed"]


def test_what_says_the_same_takes_no_signature_back() -> None:
    match = make_match()
    write(match)
    sign(match, Side.CANDIDATE)

    assert not actions.edit(match=match, revision=draft_of(match).revision, by=match.host, **facts_for(match))
    assert draft_of(match).candidate_signed_at is not None


def test_nobody_signs_words_they_have_not_read() -> None:
    match = make_match()
    read = write(match).revision
    write(match, hours=30)

    with pytest.raises(refusals.AgreementChanged):
        sign(match, Side.CANDIDATE, read)


def test_the_second_who_saves_overwrites_nothing() -> None:
    match = make_match()
    read = draft_of(match).revision
    write(match, by=match.candidate, hours=30)

    with pytest.raises(refusals.AgreementChanged):
        actions.edit(match=match, revision=read, by=match.host, **facts_for(match, hours=12))

    assert draft_of(match).hours == 30


def test_what_is_not_complete_is_not_signed() -> None:
    match = make_match()

    with pytest.raises(refusals.NotComplete):
        sign(match, Side.HOST)


def test_a_placement_has_no_dates_before_somebody_insures_it() -> None:
    match = make_match(Format.PLACEMENT)
    write(match, insurer="")

    with pytest.raises(refusals.NotComplete):
        sign(match, Side.HOST)

    write(match, insurer="", days=[])
    for side in Side:
        sign(match, side)
    assert now(match).state == State.SIGNED


def test_a_placement_with_dates_is_scheduled_and_its_breaks_do_not_count() -> None:
    match = make_signed(Format.PLACEMENT)

    assert match.state == State.SCHEDULED
    assert match.minutes_planned == 2 * 7 * 60
    assert (match.starts_on, match.ends_on) == tuple(timezone.localdate() + timedelta(days=ahead) for ahead in (1, 2))


def test_a_day_on_which_the_clocks_change_counts_the_hours_that_are_lived() -> None:
    from network.pairing.matches.models import Agreement, Day

    night = {
        "starts": workday()["starts"].replace(hour=0, minute=0),
        "ends": workday()["ends"].replace(hour=8, minute=0),
    }
    spring = Day(agreement=Agreement(), day=date(2026, 3, 8), break_minutes=0, **night)
    autumn = Day(agreement=Agreement(), day=date(2026, 11, 1), break_minutes=30, **night)

    assert (spring.minutes, autumn.minutes) == (7 * 60, 9 * 60 - 30)


def test_a_signature_is_taken_back_while_the_other_has_not_signed() -> None:
    match = make_match()
    write(match)
    sign(match, Side.HOST)

    actions.unsign(match=match, side=Side.HOST, by=match.host)

    assert draft_of(match).host_signed_at is None


def test_a_new_version_holds_once_both_have_signed_it_and_keeps_what_was_reached() -> None:
    match = make_signed()
    goal = match.agreements.get(state="in_force").goals.get(rank=2)
    actions.tick(goal=goal, reached=True, by=match.candidate)

    actions.new_version(match=match, by=match.candidate)
    write(match, hours=12)
    sign(match, Side.CANDIDATE)
    assert now(match).minutes_planned == 24 * 60
    sign(match, Side.HOST)

    signed = now(match)
    assert signed.minutes_planned == 12 * 60
    assert [each.state for each in signed.agreements.all()] == ["in_force", "replaced"]
    reached = signed.agreements.get(state="in_force").goals.filter(reached_at__isnull=False)
    assert [each.text for each in reached] == [goal.text]


def test_one_new_version_at_a_time_and_one_may_be_dropped() -> None:
    match = make_signed()
    actions.new_version(match=match, by=match.host)
    with pytest.raises(refusals.DraftOpen):
        actions.new_version(match=match, by=match.candidate)

    actions.drop_version(match=match, by=match.candidate)

    assert actions.new_version(match=match, by=match.candidate).number == 3


def test_the_first_agreement_is_not_dropped() -> None:
    match = make_match()
    with pytest.raises(refusals.MovedOn):
        actions.drop_version(match=match, by=match.host)


def test_a_goal_is_ticked_by_either_side_and_taken_back() -> None:
    match = make_signed()
    goal = match.agreements.get(state="in_force").goals.get(rank=1)

    actions.tick(goal=goal, reached=True, by=match.host)
    assert goal.__class__.objects.get(pk=goal.pk).reached_by_id == match.host_id
    actions.tick(goal=goal, reached=False, by=match.candidate)

    assert goal.__class__.objects.get(pk=goal.pk).reached_at is None


# ------------------------------------------------------------------ under way


def test_minutes_count_once_for_each_key() -> None:
    match = make_signed()

    assert actions.add_minutes(match=match, minutes=60, key="meeting:1")
    assert not actions.add_minutes(match=match, minutes=90, key="meeting:1")

    assert (now(match).minutes_done, now(match).state) == (60, State.UNDER_WAY)
    assert Minutes.objects.count() == 1


def test_minutes_count_only_once_both_have_signed() -> None:
    with pytest.raises(refusals.NotSignedYet):
        actions.add_minutes(match=make_match(), minutes=60, key="meeting:1")


def test_after_the_first_meeting_both_are_asked_how_it_went() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=60, key="meeting:1")
    actions.add_minutes(match=match, minutes=60, key="meeting:2")

    assert sorted(Review.objects.values_list("party__side", "moment")) == [("candidate", "first"), ("host", "first")]


def test_at_the_agreed_minutes_both_are_asked_for_the_final_review_and_then_it_is_completed() -> None:
    match = make_done()
    assert match.state == State.DONE
    assert told(match, Side.HOST)[-1] == told(match, Side.CANDIDATE)[-1] == "review_final"

    give(match, Side.HOST)
    assert now(match).state == State.DONE
    give(match, Side.CANDIDATE)

    completed = now(match)
    assert (completed.state, completed.completed_on) == (State.COMPLETED, timezone.localdate())
    assert completed.request.state == "ended"
    assert completed.request.candidacy.state != "matched"
    track = Track.objects.get(origin=f"matches.match:{match.pk}")
    assert (track.kind, track.follow_ups.count()) == ("pairing", 3)


def test_minutes_taken_back_open_it_again() -> None:
    match = make_done()

    actions.take_back_minutes(match=match, key="meeting:0")

    assert now(match).state == State.UNDER_WAY
    assert not Review.objects.awaited().filter(moment="final").exists()


def test_a_placement_is_completed_with_its_logbook_and_two_reviews() -> None:
    heard: list[Match] = []

    def hear(match: Match, **_news: object) -> None:
        heard.append(match)

    signals.placement_completed.connect(hear)
    try:
        match = make_done(Format.PLACEMENT)
        give(match, Side.HOST)
        give(match, Side.CANDIDATE)
        assert (now(match).state, heard) == (State.DONE, [])
        actions.write_logbook(match=match, revision=0, answers={"gaps": "La norme CSA."}, by=match.candidate)
    finally:
        signals.placement_completed.disconnect(hear)

    assert now(match).state == State.COMPLETED
    assert [each.pk for each in heard] == [match.pk]


def test_days_that_took_place_count_without_breaks_and_days_to_come_do_not() -> None:
    match = make_signed(Format.PLACEMENT)
    days = list(match.agreements.get(state="in_force").days.all())
    with pytest.raises(refusals.NothingTookPlace):
        actions.took_place(match=match, days=[day.pk for day in days], by=match.host)

    days[0].day = timezone.localdate() - timedelta(days=1)
    days[0].save()
    assert actions.took_place(match=match, days=[day.pk for day in days], by=match.host) == 1
    assert actions.took_place(match=match, days=[day.pk for day in days], by=match.candidate) == 0

    assert (now(match).state, now(match).minutes_done) == (State.UNDER_WAY, 420)


def test_a_problem_in_a_review_is_told_to_who_follows_the_candidate() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=60, key="meeting:1")

    give(match, Side.HOST, "first", usefulness=2, problem=True, words="On ne se comprend pas.")

    mails = Mail.objects.filter(template="matches/work")
    assert {mail.payload["what"] for mail in mails} == {"problem"}
    assert "comprend" not in str([mail.payload for mail in mails])


# ------------------------------------------------------------------ ended


@pytest.mark.parametrize(
    ("side", "reason", "state", "restarts"),
    [
        (Side.HOST, EndReason.HOST_LEFT, "waiting", False),
        (Side.HOST, EndReason.NO_SHOW, "waiting", True),
        (Side.CANDIDATE, EndReason.NOT_SUITED, "waiting", False),
        (Side.CANDIDATE, EndReason.FOUND_JOB, "ended", False),
        ("", EndReason.STOPS, "ended", False),
    ],
)
def test_how_it_ends_says_whether_the_candidate_waits_again_and_since_when(
    side: str, reason: str, state: str, restarts: bool
) -> None:
    match = make_signed()
    long_ago = timezone.now() - timedelta(days=100)
    Request.objects.filter(pk=match.request_id).update(waiting_since=long_ago)
    by = match.person_of(side) if side else match.candidate

    actions.end(match=match, reason=reason, by=by, side=side)

    ended = now(match)
    assert (ended.state, ended.end_reason, ended.request.state) == (State.ENDED, reason, state)
    assert (ended.request.waiting_since > long_ago + timedelta(days=1)) == restarts  # type: ignore[operator]  # it waited
    assert ended.offer.matched == 0


def test_an_offer_whose_host_left_rests() -> None:
    match = make_signed()

    actions.end(match=match, reason=EndReason.HOST_LEFT, by=match.host, side=Side.HOST)

    assert Offer.objects.get(pk=match.offer_id).state == "paused"


def test_a_host_cannot_say_that_the_candidate_wishes_to_stop() -> None:
    match = make_match()

    with pytest.raises(refusals.NotYourReason):
        actions.end(match=match, reason=EndReason.STOPS, by=match.host, side=Side.HOST)


def test_whoever_ends_it_twice_ends_it_once() -> None:
    match = make_match()
    actions.end(match=match, reason=EndReason.NOT_SUITED, by=match.host, side=Side.HOST)

    actions.end(match=match, reason=EndReason.OTHER, by=match.candidate, side=Side.CANDIDATE)

    assert now(match).end_reason == EndReason.NOT_SUITED
    assert now(match).offer.matched == 0


def test_after_an_end_that_followed_meetings_both_may_review_it() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=60, key="meeting:1")

    actions.end(match=match, reason=EndReason.NOT_SUITED, by=match.host, side=Side.HOST)

    awaited = Review.objects.awaited()
    assert sorted(awaited.values_list("party__side", "moment")) == [("candidate", "final"), ("host", "final")]
    give(match, Side.CANDIDATE)
    assert now(match).state == State.ENDED


def test_what_was_ended_by_mistake_goes_on_where_it_was() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=60, key="meeting:1")
    actions.end(match=match, reason=EndReason.HOST_LEFT, by=match.host, side=Side.HOST)

    actions.resume(match=match, by=match.host)

    resumed = now(match)
    assert (resumed.state, resumed.request.state, resumed.offer.matched) == (State.UNDER_WAY, "matched", 1)
    assert resumed.end_reason == ""


def test_a_match_is_not_taken_up_again_once_its_candidate_is_proposed_elsewhere() -> None:
    match = make_signed()
    actions.end(match=match, reason=EndReason.NOT_SUITED, by=match.host, side=Side.HOST)
    Request.objects.filter(pk=match.request_id).update(state="proposed")

    with pytest.raises(refusals.TooLateToResume):
        actions.resume(match=match, by=match.host)

    assert now(match).state == State.ENDED


def test_a_request_that_is_withdrawn_takes_its_match_along() -> None:
    from network.pairing.requests import actions as requests

    match = make_signed()

    requests.end(request=match.request, by=match.candidate)

    assert (now(match).state, now(match).end_reason, now(match).offer.matched) == (State.ENDED, EndReason.LEFT, 0)
    assert told(match, Side.HOST)[-1] == "ended"


def test_the_coordination_completes_it_with_a_reason() -> None:
    match = make_signed()
    with pytest.raises(refusals.ReasonWanted):
        actions.complete(match=match, because=" ", by=match.host)

    actions.complete(match=match, because="Dix-huit heures, et un emploi.", by=match.host)

    assert now(match).state == State.COMPLETED


def test_a_placement_that_nobody_insured_is_not_completed_by_hand() -> None:
    match = make_signed(Format.PLACEMENT, insurer="", days=[])

    with pytest.raises(refusals.MovedOn):
        actions.complete(match=match, because="Le stage a eu lieu.", by=match.host)


def test_who_benefited_is_counted_by_the_day_it_was_completed() -> None:
    match = make_completed()
    today = timezone.localdate()

    assert [each.pk for each in Match.objects.completed_between(today, today)] == [match.pk]
    assert not Match.objects.completed_between(today + timedelta(days=1), today + timedelta(days=9)).exists()


# ------------------------------------------------------------------ shortened, ended twice


def test_a_version_with_fewer_hours_than_were_spent_is_the_end_of_the_time_together() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=600, key="meeting:1")

    actions.new_version(match=match, by=match.host)
    write(match, hours=8)
    for side in Side:
        sign(match, side)

    assert now(match).state == State.DONE
    assert Review.objects.filter(party__match=match, moment="final").count() == 2


def test_a_placement_of_which_the_other_day_is_dropped_is_done_with_the_first() -> None:
    match = make_signed(Format.PLACEMENT)
    first = match.agreements.in_force().get().days.first()
    assert first is not None
    first.agreement = match.agreements.in_force().get()
    actions.add_minutes(match=match, minutes=first.minutes, key=first.key)

    actions.new_version(match=match, by=match.host)
    write(match, days=[workday(1)])
    for side in Side:
        sign(match, side)

    assert now(match).state == State.DONE


def test_an_end_that_was_taken_back_is_told_again_when_it_comes_after_all() -> None:
    match = make_signed()

    for _again in range(2):
        actions.end(match=now(match), reason=EndReason.NOT_SUITED, by=match.host, side=Side.HOST)
        if now(match).state == State.ENDED and told(match, Side.CANDIDATE).count("ended") == 1:
            actions.resume(match=now(match), by=match.host)

    assert told(match, Side.CANDIDATE).count("ended") == 2


def test_a_review_that_is_asked_anew_is_written_of_anew() -> None:
    match = make_done()
    key = Minutes.objects.filter(match=match).latest("pk").key
    actions.take_back_minutes(match=match, key=key)

    actions.add_minutes(match=match, minutes=600, key="meeting:again")

    assert told(match, Side.HOST).count("review_final") == 2


def test_a_new_version_that_was_not_signed_in_time_asks_for_nothing_more() -> None:
    match = make_signed()
    actions.new_version(match=match, by=match.host)
    assert any("entente" in each.url for each in to_do(match.candidate))

    actions.add_minutes(match=match, minutes=match.minutes_planned, key="meeting:1")

    assert not any("entente" in each.url for each in to_do(match.candidate))
