"""Two answers at once, on connections of their own: one is kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from core.outbox import Mail
from people.follow_up import actions, refusals
from people.follow_up.actions import Answer
from people.follow_up.models import FollowUp, Track
from tests.factories.accounts import make_person
from tests.factories.follow_up import make_follow_up
from tests.factories.participants import make_file

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.race]


def test_of_six_answers_at_once_one_is_kept_and_five_are_told() -> None:
    row = make_follow_up(state="asked")
    said = ["own_field", "other_job", "studying", "looking", "not_looking", "own_field"]

    def tap(situation: str) -> str:
        try:
            mine = FollowUp.objects.select_related("track").get(pk=row.pk)
            actions.answer(follow_up=mine, answer=Answer(situation), how="self", seen=0)
        except refusals.AnsweredMeanwhile:
            return ""
        finally:
            connections.close_all()
        return situation

    with ThreadPoolExecutor(6) as pool:
        kept = [answer for answer in pool.map(tap, said) if answer]

    row.refresh_from_db()
    assert kept == [row.situation]
    assert row.revision == 1


def test_two_workers_ask_once() -> None:
    row = make_follow_up(make_file(make_person(email="amina@exemple.test", proven=True)))

    def ask(_number: int) -> bool:
        try:
            mine = FollowUp.objects.select_related("track__edition", "track__case_file__person").get(pk=row.pk)
            return actions.ask(follow_up=mine)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(ask, range(4)))

    assert sorted(asked) == [False, False, False, True]
    assert Mail.objects.filter(template="follow_up/ask").count() == 1


def test_one_fact_that_calls_four_times_at_once_makes_one_track() -> None:
    file = make_file()

    def call(_number: int) -> int:
        try:
            return actions.schedule(case_file=file, origin="stays.stay:1", begun_on=timezone.localdate()).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        tracks = set(pool.map(call, range(4)))

    assert len(tracks) == Track.objects.count() == 1
    assert FollowUp.objects.count() == 3
