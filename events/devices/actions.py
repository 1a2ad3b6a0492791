"""What people do with devices: add one, show its code, enrol it, take it back, settle what it found twice."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, live
from events.agenda.models import Event
from events.devices.models import CODE_LIVES, SEEN_EVERY, Device, ScannedSeat
from events.devices.refusals import CodeSpent, DeviceRevoked, EventOver
from events.devices.rules import TOKEN_BYTES, digest_of
from people.accounts.models import Person


@transaction.atomic
def add(*, event: Event, by: Person, label: str, door: str, kind: str, shows_needs: bool = False) -> Device:
    """A device of the event that is not enrolled yet; a kiosk shows no needs, whatever is asked. Cost: 2 queries.

    Raises EventOver; nothing is kept then.
    """
    if event.is_past:
        raise EventOver
    needs = shows_needs and kind == Device.Kind.STAFF
    device = Device.objects.create(event=event, added_by=by, label=label, door=door, kind=kind, shows_needs=needs)
    audit.record("devices.added", event, by=by, values={"device": device.pk, "kind": kind, "shows_needs": needs})
    return device


@transaction.atomic
def new_code(*, device: Device, by: Person) -> str:
    """A one-time code that makes a phone this device, for ten minutes; a former one ends. It is said here alone. Cost: 2 queries.

    The token of a phone that is this device already stays until another one takes its place. Raises DeviceRevoked.
    """
    if device.revoked_at is not None:
        raise DeviceRevoked
    code = secrets.token_urlsafe(18)
    device.code_digest, device.code_until = digest_of(code), timezone.now() + CODE_LIVES
    device.save(update_fields=["code_digest", "code_until"])
    audit.record("devices.code_shown", device.event, by=by, values={"device": device.pk})
    return code


@transaction.atomic
def enrol(*, code: str, app_version: str = "") -> tuple[Device, str]:
    """The device of a one-time code, and the token that is said here alone. Of two phones one gets it. Cost: 4 queries.

    Raises CodeSpent.
    """
    now = timezone.now()
    open_ = Device.objects.filter(code_digest=digest_of(code), code_until__gt=now, revoked_at=None)
    device = open_.select_related("event", "added_by").first() if code else None
    if device is None or device.event.is_past:
        raise CodeSpent
    token = secrets.token_urlsafe(TOKEN_BYTES)
    taken = open_.filter(pk=device.pk).update(
        token_digest=digest_of(token),
        enrolled_at=now,
        last_seen_at=now,
        app_version=app_version,
        code_digest="",
        code_until=None,
    )
    if not taken:
        raise CodeSpent
    device.refresh_from_db(fields=["token_digest", "enrolled_at", "last_seen_at", "code_digest", "code_until"])
    audit.record("devices.enrolled", device.event, by=None, values={"device": device.pk})
    live.publish(f"desk/{device.event_id}")
    return device, token


@transaction.atomic
def revoke(*, device: Device, by: Person | None) -> None:
    """Take a device back: its token opens nothing from now on; twice changes nothing. ``by``: None, by itself. Cost: 3 queries."""
    ended = Device.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=timezone.now(), token_digest="", code_digest="", code_until=None
    )
    if ended:
        audit.record("devices.revoked", device.event, by=by, values={"device": device.pk})
        live.publish(f"desk/{device.event_id}")


def seen(device: Device, *, unsent: int | None = None) -> None:
    """Note that it was heard of, at most every ten seconds; no fact of anybody's. Cost: none or 1 query."""
    now = timezone.now()
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY or unsent not in {None, device.unsent}:
        news: dict[str, Any] = {"last_seen_at": now} | ({} if unsent is None else {"unsent": unsent})
        Device.objects.filter(pk=device.pk).update(**news)


@transaction.atomic
def settle(*, scanned: ScannedSeat, word: str, by: Person) -> None:
    """Somebody looked at what was flagged and says what it was; settled twice, the first word stays. Cost: 3 queries."""
    settled = (
        ScannedSeat.objects.filter(pk=scanned.pk)
        .flagged()
        .update(settled_at=timezone.now(), settled_by=by, settled_word=word)
    )
    if settled:
        audit.record("devices.settled", scanned.scan.event, by=by, values={"scanned": scanned.pk})
        live.publish(f"desk/{scanned.scan.event_id}")
