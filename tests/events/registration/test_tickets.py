"""A ticket's code: whatever is not exactly what we signed is refused before the database is asked."""

from typing import Any

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from events.registration import tickets
from events.registration.models import ALPHABET, new_key
from events.registration.refusals import NotATicket

CODES = st.binary(min_size=16, max_size=16).map(bytes.hex)
EVENTS = st.integers(1, 2**32 - 1)


@settings(max_examples=30)
@given(CODES, EVENTS)
def test_what_was_signed_is_read(code: str, event: int) -> None:
    ticket = tickets.sign(code, event)

    assert len(ticket) == tickets.LENGTH
    assert tickets.open_ticket(ticket) == tickets.Ticket(event, code)
    assert tickets.read_typed(f" {ticket.lower()}\n") == code


@settings(max_examples=2)
@given(CODES, EVENTS)
def test_every_flipped_bit_of_the_code_is_refused(code: str, event: int) -> None:
    values = [ALPHABET.index(letter) for letter in tickets.sign(code, event)]

    for place in range(len(values) * 5):
        flipped = values.copy()
        flipped[place // 5] ^= 1 << place % 5
        with pytest.raises(NotATicket):
            tickets.read("".join(ALPHABET[value] for value in flipped))


@settings(max_examples=2)
@given(CODES)
def test_every_flipped_bit_of_the_text_is_refused(code: str) -> None:
    raw = tickets.sign(code, 7).encode()

    for place in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(NotATicket):
            tickets.read(flipped.decode("latin-1"))


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_nothing_else_is_a_ticket(text: str) -> None:
    with pytest.raises(NotATicket):
        tickets.read(text)
    with pytest.raises(NotATicket):
        tickets.read_typed(text)


@pytest.mark.django_db
def test_refusing_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), pytest.raises(NotATicket):
        tickets.read("0" * tickets.LENGTH)


def test_whoever_has_the_public_key_alone_can_tell_a_ticket_of_ours() -> None:
    """What a phone at a door does without network: it checks the signature of what it reads."""
    both = bytes.fromhex(f"{_number_of(tickets.sign(new_key(), 7)):0170x}")
    [key] = tickets.public_keys()

    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(both[21:], tickets.DOMAIN + both[:21])


def _number_of(ticket: str) -> int:
    number = 0
    for letter in ticket:
        number = number * 32 + ALPHABET.index(letter)
    return number


def test_a_ticket_stays_a_coarse_picture() -> None:
    """Upper case and digits alone: 41 modules with medium correction, which a phone reads at arm's length."""
    code = segno.make(tickets.sign(new_key(), 7), error="m", micro=False, boost_error=False)

    assert code.mode == "alphanumeric"
    assert code.symbol_size(border=0) == (41, 41)


def test_tickets_outlive_a_change_of_the_secret_key() -> None:
    code = new_key()
    with override_settings(SECRET_KEY="old"):
        ticket = tickets.sign(code, 7)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert tickets.read(ticket) == code
        assert len(tickets.public_keys()) == 2
    with override_settings(SECRET_KEY="new"), pytest.raises(NotATicket):
        tickets.read(ticket)
