"""Handovers when two Persons are one, when somebody is erased, and when time has passed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import personal
from people.participants.models import CaseFile
from people.pool import actions
from people.pool.models import Handover
from people.pool.personal import ended, let_go_of
from people.privacy import actions as privacy
from tests.factories.accounts import make_person
from tests.factories.participants import make_file
from tests.factories.pool import make_bridge

pytestmark = pytest.mark.django_db


def test_handovers_of_two_entries_of_one_person_come_together() -> None:
    bridge = make_bridge()
    keep = bridge.propose()
    gone = bridge.agreed()

    privacy.merge(keep=keep.case_file.person, gone=gone.case_file.person, by=None)

    rows = Handover.objects.of_person(keep.case_file.person).order_by("pk")
    assert [(row.pk, row.state) for row in rows] == [(keep.pk, "proposed"), (gone.pk, "withdrawn")]


def test_a_handover_moves_with_the_only_file() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    keep = make_person()

    privacy.merge(keep=keep, gone=handover.case_file.person, by=None)

    moved = Handover.objects.of_person(keep).get()
    assert (moved.pk, moved.state) == (handover.pk, "consented")
    assert actions.accept(handover=moved, by=bridge.receiver.person).state == "accepted"


def test_the_followed_file_stays_with_its_handover() -> None:
    bridge = make_bridge()
    handover = bridge.propose()
    keep = make_file().person

    privacy.merge(keep=keep, gone=handover.case_file.person, by=None)

    assert Handover.objects.of_person(keep).get().state == "proposed"
    assert CaseFile.objects.get(person=keep).organisation == bridge.bank


def test_nobody_who_is_erased_is_handed_over() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    let_go_of([handover.case_file.person_id])

    assert Handover.objects.get().state == "withdrawn"


def test_the_words_of_a_handover_are_erased_and_its_end_is_counted() -> None:
    entry = personal.of(Handover)
    assert entry is not None
    row = make_bridge().propose(message="Cherche un atelier.")

    assert entry.fields["message"].erased(row, "message") == ""
    assert entry.fields["state"].erased(row, "state") == "proposed"
    assert list(entry.of_people([row.case_file.person_id])) == [row]


def test_handovers_go_three_years_after_they_ended() -> None:
    bridge = make_bridge()
    old, recent, open_one = bridge.propose(), bridge.propose(), bridge.propose()
    for handover in (old, recent):
        actions.withdraw(handover=handover, by=bridge.sender.person)
    long_ago = timezone.now() - timedelta(days=3 * 365 + 1)
    Handover.objects.filter(pk=old.pk).update(proposed_at=long_ago, closed_at=long_ago)

    assert list(ended(timezone.now() - timedelta(days=3 * 365))) == [old]
    assert open_one in Handover.objects.open()
