"""The code on a ticket: which event, 128 random bits of the seat, and an Ed25519 signature of both. Nothing about the person.

A signature that anybody may check and nobody else can make: a phone without network tells a ticket of ours from an invented
one by the public key alone, also one that was made after it last heard of us.

136 characters of Crockford's base 32, five bits each, without padding: there is no bit that the signature does not
cover, so a misread or invented code is refused before the database is asked. Nobody types them; what is typed is the
registration's reference. A QR code holds them in its alphanumeric mode: 41 modules wide with medium correction.

The pair of keys is derived from ``SECRET_KEY``; a former one in ``SECRET_KEY_FALLBACKS`` keeps its tickets readable.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.crypto import salted_hmac

from events.registration.models import ALPHABET, Seat
from events.registration.refusals import NotATicket

#: The first byte: how the rest is laid out.
VERSION = 1
EVENT_BYTES, CODE_BYTES, SIGNATURE_BYTES = 4, 16, 64
BODY_BYTES = 1 + EVENT_BYTES + CODE_BYTES
LENGTH = (BODY_BYTES + SIGNATURE_BYTES) * 8 // 5
#: Signed before the body, so that no signature made for something else opens a door.
DOMAIN = b"maillage ticket\0"

_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITTEN = str.maketrans(_RFC4648, ALPHABET)
_READ = str.maketrans(ALPHABET, _RFC4648)
#: What people type for what they see; Crockford's own reading rules.
_MISREAD = str.maketrans("OIL", "011", " -\t\r\n")


@dataclass(frozen=True)
class Ticket:
    """What a ticket says: the event, and the ``Seat.code`` in 32 hexadecimal digits."""

    event: int
    code: str


def sign(code: str, event: int) -> str:
    """The ticket of the seat with this ``Seat.code`` (32 hexadecimal digits) at the event of this number."""
    body = bytes([VERSION]) + event.to_bytes(EVENT_BYTES, "big") + bytes.fromhex(code)
    signature = _private(settings.SECRET_KEY).sign(DOMAIN + body)
    return base64.b32encode(body + signature).decode().translate(_WRITTEN)


def of(seat: Seat) -> str:
    """The ticket of a seat."""
    return sign(seat.code, seat.event_id)


def open_ticket(ticket: str) -> Ticket:
    """What a ticket says, as a scanner or a link hands it over. No query.

    Raises NotATicket for anything that :func:`sign` did not write, down to one flipped bit.
    """
    if len(ticket) != LENGTH or not set(ticket) <= set(ALPHABET):
        raise NotATicket
    both = base64.b32decode(ticket.translate(_READ))
    body, signature = both[:BODY_BYTES], both[BODY_BYTES:]
    if body[0] != VERSION or not any(_is_by(key, signature, body) for key in _secrets()):
        raise NotATicket
    return Ticket(int.from_bytes(body[1 : 1 + EVENT_BYTES], "big"), body[1 + EVENT_BYTES :].hex())


def read(ticket: str) -> str:
    """The ``Seat.code`` that a ticket stands for; raises NotATicket as :func:`open_ticket` does."""
    return open_ticket(ticket).code


def read_typed(text: str) -> str:
    """Like :func:`read`, for what passed through a keyboard: case, spaces, hyphens, O, I and L are forgiven."""
    return read(text.upper().translate(_MISREAD))


def public_keys() -> list[str]:
    """Keys, in 64 hexadecimal digits, of which one signed each ticket there is; the one in use first."""
    return [_public(secret).public_bytes(Encoding.Raw, PublicFormat.Raw).hex() for secret in _secrets()]


def _secrets() -> tuple[str | bytes, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _private(secret: str | bytes) -> Ed25519PrivateKey:
    # A keyed hash under a salt of its own: whoever had this seed would not have the secret it comes from.
    seed = salted_hmac("events.registration.tickets.ed25519", b"seed", secret=secret, algorithm="sha256").digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=8)
def _public(secret: str | bytes) -> Ed25519PublicKey:
    return _private(secret).public_key()


def _is_by(secret: str | bytes, signature: bytes, body: bytes) -> bool:
    try:
        _public(secret).verify(signature, DOMAIN + body)
    except InvalidSignature:
        return False
    return True
