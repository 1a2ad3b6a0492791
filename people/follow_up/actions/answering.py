"""The person answers, or somebody writes down what they said; an answer is corrected with a trace, never twice at once."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.reference.models import Region
from people.accounts.models import Person
from people.follow_up import refusals
from people.follow_up.actions.planning import plan_of
from people.follow_up.models import Attempt, FollowUp, Track

#: Of an answer: what is compared to say which fields a correction changed.
OUTCOME = ("situation", "lives_in_id", "lives_outside", "works_in_id", "works_outside", "still_there", "note")


@dataclass(frozen=True)
class Place:
    """Where somebody lives or works: a region, outside Québec, or not said."""

    region: Region | None = None
    is_outside: bool = False


NOWHERE = Place()


@dataclass(frozen=True)
class Answer:
    """What somebody said. ``still_there``: None where it was not asked."""

    situation: str
    lives: Place = field(default=NOWHERE)
    works: Place = field(default=NOWHERE)
    still_there: bool | None = None
    note: str = ""

    def as_fields(self) -> dict[str, Any]:
        return {
            "situation": self.situation,
            "lives_in_id": self.lives.region.pk if self.lives.region else None,
            "lives_outside": self.lives.is_outside,
            "works_in_id": self.works.region.pk if self.works.region else None,
            "works_outside": self.works.is_outside,
            "still_there": self.still_there,
            "note": self.note.strip(),
        }


@transaction.atomic
def answer(*, follow_up: FollowUp, answer: Answer, how: str, seen: int, by: Person | None = None) -> FollowUp:
    """Keep what was said, or correct it. ``seen`` is the ``revision`` that was on the page: of two at once, one is kept.

    ``how`` "self" is the person's own answer, by the link or signed in; they may correct it for seven days, a caseworker
    at any time. A note that is there stays when the person answers by themself. Cost: 5 queries.

    Raises AnsweredMeanwhile, NoLongerOpen, TooLateToCorrect, NotAsWritten, and SensitiveText for what no note may hold.
    """
    refuse_sensitive_words(answer.note)
    said = answer.as_fields()
    if answer.situation not in FollowUp.EMPLOYED and (said["works_in_id"] or said["works_outside"]):
        raise refusals.NotAsWritten
    return _write(follow_up, said, how=how, seen=seen, by=by)


@transaction.atomic
def say_place(*, follow_up: FollowUp, lives: Place, works: Place, seen: int, by: Person | None = None) -> FollowUp:
    """The second tap: where the person who answered lives, and works. Cost: 5 queries. Raises as ``answer``."""
    placed = Answer(situation=follow_up.situation, lives=lives, works=works, still_there=follow_up.still_there)
    return answer(follow_up=follow_up, answer=placed, how=FollowUp.How.SELF, seen=seen, by=by)


def _write(follow_up: FollowUp, said: dict[str, Any], *, how: str, seen: int, by: Person | None) -> FollowUp:
    current = FollowUp.objects.select_related("track").get(pk=follow_up.pk)
    if current.revision != seen:
        raise refusals.AnsweredMeanwhile
    if current.state == FollowUp.State.CANCELLED:
        raise refusals.NoLongerOpen
    if how == FollowUp.How.SELF:
        if not current.may_answer_oneself():
            raise refusals.TooLateToCorrect
        said = {**said, "note": current.note}
    changed = sorted(name.removesuffix("_id") for name in OUTCOME if getattr(current, name) != said[name])
    now = timezone.now()
    moment: dict[str, Any] = (
        {"corrected_at": now} if current.is_answered else {"answered_at": now, "answered_how": how, "answered_by": by}
    )
    kept = FollowUp.objects.filter(pk=current.pk, revision=seen).update(
        state=FollowUp.State.ANSWERED, revision=F("revision") + 1, **said, **moment
    )
    if not kept:
        raise refusals.AnsweredMeanwhile
    if said["lives_in_id"]:
        Track.objects.filter(case_file=current.track.case_file_id).update(lives_in=said["lives_in_id"])
    audit.record("follow_up.corrected" if current.is_answered else "follow_up.answered", current, by=by, fields=changed)
    follow_up.refresh_from_db()
    return follow_up


@transaction.atomic
def note_attempt(*, follow_up: FollowUp, how: str, by: Person) -> Attempt:
    """Note that somebody tried to reach the person. Cost: 3 queries. Raises NoLongerOpen."""
    if not FollowUp.objects.open().filter(pk=follow_up.pk).exists():
        raise refusals.NoLongerOpen
    attempt = Attempt.objects.create(follow_up=follow_up, how=how, by=by)
    audit.record("follow_up.attempted", follow_up, by=by)
    return attempt


@transaction.atomic
def mark_unreachable(*, follow_up: FollowUp, by: Person) -> FollowUp:
    """The person was not reached, after the attempts that the plan wants. A late answer still counts. Cost: 5 queries.

    Raises AttemptsWanted, NoLongerOpen.
    """
    if follow_up.attempts.count() < plan_of(follow_up.track.edition).attempts:
        raise refusals.AttemptsWanted
    if not FollowUp.objects.open().filter(pk=follow_up.pk).update(state=FollowUp.State.UNREACHABLE):
        raise refusals.NoLongerOpen
    audit.record("follow_up.unreachable", follow_up, by=by)
    follow_up.refresh_from_db()
    return follow_up
