"""One engine for every event: a Registration has Seats; ticket, check-in and attendance belong to the Seat.

Registration: applied | confirmed | waiting | offered → cancelled. Seats that are offered or confirmed count as taken in
the event's own counter; seats that wait count beside it.
"""

from events.registration.models.guardians import Guardian
from events.registration.models.keys import ALPHABET, new_key, new_reference
from events.registration.models.offers import PlaceOffer
from events.registration.models.registrations import (
    TAKING,
    Registration,
    RegistrationQuerySet,
    Seat,
    SeatQuerySet,
    lead_of,
    seat_words,
)
from events.registration.models.terms import MOST_SEATS, Admission, Terms

__all__ = [
    "ALPHABET",
    "MOST_SEATS",
    "TAKING",
    "Admission",
    "Guardian",
    "PlaceOffer",
    "Registration",
    "RegistrationQuerySet",
    "Seat",
    "SeatQuerySet",
    "Terms",
    "lead_of",
    "new_key",
    "new_reference",
    "seat_words",
]
