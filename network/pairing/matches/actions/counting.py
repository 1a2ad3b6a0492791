"""Time spent together counts once; at the agreed minutes both are asked for their final review."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.dates import local_of
from network.pairing.kinds import Format
from network.pairing.matches import refusals, telling
from network.pairing.matches.actions import reviewing
from network.pairing.matches.actions.held import hold, move
from network.pairing.matches.models import SIGNED, Day, Match, Minutes, Moment, State
from people.accounts.models import Person


@transaction.atomic
def add_minutes(*, match: Match, minutes: int, key: str, by: Person | None = None) -> bool:
    """Count time spent together, once for each ``key``; whether it was counted now. Cost: 6 queries, about 20 at the end.

    ``key`` says what it was spent in: "meeting:12", "day:2026-04-02". The first minutes begin the match; at the agreed ones it is
    done, and both are asked for their final review. Raises NotSignedYet, MovedOn once it is over.
    """
    held = hold(match)
    if held.state == State.TO_SIGN:
        raise refusals.NotSignedYet
    if held.state not in SIGNED:
        raise refusals.MovedOn
    try:
        with transaction.atomic():
            Minutes.objects.create(match=held, key=key, minutes=minutes)
    except IntegrityError:
        return False
    is_first = held.began_at is None
    Match.objects.filter(pk=held.pk).update(minutes_done=F("minutes_done") + minutes)
    held.minutes_done += minutes
    if held.state in {State.SIGNED, State.SCHEDULED} and _may_begin(held):
        move(held, State.UNDER_WAY, began_at=timezone.now())
    audit.record("match.minutes_counted", held, by=by, values={"key": key, "minutes": minutes})
    if is_first and held.format == Format.MENTORING:
        reviewing.ask_both(held, Moment.FIRST)
    if held.state == State.UNDER_WAY and held.minutes_done >= held.minutes_planned:
        finish(held, by)
    return True


def _may_begin(held: Match) -> bool:
    """A placement that nobody insures stays where it is: minutes of a day that was never agreed on are counted, no more."""
    return held.format != Format.PLACEMENT or bool(held.insurer)


def finish(held: Match, by: Person | None) -> None:
    """The agreed time was spent: both are asked for their final review, and the candidate for the logbook."""
    move(held, State.DONE)
    audit.record("match.done", held, by=by)
    reviewing.drop(held, Moment.FIRST, Moment.MIDWAY)
    reviewing.ask_both(held, Moment.FINAL)


@transaction.atomic
def take_back_minutes(*, match: Match, key: str, by: Person | None = None) -> bool:
    """What was counted under ``key`` by mistake counts no more; whether it did. Cost: about 6 queries. Raises MovedOn once it is over."""
    held = hold(match)
    if held.state not in SIGNED:
        raise refusals.MovedOn
    counted = Minutes.objects.filter(match=held, key=key).first()
    if counted is None:
        return False
    Match.objects.filter(pk=held.pk).update(minutes_done=F("minutes_done") - counted.minutes)
    held.minutes_done -= counted.minutes
    counted.delete()
    if held.state == State.DONE and held.minutes_done < held.minutes_planned:
        move(held, State.UNDER_WAY)
        reviewing.unask(held, Moment.FINAL)
    audit.record("match.minutes_taken_back", held, by=by, values={"key": key})
    return True


@transaction.atomic
def took_place(*, match: Match, days: Iterable[int], by: Person) -> int:
    """These days of the agreement took place: their minutes count, without breaks; how many were counted now.

    Cost: about 8 queries a day. Raises NothingTookPlace, and what ``add_minutes`` raises.
    """
    held = hold(match)
    agreement = held.agreements.in_force().first()
    wanted = list(agreement.days.filter(pk__in=list(days)).select_related("agreement")) if agreement else []
    past = [day for day in wanted if has_ended(day)]
    if not past:
        raise refusals.NothingTookPlace
    return sum(add_minutes(match=held, minutes=day.minutes, key=day.key, by=by) for day in past if day.minutes)


def has_ended(day: Day, now: datetime | None = None) -> bool:
    """Whether the day's hours are over, where it takes place."""
    local = local_of(now or timezone.now(), day.agreement.zone).replace(tzinfo=None)
    return datetime.combine(day.day, day.ends) <= local


@transaction.atomic
def ask_whether_held(*, match: Match) -> bool:
    """The last day has passed and nobody said whether it took place: both are asked, once. Cost: about 10 queries."""
    waiting = Match.objects.filter(pk=match.pk, asked_held_at=None, state__in=[State.SCHEDULED, State.UNDER_WAY])
    if not waiting.update(asked_held_at=timezone.now()):
        return False
    match.refresh_from_db()
    telling.tell_both(match, "took_place", once=str(match.ends_on))
    return True
