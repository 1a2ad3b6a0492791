"""What organisers do with other systems: give them a key, have them told, and take both back."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, journal
from core.localtime import Zone, instant
from events.agenda.models import Event
from events.exchange import facts, refusals, rules, signing
from events.exchange.models import LONGEST_DAYS, Attempt, Delivery, Kind, Subscription, Token, digest_of, new_salt
from people.accounts.models import Person

#: Lines of the journal of what was taken back.
REVOKED, ENDED = "exchange.token_revoked", "exchange.subscription_ended"
PREFIX = "mlg_"


@dataclass(frozen=True)
class Made:
    """A token and its text, which is nowhere else."""

    token: Token
    text: str


@transaction.atomic
def make_token(*, owner: Person, name: str, scopes: Collection[str], last_day: date, form_key: str) -> Made:
    """Make a key for another system, with the reach of its owner, until the end of a day. Cost: 3 queries.

    Raises TooLong, or MadeAlready for a form that was sent before: its text cannot be shown again.
    """
    expires_at = instant(datetime.combine(last_day, time(23, 59)), Zone.MONTREAL)
    now = timezone.now()
    if not now < expires_at <= now + timedelta(days=LONGEST_DAYS + 1):
        raise refusals.TooLong
    if Token.objects.filter(form_key=form_key).exists():
        raise refusals.MadeAlready
    text = PREFIX + base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    token = Token.objects.create(
        owner=owner,
        name=" ".join(name.split()),
        scopes=sorted(scopes),
        digest=digest_of(text),
        start=text[:8],
        form_key=form_key,
        made_at=now,
        expires_at=expires_at,
    )
    audit.record("exchange.token_made", token, by=owner, values={"scopes": token.scopes, "until": str(last_day)})
    return Made(token, text)


@transaction.atomic
def revoke_token(*, token: Token, by: Person | None) -> Token:
    """End a key at once and for good, after a restore too. Cost: 2 queries. Raises AlreadyRevoked."""
    now = timezone.now()
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        raise refusals.AlreadyRevoked
    token.revoked_at = now
    audit.record("exchange.token_revoked", token, by=by)
    journal.note(REVOKED, token=token.pk, made_at=token.made_at)
    return token


@transaction.atomic
def subscribe(
    *,
    owner: Person,
    name: str,
    url: str,
    kinds: Collection[str],
    with_people: bool,
    form_key: str,
    event: Event | None = None,
) -> Subscription:
    """Tell another system what happens from now on. Its key is :func:`signing.shown`. Cost: 5 to 8 queries.

    Raises NotYours or MadeAlready.
    """
    if event is not None and not rules.runs(owner, event.pk):
        raise refusals.NotYours
    if Subscription.objects.filter(form_key=form_key).exists():
        raise refusals.MadeAlready
    made = Subscription.objects.create(
        owner=owner,
        name=" ".join(name.split()),
        url=url,
        event=event,
        kinds=sorted(kinds),
        with_people=with_people,
        form_key=form_key,
    )
    values = {"kinds": made.kinds, "with_people": with_people, "event": event.pk if event else None}
    audit.record("exchange.subscribed", made, by=owner, values=values)
    facts.count_change()
    return made


@transaction.atomic
def pause(*, subscription: Subscription, by: Person | None, why: str = Subscription.Why.OWNER) -> bool:
    """Send nothing for now; what happens meanwhile waits. Whether it was active until now. Cost: 2 queries."""
    active = Subscription.objects.filter(pk=subscription.pk, state=Subscription.State.ACTIVE)
    paused: dict[str, Any] = {"state": Subscription.State.PAUSED, "why": why, "paused_at": timezone.now()}
    if not active.update(**paused):
        return False
    subscription.refresh_from_db(fields=list(paused))
    audit.record("exchange.paused", subscription, by=by, values={"why": str(why)})
    return True


@transaction.atomic
def resume(*, subscription: Subscription, by: Person) -> None:
    """Send again, beginning with what waits, the oldest first; it has three days anew. Cost: 5 queries."""
    now = timezone.now()
    resumed: dict[str, Any] = {"state": Subscription.State.ACTIVE, "why": "", "paused_at": None, "rests_until": None}
    if not Subscription.objects.filter(pk=subscription.pk, state=Subscription.State.PAUSED).update(**resumed):
        return
    subscription.refresh_from_db(fields=list(resumed))
    waiting = Delivery.objects.pending().filter(subscription=subscription)
    waiting.update(attempts=0, first_tried_at=None, not_before=now)
    audit.record("exchange.resumed", subscription, by=by)
    facts.plan(subscription, now)


@transaction.atomic
def change_key(*, subscription: Subscription, by: Person) -> str:
    """A new signing key, as its owner is shown it; the one before signs as well for a day. Cost: 2 queries."""
    subscription.former_salt, subscription.salt = subscription.salt, new_salt()
    subscription.former_until = timezone.now() + signing.BOTH_SIGN
    subscription.save(update_fields=["former_salt", "salt", "former_until"])
    audit.record("exchange.key_changed", subscription, by=by)
    return signing.shown(subscription.salt)


@transaction.atomic
def end(*, subscription: Subscription, by: Person | None) -> None:
    """Tell nothing any more; what was on its way and the log of it go too. Cost: 6 queries."""
    audit.record("exchange.ended", subscription, by=by)
    journal.note(ENDED, subscription=subscription.pk, made_at=subscription.made_at)
    Subscription.objects.filter(pk=subscription.pk).delete()
    facts.count_change()


@transaction.atomic
def ping(*, subscription: Subscription, by: Person) -> Delivery:
    """Send a message that says nothing, to see whether it comes through. Cost: 3 queries. Raises NothingToSend."""
    if not subscription.is_active:
        raise refusals.NothingToSend
    (made,) = facts.write([subscription], kind=Kind.PING, data={})
    audit.record("exchange.pinged", subscription, by=by)
    return made


@transaction.atomic
def send_again(*, delivery: Delivery, by: Person) -> None:
    """The same message once more, under its own number. Cost: 3 queries. Raises NothingToSend or StillOnItsWay."""
    subscription = delivery.subscription
    if not subscription.is_active:
        raise refusals.NothingToSend
    now = timezone.now()
    settled = Delivery.objects.filter(pk=delivery.pk).exclude(state=Delivery.State.PENDING)
    again = settled.update(
        state=Delivery.State.PENDING, settled_at=None, attempts=0, first_tried_at=None, not_before=now
    )
    if not again:
        raise refusals.StillOnItsWay
    audit.record("exchange.sent_again", delivery, by=by)
    facts.plan(subscription, now)


@transaction.atomic
def forget(before: datetime) -> int:
    """Messages from before a moment, and their tries, are no longer kept. Cost: 2 queries."""
    Attempt.objects.filter(delivery__happened_at__lt=before).delete()
    return Delivery.objects.filter(happened_at__lt=before).delete()[0]
