"""A ticket's code: whatever is not exactly what we signed is refused before the database is asked."""

from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from events.registration import tickets
from events.registration.models import ALPHABET, new_key
from events.registration.refusals import NotATicket

CODES = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(CODES)
def test_what_was_signed_is_read(code: str) -> None:
    ticket = tickets.sign(code)

    assert len(ticket) == tickets.LENGTH
    assert tickets.read(ticket) == code
    assert tickets.read_typed(tickets.spaced(ticket.lower())) == code


@given(CODES)
def test_every_flipped_bit_of_the_code_is_refused(code: str) -> None:
    ticket = tickets.sign(code)
    values = [ALPHABET.index(letter) for letter in ticket]

    for place in range(len(values) * 5):
        flipped = values.copy()
        flipped[place // 5] ^= 1 << place % 5
        with pytest.raises(NotATicket):
            tickets.read("".join(ALPHABET[value] for value in flipped))


@given(CODES)
def test_every_flipped_bit_of_the_text_is_refused(code: str) -> None:
    raw = tickets.sign(code).encode()

    for place in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(NotATicket):
            tickets.read(flipped.decode("latin-1"))


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


def test_tickets_outlive_a_change_of_the_secret_key() -> None:
    code = new_key()
    with override_settings(SECRET_KEY="old"):
        ticket = tickets.sign(code)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert tickets.read(ticket) == code
    with override_settings(SECRET_KEY="new"), pytest.raises(NotATicket):
        tickets.read(ticket)
