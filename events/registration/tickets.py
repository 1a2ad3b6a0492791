"""The code on a ticket: 128 random bits of the seat and 72 bits of signature, nothing about the person.

Forty characters of Crockford's base 32, five bits each, without padding: there is no bit that the
signature does not cover, so a misread or invented code is refused before the database is asked.
"""

import base64
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

from events.registration.models import ALPHABET
from events.registration.refusals import NotATicket

CODE_BYTES = 16
SIGNATURE_BYTES = 9
LENGTH = (CODE_BYTES + SIGNATURE_BYTES) * 8 // 5

_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITTEN = str.maketrans(_RFC4648, ALPHABET)
_READ = str.maketrans(ALPHABET, _RFC4648)
#: What people type for what they see; Crockford's own reading rules.
_MISREAD = str.maketrans("OIL", "011", " -\t\r\n")


def sign(code: str) -> str:
    """The ticket code of ``Seat.code`` (32 hexadecimal digits)."""
    raw = bytes.fromhex(code)
    return base64.b32encode(raw + _signature(raw, settings.SECRET_KEY)).decode().translate(_WRITTEN)


def read(ticket: str) -> str:
    """The ``Seat.code`` that a ticket code stands for, as a scanner or a link hands it over.

    Raises NotATicket for anything that :func:`sign` did not write, down to one flipped bit. No query.
    """
    if len(ticket) != LENGTH or not set(ticket) <= set(ALPHABET):
        raise NotATicket
    both = base64.b32decode(ticket.translate(_READ))
    raw, signature = both[:CODE_BYTES], both[CODE_BYTES:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(signature, _signature(raw, key)) for key in keys):
        raise NotATicket
    return raw.hex()


def read_typed(text: str) -> str:
    """Like :func:`read`, for a code that somebody typed: case, spaces, hyphens, O, I and L are forgiven."""
    return read(text.upper().translate(_MISREAD))


def spaced(ticket: str) -> str:
    """In groups of five, to be read aloud."""
    return " ".join(ticket[start : start + 5] for start in range(0, len(ticket), 5))


def _signature(raw: bytes, key: str | bytes) -> bytes:
    return salted_hmac("events.registration.tickets", raw, secret=key, algorithm="sha256").digest()[:SIGNATURE_BYTES]
