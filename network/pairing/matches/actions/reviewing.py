"""Reviews are asked for at their moment, and reminded once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from network.pairing.kinds import Format
from network.pairing.matches import telling
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import Match, Moment, Party, Review, State

#: A review that was asked for is reminded after so long, once, and a mentorship is completed without it after a while.
REMIND_AFTER, COMPLETE_AFTER = timedelta(days=7), timedelta(days=21)


def ask_both(held: Match, moment: str) -> None:
    """Ask each side, once a moment. Cost: about 10 queries. The caller holds the match."""
    for party in Party.objects.filter(match=held).order_by("side"):
        review, is_new = Review.objects.get_or_create(party=party, moment=moment)
        if is_new:
            telling.tell(held, party.side, f"review_{moment}", once=str(review.pk))


def drop(held: Match, *moments: str) -> None:
    """Not waited for any more. Cost: 1 query."""
    awaited = Review.objects.awaited().filter(party__match=held, moment__in=moments)
    awaited.update(dropped_at=timezone.now())


def unask(held: Match, moment: str) -> None:
    """As if it had not been asked for. Cost: 1 query."""
    Review.objects.awaited().filter(party__match=held, moment=moment).delete()


@transaction.atomic
def ask_midway(*, match: Match) -> bool:
    """Half of the time has passed: both are asked how it goes, once. Cost: about 14 queries."""
    held = hold(match)
    if held.format != Format.MENTORING or held.state not in {State.SIGNED, State.UNDER_WAY}:
        return False
    if Review.objects.filter(party__match=held, moment=Moment.MIDWAY).exists():
        return False
    ask_both(held, Moment.MIDWAY)
    return True


@transaction.atomic
def remind(*, review: Review) -> bool:
    """The one reminder. Whether it was due. Cost: about 6 queries."""
    if not Review.objects.awaited().filter(pk=review.pk, reminded_at=None).update(reminded_at=timezone.now()):
        return False
    telling.tell(review.party.match, review.party.side, f"review_{review.moment}", once=f"{review.pk}.again")
    return True
