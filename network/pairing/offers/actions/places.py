"""Places of an offer: held while a proposal is open, taken once both said yes, given back when a match ends.

Each is one conditional UPDATE, so that no two processes together pass what the offer can take in; the check constraint
``offer_is_never_overfilled`` stands behind it.
"""

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Now

from network.pairing.offers.actions.keeping import moved
from network.pairing.offers.models import Cause, Offer, State
from network.pairing.offers.refusals import MovedOn, NoRoom, NothingHeld
from people.accounts.models import Person

#: Proposals in a row without an answer after which an offer is paused.
SILENCES = 2


@transaction.atomic
def hold(offer: Offer, n: int = 1) -> Offer:
    """Keep ``n`` places for people who are being asked. Raises MovedOn where it is not open, NoRoom. Cost: 2 queries."""
    _count(n)
    free = Offer.objects.filter(state=State.OPEN, capacity__gte=F("held") + F("matched") + n)
    if not free.change(offer.pk, held=F("held") + n):
        offer.refresh_from_db()
        raise NoRoom if offer.is_open else MovedOn
    offer.refresh_from_db()
    return offer


@transaction.atomic
def let_go(offer: Offer, n: int = 1) -> Offer:
    """Nobody is asked for these places any more, whatever state the offer is in. Raises NothingHeld. Cost: 2 queries."""
    _count(n)
    if not Offer.objects.filter(held__gte=n).change(offer.pk, held=F("held") - n):
        raise NothingHeld
    offer.refresh_from_db()
    return offer


@transaction.atomic
def take(offer: Offer, n: int = 1, *, by: Person | None = None) -> Offer:
    """Places that are held have found somebody; with the last one an open offer is filled. Not of one that is closed.

    Raises NothingHeld. Cost: 2 queries, 3 more when it is filled.
    """
    _count(n)
    held = Offer.objects.filter(held__gte=n).exclude(state=State.CLOSED)
    full = When(state=State.OPEN, capacity=F("matched") + n, then=Value(State.FILLED.value))
    since = When(state=State.OPEN, capacity=F("matched") + n, then=Now())
    if not held.change(
        offer.pk,
        held=F("held") - n,
        matched=F("matched") + n,
        state=Case(full, default=F("state")),
        state_since=Case(since, default=F("state_since")),
    ):
        raise NothingHeld
    offer.refresh_from_db()
    # A filled offer holds nothing: it cannot have been filled before.
    if offer.state == State.FILLED:
        moved(offer, before=State.OPEN, by=by, cause=Cause.ALL_MATCHED)
    return offer


@transaction.atomic
def give_back(offer: Offer, n: int = 1, *, by: Person | None = None) -> Offer:
    """Places become free again because a match ended; a filled offer is open anew. Raises NothingHeld. Cost: as ``take``."""
    _count(n)
    was_filled = When(state=State.FILLED, then=Value(State.OPEN.value))
    if not Offer.objects.filter(matched__gte=n).change(
        offer.pk,
        matched=F("matched") - n,
        state=Case(was_filled, default=F("state")),
        state_since=Case(When(state=State.FILLED, then=Now()), default=F("state_since")),
    ):
        raise NothingHeld
    offer.refresh_from_db()
    # An open offer has a place left: all of them were taken only if it was filled.
    if offer.state == State.OPEN and offer.matched + n == offer.capacity:
        moved(offer, before=State.FILLED, by=by, cause=Cause.PLACE_FREE)
    return offer


@transaction.atomic
def note_silence(offer: Offer) -> Offer:
    """The host let a proposal pass without a word; the second time in a row the offer rests, and a letter says so kindly.

    Cost: 2 queries, some 8 more when it is paused.
    """
    Offer.objects.filter(pk=offer.pk, silences__lt=SILENCES).update(silences=F("silences") + 1)
    offer.refresh_from_db()
    silent = Offer.objects.filter(state=State.OPEN, silences__gte=SILENCES)
    if silent.change(offer.pk, state=State.PAUSED, state_since=Now(), word=""):
        offer.refresh_from_db()
        moved(offer, before=State.OPEN, by=None, cause=Cause.SILENT)
    return offer


@transaction.atomic
def note_answer(offer: Offer) -> Offer:
    """The host answered, yes or no: earlier silences no longer count. Cost: 1 or 2 queries."""
    if Offer.objects.filter(pk=offer.pk, silences__gt=0).update(silences=0):
        offer.refresh_from_db()
    return offer


def _count(n: int) -> None:
    if n < 1:
        raise ValueError("one place at least")
