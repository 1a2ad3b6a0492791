"""Freeze what is shown of the pool in a week."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import audit, generations
from core.refusals import Refusal
from people.pool import counts
from people.pool.counts import Cell, Keyed, Ready, Secrets, Shown
from people.pool.models import K_OF, Audience, PoolCell, PoolSnapshot, PoolTally

#: Generation of the pages that show counts.
PAGES = "pool/counts"
#: Between two weeks of counts, a longer time is a clock that goes wrong rather than a site at rest.
FAR_AHEAD = timedelta(days=366)


class NotAMonday(Refusal):
    message = _("A week of counts begins on a Monday. Choose a Monday.")


class WeekIsPast(Refusal):
    message = _("Counts of a later week are frozen already: an earlier one can no longer be added.")


class FarAhead(Refusal):
    message = _(
        "More than a year lies between the last counts and this week. Check the clock of the server: a week frozen "
        "by mistake stays, and keeps every earlier one from being shown. If it is right: manage.py freeze_counts --sure"
    )


class DrawnFromOlder(Refusal):
    message = _("Another week was frozen in the meantime. Count again.")


class Frozen(NamedTuple):
    """A week of counts, for each audience. ``is_new`` False: it was frozen before."""

    public: PoolSnapshot
    partners: PoolSnapshot
    is_new: bool


def monday(day: date | None = None) -> date:
    """The Monday of the week of ``day``, today in Québec unless given."""
    day = day or timezone.localdate()
    return day - timedelta(days=day.weekday())


def secrets() -> Secrets:
    """Chance of this site: who does not hold its secret key cannot foresee it.

    A new key draws other margins, which show as numbers are next drawn.
    """
    return Keyed(salted_hmac("people.pool.counts", "chance", secret=settings.SECRET_KEY, algorithm="sha256").digest())


class Drawn(NamedTuple):
    """Numbers of a week that are not shown yet. ``after``: the snapshot they follow, None for the first."""

    week: date
    after: int | None
    shown: Shown


def freeze(*, week: date, ready: Iterable[Ready]) -> Frozen:
    """Freeze the counts of the week for both audiences; asking again gives those that are there, unchanged.

    ``ready`` is one for each person who may be counted, and is not read when the week is there. Cost: 2 queries then, else
    some 15 and one for each few hundred cells. Raises NotAMonday, WeekIsPast, FarAhead.
    """
    drawn = draw(week=week, ready=ready)
    frozen = keep(drawn=drawn) if drawn else _frozen(week)
    if frozen is None:  # weeks are never removed
        raise RuntimeError(f"The counts of {week} were there and are not.")
    return frozen


def draw(*, week: date, ready: Iterable[Ready], is_sure: bool = False) -> Drawn | None:
    """The numbers of the week; None where they are frozen already. Writes nothing: it reads everybody, which takes long.

    ``is_sure``: somebody looked at the calendar, so that a year may have passed without counts.
    Raises NotAMonday, WeekIsPast, FarAhead.
    """
    if week.weekday() != 0:
        raise NotAMonday
    if _frozen(week):
        return None
    last = PoolSnapshot.objects.latest_for(Audience.PARTNERS)
    if last is not None and last.week > week:
        raise WeekIsPast
    if last is not None and week - last.week > FAR_AHEAD and not is_sure:
        raise FarAhead
    before = Shown(last.read().tables if last else {}, PoolTally.objects.counts())
    shown = counts.next_week(before, counts.tally(ready), week=week, secrets=secrets())
    return Drawn(week, last.pk if last else None, shown)


@transaction.atomic
def keep(*, drawn: Drawn) -> Frozen:
    """Show the numbers from now on; a week that somebody froze first stays as it is.

    Raises DrawnFromOlder if another week was frozen since they were drawn.
    """
    week, after = drawn.week, drawn.shown
    # In this order: a week that is frozen between the two is found by the second.
    last = PoolSnapshot.objects.latest_for(Audience.PARTNERS)
    if there := _frozen(week):
        return there
    if drawn.after != (last.pk if last else None):
        raise DrawnFromOlder
    try:
        with transaction.atomic():
            partners = _open(week, Audience.PARTNERS, after.numbers)
    except IntegrityError:
        # Another worker was first; its transaction is through, or the constraint would have kept us waiting.
        there = _frozen(week)
        if there is None:
            raise
        return there
    public_numbers = counts.for_public(after.numbers)
    public = _open(week, Audience.PUBLIC, public_numbers)
    _fill(partners, after.numbers)
    _fill(public, public_numbers)
    _keep_tally(after)
    values = {"week": week.isoformat(), "cells": partners.cells, "cells_public": public.cells}
    audit.record("pool.counts_frozen", partners, by=None, values=values)
    generations.bump(PAGES)
    return Frozen(public, partners, is_new=True)


def _frozen(week: date) -> Frozen | None:
    there = {snapshot.audience: snapshot for snapshot in PoolSnapshot.objects.filter(week=week)}
    if len(there) < len(Audience):
        return None
    return Frozen(there[Audience.PUBLIC], there[Audience.PARTNERS], is_new=False)


def _open(week: date, audience: Audience, numbers: Mapping[Cell, int]) -> PoolSnapshot:
    return PoolSnapshot.objects.create(week=week, audience=audience, k=K_OF[audience], cells=len(numbers))


def _fill(snapshot: PoolSnapshot, numbers: Mapping[Cell, int]) -> None:
    PoolCell.objects.bulk_create(
        [
            PoolCell(
                snapshot=snapshot,
                number=number,
                table=cell.table,
                major_group_id=cell.major_group,
                region_id=cell.region or None,
                band=cell.band,
                unit_group=cell.unit_group,
                shown=shown,
            )
            for number, (cell, shown) in enumerate(sorted(numbers.items()), 1)
        ],
        batch_size=500,
    )


def _keep_tally(after: Shown) -> None:
    """The true counts of the groups that were drawn now take the place of those they were drawn from before."""
    PoolTally.objects.of_groups(after.drawn).delete()
    PoolTally.objects.bulk_create(
        [
            PoolTally(
                table=cell.table,
                major_group=cell.major_group,
                region=cell.region,
                band=cell.band,
                unit_group=cell.unit_group,
                persons=persons,
            )
            for cell, persons in after.counts.items()
            if cell.major_group in after.drawn
        ],
        batch_size=500,
    )
