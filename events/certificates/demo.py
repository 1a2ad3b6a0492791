"""A series under way whose certificates will leave by themselves, and one that is over, with certificates; one withdrawn."""

from typing import Any

from events.agenda.models import Event
from events.certificates import actions
from events.certificates.models import Certificate, Completion

#: Why one of them no longer holds.
REASON = "La feuille de présence du troisième soir portait le nom d’une autre personne."


def seed(world: Any) -> None:
    """The rule of each series, and what it leads to; the second time finds it as it is."""
    organiser = getattr(world, "users", {}).get("organiser")
    events: dict[str, Event] = getattr(world, "events", {})
    for event in events.values():
        if not event.is_series or organiser is None or Completion.objects.filter(event=event).exists():
            continue
        actions.set_rule(event=event, by=organiser.person, needed=None, automatic=not event.is_past)
        if event.is_past:
            actions.issue(event=event, by=organiser.person)
            if certificate := Certificate.objects.filter(event=event).order_by("pk").last():
                actions.withdraw(certificate=certificate, by=organiser.person, reason=REASON)
