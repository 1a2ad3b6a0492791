"""Who may make keys for other systems, and how far those reach."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.agenda.models import Event
from events.agenda.querysets import RUNNERS
from events.agenda.rules import WORKSPACE_ROLES
from events.exchange.models import Subscription
from people.accounts.models import Grant, Person, User


def login_of(owner: Person) -> User | None:
    """The owner's login, if it still opens the organiser's pages. Cost: 2 queries, 1 where the login is loaded."""
    user: User | None = getattr(owner, "user", None)
    if user is None or not user.is_active or not user.holds_any(*WORKSPACE_ROLES):
        return None
    return user


def runs(owner: Person, event_id: int) -> bool:
    """Whether the owner of a subscription runs this event now. Cost: 3 queries."""
    user = login_of(owner)
    return user is not None and Event.objects.run_by(user).filter(pk=event_id).exists()


def told_of(event: Event) -> QuerySet[Subscription]:
    """Subscriptions of those who run the event, paused ones too: what they are told waits. One query, asked while people register."""
    here = Q(role__in=RUNNERS, scope__region=event.region_id) | Q(
        role__in=RUNNERS, scope__organisation=event.organisation_id
    )
    holding = Grant.objects.in_force().filter(user__person=OuterRef("owner"), user__is_active=True)
    return Subscription.objects.filter(
        Exists(holding.filter(here | Q(role="administrator"))), Q(event=None) | Q(event=event)
    )


def events_for(user: Any) -> QuerySet[Event]:
    """Events that a subscription may be about alone: those to come that the user runs, soonest first."""
    return Event.objects.run_by(user).upcoming()
