"""Erasure keeps the count and drops the words; a merge loses nothing; notes are forgotten in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import personal
from people.follow_up import actions, figures
from people.follow_up.models import Attempt, Declined, FollowUp
from people.privacy import actions as privacy
from people.privacy import erasing, retention
from people.privacy.models import Erasure
from tests.factories.accounts import make_person, make_region
from tests.factories.follow_up import make_answer, make_follow_up, make_track
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_file

pytestmark = pytest.mark.django_db


def test_who_is_erased_still_counts_and_is_asked_nothing_more() -> None:
    file = make_file(make_person(email="a@exemple.test"), region=make_region("06"))
    answered = make_answer(make_follow_up(file), lives="02", works="02", note="Contrat d’un an.")
    open_one = make_follow_up(file, state="asked")
    actions.note_attempt(follow_up=open_one, how="phone", by=make_person())
    before = figures.figures()["settled"]

    erasing.ask(person=file.person, by=file.person)
    Erasure.objects.update(due_at=timezone.now())
    assert erasing.carry_out(erasure_pk=Erasure.objects.get().pk)

    answered.refresh_from_db()
    open_one.refresh_from_db()
    assert answered.note == ""
    assert (open_one.state, open_one.token_hash) == ("cancelled", None)
    assert not Attempt.objects.exists()
    assert figures.figures()["settled"] == before
    assert actions.ask_all_due(timezone.localdate() + timedelta(days=60)) == 0


@pytest.mark.parametrize("followed", ["keep", "gone"])
def test_two_entries_keep_all_that_was_answered_under_either(followed: str) -> None:
    keep, gone = make_person("Lê Thị Mai"), make_person("Le Thi Mai")
    organisation = make_organisation()
    kept = make_file(keep, organisation if followed == "keep" else None)
    left = make_file(gone, organisation if followed == "gone" else None)
    double = make_track(kept, origin="stays.stay:1", months=[3, 6])
    twin = make_track(left, origin="stays.stay:1", months=[3, 6, 12])
    make_answer(twin.follow_ups.get(months=3), note="Sous l’autre nom.")
    make_answer(double.follow_ups.get(months=6), note="Sous le premier nom.")
    make_track(left, origin="stays.stay:2", months=[3])

    privacy.merge(keep=keep, gone=gone, by=None)

    rows = FollowUp.objects.of_person(keep)
    assert sorted(rows.values_list("track__origin", "months", "state")) == [
        ("stays.stay:1", 3, "answered"),
        ("stays.stay:1", 6, "answered"),
        ("stays.stay:1", 12, "planned"),
        ("stays.stay:2", 3, "planned"),
    ]
    assert FollowUp.objects.count() == 4


def test_whoever_declined_under_one_entry_is_asked_under_neither() -> None:
    keep, gone = make_person(), make_person()
    make_follow_up(make_file(keep))
    make_file(gone)
    actions.decline(person=gone, by=gone)

    privacy.merge(keep=keep, gone=gone, by=None)

    assert Declined.objects.get().case_file.person == keep
    assert FollowUp.objects.get().state == "cancelled"


def test_notes_and_attempts_are_forgotten_by_the_schedule() -> None:
    old, new = make_answer(make_follow_up(), note="Vieux."), make_answer(make_follow_up(), note="Neuf.")
    Attempt.objects.create(follow_up=new, made_at=timezone.now() - timedelta(days=2 * 365 + 1))
    FollowUp.objects.filter(pk=old.pk).update(answered_at=timezone.now() - timedelta(days=3 * 365 + 1))

    for code in ("follow_up.notes", "follow_up.attempts"):
        entry = personal.keep_of(code)
        assert entry is not None
        due = entry.due(timezone.now() - timedelta(days=entry.days))
        assert due.count() == 1
    for run in retention.begin(codes=["follow_up.notes", "follow_up.attempts"]):
        retention.work_off(run_pk=run.pk)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.note, new.note) == ("", "Neuf.")
    assert old.situation == "own_field"
    assert not Attempt.objects.exists()
