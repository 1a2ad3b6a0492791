"""How a message proves that it comes from here, and is new: as Standard Webhooks has it (standardwebhooks.com).

The receiver has a key, ``whsec_…``. Each message has three headers: ``webhook-id``, ``webhook-timestamp`` (seconds since
1970) and ``webhook-signature``: one or several of ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``, divided by
spaces. After a change of keys both sign for a day, so that a receiver changes its own when it can.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from events.exchange.models import Subscription

PREFIX = "whsec_"
#: How long the key before the last change signs as well.
BOTH_SIGN = timedelta(days=1)
#: How far a receiver lets its clock be from ours.
TOLERANCE = timedelta(minutes=5)


def key_of(salt: str) -> bytes:
    """The key made of a subscription's salt: 256 bits that stand in no database."""
    return salted_hmac("events.exchange.signing", salt, algorithm="sha256").digest()


def shown(salt: str) -> str:
    """The key as its owner gives it to their system."""
    return PREFIX + base64.b64encode(key_of(salt)).decode()


def keys_of(subscription: Subscription, now: datetime) -> list[bytes]:
    """The key in force, and the one before while it signs."""
    salts = [subscription.salt]
    if subscription.former_until is not None and subscription.former_until > now:
        salts.append(subscription.former_salt)
    return [key_of(salt) for salt in salts]


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(keys: Sequence[bytes], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    timestamp = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(key, message_id, timestamp, body) for key in keys),
    }


def holds(secret: str, given: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """What a receiver does with what came: whether one of the signatures is made with its key, and lately.

    ``secret``: as :func:`shown`; ``given``: headers by their names in small letters.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    message_id, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return False
    wanted = signature(key, message_id, int(timestamp), body)
    return any(hmac.compare_digest(wanted, one) for one in given.get("webhook-signature", "").split(" "))
