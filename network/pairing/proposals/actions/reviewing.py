"""Somebody asks that a person looks again; a named person answers, within so many days. Source: Law 25, automated decisions."""

from datetime import time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, clock
from core.forbidden import refuse_sensitive_words
from network.pairing.proposals import refusals, telling
from network.pairing.proposals.actions.keeping import at
from network.pairing.proposals.models import REVIEW_DAYS, Proposal, ReviewRequest
from people.accounts.models import Person

REVIEW_LATE = "proposals.review_late"


@transaction.atomic
def ask_review(*, proposal: Proposal, person: Person, words: str) -> ReviewRequest:
    """Before an answer, or after: it changes neither the days to answer nor the answer. Cost: about 10 queries.

    Raises WordsWanted, AlreadyAskedForReview, SensitiveText, MovedOn for somebody who is not asked in it.
    """
    refuse_sensitive_words(words)
    if not words.strip():
        raise refusals.WordsWanted
    side = proposal.side_of(person)
    if side is None:
        raise refusals.MovedOn
    try:
        with transaction.atomic():
            review = ReviewRequest.objects.create(
                proposal=proposal,
                person=person,
                side=side,
                words=words.strip(),
                answer_by=timezone.localdate() + timedelta(days=REVIEW_DAYS),
            )
    except IntegrityError:
        raise refusals.AlreadyAskedForReview from None
    late_from = at(review.answer_by + timedelta(days=1), time(7))
    clock.schedule(REVIEW_LATE, str(review.pk), due_at=late_from, payload={"review": review.pk})
    audit.record("proposal_review.asked", review, by=person)
    telling.tell_coordination("review_asked", review)
    return review


@transaction.atomic
def answer_review(*, review: ReviewRequest, by: Person, outcome: str, words: str) -> ReviewRequest:
    """In words, by somebody who is named to whoever asked. Cost: about 8 queries. Raises WordsWanted, ReviewAnswered, SensitiveText."""
    refuse_sensitive_words(words)
    if not words.strip() or not outcome:
        raise refusals.WordsWanted
    facts = {"answer": words.strip(), "outcome": outcome, "answered_by": by, "answered_at": timezone.now()}
    if ReviewRequest.objects.open().filter(pk=review.pk).update(**facts) != 1:
        raise refusals.ReviewAnswered
    found = ReviewRequest.objects.select_related("person", "proposal__offer__host").get(pk=review.pk)
    clock.cancel(REVIEW_LATE, str(found.pk))
    audit.record("proposal_review.answered", found, by=by, fields=["outcome"])
    telling.tell_review(found)
    return found


@transaction.atomic
def tell_it_is_late(*, review: ReviewRequest) -> bool:
    """Nobody answered in time: those who could are told once. Whether they were. Cost: about 5 queries."""
    if not ReviewRequest.objects.open().filter(pk=review.pk).exists():
        return False
    telling.tell_coordination("review_late", review)
    return True
