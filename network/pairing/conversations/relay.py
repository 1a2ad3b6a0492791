"""Addresses of ours that stand for one side of one match: what is sent there goes to the other side."""

import re
from email.headerregistry import Address

from django.conf import settings

from network.pairing.conversations.models import Voice

#: Before the token, so that a mail server can sort them by a simple rule.
PREFIX = "jumelage-"
_LOCAL = re.compile(rf"^{PREFIX}([0-9a-f]{{32}})$")


def address_of(voice: Voice) -> str:
    """Where this side writes to."""
    return f"{PREFIX}{voice.token}@{settings.PAIRING_RELAY_DOMAIN}"


def named(name: str, address: str) -> str:
    """« Amina <jumelage-…@…> »; whatever the name holds."""
    words = " ".join("".join(sign for sign in name if sign.isprintable()).split())
    return str(Address(words[:80], addr_spec=address))


def tokens_in(recipients: tuple[str, ...]) -> list[str]:
    """Tokens of the addresses that are ours, in their order."""
    found = []
    for recipient in recipients:
        local, _at, domain = recipient.rpartition("@")
        match = _LOCAL.match(local) if domain == settings.PAIRING_RELAY_DOMAIN.lower() else None
        if match:
            found.append(match[1])
    return found


def is_ours(address: str) -> bool:
    """Whether it is an address of a relay: nothing is ever sent there by a letter."""
    return address.rpartition("@")[2] == settings.PAIRING_RELAY_DOMAIN.lower()
