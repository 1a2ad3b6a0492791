"""Who may write, read and decide in a conversation."""

from django.db.models import Exists, OuterRef, Q

from core.refusals import Refusal
from network.pairing.conversations import refusals
from network.pairing.conversations.models import Conversation, Voice
from network.pairing.editions.models import PairingSettings, Reviewer
from network.pairing.matches.models import WORKING_ROLES
from people.accounts.models import Address, Grant, Person, Role, User
from people.programmes.models import Edition

__all__ = ["WORKING_ROLES"]

#: Who coordinates, and is told of a report.
COORDINATING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)


def why_not(conversation: Conversation, voice: Voice, other: Voice) -> type[Refusal] | None:
    """What keeps this side from writing; None: nothing. Needs the match loaded. No query."""
    if not conversation.match.is_live:
        return refusals.Over
    if conversation.closed_at:
        return refusals.Closed
    if voice.stopped_at:
        return refusals.StoppedByYou
    if other.stopped_at or other.person.erased_at:
        return refusals.StoppedByOther
    return None


def writes_from(person: Person, address: str) -> bool:
    """Whether the person is known to read this address: they sign in with it, or proved it. Cost: 1 or 2 queries."""
    email = Address.normalise(address)
    if not email:
        return False
    if User.objects.filter(person=person, email=email, is_active=True).exists():
        return True
    return Address.objects.filter(person=person, email=email, proven_at__isnull=False).exists()


def who_reads_reports(edition: Edition) -> list[User]:
    """Logins that keep the edition in their scope, and its reviewers, by number. Cost: 1 query, and 2 a login."""
    coordinating = Grant.objects.in_force().filter(user=OuterRef("pk"), role__in=COORDINATING_ROLES)
    reviewing = Reviewer.objects.filter(settings__edition=edition, person=OuterRef("person"))
    logins = User.objects.filter(Q(Exists(coordinating)) | Q(Exists(reviewing)), is_active=True).select_related(
        "person"
    )
    there = PairingSettings.objects.filter(edition=edition)
    return [login for login in logins.order_by("pk") if there.reviewed_by(login).exists()]
