"""What all actions do first: hold the offer where it is written in, then the people, then the session, so that two who act at
once take turns. Nobody is proposed for a group offer: no other room holds one with people.
"""

from collections.abc import Iterable

from network.pairing.gatherings.models import Gathering, Place
from network.pairing.offers.models import Offer
from people.accounts.models import Person

RELATED = ("offer__host", "offer__organisation", "offer__region", "offer__edition__programme")
#: Of the waiting list, who may be promoted by what one action frees.
NEXT = 8


def hold(gathering: Gathering, people: Iterable[int] = (), *, everybody: bool = False) -> Gathering:
    """The session as it is now, held until the transaction ends: its people first, in the order of their numbers.

    ``people`` and the first of the waiting list, who may get a place by it; ``everybody``: all who have a place. ``held_people``
    of the answer names them. Cost: 3 queries.
    """
    places = Place.objects.filter(gathering=gathering.pk)
    owner = "request__candidacy__case_file__person"
    keys = {*people, *places.waiting().values_list(owner, flat=True)[:NEXT]}
    if everybody:
        keys.update(places.live().values_list(owner, flat=True))
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk"))
    held = Gathering.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=gathering.pk)
    held.held_people = frozenset(keys)
    return held


def hold_offer(pk: int) -> None:
    """Cost: 1 query."""
    list(Offer.objects.select_for_update(of=("self",)).filter(pk=pk).values_list("pk"))
