"""Two who move a request at the same moment, on connections of their own: one of them is first, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.requests import actions
from network.pairing.requests.models import Request, State, Step
from people.consent import actions as consents
from people.participants import actions as participants
from people.participants.models import Candidacy
from tests.factories.accounts import make_person
from tests.factories.pairing import make_request, make_settings
from tests.factories.participants import make_ready

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.race]
TRIALS = 4


def at_once(tasks: list[Callable[[], object]]) -> list[str]:
    """What came of each: "done", or the refusal's name."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> str:
        try:
            start.wait(timeout=20)
            task()
        except Refusal as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result() for future in [pool.submit(run, task) for task in tasks]]


def test_sent_six_times_at_once_it_is_sent_once() -> None:
    request = make_request(person=make_person(email="six@exemple.test"), state="draft")

    came = at_once([partial(actions.send, request=request, by=request.person)] * 6)

    assert came == ["done"] * 6
    assert Step.objects.filter(request=request, target="waiting").count() == 1
    assert Mail.objects.filter(template="requests/moved").count() == 1


def test_of_six_who_begin_at_once_there_is_one_request() -> None:
    candidacy = make_ready(edition=make_settings().edition)

    came = at_once([partial(actions.begin, candidacy=candidacy, by=candidacy.case_file.person)] * 6)

    assert came == ["done"] * 6
    assert Request.objects.get().candidacy == candidacy


def test_taken_up_and_ended_at_once_it_ends() -> None:
    for _trial in range(TRIALS):
        request = make_request()
        actions.rest(request=request, by=request.person)

        came = at_once(
            [
                partial(actions.take_up, request=request, by=request.person),
                partial(actions.end, request=request, by=request.person),
            ]
        )

        # Whoever came first: an end follows a taking up, and nothing is taken up that has ended.
        assert came in (["done", "done"], ["MovedOn", "done"])
        assert Request.objects.get(pk=request.pk).state == State.ENDED
        moves = [step.target for step in Step.objects.filter(request=request).order_by("pk")]
        assert moves in (["resting", "waiting", "ended"], ["resting", "ended"])


def test_of_four_rounds_that_propose_one_does() -> None:
    request = make_request()

    came = at_once([partial(actions.propose, request=request, by=None)] * 4)

    assert sorted(came) == ["MovedOn"] * 3 + ["done"]


def test_matched_and_put_aside_at_once_one_of_them_is_refused_or_follows() -> None:
    for _trial in range(TRIALS):
        request = make_request()
        actions.propose(request=request, by=None)

        came = at_once(
            [
                partial(actions.match, request=request, by=None),
                partial(actions.rest, request=request, by=request.person),
            ]
        )

        assert sorted(came) == ["MovedOn", "done"]
        state = Request.objects.get(pk=request.pk).state
        candidacy = Candidacy.objects.get(pk=request.candidacy_id).state
        assert (state, candidacy) in {(State.MATCHED, "matched"), (State.RESTING, "in_pool")}


def test_the_candidacy_ends_while_the_request_is_proposed_and_nobody_waits_in_a_ring() -> None:
    for _trial in range(TRIALS):
        request = make_request()

        came = at_once(
            [
                partial(participants.end, candidacy=request.candidacy, by=request.person),
                partial(actions.propose, request=request, by=None),
                partial(consents.withdraw_purpose, person=request.person, purpose="matching", by=request.person),
            ]
        )

        assert came[0] == came[2] == "done"
        assert Request.objects.get(pk=request.pk).state == State.ENDED


def test_news_are_given_once_by_however_many_workers() -> None:
    make_request(person=make_person(email="news@exemple.test"), waited=15)

    at_once([actions.give_news] * 4)

    assert Mail.objects.filter(template="requests/news").count() == 1
