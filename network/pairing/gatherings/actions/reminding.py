"""The letters that the calendar brings about."""

from network.pairing.gatherings import telling
from network.pairing.gatherings.actions.holding import RELATED
from network.pairing.gatherings.models import Gathering, Place
from network.pairing.gatherings.reminders import drop, plan

__all__ = ["ask_who_came", "drop", "plan", "remind"]


def remind(pk: int) -> bool:
    """Who has a place, and the host, the day before; whether anybody was. Twice posts once. Cost: 2 queries, and 4 a person."""
    found = Gathering.objects.select_related(*RELATED).filter(pk=pk).first()
    if found is None or not found.is_to_come:
        return False
    for place in Place.objects.filter(gathering=found).taken().with_people().order_by("pk"):
        telling.remind(place)
    telling.tell_host(found, "reminder", entry=False)
    return True


def ask_who_came(pk: int) -> bool:
    """The host, once it is over and nobody said who was there. Cost: 3 queries."""
    found = Gathering.objects.to_note().select_related(*RELATED).filter(pk=pk).first()
    if found is None or not Place.objects.filter(gathering=found).taken().exists():
        return False
    telling.tell_host(found, "presence", entry=False)
    return True
