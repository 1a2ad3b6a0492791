"""Telling other systems: at least once, in order about each object, again and again for three days.

As mails do, a message is claimed by a conditional UPDATE that writes a lease: a worker that dies with one in hand leaves the
lease to run out, and another sends it again under the same number. Nothing is sent inside a transaction.
"""

import json
import logging
import random
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core import outbox
from events.exchange import actions, facts, looks, rules, sending, signing
from events.exchange.models import GIVEN_UP_AFTER, Attempt, Delivery, Subscription
from events.registration.models import Registration
from people.accounts.models import Person
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry

log = logging.getLogger("maillage.exchange")

#: Longer than a try takes: what is in the hand of a worker that died waits for so long.
LEASE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
#: An address that does not answer at all is let be for so long at most, whatever else waits for it.
LONGEST_REST = timedelta(minutes=10)
#: Seconds that one subscription may keep a worker; then it is the turn of others.
TURN_SECONDS = 15.0
AGENT = "Maillage-Webhooks/1"


def wait_after(attempts: int) -> timedelta:
    """Three times as long after each try, with jitter of a quarter either way: 10 s, 30 s, … 6 h."""
    wait: timedelta = min(FIRST_WAIT * 3 ** min(attempts - 1, 10), LONGEST_WAIT)
    jitter: float = random.uniform(0.75, 1.25)  # noqa: S311  (spreads load, keeps no secret)
    return wait * jitter


def deliver(subscription_id: int) -> Subscription | None:
    """Send what may leave, one after the other, until nothing may or the turn is over; the subscription, if it is still there.

    Cost: 2 queries when there is nothing; for each message 8, and 5 more where it holds names.
    """
    until = time.monotonic() + TURN_SECONDS
    while True:
        subscription = Subscription.objects.select_related("owner__user").filter(pk=subscription_id).first()
        if subscription is None or not _may_send(subscription):
            return subscription
        delivery = claim(subscription)
        if delivery is None:
            return subscription
        send(delivery, subscription)
        if time.monotonic() > until:
            return subscription


def _may_send(subscription: Subscription) -> bool:
    rests = subscription.rests_until is not None and subscription.rests_until > timezone.now()
    return subscription.is_active and not rests


