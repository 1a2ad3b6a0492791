"""Dates of a group offer: added, moved, called off; and the offer that changes under them. All who would come are told."""

from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant
from network.pairing.gatherings import refusals, telling
from network.pairing.gatherings.actions import filling, reminding, timing
from network.pairing.gatherings.actions.holding import RELATED, hold, hold_offer
from network.pairing.gatherings.models import FORMAT, Gathering, Place, State
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Cause, Offer
from network.pairing.offers.models import State as OfferState
from people.accounts.models import Person

#: Offers whose dates stand: new ones are added to.
STANDING = (OfferState.OPEN, OfferState.PAUSED, OfferState.FILLED)


@transaction.atomic
def add(
    *, offer: Offer, day: date, starts: time, ends: time, by: Person | None, zone: str = Zone.MONTREAL.value,
    capacity: int | None = None, is_online: bool | None = None, place: str = "",
) -> Gathering:  # fmt: skip
    """Another date of an offer that is open; who waits for a place at one of the others is told. Cost: about 20 queries.

    Raises NotOpen, InThePast, EndsTooEarly, HourTaken, NoSuchHour.
    """
    offer.refresh_from_db(from_queryset=Offer.objects.select_for_update(of=("self",)))
    if offer.format != FORMAT or offer.state not in STANDING:
        raise refusals.NotOpen
    online = offer.is_online and not offer.is_on_site if is_online is None else is_online
    made = Gathering(
        offer=offer, start_date=day, start_time=starts, end_time=ends, zone=zone, is_online=online, place=place.strip(),
        capacity=capacity or offer.capacity,
    )  # fmt: skip
    _keep(made)
    audit.record("gathering.added", made, by=by, values={"offer": offer.pk})
    _say_on_the_offer(offer, by)
    timing.hold_host(made)
    reminding.plan(made)
    telling.tell_host(made, "planned")
    for waiting in (
        Place.objects.filter(gathering__offer=offer, gathering__in=Gathering.objects.to_come()).waiting().with_people()
    ):
        telling.tell(waiting, "another_date", once=str(made.pk))
    return made


@transaction.atomic
def change(*, gathering: Gathering, by: Person | None, **facts: Any) -> Gathering:
    """Another day or hour, another place, more or fewer places (``start_date``, ``start_time``, ``end_time``, ``zone``,
    ``is_online``, ``place``, ``capacity``). Whoever has a place keeps it, and is told where and when. Cost: about 15 queries,
    and 5 for each who has a place.

    Raises MovedOn, InThePast, EndsTooEarly, HourTaken, NoSuchHour, TooFewPlaces.
    """
    hold_offer(gathering.offer_id)
    held = hold(gathering, everybody=True)
    if not held.is_to_come:
        raise refusals.MovedOn
    changed = [name for name, value in facts.items() if getattr(held, name) != value]
    if not changed:
        return held
    for name in changed:
        setattr(held, name, facts[name])
    if held.capacity < held.taken:
        raise refusals.TooFewPlaces
    if set(changed) != {"capacity"}:
        held.sequence += 1
    _keep(held)
    audit.record("gathering.changed", held, by=by, fields=changed)
    _say_on_the_offer(held.offer, by)
    if set(changed) != {"capacity"}:
        _tell_anew(held)
    filling.promote(held)
    return held


@transaction.atomic
def cancel(*, gathering: Gathering, by: Person | None, word: str = "", on_the_offer: bool = True) -> Gathering:
    """Called off: all who would have come, or waited, are told at once. Twice is once. Cost: about 10 queries, and 4 a person.

    Raises MovedOn once it has begun, WordWanted where a person calls it off and does not say why.
    """
    hold_offer(gathering.offer_id)
    held = Gathering.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=gathering.pk)
    if held.is_cancelled:
        return held
    if not held.is_planned or (by is not None and held.has_started):
        raise refusals.MovedOn
    if by is not None and on_the_offer and not word.strip():
        raise refusals.WordWanted
    held.state, held.cancelled_at, held.word = State.CANCELLED, timezone.now(), word.strip()
    held.sequence += 1
    held.save(update_fields=["state", "cancelled_at", "word", "sequence"])
    timing.let_go(held)
    reminding.drop(held)
    audit.record("gathering.cancelled", held, by=by)
    if on_the_offer:
        _say_on_the_offer(held.offer, by)
    _tell_all(held, "cancelled")
    return held


