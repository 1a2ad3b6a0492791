"""Tracks and follow-ups, as plain functions."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import models
from django.utils import timezone

from people.accounts.models import Person, Role, User
from people.follow_up import actions
from people.follow_up.actions import Answer, Place
from people.follow_up.models import Attempt, Declined, FollowUp, Track
from people.participants.models import CaseFile
from tests.factories import canaries
from tests.factories.accounts import make_region, make_user
from tests.factories.participants import make_file

_numbers = count(1)


def make_track(case_file: CaseFile | None = None, *, begun_on: date | None = None, **facts: Any) -> Track:
    """A stay that began today unless said, with follow-ups after 3, 6 and 12 months."""
    values: dict[str, Any] = {"origin": f"test.stay:{next(_numbers)}", "kind": Track.Kind.STAY} | facts
    return actions.schedule(case_file=case_file or make_file(), begun_on=begun_on or timezone.localdate(), **values)


def make_follow_up(
    case_file: CaseFile | None = None, *, due: int = 0, state: str = "planned", **facts: Any
) -> FollowUp:
    """One follow-up, due so many days from today; ``state`` "asked" has gone through ``ask``."""
    months = facts.pop("months", 3)
    track = make_track(case_file, months=[months], **facts)
    row = track.follow_ups.get()
    day = timezone.localdate() + timedelta(days=due)
    FollowUp.objects.filter(pk=row.pk).update(
        due_on=day, ask_on=day - timedelta(days=3), gives_up_on=day + timedelta(days=45)
    )
    row.refresh_from_db()
    if state == "asked":
        actions.ask(follow_up=row)
        row.refresh_from_db()
    return row


def in_region(code: str | None) -> Place:
    return Place(make_region(code)) if code else Place()


def make_answer(
    row: FollowUp, situation: str = "own_field", *, lives: str | None = None, works: str | None = None, **facts: Any
) -> FollowUp:
    """An answer by telephone; regions by code."""
    said = Answer(situation, in_region(lives), in_region(works), **facts)
    return actions.answer(follow_up=row, answer=said, how="phone", seen=row.revision, by=row.track.case_file.person)


def make_officer(region: str, **fields: Any) -> User:
    """A regional welcome officer."""
    from people.accounts.models import Scope

    return make_user(Role.REGIONAL_OFFICER, scope=Scope.objects.of_region(make_region(region)), **fields)


# ------------------------------------------------------------------ canaries


def _file_of(person: Person) -> CaseFile:
    return CaseFile.objects.filter(person=person).first() or make_file(person)


def _follow_up_of(person: Person) -> FollowUp:
    there = FollowUp.objects.of_person(person).first()
    return there or make_follow_up(_file_of(person))


@canaries.maker(Track)
def _track(person: Person, _sing: canaries.Canaries) -> models.Model:
    return make_track(_file_of(person))


@canaries.maker(FollowUp)
def _follow_up(person: Person, _sing: canaries.Canaries) -> models.Model:
    return _follow_up_of(person)


@canaries.maker(Attempt)
def _attempt(person: Person, _sing: canaries.Canaries) -> models.Model:
    return Attempt.objects.create(follow_up=_follow_up_of(person))


@canaries.maker(Declined)
def _declined(person: Person, _sing: canaries.Canaries) -> models.Model:
    return Declined.objects.create(case_file=_file_of(person))