def claim(subscription: Subscription) -> Delivery | None:
    """Take the first message that may leave under a new lease; None if there is none. Cost: 1 query, 3 with one."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    ready = Delivery.objects.heads().filter(free, subscription=subscription, not_before__lte=now)
    for pk in list(ready.order_by("pk").values_list("pk", flat=True)[:5]):
        lease = uuid.uuid4()
        taken = ready.filter(pk=pk).update(
            lease=lease,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            first_tried_at=Coalesce(F("first_tried_at"), now),
        )
        if taken:
            return Delivery.objects.get(pk=pk)
    return None


def send(delivery: Delivery, subscription: Subscription) -> None:
    """One try, and what comes of it."""
    if delivery.event_id is not None and not rules.runs(subscription.owner, delivery.event_id):
        _settle(delivery, Delivery.State.DROPPED)
        return
    held = _held(delivery) if subscription.with_people else None
    body = body_of(delivery, held)
    now = timezone.now()
    headers = signing.headers(signing.keys_of(subscription, now), str(delivery.message_id), now, body)
    headers |= {"Content-Type": "application/json", "User-Agent": AGENT}
    outcome = sending.post(subscription.url, body, headers, keeps_head=held is None)
    note(delivery, subscription, outcome, held)


def body_of(delivery: Delivery, held: Registration | None) -> bytes:
    """The message: what happened, and of people what is known of them now."""
    data: dict[str, Any] = dict(delivery.data)
    if held is not None:
        data["people"] = looks.registration(held)
    told = {"type": delivery.kind, "timestamp": delivery.happened_at.isoformat(timespec="milliseconds"), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _held(delivery: Delivery) -> Registration | None:
    """The registration a message is about, with its seats. Cost: 2 queries."""
    number = delivery.data.get("registration")
    if number is None:
        return None
    return looks.with_seats(Registration.objects.filter(pk=number)).first()


@transaction.atomic
def note(
    delivery: Delivery, subscription: Subscription, outcome: sending.Outcome, held: Registration | None = None
) -> None:
    """Write down a try and what follows: delivered, again later, or the subscription is paused. Cost: 2 to 7 queries."""
    Attempt.objects.create(
        delivery=delivery,
        status=outcome.status,
        milliseconds=outcome.milliseconds,
        head=outcome.head,
        trouble=outcome.trouble,
    )
    if held is not None and outcome.status is not None:
        _note_reads(subscription.owner, held)
    if outcome.is_good:
        _settle(delivery, Delivery.State.DELIVERED)
        if subscription.rests_until is not None:
            Subscription.objects.filter(pk=subscription.pk).update(rests_until=None)
        return
    now = timezone.now()
    wait = wait_after(delivery.attempts)
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
    mine.update(lease=None, lease_until=None, not_before=now + wait)
    log.warning("message %s, try %d: %s", delivery.pk, delivery.attempts, outcome.status or outcome.trouble)
    if outcome.status == 410:
        _pause(subscription, Subscription.Why.GONE)
    elif delivery.first_tried_at is not None and delivery.first_tried_at + GIVEN_UP_AFTER <= now:
        _pause(subscription, Subscription.Why.FAILING)
    elif outcome.status is None or outcome.status >= 500 or outcome.status == 429:
        # It is the address that fails, not this message: the others would only wait behind it for nothing.
        Subscription.objects.filter(pk=subscription.pk).update(rests_until=now + min(wait, LONGEST_REST))


def _settle(delivery: Delivery, state: Delivery.State) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
    if not mine.update(state=state, settled_at=timezone.now(), lease=None, lease_until=None):
        log.warning("message %s: its lease ran out while it was in hand", delivery.pk)


def _pause(subscription: Subscription, why: Subscription.Why) -> None:
    if not actions.pause(subscription=subscription, by=None, why=why):
        return
    owner = subscription.owner
    outbox.post(
        "exchange/paused",
        to=owner.user.email,
        language=owner.language,
        key=f"{subscription.pk}:{subscription.paused_at:%Y%m%d%H%M%S}" if subscription.paused_at else "",
        about=subscription,
        payload={"subscription": subscription.pk},
    )


def _note_reads(reader: Person, held: Registration) -> None:
    """Whoever is named in a message was read about by the one who subscribed it. Cost: 1 query."""
    people = {held.contact_id: held.contact} | {seat.person_id: seat.person for seat in held.seats.all() if seat.person}
    event = held.event
    note_reads(
        by=reader, about=people.values(), kind=ReadEntry.Kind.EXPORT, thing=event, organisation=event.organisation
    )


def next_at(subscription: Subscription) -> datetime | None:
    """When the next message of a subscription may leave; None if none waits, or it is paused. Cost: 1 query."""
    if not subscription.is_active:
        return None
    now = timezone.now()
    heads = Delivery.objects.heads().filter(subscription=subscription)
    at = heads.aggregate(at=Min(Greatest("not_before", Coalesce("lease_until", "not_before"))))["at"]
    if at is None:
        return None
    # SQLite hands back what it computed as text.
    moment: datetime | None = parse_datetime(at) if isinstance(at, str) else at
    return max(one for one in (moment, now, subscription.rests_until) if one is not None)


def plan_next(subscription: Subscription) -> None:
    """Let the clock come back when the next message may leave. Cost: 2 queries, 3 with one."""
    fresh = Subscription.objects.filter(pk=subscription.pk).first()
    if fresh is not None and (at := next_at(fresh)):
        facts.plan(fresh, at)


def overdue() -> list[Subscription]:
    """Active subscriptions with a message that might leave now: what a stopped worker left behind. Cost: 1 query."""
    waiting = Delivery.objects.pending().filter(not_before__lte=timezone.now()).values("subscription")
    return list(Subscription.objects.filter(state=Subscription.State.ACTIVE, pk__in=waiting))
