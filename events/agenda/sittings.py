"""What organisers do with the sittings of an event: each one transaction, one audit entry, and news for the rooms above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from core import audit
from events.agenda import headcount, signals
from events.agenda.claims import claim, person_of, shown_differently
from events.agenda.models import Event
from events.agenda.refusals import (
    AlreadyCancelled,
    LastSitting,
    NothingMoves,
    NotPublished,
    RegisteredForOneDay,
    SittingIsAnnounced,
    SittingIsCancelled,
    SittingsOverlap,
    TooLate,
    TooManySittings,
)
from events.agenda.series import MOST_SITTINGS, Sitting, align
from people.accounts.models import User


@dataclass(frozen=True)
class Hours:
    """When a sitting begins and ends: naive local times of the event's place."""

    start: datetime
    end: datetime


def repeated(first: Hours, *, times: int, days: int) -> list[Hours]:
    """The same hours of the clock, every so many days: six Tuesdays."""
    step = timedelta(days=days)
    return [Hours(first.start + step * number, first.end + step * number) for number in range(times)]


@transaction.atomic
def add_sittings(
    *, event: Event, by: User | None, hours: Sequence[Hours], title_fr: str = "", title_en: str = ""
) -> list[Sitting]:
    """Hold the event in (more) sittings; the first ones take the place of its own day. Whoever registered is told.

    Cost: 6 queries and those of :func:`align`.

    Raises NotYours, AlreadyCancelled, TooLate (a published event has none in the past), RegisteredForOneDay,
    SittingsOverlap, TooManySittings, NoSuchTime or AmbiguousTime; nothing is kept then.
    """
    stored = claim(event, by)
    if stored.is_cancelled:
        raise AlreadyCancelled
    # A calendar that holds the one day would keep it beside the sittings.
    if not stored.is_series and not stored.is_draft and (headcount.concerned(stored) or stored.last_waiting_position):
        raise RegisteredForOneDay
    there = list(Sitting.objects.filter(event=stored))
    if len(there) + len(hours) > MOST_SITTINGS:
        raise TooManySittings
    added = []
    for number, span in enumerate(hours, len(there) + 1):
        sitting = Sitting(event=stored, number=number, title_fr=title_fr, title_en=title_en)
        _place(sitting, span.start, span.end)
        if not stored.is_draft and sitting.starts_at <= timezone.now():
            raise TooLate
        added.append(sitting)
    _refuse_overlap([*there, *added])
    Sitting.objects.bulk_create(added)
    align(stored)
    audit.record("agenda.sittings_added", stored, by=person_of(by), values={"number": len(added)})
    if not stored.is_draft:
        signals.sittings_added.send(sender=Sitting, event=stored, sittings=added)
    shown_differently(stored)
    return added


@transaction.atomic
def edit_sitting(*, sitting: Sitting, by: User | None, hours: Hours, title_fr: str, title_en: str) -> Sitting:
    """Change what nobody has in a calendar yet: hours and title of a draft's sitting, the title alone once it is announced.

    Raises NotYours, SittingIsCancelled, SittingsOverlap, NoSuchTime or AmbiguousTime.
    """
    stored, sitting = _held(sitting, by)
    sitting.title_fr, sitting.title_en = title_fr, title_en
    if stored.is_draft:
        _place(sitting, hours.start, hours.end)
        _refuse_overlap(_with(stored, sitting))
    sitting.save()
    align(stored)
    audit.record("agenda.sitting_edited", stored, by=person_of(by), values={"sitting": sitting.pk})
    shown_differently(stored)
    return sitting


@transaction.atomic
def remove_sitting(*, sitting: Sitting, by: User | None) -> None:
    """Take a draft's sitting away; without its last one the event is held once, at the hours of that one.

    Raises NotYours, SittingIsAnnounced.
    """
    stored, sitting = _held(sitting, by)
    if not stored.is_draft:
        raise SittingIsAnnounced
    number = sitting.pk
    sitting.delete()
    align(stored)
    audit.record("agenda.sitting_removed", stored, by=person_of(by), values={"sitting": number})
    shown_differently(stored)


