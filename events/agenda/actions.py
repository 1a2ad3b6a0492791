"""What organisers do with events: each one transaction, one audit entry, and news for the rooms above."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Model, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.folding import fold
from core.localtime import instant
from core.reference.models import Measure, Region
from events.agenda import headcount, required, rules, signals
from events.agenda.claims import claim as _claim
from events.agenda.claims import person_of as _person
from events.agenda.claims import shown_differently as _shown_differently
from events.agenda.models import Contribution, Event, Venue
from events.agenda.refusals import (
    AlreadyCancelled,
    AlreadyPublished,
    CapacityBelowSeatsTaken,
    ChangedMeanwhile,
    MovesBySitting,
    NothingMoves,
    NotPublished,
    NotReady,
    NotYours,
    PeopleRegistered,
    TooLate,
)
from events.agenda.series import Sitting, align
from people.accounts.models import User

#: Event fields that visitors' calendars show: a published event changes them by :func:`move` alone.
TIME = frozenset({"start_date", "start_time", "end_date", "end_time", "zone"})
PLACE = frozenset({"venue", "online_url"})
#: What visitors are asked once they have a seat.
QUESTIONS = frozenset({"asks_access_needs", "asks_meal"})
#: Fields that have an action of their own.
APART = frozenset({"capacity", "published_at", "cancelled_at", "cancellation_reason_fr", "cancellation_reason_en"})

Contributions = Mapping[Measure, str]


def _local(event: Event) -> dict[str, str]:
    return {"start": f"{event.start_date} {event.start_time:%H:%M}", "zone": event.zone}


@transaction.atomic
def create_event(
    *,
    event: Event,
    by: User | None,
    about_regions: Iterable[Region] = (),
    contributions: Contributions | None = None,
) -> Event:
    """Keep a new event as a draft. A venue decides the region and the legal time.

    Raises NotYours outside the scopes of ``by``, NoSuchTime or AmbiguousTime of ``core.localtime``.
    """
    if event.venue:
        event.region = event.venue.region
    if by is not None and not rules.can_run(by, event):
        raise NotYours
    event.published_at = event.cancelled_at = None
    event.save(force_insert=True)
    event.about_regions.set(about_regions)
    _count_for(event, contributions or {})
    audit.record("agenda.created", event, by=_person(by), values={"kind": event.kind, **_local(event)})
    return event


def _count_for(event: Event, contributions: Contributions) -> bool:
    """Make the event count for exactly these measures; whether that changed anything."""
    wanted = {measure.pk: track for measure, track in contributions.items()}
    kept = dict(event.contributions.values_list("measure_id", "track"))
    if wanted == kept:
        return False
    event.contributions.exclude(measure__in=wanted).delete()
    for measure, track in wanted.items():
        Contribution.objects.update_or_create(event=event, measure_id=measure, defaults={"track": track})
    return True


@transaction.atomic
def edit_event(
    *,
    event: Event,
    by: User | None,
    seen: datetime | None = None,
    about_regions: Iterable[Region] | None = None,
    contributions: Contributions | None = None,
) -> Event:
    """Write the fields of ``event`` over the stored row; an event with sittings keeps the hours that they give it.

    A draft may change in every way; of a published event time and place stay (see :func:`move`), and capacity has
    its own action. ``seen``: the ``updated_at`` the editor started from. None for ``about_regions`` or
    ``contributions`` leaves them.

    Raises ChangedMeanwhile, NotYours, NotReady if a published event would lose what it needs, NoSuchTime or
    AmbiguousTime.
    """
    stored = _claim(event, by)
    if seen is not None and stored.updated_at != seen:
        raise ChangedMeanwhile
    if event.venue and stored.is_draft:
        event.region = event.venue.region
    if by is not None and not rules.can_run(by, event):
        raise NotYours
    kept = APART if stored.is_draft else APART | TIME | PLACE | {"region"}
    if stored.is_series:
        kept |= TIME - {"zone"}
    for field in stored._meta.concrete_fields:
        # The picture's own measures come with the picture; everything else no form writes stays as it is.
        if field.name in kept or not (field.editable or field.name.startswith("picture_")):
            setattr(event, field.name, getattr(stored, field.name))
    changed = _differences(stored, event)
    if not stored.is_draft:
        _refuse_new_gaps(stored, event)
    event.save()
    if event.is_series and event.zone != stored.zone:
        align(event)
    if about_regions is not None and set(about_regions) != set(event.about_regions.all()):
        event.about_regions.set(about_regions)
        changed.add("about_regions")
    if contributions is not None and _count_for(event, contributions):
        changed.add("contributions")
    if changed:
        audit.record("agenda.edited", event, by=_person(by), fields=changed)
        if changed & QUESTIONS:
            signals.questions_changed.send(sender=Event, event=event)
        if not event.is_draft and _title_words(stored) != _title_words(event):
            signals.event_changed.send(sender=Event, event=event, changed=frozenset({"title"}), was=None)
        _shown_differently(event)
    return event


def _refuse_new_gaps(stored: Event, event: Event) -> None:
    """What a published event needs stays said; one that lacked it before may still be edited. Cost: that of the sources."""
    if now := required.missing(event):
        before = {one.step for one in required.missing(stored)}
        if new := [one.why for one in now if one.step not in before]:
            raise NotReady(new)


def _title_words(event: Event) -> tuple[str, str]:
    return fold(event.title_fr), fold(event.title_en)


def _differences(before: Model, after: Model) -> set[str]:
    return {
        field.name
        for field in before._meta.concrete_fields
        if field.editable and getattr(before, field.attname) != getattr(after, field.attname)
    }


@transaction.atomic
def publish(*, event: Event, by: User | None) -> Event:
    """Show the event to the public from now on.

    Raises AlreadyPublished, TooLate if it is over, or NotReady with what is missing.
    """
    stored = _claim(event, by)
    if not stored.is_draft:
        raise AlreadyPublished
    if stored.is_past:
        raise TooLate
    if gaps := required.missing(stored):
        raise NotReady([one.why for one in gaps])
    stored.published_at = timezone.now()
    stored.save(update_fields=["published_at", "updated_at"])
    audit.record("agenda.published", stored, by=_person(by))
    _shown_differently(stored)
    return stored


@transaction.atomic
def unpublish(*, event: Event, by: User | None) -> Event:
    """Back to a draft, while nobody counts on it. Raises NotPublished, PeopleRegistered."""
    stored = _claim(event, by)
    if stored.is_draft:
        raise NotPublished
    # The row is held, against new rows that point to it as well: whoever applies meanwhile is counted, or finds a draft.
    if headcount.concerned(stored):
        raise PeopleRegistered
    # One conditional UPDATE: a registration that arrives meanwhile finds either the event or the refusal.
    nobody = Event.objects.filter(pk=stored.pk, seats_taken=0, seats_waiting=0)
    if not nobody.update(published_at=None, cancelled_at=None, moved_at=None, updated_at=timezone.now()):
        raise PeopleRegistered
    stored.refresh_from_db()
    signals.event_unpublished.send(sender=Event, event=stored)
    audit.record("agenda.unpublished", stored, by=_person(by))
    _shown_differently(stored)
    return stored


@transaction.atomic
def cancel(*, event: Event, by: User | None, reason_fr: str, reason_en: str = "") -> Event:
    """Call the event off, in public and for good; the rooms above tell everybody who registered.

    Raises NotPublished (a draft is nobody's business), AlreadyCancelled, TooLate once it is over.
    """
    stored = _claim(event, by)
    if stored.is_draft:
        raise NotPublished
    if stored.is_cancelled:
        raise AlreadyCancelled
    if stored.is_past:
        raise TooLate
    stored.cancelled_at = timezone.now()
    stored.cancellation_reason_fr, stored.cancellation_reason_en = reason_fr, reason_en
    stored.sequence += 1
    stored.save()
    audit.record("agenda.cancelled", stored, by=_person(by))
    signals.event_cancelled.send(sender=Event, event=stored)
    _shown_differently(stored)
    return stored


@transaction.atomic
def move(
    *,
    event: Event,
    by: User | None,
    start: datetime,
    end: datetime,
    venue: Venue | None,
    online_url: str = "",
    region: Region | None = None,
    reason_fr: str = "",
    reason_en: str = "",
) -> Event:
    """Give a published event another time, another place, or both; what it was stays on its page.

    ``start`` and ``end`` are naive times of the place. The registration window moves by as many
    days as the event; registration that has opened stays open. An event with sittings changes its place
    alone this way, also while it is under way: its sittings move one by one.

    Raises NotPublished, AlreadyCancelled, TooLate, NothingMoves, MovesBySitting, NotYours, NoSuchTime or AmbiguousTime.
    """
    stored = _claim(event, by)
    if stored.is_draft:
        raise NotPublished
    if stored.is_cancelled:
        raise AlreadyCancelled
    if stored.is_past:
        raise TooLate
    before = (stored.starts_at, stored.ends_at, stored.zone)
    place_before, online_before = stored.venue, stored.online_url
    day_before = stored.start_date
    if stored.is_series and (stored.starts, stored.ends) != (start, end):
        raise MovesBySitting
    stored.start_date, stored.start_time = start.date(), start.time()
    stored.end_date, stored.end_time = end.date(), end.time()
    stored.venue, stored.online_url = venue, online_url
    stored.region = venue.region if venue else region or stored.region
    if by is not None and not rules.can_run(by, stored):
        raise NotYours
    stored.derive_instants()
    changed = set()
    if (stored.starts_at, stored.ends_at, stored.zone) != before:
        changed.add("time")
    if place_before != venue or online_before != online_url:
        changed.add("place")
    if not changed:
        raise NothingMoves
    if stored.starts_at <= timezone.now() and not stored.is_series:
        raise TooLate
    stored.previous_starts_at = before[0] if before[0] != stored.starts_at else stored.previous_starts_at
    if place_before != venue:
        stored.previous_place = str(place_before) if place_before else ""
    stored.moved_at = timezone.now()
    stored.move_reason_fr, stored.move_reason_en = reason_fr, reason_en
    # What has opened stays open.
    opened = stored.registration_opens_at is not None and not stored.registration_is_to_come
    keep = frozenset({"registration_opens_at"} if opened else ())
    _shift_window(stored, stored.start_date - day_before, keep=keep)
    stored.sequence += 1
    stored.save()
    if stored.is_series and stored.zone != before[2]:
        align(stored)
    audit.record("agenda.moved", stored, by=_person(by), fields=changed, values=_local(stored))
    signals.event_changed.send(
        sender=Event, event=stored, changed=frozenset(changed), was=signals.Was(*before, str(place_before or ""))
    )
    _shown_differently(stored)
    return stored


def _shift_window(event: Event, days: timedelta, *, keep: frozenset[str] = frozenset()) -> None:
    """Open and close as many days later, at the same hour of the place's clock; ``keep`` names what stays."""
    for name in ("registration_opens_at", "registration_closes_at"):
        moment = getattr(event, name)
        if moment is not None and days and name not in keep:
            # Local first: adding days to an instant goes wrong across a clock change.
            local = moment.astimezone(event.zone_info).replace(tzinfo=None) + days
            setattr(event, name, _instant_or_hour_later(local, event.zone))


def _instant_or_hour_later(local: datetime, zone: str) -> datetime:
    """A deadline computed by us, not entered, never fails on a clock change: it slips by one hour."""
    try:
        return instant(local, zone)
    except ValueError:
        return instant(local + timedelta(hours=1), zone)


@transaction.atomic
def duplicate(*, event: Event, by: User | None, start_date: date) -> Event:
    """A draft like this event, on another day: texts, place, measures, hours, sittings and what the rooms above ask are copied, people are not.

    Raises NotYours, NoSuchTime or AmbiguousTime.
    """
    stored = _claim(event, by)
    days = start_date - stored.start_date
    values = {field.attname: getattr(stored, field.attname) for field in stored._meta.concrete_fields if field.editable}
    copy = Event(**{name: value for name, value in values.items() if name != "id"})
    copy.start_date, copy.end_date = start_date, stored.end_date + days
    copy.cancellation_reason_fr = copy.cancellation_reason_en = copy.move_reason_fr = copy.move_reason_en = ""
    _shift_window(copy, days)
    contributions = {row.measure: row.track for row in stored.contributions.select_related("measure")}
    create_event(event=copy, by=by, about_regions=stored.about_regions.all(), contributions=contributions)
    if stored.is_series:
        _copy_sittings(stored, copy, days)
    signals.event_duplicated.send(sender=Event, event=copy, source=stored)
    audit.record("agenda.duplicated", copy, by=_person(by), values={"from": stored.pk})
    return copy


def _copy_sittings(stored: Event, copy: Event, days: timedelta) -> None:
    """The sittings that stand, each as many days later as the first."""
    copied = []
    for number, sitting in enumerate(Sitting.objects.filter(event=stored).standing(), 1):
        day, last = sitting.start_date + days, sitting.end_date + days
        twin = Sitting(event=copy, number=number, start_date=day, end_date=last)
        twin.start_time, twin.end_time = sitting.start_time, sitting.end_time
        twin.title_fr, twin.title_en = sitting.title_fr, sitting.title_en
        twin.derive_instants()
        copied.append(twin)
    Sitting.objects.bulk_create(copied)
    align(copy)


@transaction.atomic
def change_capacity(*, event: Event, by: User | None, capacity: int | None) -> Event:
    """Set the number of seats; None: no limit. Whoever waits moves up when there are more.

    Raises CapacityBelowSeatsTaken: a seat that was given is never taken back this way.
    """
    stored = _claim(event, by)
    before = stored.capacity
    if before == capacity:
        return stored
    enough = Q() if capacity is None else Q(seats_taken__lte=capacity)
    # Conditional UPDATE, as seats are taken: whichever of the two comes first, the other sees it.
    if not Event.objects.filter(enough, pk=stored.pk).update(capacity=capacity, updated_at=timezone.now()):
        stored.refresh_from_db()
        raise CapacityBelowSeatsTaken(stored.seats_taken)
    stored.refresh_from_db()
    audit.record("agenda.capacity_changed", stored, by=_person(by), values={"from": before, "to": capacity})
    signals.capacity_changed.send(sender=Event, event=stored)
    _shown_differently(stored)
    return stored


@transaction.atomic
def discard_draft(*, event: Event, by: User | None) -> None:
    """Throw a draft away for good. Raises AlreadyPublished, PeopleRegistered if it ever took a registration."""
    stored = _claim(event, by)
    if not stored.is_draft:
        raise AlreadyPublished
    if stored.seats_taken or stored.last_waiting_position:
        raise PeopleRegistered
    audit.record("agenda.discarded", stored, by=_person(by), values={"kind": stored.kind})
    try:
        stored.delete()
    except ProtectedError:  # somebody registered and cancelled while it was published: that is on record
        raise PeopleRegistered from None


@transaction.atomic
def create_venue(*, venue: Venue, by: User | None) -> Venue:
    """Keep a new venue, in a region where ``by`` may hold events."""
    if by is not None and not rules.regions_for(by).filter(pk=venue.region_id).exists():
        raise NotYours(_("You run no events in that region: choose a venue in yours, or ask an administrator."))
    venue.save(force_insert=True)
    audit.record("agenda.venue_created", venue, by=_person(by), values={"region": venue.region_id, "zone": venue.zone})
    return venue
