"""What this room holds about people."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from people.accounts.models import Person
from people.organisations import actions
from people.organisations.models import Affiliation, Invitation

KEEPERS = _("Those who keep the organisation, and the person")


def merge_affiliations(keep: Person, gone: Person) -> None:
    """Two lasting affiliations with one organisation become one, from the earlier day; all others move as they are."""
    lasting = {row.organisation_id: row for row in Affiliation.objects.filter(person=keep, until=None)}
    for row in Affiliation.objects.filter(person=gone):
        other = lasting.get(row.organisation_id)
        if other is None or row.until is not None:
            row.person = keep
            row.save(update_fields=["person"])
            continue
        other.since = min(other.since, row.since)
        other.title = other.title or row.title
        row.delete()
        other.save(update_fields=["since", "title"])


def end_affiliations(people: Sequence[int]) -> None:
    """Whoever is erased is with no organisation any more, and no open invitation leads them back."""
    for row in Affiliation.objects.lasting().filter(person__in=people, since__lte=timezone.localdate()):
        actions.end_affiliation(affiliation=row, by=None)


declare(
    Affiliation,
    owner="person",
    label=_("affiliations"),
    fields={
        "title": Held(
            purpose=_("To know in what capacity somebody speaks for an organisation"),
            audience=KEEPERS,
            retention=_("Three years after the affiliation ends"),
        ),
    },
    not_personal=("id", "person", "organisation", "since", "until"),
    merge=merge_affiliations,
    leave=end_affiliations,
    known_until="until",
    beside={
        "organisation": Beside(_("organisation"), lambda row: row.organisation.name),
        "since": Beside(_("since"), lambda row: row.since),
        "until": Beside(_("until"), lambda row: row.until),
    },
    related=("organisation",),
)

declare(
    Invitation,
    owner="accepted_by",
    label=_("invitations accepted"),
    fields={
        "email": Held(
            purpose=_("To send the invitation, and to let nobody else accept it"),
            audience=KEEPERS,
            retention=_("One year after it was accepted, withdrawn or expired"),
            erase="efface@exemple.invalid",
        ),
        "title": Held(
            purpose=_("To enter the person in the organisation as they are known there"),
            audience=KEEPERS,
            retention=_("One year after it was accepted, withdrawn or expired"),
        ),
    },
    not_personal=(
        "id",
        "organisation",
        "language",
        "role",
        "nonce",
        "token_hash",
        "sendings",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_by",
        "accepted_at",
        "revoked_at",
    ),
    known_until=GOES_ALONG,
    beside={
        "organisation": Beside(_("organisation"), lambda row: row.organisation.name),
        "role": Beside(_("role"), lambda row: row.get_role_display()),
    },
    related=("organisation",),
)


# ------------------------------------------------------------------ how long


def closed_invitations(before: datetime) -> QuerySet[Invitation]:
    """Accepted, withdrawn or expired before a moment."""
    never_answered = Q(accepted_at=None, revoked_at=None, expires_at__lt=before)
    return Invitation.objects.filter(Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | never_answered)


keep(
    Keep(
        code="organisations.invitations",
        model=Invitation,
        label=_("invitations: address and job title"),
        since=_("the day it was accepted, withdrawn or expired"),
        days=365,
        due=closed_invitations,
        then="delete",
        organisation="organisation",
    )
)
keep(
    Keep(
        code="organisations.affiliations",
        model=Affiliation,
        label=_("affiliations that ended"),
        since=_("the last day"),
        days=3 * 365,
        due=lambda before: Affiliation.objects.filter(until__lt=timezone.localdate(before)),
        then="delete",
        organisation="organisation",
    )
)
