"""What every move of an offer leaves behind: a step of its history, the audit, what the calendar does next, letters, news."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core import audit, clock, generations
from network.pairing.offers import telling
from network.pairing.offers.models import Cause, Offer, State, Step
from network.pairing.offers.signals import offer_moved
from people.accounts.models import Person

#: Days before the last one on which its host is asked whether it goes on.
DAYS_BEFORE = 14
#: States in which an offer ends by itself on its day.
ENDING = (State.OPEN, State.PAUSED)
#: Cached pages know the members' list, and this room's block on it, under this word.
GENERATION = "membership"


def moved(offer: Offer, *, before: str, by: Person | None, cause: str = Cause.NONE, word: str = "") -> Step:
    """To be called in the transaction of the UPDATE that moved it, with the row as it stands now."""
    step = keep_step(offer, before=before, by=by, cause=cause, word=word)
    audit.record("offer.moved", offer, by=by, values={"from": str(before), "to": str(offer.state)})
    plan(offer)
    telling.tell(offer, step)
    offer_moved.send(sender=Offer, offer=offer, before=before, by=by)
    if State.OPEN in {before, offer.state}:
        generations.bump(GENERATION)
    return step


def keep_step(offer: Offer, *, before: str, by: Person | None, cause: str = Cause.NONE, word: str = "") -> Step:
    return Step.objects.create(offer=offer, source=before, target=offer.state, cause=cause, word=word, by=by)


def plan(offer: Offer) -> None:
    """A question some days before it ends, and its end. Cost: 1 or 2 queries."""
    key, payload = str(offer.pk), {"offer": offer.pk}
    if offer.state in ENDING and offer.open_until:
        asked_on = offer.open_until - timedelta(days=DAYS_BEFORE)
        clock.schedule_all(
            [
                clock.Due(kind="offers.ending", key=key, due_at=morning(asked_on), payload=payload),
                clock.Due(
                    kind="offers.lapse", key=key, due_at=morning(offer.open_until + timedelta(days=1)), payload=payload
                ),
            ]
        )
    else:
        clock.cancel("offers.ending", key)
        clock.cancel("offers.lapse", key)


def morning(day: date) -> datetime:
    """Six in the morning, Montréal's time: letters arrive at breakfast."""
    return timezone.make_aware(datetime.combine(day, time(6)))
