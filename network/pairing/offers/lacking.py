"""What an offer lacks before it can be sent, each with the step of the form where it is said."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.pairing.offers.models import Offer


def steps(offer: Offer) -> Iterator[tuple[str, str | Promise]]:
    """Pairs of step and what is lacking there. Cost: 1 or 2 queries."""
    if not offer.title.strip():
        yield "what", _("a line that says what it is")
    if not offer.what.strip():
        yield "what", _("what one will see or work on")
    if not offer.occupations.exists():
        yield "who", _("an occupation")
    if offer.is_on_site and offer.region_id is None:
        yield "where", _("the region")
    if not offer.has_hours:
        yield "where", _("hours when you are free, or dates")


def words(offer: Offer) -> list[str | Promise]:
    return [what for _step, what in steps(offer)]
