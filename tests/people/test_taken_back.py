"""A restore brings back nothing that somebody took back: the journal outside the database ends it again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people.accounts import actions as accounts
from people.accounts.models import Grant, Role
from people.consent import actions as consents
from people.consent import rules
from people.consent.models import Consent
from people.privacy import actions as privacy
from people.timetable import actions as timetable
from people.timetable.models import Feed
from tests.factories.accounts import make_person, make_user
from tests.factories.consent import asked, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.TAKEN_BACK_LOG = tmp_path / "var" / "taken_back.jsonl"
    with asked():
        yield settings.TAKEN_BACK_LOG


def replay(log: Path) -> None:
    """Twice, for twice changes nothing."""
    call_command("replay_taken_back", str(log))
    before = log.read_text()
    call_command("replay_taken_back", str(log))
    assert log.read_text() == before


def test_a_consent_withdrawn_since_the_backup_is_withdrawn_again_and_one_given_since_stands(
    log: Path, django_capture_on_commit_callbacks: Any
) -> None:
    person, other = make_person("Zoé Lévesque"), make_person()
    consent, another = give(person), give(other)
    with django_capture_on_commit_callbacks(execute=True):
        consents.withdraw(consent=consent, by=person)
        consents.withdraw(consent=another, by=other)
    assert "Zoé" not in log.read_text()
    # What a backup of the day before holds; one of them agreed again after it was restored.
    Consent.objects.update(withdrawn_at=None, withdrawn_by=None)
    Consent.objects.filter(pk=another.pk).update(given_at=timezone.now() + timedelta(hours=1))

    replay(log)

    assert not rules.holds(person, "test.card")
    assert rules.holds(other, "test.card")
    consent.refresh_from_db()
    assert consent.withdrawn_by == person


def test_it_is_the_purpose_that_was_withdrawn_whatever_row_and_entry_the_backup_holds(
    log: Path, django_capture_on_commit_callbacks: Any
) -> None:
    keep, gone, stranger = make_person(), make_person(), make_person()
    older = give(gone)
    Consent.objects.filter(pk=older.pk).update(given_at=timezone.now() - timedelta(days=9))
    privacy.merge(keep=keep, gone=gone, by=None)
    Consent.objects.filter(person=keep).update(superseded_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        consents.withdraw(consent=give(keep), by=keep)
    # Before the merge: the older row was open, and gone's own.
    Consent.objects.exclude(pk=older.pk).delete()
    gone.refresh_from_db()
    gone.merged_into = None
    gone.save()
    Consent.objects.update(person=gone, superseded_at=None, withdrawn_at=None, withdrawn_by=None, given_by=gone)
    stranger_consent = give(stranger)

    replay(log)

    assert not rules.holds(gone, "test.card")
    assert list(Consent.objects.open()) == [stranger_consent]


@pytest.mark.parametrize("end", [timetable.close_feed, timetable.renew_feed])
def test_an_address_of_a_feed_that_was_given_up_opens_nothing_after_a_restore(
    log: Path, django_capture_on_commit_callbacks: Any, end: Any
) -> None:
    amina, marc = make_user().person, make_user().person
    feed, other = timetable.open_feed(person=amina), timetable.open_feed(person=marc)
    held = Feed.objects.filter(pk=feed.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        end(person=amina)
    assert feed.token not in log.read_text()
    assert feed.token_hash not in log.read_text()
    Feed.objects.filter(person=amina).delete()
    Feed.objects.bulk_create([Feed(**held)])

    replay(log)

    assert list(Feed.objects.all()) == [other]


def test_opening_a_feed_gives_nothing_up(log: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        timetable.renew_feed(person=make_user().person)

    assert not log.exists()


def test_a_role_revoked_since_the_backup_is_revoked_again_and_only_that_one(
    log: Path, django_capture_on_commit_callbacks: Any
) -> None:
    editor, organiser = make_user(Role.EDITOR), make_user(Role.ORGANISER)
    with django_capture_on_commit_callbacks(execute=True):
        for user in (editor, organiser):
            accounts.revoke(grant=user.grants.get(), by=None)
    Grant.objects.update(revoked_at=None)
    # The same id given out again: made at another moment.
    Grant.objects.filter(user=organiser).update(granted_at=timezone.now())

    replay(log)

    assert [grant.user for grant in Grant.objects.holding()] == [organiser]


def test_a_line_that_cannot_be_replayed_is_named_and_the_others_are(
    log: Path, django_capture_on_commit_callbacks: Any
) -> None:
    editor = make_user(Role.EDITOR)
    with django_capture_on_commit_callbacks(execute=True):
        accounts.revoke(grant=editor.grants.get(), by=None)
    Grant.objects.update(revoked_at=None)
    log.write_text('{spoilt\n\n{"kind": "nobody knows"}\n' + log.read_text())

    with pytest.raises(CommandError, match=r"line 1: \w+; line 3: KeyError$"):
        call_command("replay_taken_back", str(log))

    assert not Grant.objects.holding().exists()


def test_a_file_that_cannot_be_written_does_not_undo_what_was_committed(
    log: Path, django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    log.parent.write_text("a file where the folder should be")
    editor = make_user(Role.EDITOR)

    with django_capture_on_commit_callbacks(execute=True):
        accounts.revoke(grant=editor.grants.get(), by=None)

    assert not Grant.objects.holding().exists()
    assert "taken_back.jsonl could not be written" in caplog.text
