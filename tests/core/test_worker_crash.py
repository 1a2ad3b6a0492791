"""Workers are killed in the middle of a rush: every mail leaves, and hardly any twice."""

import os

import pytest

from bench.kill import run_kill_trials

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]


def test_no_mail_is_lost_and_a_kill_sends_at_most_one_twice(committed_db: str) -> None:
    trials = int(os.environ.get("MAILLAGE_KILL_TRIALS", "3"))

    counts = run_kill_trials(trials, committed_db)

    assert {
        name: counts[name]
        for name in ("mails_lost", "queued_for_ever", "out_of_order", "under_two_ids", "duplicates_too_many")
    } == dict.fromkeys(("mails_lost", "queued_for_ever", "out_of_order", "under_two_ids", "duplicates_too_many"), 0)
    assert counts["kills"] == 3 * trials
    assert counts["mails"] == 201 * trials
