"""The link of a letter that renews an offer: whose it is and until which day it is open, signed."""

from datetime import date

from django.core import signing

from network.pairing.offers.models import Offer

SALT = "offers.renewal"
#: Days a letter's link works: a month and a half after the offer lapsed somebody may still come back to it.
LINK_DAYS = 60


def token_of(offer: Offer) -> str:
    """Good for one renewal: the next day until which it is open makes it another one."""
    return signing.dumps([offer.pk, offer.host_id, str(offer.open_until or "")], salt=SALT)


def read(token: str) -> tuple[int, int, date] | None:
    """Offer, host, and last day of a link; None for one that is not ours, or too old."""
    try:
        offer, host, until = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 24 * 3600)
        return offer, host, date.fromisoformat(until)
    except (signing.BadSignature, ValueError, TypeError):
        return None
