"""Two people of a match at the same instant, on connections of their own: nothing is half done, and nothing counts twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from core.refusals import Refusal
from network.pairing.matches import actions
from network.pairing.matches.models import Match, Minutes, Side, State
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.follow_up.models import Track
from tests.factories.matches import FINAL, draft_of, facts_for, make_done, make_match, make_signed, review_of, write

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]
TRIALS = 2


def at_once(tasks: list[Callable[[], Any]]) -> list[str]:
    """What came of each: "won" or the refusal's name."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=20)
            task()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def fresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


def signing(match: Match, side: str, revision: int) -> Callable[[], Any]:
    return partial(actions.sign, match=fresh(match), revision=revision, side=side, by=match.person_of(side))


def test_both_sign_at_once_and_it_is_in_force_once() -> None:
    for _trial in range(TRIALS):
        match = make_match()
        revision = write(match).revision

        came = at_once([signing(match, side, revision) for side in Side])

        assert came == ["won", "won"]
        assert fresh(match).state == State.SIGNED
        assert [each.state for each in match.agreements.all()] == ["in_force"]


def test_who_signs_while_the_other_changes_it_has_signed_the_words_they_read_or_none() -> None:
    for _trial in range(TRIALS):
        match = make_match()
        revision = write(match).revision
        changing = partial(
            actions.edit, match=fresh(match), revision=revision, by=match.host, **facts_for(match, hours=30)
        )

        came = at_once([changing, signing(match, Side.CANDIDATE, revision)])

        draft = draft_of(match)
        assert came[0] == "won"
        assert came[1] in {"won", "AgreementChanged"}
        assert (draft.hours, draft.candidate_signed_at) == (30, None)


def test_two_who_change_it_at_once_overwrite_nothing_unseen() -> None:
    match = make_match()
    revision = write(match).revision
    changes = [
        partial(
            actions.edit,
            match=fresh(match),
            revision=revision,
            by=match.person_of(side),
            **facts_for(match, hours=hours),
        )
        for side, hours in ((Side.HOST, 30), (Side.CANDIDATE, 12))
    ]

    came = at_once(changes)

    assert sorted(came) == ["AgreementChanged", "won"]
    assert draft_of(match).hours == (30 if came[0] == "won" else 12)


def test_both_end_it_at_once_and_it_ends_once() -> None:
    for _trial in range(TRIALS):
        match = make_signed()
        ends = [
            partial(actions.end, match=fresh(match), reason="not_suited", by=match.person_of(side), side=side)
            for side in Side
        ]

        assert at_once(ends) == ["won", "won"]

        assert fresh(match).state == State.ENDED
        assert Offer.objects.get(pk=match.offer_id).matched == 0
        assert Request.objects.get(pk=match.request_id).state == "waiting"


def test_both_give_the_final_review_at_once_and_it_is_completed_once() -> None:
    match = make_done()
    gives = [
        partial(actions.give_review, review=review_of(match, side), answers=dict(FINAL), by=match.person_of(side))
        for side in Side
    ]

    assert at_once(gives) == ["won", "won"]

    assert fresh(match).state == State.COMPLETED
    assert Track.objects.filter(origin=f"matches.match:{match.pk}").count() == 1


def test_the_last_review_and_an_end_at_once_give_one_of_the_two() -> None:
    match = make_done()
    actions.give_review(review=review_of(match, Side.HOST), answers=dict(FINAL), by=match.host)
    last = partial(
        actions.give_review, review=review_of(match, Side.CANDIDATE), answers=dict(FINAL), by=match.candidate
    )
    ending = partial(actions.end, match=fresh(match), reason="not_suited", by=match.host, side=Side.HOST)

    at_once([last, ending])

    ended = fresh(match)
    assert ended.state in {State.COMPLETED, State.ENDED}
    request = Request.objects.get(pk=match.request_id)
    assert request.state == ("ended" if ended.state == State.COMPLETED else "waiting")
    assert Offer.objects.get(pk=match.offer_id).matched == (1 if ended.state == State.COMPLETED else 0)


def test_six_who_count_the_same_meeting_count_it_once() -> None:
    match = make_signed()
    counts = [partial(actions.add_minutes, match=fresh(match), minutes=60, key="meeting:1") for _number in range(6)]

    assert at_once(counts) == ["won"] * 6

    assert fresh(match).minutes_done == 60
    assert Minutes.objects.filter(match=match).count() == 1
