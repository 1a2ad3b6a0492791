"""What every action on an event begins and ends with."""

from core import generations
from events.agenda import rules
from events.agenda.models import Event
from events.agenda.refusals import NotYours
from people.accounts.models import Person, User


def person_of(by: User | None) -> Person | None:
    return by.person if by else None


def claim(event: Event, by: User | None) -> Event:
    """The row as it stands, locked; raises NotYours unless ``by`` runs it (None is the system itself)."""
    stored = Event.objects.select_for_update(of=("self",)).select_related("venue", "region").get(pk=event.pk)
    if by is not None and not rules.can_run(by, stored):
        raise NotYours
    return stored


def shown_differently(event: Event) -> None:
    generations.bump("agenda", f"event/{event.pk}")
