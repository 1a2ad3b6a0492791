"""How a meeting went: one side says it, the other says the same, and it counts once."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches import actions as matches
from network.pairing.matches.models import SIGNED, Match, Side
from network.pairing.matches.models import State as MatchState
from network.pairing.meetings import news, refusals
from network.pairing.meetings.actions.holding import held_with_match
from network.pairing.meetings.models import STANDS_AFTER, Meeting, Missed, State
from people.accounts.models import Person

#: How often the two correct each other before somebody helps; how often a candidate stays away before somebody calls.
CORRECTIONS, MISSES = 2, 2


@dataclass(frozen=True)
class Word:
    """What one side says: so many minutes together, or who did not come."""

    minutes: int | None = None
    missed: str = ""

    def check(self) -> None:
        """Raises NotMinutes unless it is one of the two."""
        one = self.minutes is None if self.missed else self.minutes is not None and 1 <= self.minutes <= 1440
        if not one or (self.missed and self.missed not in Missed.values):
            raise refusals.NotMinutes

    @classmethod
    def of(cls, meeting: Meeting) -> "Word | None":
        """What was said of it last; None for nothing yet."""
        return cls(meeting.said_minutes, meeting.said_missed) if meeting.said_side else None


@transaction.atomic
def ask_how_it_went(*, meeting: Meeting) -> bool:
    """It is over: both are asked, once. Cost: 1 query, about 10 when it was due."""
    if not Meeting.objects.to_ask().filter(pk=meeting.pk).update(asked_at=timezone.now()):
        return False
    news.tell_both(meeting, "asked", entry=False)
    return True


@transaction.atomic
def say(*, meeting: Meeting, side: str, minutes: int | None = None, missed: str = "", by: Person) -> Meeting:
    """One side says how it went. What the other said already settles it, anything else asks the other back.

    Two who say the same at the same instant settle it once. Cost: about 10 queries, 20 when it settles it.

    Raises NotOverYet, MovedOn, NotMinutes.
    """
    word = Word(None if missed else minutes, missed)
    word.check()
    held = held_with_match(meeting)
    if not held.is_planned:
        if _agrees(held, word):
            return held
        raise refusals.MovedOn
    if not held.is_over:
        raise refusals.NotOverYet
    if held.said_side == Side(side).other and Word.of(held) == word:
        _settle(held, word, by=by)
    else:
        keep_word(held, side, word, by=by)
    return held


def _agrees(settled: Meeting, word: Word) -> bool:
    """Whether this was what it was settled as: said twice is said once."""
    if settled.state == State.HELD:
        return settled.said_minutes == word.minutes and not word.missed
    return settled.state == State.MISSED and settled.missed_by == word.missed


def keep_word(held: Meeting, side: str, word: Word, *, by: Person) -> None:
    """What this side says stands beside the meeting, and the other is asked. The caller holds the match."""
    if held.said_side == side and Word.of(held) == word:
        return
    is_correction = bool(held.said_side) and held.said_side != side
    held.said_side, held.said_at = side, timezone.now()
    held.said_minutes, held.said_missed = word.minutes, word.missed
    held.corrections += is_correction
    held.save(update_fields=["said_side", "said_at", "said_minutes", "said_missed", "corrections"])
    audit.record("meeting.said", held, by=by, values={"side": str(side), "correction": is_correction})
    once = f"{held.said_at:%Y%m%d%H%M%S%f}"
    news.tell(held, Side(side).other, "corrected" if is_correction else "said", by=by, once=once)
    if held.corrections == CORRECTIONS and is_correction:
        news.tell_staff(held.match, "disagreed", once=str(held.pk))


@transaction.atomic
def let_stand(*, meeting: Meeting) -> bool:
    """Seven days without the other's word: what was said stands, and both are told. Whether it was due. Cost: about 20 queries."""
    held = held_with_match(meeting)
    word = Word.of(held)
    if word is None or not held.is_planned or held.said_at is None or held.said_at > timezone.now() - STANDS_AFTER:
        return False
    _settle(held, word, by=None)
    news.tell_both(held, "stands", entry=False)
    return True


@transaction.atomic
def settle(*, meeting: Meeting, minutes: int | None = None, missed: str = "", by: Person) -> Meeting:
    """Staff asked both, and say what came of it: it is settled, and both are told. Cost: about 25 queries.

    Raises NotOverYet, MovedOn, NotMinutes.
    """
    word = Word(None if missed else minutes, missed)
    word.check()
    held = held_with_match(meeting)
    if not held.is_planned:
        raise refusals.MovedOn
    if not held.is_over:
        raise refusals.NotOverYet
    _settle(held, word, by=by, settled_by=by)
    news.tell_both(held, "settled", entry=False)
    return held


