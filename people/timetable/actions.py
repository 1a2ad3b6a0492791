"""What takes people's time: claimed, moved, released; and the address of their own feed.

Other rooms call :func:`claim` and :func:`release` inside their own transaction, so that a timetable never knows more or less
than they do. They write the audit entry of what happened; here only what a person does to their feed has one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, journal
from core.localtime import AmbiguousTime, NoSuchTime, instant
from core.refusals import Refusal
from people.accounts.models import Person
from people.timetable.models import MOST_EXCLUSIVE_DAYS, Busy, Feed, Tick, label_of, new_nonce, ticks_between

#: How often to ask again when what we clashed with was released before we could read it.
TRIES = 3
#: Rows in one statement.
BATCH = 200
#: What a second claim of the same source writes over the first.
CLAIMED_AGAIN = [
    "start_date", "start_time", "end_date", "end_time", "zone", "starts_at", "ends_at", "title_fr", "title_en",
    "place_fr", "place_en", "url_name", "url_args", "exclusive", "state", "changed_at",
]  # fmt: skip
#: Days a row is kept after its end: as long as a feed may show it, and somebody may ask about last month.
KEPT_DAYS = 90
#: Kind of the journal's lines.
GIVEN_UP = "timetable.feed_given_up"


class Clash(Refusal):
    """Somebody is held elsewhere at that time. ``busy`` is what holds them: theirs to know, nobody else's."""

    message = _("This time is taken. Choose another.")

    def __init__(self, busy: Busy | None = None) -> None:
        super().__init__()
        self.busy = busy

    def told_to(self, viewer: Person | None) -> str:
        """The sentence for whoever reads it: names the other engagement to the person it belongs to, and to nobody else."""
        if self.busy is None or viewer is None or viewer.pk != self.busy.person_id:
            return str(self.message)
        return str(
            _("You are already expected at that time: %(title)s, %(when)s. Choose another time.")
            % {"title": self.busy.title, "when": self.busy.when}
        )


class TooLong(Refusal):
    message = _("This lasts more than 14 days. Enter the days one by one.")


class EndsTooEarly(Refusal):
    message = _("The end comes before the beginning.")


def draft(
    *,
    person: Person | int,
    source: models.Model,
    starts: datetime,
    ends: datetime,
    zone: str,
    title_fr: str,
    title_en: str = "",
    place: str = "",
    place_en: str = "",
    url: str | tuple[Any, ...] = "",
    exclusive: bool = False,
    state: str = Busy.State.CONFIRMED,
) -> Busy:
    """A row to :func:`note`, not kept yet; arguments as in :func:`claim`, ``person`` may be an id. No query.

    Raises EndsTooEarly, TooLong, NoSuchTime or AmbiguousTime.
    """
    named = (url,) if isinstance(url, str) else url
    now = timezone.now()
    busy = Busy(
        person_id=person if isinstance(person, int) else person.pk,
        source_type=label_of(source),
        source_id=str(source.pk),
        title_fr=title_fr,
        title_en=title_en,
        place_fr=place,
        place_en=place_en,
        url_name=named[0],
        url_args=list(named[1:]),
        exclusive=exclusive,
        state=state,
        made_at=now,
        changed_at=now,
    )
    busy.set_hours(starts, ends, zone)
    if busy.ends_at <= busy.starts_at:
        raise EndsTooEarly
    if exclusive and busy.ends_at - busy.starts_at > timedelta(days=MOST_EXCLUSIVE_DAYS):
        raise TooLong
    return busy