@transaction.atomic
def move_sitting(
    *, sitting: Sitting, by: User | None, hours: Hours, reason_fr: str = "", reason_en: str = ""
) -> Sitting:
    """Give an announced sitting other hours: everybody who registered is told, and their calendars follow.

    Raises NotYours, NotPublished, AlreadyCancelled, SittingIsCancelled, TooLate, NothingMoves, SittingsOverlap,
    NoSuchTime or AmbiguousTime; nothing is kept then.
    """
    stored, sitting = _announced(sitting, by)
    was = signals.Was(sitting.starts_at, sitting.ends_at, stored.zone, "")
    _place(sitting, hours.start, hours.end)
    if (sitting.starts_at, sitting.ends_at) == (was.starts_at, was.ends_at):
        raise NothingMoves
    if sitting.starts_at <= timezone.now():
        raise TooLate
    _refuse_overlap(_with(stored, sitting))
    sitting.previous_starts_at = was.starts_at
    sitting.reason_fr, sitting.reason_en = reason_fr, reason_en
    sitting.sequence += 1
    sitting.save()
    align(stored)
    audit.record("agenda.sitting_moved", stored, by=person_of(by), values={"sitting": sitting.pk})
    signals.sitting_moved.send(sender=Sitting, event=stored, sitting=sitting, was=was)
    shown_differently(stored)
    return sitting


@transaction.atomic
def cancel_sitting(*, sitting: Sitting, by: User | None, reason_fr: str, reason_en: str = "") -> Sitting:
    """Call one sitting off, for good; the event goes on with the others, and everybody who registered is told.

    Raises NotYours, NotPublished, AlreadyCancelled, SittingIsCancelled, TooLate once it is over, or LastSitting.
    """
    stored, sitting = _announced(sitting, by)
    if stored.sitting_count == 1:
        raise LastSitting
    sitting.cancelled_at = timezone.now()
    sitting.reason_fr, sitting.reason_en = reason_fr, reason_en
    sitting.sequence += 1
    sitting.save()
    align(stored)
    audit.record("agenda.sitting_cancelled", stored, by=person_of(by), values={"sitting": sitting.pk})
    signals.sitting_cancelled.send(sender=Sitting, event=stored, sitting=sitting)
    shown_differently(stored)
    return sitting


def _held(sitting: Sitting, by: User | None) -> tuple[Event, Sitting]:
    """The event's row, held, and the sitting as it stands. Raises NotYours, SittingIsCancelled."""
    stored = claim(sitting.event, by)
    fresh = Sitting.objects.get(pk=sitting.pk, event=stored)
    fresh.event = stored
    if fresh.is_cancelled:
        raise SittingIsCancelled
    return stored, fresh


def _announced(sitting: Sitting, by: User | None) -> tuple[Event, Sitting]:
    stored, fresh = _held(sitting, by)
    if stored.is_draft:
        raise NotPublished
    if stored.is_cancelled:
        raise AlreadyCancelled
    if fresh.is_past:
        raise TooLate
    return stored, fresh


def _place(sitting: Sitting, start: datetime, end: datetime) -> None:
    sitting.start_date, sitting.start_time = start.date(), start.time()
    sitting.end_date, sitting.end_time = end.date(), end.time()
    sitting.derive_instants()


def _with(event: Event, sitting: Sitting) -> list[Sitting]:
    return [*Sitting.objects.filter(event=event).exclude(pk=sitting.pk), sitting]


def _refuse_overlap(sittings: Sequence[Sitting]) -> None:
    """Whoever comes to the door comes to one sitting: no two take the same time."""
    standing = sorted((one for one in sittings if not one.is_cancelled), key=lambda one: one.starts_at)
    if any(first.overlaps(second) for first, second in pairwise(standing)):
        raise SittingsOverlap
