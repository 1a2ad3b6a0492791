"""Reviews are given; with both final ones a match is completed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from network.pairing.matches import refusals, telling
from network.pairing.matches.actions.closing import complete_if_all_is_there
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import Moment, Review
from people.accounts.models import Person


@transaction.atomic
def give_review(*, review: Review, answers: dict[str, Any], by: Person) -> Review:
    """Keep one side's answers; with both final ones the match is completed. A problem is told to who follows the candidate.

    Cost: about 8 queries, 40 when it completes the match. Raises ReviewGiven, ReviewClosed, SensitiveText.
    """
    refuse_sensitive_words(*(value for value in answers.values() if isinstance(value, str)))
    held = hold(review.party.match, with_request=review.moment == Moment.FINAL)
    if not Review.objects.awaited().filter(pk=review.pk).update(**answers, given_at=timezone.now()):
        given = Review.objects.filter(pk=review.pk, given_at__isnull=False).exists()
        raise refusals.ReviewGiven if given else refusals.ReviewClosed
    review.refresh_from_db()
    audit.record("review.given", review, by=by, fields=sorted(answers))
    if review.problem:
        telling.tell_staff(held, "problem", once=f"{review.pk}")
    complete_if_all_is_there(held, by)
    return review
