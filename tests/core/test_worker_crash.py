"""Workers are killed in the middle of a rush: nothing acknowledged is lost, and hardly a mail leaves twice."""

import pytest

from bench.kill import KILLS, PEOPLE, run_kill_trials
from tests.scale import KILL_TRIALS

pytestmark = pytest.mark.race


def test_nothing_is_lost_and_a_kill_sends_at_most_one_mail_twice(committed_db: str) -> None:
    counts = run_kill_trials(KILL_TRIALS, committed_db)

    assert counts.faults == dict.fromkeys(counts.faults, 0)
    assert (counts.trials, counts.kills, counts.registrations) == (
        KILL_TRIALS,
        KILLS * KILL_TRIALS,
        PEOPLE * KILL_TRIALS,
    )
