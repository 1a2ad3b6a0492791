"""How a line of the list is made unreadable to whoever has not the ticket: lookup and key are both derived from its code.

A ticket's code is 128 random bits that stand on the ticket and in the seat's row. A device that reads the ticket finds the line
by ``lookup`` and opens it by ``key``; a device that was stolen with its whole store has hashes and ciphertexts.
The same is written in ``static/src/js/door-app/codes.js``.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from events.registration.tickets import EVENT_BYTES

LOOKUP = b"maillage door list lookup\0"
KEY = b"maillage door list key\0"
LOOKUP_BYTES, KEY_BYTES, NONCE_BYTES = 16, 32, 12


def lookup_of(event: int, code: str) -> str:
    """Under which a seat's line stands; says nothing about the code. Another event, another lookup."""
    return hashlib.sha256(LOOKUP + _number(event) + bytes.fromhex(code)).digest()[:LOOKUP_BYTES].hex()


def seal(event: int, code: str, says: Mapping[str, Any]) -> str:
    """The line in base 64: a nonce, then AES-256-GCM of its JSON under the code's key, bound to its lookup."""
    nonce = os.urandom(NONCE_BYTES)
    text = json.dumps(says, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(nonce + AESGCM(_key(event, code)).encrypt(nonce, text, _bound(event, code))).decode()


def unseal(event: int, code: str, line: str) -> dict[str, Any]:
    """What a line says, for whoever has the code; raises cryptography's InvalidTag for another one."""
    raw = base64.b64decode(line)
    nonce, sealed = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
    says: dict[str, Any] = json.loads(AESGCM(_key(event, code)).decrypt(nonce, sealed, _bound(event, code)))
    return says


def _key(event: int, code: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=KEY + _number(event))
    return kdf.derive(bytes.fromhex(code))


def _bound(event: int, code: str) -> bytes:
    return bytes.fromhex(lookup_of(event, code))


def _number(event: int) -> bytes:
    return event.to_bytes(EVENT_BYTES, "big")
