"""What this room holds about people: their own decisions, kept as the proof of them."""

from datetime import datetime
from operator import itemgetter

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import Held, Keep, declare, keep
from people.accounts.models import Person
from people.consent import signals
from people.consent.models import Consent

PROOF = _("To prove what the person agreed to, in which words and until when")
SEEN_BY = _("The person, their caseworker, and those who answer for privacy")
STAYS = _(
    "That somebody agreed, to what and until when, proves that what was done with it was allowed; whose it was does not stay"
)
KEPT = _("Three years after it ended; after erasure only that a consent was given, no longer whose")


def merge_consents(keep: Person, gone: Person) -> None:
    """Rows move; where both decided on one thing, the last word counts, and of two that stand the one that ends sooner.

    A withdrawal later than a consent ends it: whoever withdrew under one name meant it under the other.
    """
    both = [keep.pk, gone.pk]
    rows = list(Consent.objects.filter(person__in=both).order_by("given_at", "pk"))
    ended: list[int] = []
    for thing in dict.fromkeys((row.purpose, row.about) for row in rows):
        ended += _settle([row for row in rows if (row.purpose, row.about) == thing])
    # Both keys in one statement: a consent of one's own stays given by oneself.
    Consent.objects.filter(person=gone, how=Consent.How.SELF).update(person=keep, given_by=keep)
    Consent.objects.filter(person=gone).update(person=keep)
    Consent.objects.filter(withdrawn_by=gone).update(withdrawn_by=keep)
    for row in Consent.objects.filter(pk__in=ended).order_by("pk"):
        signals.withdrawn.send(Consent, consent=row)


def _settle(rows: list[Consent]) -> list[int]:
    """Leave at most one of these open; ids of those that an earlier withdrawal of the other Person ended."""
    now = timezone.now()
    withdrawals = [(row.withdrawn_at, row.withdrawn_by) for row in rows if row.withdrawn_at]
    still_open = [row for row in rows if row.is_open]
    no_longer: list[Consent] = []
    if withdrawals:
        last_no, by = max(withdrawals, key=itemgetter(0))
        no_longer = [row for row in still_open if row.given_at < last_no]
    for row in no_longer:
        row.withdrawn_at, row.withdrawn_by = now, by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        still_open.remove(row)
    standing = [row for row in still_open if row.holds] or still_open
    # The narrower one: it ends first; of two that end alike, the one given last, in the newer words.
    chosen = min(standing, key=lambda row: (row.until is None, row.until, -row.given_at.timestamp()), default=None)
    for row in still_open:
        if row is not chosen:
            row.superseded_at = now
            row.save(update_fields=["superseded_at"])
    return [row.pk for row in no_longer]


declare(
    Consent,
    owner="person",
    label=_("consents"),
    fields={
        "purpose": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "about": Held(PROOF, SEEN_BY, KEPT, erase=lambda row: f"efface-{row.pk}"),
        "wording_version": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "language": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "given_at": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "how": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "until": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "withdrawn_at": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
        "superseded_at": Held(PROOF, SEEN_BY, KEPT, stays=STAYS),
    },
    merge=merge_consents,
    known_until="given_at",
    # After the rows of all other rooms have moved: a withdrawal that the merge brings out shuts what stands under the name that stays.
    order=900,
)


def ended_before(moment: datetime) -> QuerySet[Consent]:
    """Withdrawn, replaced or run out before a moment."""
    ended = Q(withdrawn_at__lt=moment) | Q(superseded_at__lt=moment) | Q(until__lt=moment)
    return Consent.objects.filter(ended)


keep(
    Keep(
        code="consent.ended",
        model=Consent,
        label=_("consents"),
        since=_("the day it was withdrawn or replaced, or ran out"),
        days=3 * 365,
        due=ended_before,
        then="delete",
    )
)