@transaction.atomic
def claim(
    *,
    person: Person,
    source: models.Model,
    starts: datetime,
    ends: datetime,
    zone: str,
    title_fr: str,
    title_en: str = "",
    place: str = "",
    place_en: str = "",
    url: str | tuple[Any, ...] = "",
    exclusive: bool = False,
    state: str = Busy.State.CONFIRMED,
) -> Busy:
    """The source takes this time of the person; asking again with other hours or words changes the row.

    ``starts`` and ``ends`` are naive local times of ``zone``. ``url`` is a URL name, or a tuple of the name and its
    arguments; it must hold no secret. Words name no other person. ``exclusive`` keeps out whatever else is exclusive, by
    rows of five minutes: who claims for two people claims in the order of their ids, so that two of them never wait for
    each other.

    Cost: 2 queries; exclusive 3, a savepoint, and 1 for each further 200 five minutes.

    Raises Clash (nothing is kept, earlier hours stand), EndsTooEarly, TooLong, NoSuchTime or AmbiguousTime.
    """
    busy = draft(
        person=person,
        source=source,
        starts=starts,
        ends=ends,
        zone=zone,
        title_fr=title_fr,
        title_en=title_en,
        place=place,
        place_en=place_en,
        url=url,
        exclusive=exclusive,
        state=state,
    )
    note([busy])
    Tick.objects.filter(busy=busy).delete()
    if exclusive:
        _hold(busy)
    return busy


def note(busies: Iterable[Busy]) -> None:
    """Keep or renew rows that exclude nothing, many at a time; for sources that never do. Cost: 1 query for each 200."""
    Busy.objects.bulk_create(
        busies,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "source_type", "source_id"],
        update_fields=CLAIMED_AGAIN,
    )


@transaction.atomic
def move(
    *,
    source: models.Model,
    starts: datetime,
    ends: datetime,
    zone: str,
    title_fr: str | None = None,
    title_en: str | None = None,
    place: str | None = None,
    place_en: str | None = None,
    person: Person | None = None,
) -> int:
    """Everybody (or one person) whom the source takes is taken at these hours from now on; how many. None: as it was.

    Cost: 2 queries, and 3 with a savepoint for each row that excludes others.

    Raises what :func:`claim` raises; all stay where they were then.
    """
    words = {"title_fr": title_fr, "title_en": title_en, "place_fr": place, "place_en": place_en}
    given = {name: value for name, value in words.items() if value is not None}
    rows = Busy.objects.from_source(source)
    rows = rows if person is None else rows.of(person)
    model = draft(person=0, source=source, starts=starts, ends=ends, zone=zone, title_fr="")
    names = ("start_date", "start_time", "end_date", "end_time", "zone", "starts_at", "ends_at", "changed_at")
    moved = rows.update(**given, **{name: getattr(model, name) for name in names})
    if moved:
        holding = list(rows.filter(exclusive=True).order_by("person", "pk"))
        if holding and model.ends_at - model.starts_at > timedelta(days=MOST_EXCLUSIVE_DAYS):
            raise TooLong
        # All at once first: what moves together must not meet what has not moved yet.
        if holding:
            Tick.objects.filter(busy__in=holding).delete()
        for busy in holding:
            _hold(busy)
    return moved


@transaction.atomic(savepoint=False)
def release(*, source: models.Model, person: Person | None = None) -> int:
    """The source takes nobody's time any more (or not this person's); how many rows went. Twice is once.

    Cost: 1 query when there is none, else 3.
    """
    rows = Busy.objects.from_source(source)
    gone = (rows if person is None else rows.of(person)).delete()[1]
    return gone.get(Busy._meta.label, 0)


def _hold(busy: Busy) -> None:
    """Take the five minutes of a row that holds none; the constraint says who was first. Raises Clash."""
    ticks = [
        Tick(person_id=busy.person_id, at=moment, busy=busy) for moment in ticks_between(busy.starts_at, busy.ends_at)
    ]
    for _try in range(TRIES):
        try:
            # In order of time, so that of two who want the same minutes one waits and neither for the other.
            with transaction.atomic():
                Tick.objects.bulk_create(ticks, batch_size=BATCH)
        except IntegrityError as trouble:
            taken = Tick.objects.filter(person=busy.person_id, at__gte=ticks[0].at, at__lte=ticks[-1].at)
            if first := taken.exclude(busy=busy).select_related("busy").order_by("at").first():
                raise Clash(first.busy) from trouble
        else:
            return
    raise Clash


