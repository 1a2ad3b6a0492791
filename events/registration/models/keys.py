"""Numbers drawn at random: those people read aloud, and those that open a page."""

import secrets

#: Crockford's base 32: no I, L, O or U to mistake when a code is read aloud at a door.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Eight characters to read aloud, 40 bits: unique, and worth nothing to whoever guesses it."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def new_key() -> str:
    """128 random bits, in 32 hexadecimal digits."""
    return secrets.token_hex(16)
