"""Who reads the figures of which editions, and who sees small numbers."""

from typing import Any

from django.db.models import QuerySet

from network.pairing.editions.models import COORDINATORS, PARTNER_ROLES, works_for
from people.accounts.models import Role
from people.programmes.models import Edition, Partner

#: Who reads those of all editions; codes in place of file numbers.
ACCOUNT_ROLES = (Role.ANALYST, Role.DIRECTOR)
READING_ROLES = (*COORDINATORS, *PARTNER_ROLES, *ACCOUNT_ROLES)


def editions_read_by(user: Any) -> QuerySet[Edition]:
    """Editions that pair, of which the user reads the figures: kept ones, those their organisation runs; all for who accounts."""
    pairing = Edition.objects.filter(pairing__isnull=False)
    if not user.is_authenticated:
        return pairing.none()
    if not user.holds_any(*ACCOUNT_ROLES):
        run = Partner.objects.filter(works_for(user, "organisation"))
        kept = Edition.objects.kept_by(user)
        pairing = pairing.filter(pk__in=kept.values("pk")) | pairing.filter(pk__in=run.values("edition"))
    return pairing.select_related("programme").order_by("-starts_on", "-pk")


def sees_small_numbers(user: Any, editions: QuerySet[Edition]) -> bool:
    """Whether the user coordinates every one of these editions; to everybody else fewer than five are not told. Cost: 1 query."""
    kept = Edition.objects.kept_by(user)
    return not editions.order_by().exclude(pk__in=kept.values("pk")).exists()
