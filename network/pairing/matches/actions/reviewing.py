"""Reviews are asked for at their moment, reminded once, and given; with both final ones a match is completed."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from network.pairing.kinds import Format
from network.pairing.matches import refusals, telling
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import Logbook, Match, Moment, Party, Review, State
from people.accounts.models import Person

#: A review that was asked for is reminded after so long, once, and a mentorship is completed without it after a while.
REMIND_AFTER, COMPLETE_AFTER = timedelta(days=7), timedelta(days=21)


def ask_both(held: Match, moment: str) -> None:
    """Ask each side, once a moment. Cost: about 10 queries. The caller holds the match."""
    for party in Party.objects.filter(match=held).order_by("side"):
        _review, is_new = Review.objects.get_or_create(party=party, moment=moment)
        if is_new:
            telling.tell(held, party.side, f"review_{moment}")


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
    telling.tell(review.party.match, review.party.side, f"review_{review.moment}", once="again")
    return True


@transaction.atomic
def give_review(*, review: Review, answers: dict[str, Any], by: Person) -> Review:
    """Keep one side's answers; with both final ones the match is completed. A problem is told to who follows the candidate.

    Cost: about 8 queries, 40 when it completes the match. Raises ReviewGiven, ReviewClosed.
    """
    held = hold(review.party.match)
    if not Review.objects.awaited().filter(pk=review.pk).update(**answers, given_at=timezone.now()):
        given = Review.objects.filter(pk=review.pk, given_at__isnull=False).exists()
        raise refusals.ReviewGiven if given else refusals.ReviewClosed
    review.refresh_from_db()
    audit.record("review.given", review, by=by, fields=sorted(answers))
    if review.problem:
        telling.tell_staff(held, "problem", once=f"{review.pk}")
    complete_if_all_is_there(held, by)
    return review


def complete_if_all_is_there(held: Match, by: Person | None) -> bool:
    """Both final reviews are given, and the logbook of a placement is written: it is completed. Cost: 2 queries when it is not."""
    from network.pairing.matches.actions.closing import close_completed

    if held.state != State.DONE:
        return False
    finals = Review.objects.filter(party__match=held, moment=Moment.FINAL, given_at__isnull=False)
    if finals.count() < 2 or not logbook_is_there(held):
        return False
    close_completed(held, by=by)
    return True


def logbook_is_there(held: Match) -> bool:
    """Whether the candidate wrote in the logbook that a placement asks for; others ask for none. Cost: 1 query."""
    if held.format != Format.PLACEMENT:
        return True
    book = Logbook.objects.filter(match=held).first()
    return book is not None and book.is_written


@transaction.atomic
def complete_without_reviews(*, match: Match) -> bool:
    """The agreed hours were spent and the reviews did not come: a mentorship or a conversation is completed all the same."""
    from network.pairing.matches.actions.closing import close_completed

    held = hold(match)
    if held.state != State.DONE or held.format == Format.PLACEMENT:
        return False
    if held.state_since > timezone.now() - COMPLETE_AFTER:
        return False
    close_completed(held, by=None)
    return True


