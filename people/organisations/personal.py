"""What this room holds about people."""

from django.utils.translation import gettext_lazy as _

from core.personal import Held, declare
from people.accounts.models import Person
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
)