def follow_offer(offer: Offer, by: Person | None) -> None:
    """What stands among the offer's days to come, stands as sessions: what is new is added, what is gone called off; one that
    went and one that came is one that moved. Nothing where they say the same. Cost: 2 queries then."""
    if offer.format != FORMAT or offer.state not in STANDING:
        return
    # As it stands in the database: the row at hand may have been read before.
    said = {(row.day, row.starts): row.ends for row in offer.dates.all()}
    planned = Gathering.objects.filter(offer=offer, state=State.PLANNED, starts_at__gt=timezone.now())
    standing = {
        (each.start_date, each.start_time): each
        for each in planned.select_related(*RELATED).order_by("starts_at", "pk")
    }
    zone = _zone_of(offer)
    taken = set(
        Gathering.objects.filter(offer=offer).exclude(state=State.CANCELLED).values_list("start_date", "start_time")
    )
    new = [key for key in sorted(said) if key not in taken and _is_to_come(*key, zone)]
    gone = [key for key in standing if key not in said]
    if len(new) == 1 and len(gone) == 1:
        (day, starts) = new[0]
        change(gathering=standing[gone[0]], start_date=day, start_time=starts, end_time=said[new[0]], by=by)
        new = gone = []
    for key in gone:
        cancel(gathering=standing[key], by=by, on_the_offer=False)
    for day, starts in new:
        add(offer=offer, day=day, starts=starts, ends=said[day, starts], by=by, zone=zone)
    for key, each in standing.items():
        if key in said and said[key] != each.end_time:
            change(gathering=each, end_time=said[key], by=by)


def place_changed(offer: Offer) -> None:
    """The offer's address changed: where a session says none of its own, it is another one now. Cost: 1 query, and those of each."""
    there = Gathering.objects.not_begun().filter(offer=offer, is_online=False, place="")
    for each in there.order_by("pk"):
        held = hold(each, everybody=True)
        held.sequence += 1
        held.save(update_fields=["sequence"])
        _tell_anew(held)


def new_host(offer: Offer, former: Person) -> None:
    """Another person receives: theirs is the time, and the calendar entry. Cost: 1 query, and about 11 for each session to come."""
    for each in Gathering.objects.to_come().filter(offer=offer).select_related(*RELATED).order_by("pk"):
        timing.let_go(each, former)
        timing.hold_host(each)
        each.sequence += 1
        each.save(update_fields=["sequence"])
        telling.tell_host(each, "handed_over", former=former)
        telling.tell_host(each, "planned")


# ------------------------------------------------------------------ what all of them share


def _keep(gathering: Gathering) -> None:
    try:
        gathering.set_hours()
    except (NoSuchTime, AmbiguousTime):
        raise refusals.NoSuchHour from None
    if gathering.end_time <= gathering.start_time:
        raise refusals.EndsTooEarly
    if gathering.has_started:
        raise refusals.InThePast
    try:
        with transaction.atomic():
            gathering.save()
    except IntegrityError as trouble:
        # On the other constraints the form and the lines above have looked already.
        raise refusals.HourTaken from trouble


def _is_to_come(day: date, starts: time, zone: str) -> bool:
    try:
        return instant(datetime.combine(day, starts), zone) > timezone.now()
    except (NoSuchTime, AmbiguousTime):
        return False


def _zone_of(offer: Offer) -> str:
    """That of the offer's other sessions; the first ones begin with Montréal's, and the host says where it is another one."""
    last = Gathering.objects.filter(offer=offer).order_by("-pk").values_list("zone", flat=True).first()
    return last or Zone.MONTREAL.value


def _say_on_the_offer(offer: Offer, by: Person | None) -> None:
    """Its days are those of its sessions: they are read there, too. An offer that is over stays as it was."""
    rows = Gathering.objects.filter(offer=offer).exclude(state=State.CANCELLED).order_by("start_date", "start_time")
    days = [(each.start_date, each.start_time, each.end_time) for each in rows]
    if offer.is_alive:
        offers.write(offer=offer, by=by, details={"dates": days})


def _tell_anew(held: Gathering) -> None:
    Place.objects.filter(gathering=held).live().update(sequence=F("sequence") + 1)
    timing.hold_all_anew(held)
    reminding.plan(held)
    _tell_all(held, "moved", bump=False)


def _tell_all(held: Gathering, what: str, *, bump: bool = True) -> None:
    live = Place.objects.filter(gathering=held).live()
    if bump:
        live.update(sequence=F("sequence") + 1)
    for place in live.with_people().order_by("asked_at", "pk"):
        place.gathering = held
        telling.tell(place, what)
    telling.tell_host(held, what)


def is_by_hand(offer: Offer) -> bool:
    """Whether it was closed by somebody, and not by its last day. Cost: 1 query."""
    last = offer.steps.first()
    return last is None or last.cause != Cause.LAPSED
