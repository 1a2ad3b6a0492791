"""A register that had a key and has none any more, one that reads, and a system that is told: it stands under ``/dev/receiver/``."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from core.audit import Entry
from core.mail import absolute
from events.exchange import actions, facts
from events.exchange.models import Access, Kind, Subscription, Token
from events.registration.models import new_key
from people.accounts.models import Person

FORMER, READER, TOLD = (
    "Ancien registre des membres",
    "Tableau de bord régional",
    "Registre de l’Accueil (démonstration)",
)
RECEIVER = "/dev/receiver/"
#: Messages that it begins with, of so many entries of the audit.
MESSAGES, LOOKED_AT = 12, 400


def seed(world: Any) -> None:
    """The second time finds them as they are; the receiver's address follows the port of the demonstration."""
    organiser = getattr(world, "users", {}).get("organiser")
    if organiser is None:
        return
    owner = organiser.person
    if not Token.objects.filter(owner=owner).exists():
        former = make(owner, FORMER, [Access.EVENTS_READ, Access.REGISTRATIONS_READ, Access.REGISTRATIONS_WRITE])
        actions.revoke_token(token=former, by=owner)
        make(owner, READER, [Access.EVENTS_READ])
    held = Subscription.objects.filter(owner=owner, name=TOLD).first()
    if held is None:
        held = actions.subscribe(
            owner=owner,
            name=TOLD,
            url=absolute(RECEIVER),
            kinds=[kind.value for kind in Kind if kind != Kind.PING],
            with_people=False,
            form_key=new_key(),
        )
        tell_the_latest(held)
        actions.ping(subscription=held, by=owner)
    elif urlsplit(held.url).netloc != urlsplit(absolute(RECEIVER)).netloc:
        Subscription.objects.filter(pk=held.pk).update(url=absolute(RECEIVER))


def tell_the_latest(held: Subscription) -> None:
    """What happened last at the events of its owner, as if it had been subscribed by then."""
    entries = Entry.objects.filter(action__in=facts.TOLD).order_by("-pk")[:LOOKED_AT]
    for entry in reversed(entries):
        if held.deliveries.count() < MESSAGES:
            facts.entry_written(entry, created=True)


def make(owner: Person, name: str, scopes: list[Access]) -> Token:
    last_day = timezone.localdate() + timedelta(days=90)
    return actions.make_token(owner=owner, name=name, scopes=scopes, last_day=last_day, form_key=new_key()).token
