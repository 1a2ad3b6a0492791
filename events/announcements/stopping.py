"""The address at which a registration stops a kind of mail: no login, no secret of the registration's own in it."""

import hmac
from dataclasses import dataclass

from django.urls import reverse
from django.utils.crypto import salted_hmac

from core.mail import absolute
from events.registration.models import Registration
from events.registration.stopping import REMINDERS

MESSAGES = "messages"
KINDS = (REMINDERS, MESSAGES)


@dataclass(frozen=True)
class Stop:
    """What a key stands for."""

    registration: Registration
    kind: str


def key_of(registration: Registration, kind: str) -> str:
    """Number, kind and 128 bits of signature; another mailed link (a new address, an erasure) makes it open nothing."""
    return f"{registration.pk}-{kind}-{_signature(registration, kind)}"


def link(registration: Registration, kind: str) -> str:
    """The whole address, in the language in force. No query."""
    return absolute(reverse("announcements:stop", args=[key_of(registration, kind)]))


def read(key: str) -> Stop | None:
    """None for a key that we did not write. Cost: 1 query, none for one that cannot be ours."""
    number, _dash, rest = key.partition("-")
    kind, _dash, signature = rest.partition("-")
    if not number.isdecimal() or len(number) > 15 or kind not in KINDS:
        return None
    registration = Registration.objects.select_related("event__venue").filter(pk=int(number)).first()
    if registration is None or not hmac.compare_digest(signature.encode(), _signature(registration, kind).encode()):
        return None
    return Stop(registration, kind)


def _signature(registration: Registration, kind: str) -> str:
    said = f"{registration.pk} {kind} {registration.link_key}"
    return salted_hmac("events.announcements.stop", said, algorithm="sha256").hexdigest()[:32]
