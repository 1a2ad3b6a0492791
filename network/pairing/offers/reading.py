"""Offers as pages read them: occupations by name, with few queries whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from core.reference.naming import unit_names
from network.pairing.kinds import Access, Purpose, known
from network.pairing.offers.models import Offer, OfferOccupation


@dataclass(frozen=True)
class Line:
    """One offer of a list."""

    offer: Offer
    occupations: Sequence[str]


def with_rows(found: QuerySet[Offer]) -> QuerySet[Offer]:
    """What a line shows comes along. Cost: 1 query more."""
    found = found.select_related("host", "organisation", "region", "edition__programme", "partner__organisation")
    return found.prefetch_related(
        Prefetch("occupations", OfferOccupation.objects.select_related("major_group").order_by("rank"))
    )


def lines(offers: Iterable[Offer]) -> list[Line]:
    """Of offers that came with their occupations. Cost: 1 or 2 queries."""
    offers = list(offers)
    names = unit_names({row.code for offer in offers for row in offer.occupations.all()})
    return [
        Line(offer, [names.get(row.code) or str(row.major_group.name) for row in offer.occupations.all()])
        for offer in offers
    ]


@dataclass(frozen=True)
class Face:
    """One offer, all of it, as its own page and the last step show it."""

    offer: Offer
    occupations: Sequence[str]

    @property
    def purposes(self) -> list[str]:
        return [str(Purpose(code).label) for code in known(self.offer.purposes, Purpose)]

    @property
    def access(self) -> list[str]:
        return [str(Access(code).label) for code in known(self.offer.access, Access)]

    @property
    def free(self) -> list[str]:
        return self.offer.free.lines()


def face_of(offer: Offer) -> Face:
    """Cost: 2 or 3 queries; dates and levels are read by the template."""
    return Face(offer, lines([offer])[0].occupations)