# ------------------------------------------------------------------ when time itself changes


@dataclass
class Recomputed:
    """Rows whose instants changed, and those that lost their exclusive hours to another that holds them now."""

    changed: int = 0
    clashing: list[Busy] = field(default_factory=list)


@transaction.atomic
def recompute(*, zone: str | None = None) -> Recomputed:
    """Derive the instants of what is to come afresh from the local times, in one zone or all: the zone data has changed.

    An hour that does not exist any more, or exists twice, is read as the standard library does. Of two that overlap from
    now on the one that began first keeps its exclusive hours; the other is answered, and shows as a clash to the person.

    Cost: 1 query, 1 for each 200 rows that change, and 2 with a savepoint for each of these that excludes others.
    """
    done = Recomputed()
    rows = Busy.objects.filter(ends_at__gt=timezone.now() - timedelta(days=1)).in_order()
    changed = [busy for busy in (rows.filter(zone=zone) if zone else rows).iterator() if _derive(busy)]
    for busy in changed:
        busy.changed_at = timezone.now()
    Busy.objects.bulk_update(changed, ["starts_at", "ends_at", "changed_at"], batch_size=BATCH)
    holding = [busy for busy in changed if busy.exclusive]
    # All at once first: what moves by the same hour would else meet what has not moved yet.
    for start in range(0, len(holding), BATCH):
        Tick.objects.filter(busy__in=holding[start : start + BATCH]).delete()
    for busy in holding:
        try:
            _hold(busy)
        except Clash:
            busy.exclusive = False
            busy.save(update_fields=["exclusive"])
            done.clashing.append(busy)
    done.changed = len(changed)
    return done


def _derive(busy: Busy) -> bool:
    """Set the instants of a row from its local times; whether they differ from before."""
    before = (busy.starts_at, busy.ends_at)
    busy.starts_at, busy.ends_at = _reading(busy.starts, busy.zone), _reading(busy.ends, busy.zone)
    if busy.ends_at <= busy.starts_at:  # one end fell into an hour that the clocks skip
        busy.ends_at = busy.starts_at + (busy.ends - busy.starts)
    return (busy.starts_at, busy.ends_at) != before


def _reading(local: datetime, zone: str) -> datetime:
    """The instant of a local time that was good when it was entered, also where the clocks now skip or repeat it."""
    try:
        return instant(local, zone)
    except (NoSuchTime, AmbiguousTime):
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def forget_past() -> int:
    """Delete what ended more than 90 days ago; how many rows. Cost: 1 query when there is none, else 3."""
    gone = Busy.objects.filter(ends_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[1]
    return gone.get(Busy._meta.label, 0)


# ------------------------------------------------------------------ the person's own feed


@transaction.atomic
def open_feed(*, person: Person) -> Feed:
    """The secret address of the person's timetable; the one there is, if they have one. Cost: 2 to 4 queries."""
    feed, is_new = Feed.objects.get_or_create(person=person)
    if is_new:
        audit.record("timetable.feed_opened", feed, by=person)
    return feed


@transaction.atomic
def renew_feed(*, person: Person) -> Feed:
    """Another address: the earlier one opens nothing any more, whoever it was given to. Cost: 3 queries."""
    feed, is_new = Feed.objects.get_or_create(person=person)
    if not is_new:
        _give_up(feed)
    feed.nonce, feed.made_at = new_nonce(), timezone.now()
    feed.save()
    audit.record("timetable.feed_renewed", feed, by=person)
    return feed


@transaction.atomic
def close_feed(*, person: Person) -> None:
    """No address any more; closing twice is closing once. Cost: 1 to 3 queries."""
    if feed := Feed.objects.filter(person=person).first():
        audit.record("timetable.feed_closed", feed, by=person)
        _give_up(feed)
        feed.delete()


def _give_up(feed: Feed) -> None:
    """Note that this address opens nothing any more, where a restore does not reach."""
    journal.note(GIVEN_UP, feed=feed.pk, made_at=feed.made_at)
