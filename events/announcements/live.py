"""What moves on screen: ``messages/ID`` changes when something is sent to people of an event.

The identifier carries a signature that only pages of the event's own people hold, so that nobody else hears even that.
"""

import hmac
from typing import Any

from django.utils.crypto import salted_hmac

from core import live


def _signature(event_id: int | str) -> str:
    return salted_hmac("events.announcements.live", str(event_id), algorithm="sha256").hexdigest()[:32]


def topic_of(event_id: int) -> str:
    """The topic of an event; no query."""
    return f"messages/{event_id}-{_signature(event_id)}"


@live.topic("messages", public=True)
def may_listen(_user: Any, identifier: str) -> bool:
    """Whoever has a page of theirs at the event. No query."""
    number, _dash, signature = identifier.partition("-")
    return number.isdecimal() and hmac.compare_digest(signature.encode(), _signature(int(number)).encode())
