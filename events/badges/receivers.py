"""What this room does when something happens below: a wish goes with its seat."""

from typing import Any

from django.dispatch import receiver

from events.agenda.models import Event
from events.agenda.signals import event_cancelled
from events.badges.models import BadgeWish
from events.registration.models import Seat
from events.registration.signals import seat_given_back


@receiver(seat_given_back)
def forget_whoever_does_not_come(seat: Seat, stays: Seat | None = None, **_news: Any) -> None:
    """Of two seats of one person, the one that stays keeps its own wish, or takes the other's. Cost: 1 query, up to 3."""
    held = BadgeWish.objects.filter(seat=seat)
    if stays is not None and not BadgeWish.objects.filter(seat=stays).exists():
        held.update(seat=stays)
    else:
        held.delete()


@receiver(event_cancelled)
def forget_what_is_called_off(event: Event, **_news: Any) -> None:
    BadgeWish.objects.filter(seat__event=event).delete()
