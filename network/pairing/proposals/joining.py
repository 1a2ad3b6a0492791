"""Two Persons turn out to be one, or somebody is erased: what is open between them ends first."""

from collections.abc import Sequence

from network.pairing.proposals import actions
from network.pairing.proposals.models import Ground, Proposal, ReviewRequest
from people.accounts.models import Person


def merge_proposals(keep: Person, gone: Person) -> None:
    """Before files and requests come together: one open proposal stays at most, and none between a person and themself.

    Of two that are open the one of the entry that stays goes on; answers that were given move along.
    """
    both = {keep.pk, gone.pk}
    open_ones = list(
        Proposal.objects.open()
        .filter(person__in=both)
        .select_related("offer")
        .order_by("-person" if keep.pk > gone.pk else "person")
    )
    kept = [each for each in open_ones if each.person_id == keep.pk]
    for each in open_ones:
        is_double = each.person_id == gone.pk and bool(kept)
        if is_double or each.offer.host_id in both:
            actions.let_go(proposal=each, ground=Ground.GONE, by=None)
    Proposal.objects.filter(person=gone).update(person=keep)


def merge_reviews(keep: Person, gone: Person) -> None:
    """Of two open ones about one proposal the first goes on, with the words of both."""
    for review in ReviewRequest.objects.open().filter(person=gone):
        same = ReviewRequest.objects.open().filter(person=keep, proposal=review.proposal_id).first()
        if same is not None:
            same.words = f"{same.words}\n\n{review.words}"[:1000]
            same.save(update_fields=["words"])
            review.delete()
    ReviewRequest.objects.filter(person=gone).update(person=keep)


def let_go_of(people: Sequence[int]) -> None:
    """Nobody who is erased is asked, or asked about: what is open ends first, and the other side is told."""
    for proposal in Proposal.objects.open().filter(person__in=people) | Proposal.objects.open().filter(
        offer__host__in=people
    ):
        actions.let_go(proposal=proposal, ground=Ground.GONE, by=None)