def _settle(held: Meeting, word: Word, *, by: Person | None, settled_by: Person | None = None) -> None:
    """Held or missed, by one conditional UPDATE; the minutes count for the match once."""
    facts: dict[str, Any] = {"settled_at": timezone.now(), "settled_by": settled_by}
    facts |= {"state": State.MISSED, "missed_by": word.missed} if word.missed else {"state": State.HELD}
    if not Meeting.objects.planned().filter(pk=held.pk).update(**facts):
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(held, name, value)
    audit.record("meeting.missed" if word.missed else "meeting.held", held, by=by)
    if word.missed:
        _count_absences(held)
    elif word.minutes is not None:
        _count(held, word.minutes, by)


def _count(held: Meeting, minutes: int, by: Person | None) -> None:
    """Where the match is over already nothing counts any more, and the meeting was held all the same."""
    match = held.match
    try:
        whole = match.format == Format.CONVERSATION
        counted = matches.add_minutes(match=match, minutes=minutes, key=held.key, by=by, whole=whole)
    except Refusal:
        return
    if not counted:
        # Counted under this key before: what the match counted is what the meeting says.
        minutes = match.counted.values_list("minutes", flat=True).get(key=held.key)
    held.counted_minutes, held.counted_at = minutes, timezone.now()
    held.save(update_fields=["counted_minutes", "counted_at"])
    now = Match.objects.get(pk=match.pk)
    if now.format == Format.MENTORING and now.state == MatchState.UNDER_WAY and _half_over(now):
        matches.ask_midway(match=now)


def _half_over(match: Match) -> bool:
    return match.minutes_done * 2 >= match.minutes_planned > match.minutes_done


def _count_absences(held: Meeting) -> None:
    """A candidate who stayed away twice is called by whoever follows them."""
    if held.missed_by not in {Missed.CANDIDATE, Missed.BOTH}:
        return
    away = held.match.meetings.filter(state=State.MISSED, missed_by__in=[Missed.CANDIDATE, Missed.BOTH]).count()
    if away >= MISSES:
        news.tell_staff(held.match, "away", once=str(held.pk))


@transaction.atomic
def reopen(*, meeting: Meeting, by: Person) -> Meeting:
    """What was settled by mistake is asked anew: what it counted is taken back. Cost: about 20 queries. Raises MovedOn."""
    held = held_with_match(meeting)
    if held.state not in {State.HELD, State.MISSED} or held.match.state not in SIGNED:
        raise refusals.MovedOn
    counted = held.counted_at is not None
    _unsettle(held)
    if counted:
        matches.take_back_minutes(match=held.match, key=held.key, by=by)
    audit.record("meeting.reopened", held, by=by)
    news.tell_both(held, "reopened", entry=False)
    return held


def _unsettle(held: Meeting) -> None:
    facts: dict[str, Any] = {
        "state": State.PLANNED, "settled_at": None, "settled_by": None, "missed_by": "", "counted_at": None,
        "counted_minutes": None, "said_side": "", "said_at": None, "said_minutes": None, "said_missed": "", "corrections": 0,
    }  # fmt: skip
    settled = Meeting.objects.filter(pk=held.pk, state__in=[State.HELD, State.MISSED])
    # Raised, so that letters about what is asked anew are letters of their own.
    if not settled.update(**facts, sequence=F("sequence") + 1):
        raise refusals.MovedOn
    held.refresh_from_db(fields=[*facts, "sequence"])


# ------------------------------------------------------------------ days that were confirmed by the room below


def follow_counted(*, match: Match, key: str, minutes: int) -> None:
    """A day of the agreement was counted elsewhere: its meeting was held, also one that was called off. The caller holds the match.

    Cost: 1 or 2 queries, 3 for one that was called off.
    """
    day = key.removeprefix("day:")
    if day == key:
        return
    now = timezone.now()
    held: dict[str, Any] = {"state": State.HELD, "settled_at": now, "counted_at": now, "counted_minutes": minutes}
    of_day = Meeting.objects.filter(match=match, agreed_day=day)
    if not of_day.filter(state=State.PLANNED).update(**held):
        latest = of_day.order_by("-pk").first()
        if latest and latest.state == State.CANCELLED:
            Meeting.objects.filter(pk=latest.pk).update(**held, cancelled_at=None, cancelled_by=None)


def follow_taken_back(*, match: Match, key: str) -> None:
    """It counts no more: its meeting is asked about anew. Cost: 1 query, or 3."""
    day = key.removeprefix("day:")
    if day == key:
        return
    for meeting in Meeting.objects.filter(match=match, agreed_day=day, state=State.HELD, counted_at__isnull=False):
        _unsettle(meeting)
