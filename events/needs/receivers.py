"""What this room does when something happens below: wishes go as soon as nobody may read or serve them."""

from typing import Any

from django.dispatch import receiver

from events.agenda.models import Event
from events.agenda.signals import event_cancelled, questions_changed
from events.needs import actions, rules
from events.needs.models import MealLink, Wish
from events.needs.purposes import EVENT_NEEDS, event_of
from events.registration.models import Seat
from events.registration.signals import seat_given_back
from people.consent.models import Consent
from people.consent.signals import withdrawn


@receiver(withdrawn)
def erase_what_it_opened(consent: Consent, **_news: Any) -> None:
    """In the transaction of the withdrawal, wherever that was made. Cost: 1 query for a consent of this room, else none."""
    if consent.purpose == EVENT_NEEDS.code and (event_id := event_of(consent.about)):
        Wish.objects.filter(seat__person=consent.person_id, seat__event=event_id).delete()


@receiver(seat_given_back)
def forget_whoever_does_not_come(seat: Seat, event: Event, stays: Seat | None = None, **_news: Any) -> None:
    """No query for an event that asks nothing: what it asked before is gone already."""
    if not event.asks_needs:
        return
    if stays is not None:
        actions.hand_over(double=seat, stays=stays)
    else:
        actions.forget_seat(seat)


@receiver(event_cancelled)
def forget_what_is_called_off(event: Event, **_news: Any) -> None:
    if event.asks_needs:
        actions.forget_event(event)


@receiver(questions_changed)
def forget_what_is_no_longer_asked(event: Event, **_news: Any) -> None:
    """An event that stops asking keeps no answers."""
    if not event.asks_needs:
        actions.forget_event(event)
        return
    Wish.objects.filter(seat__event=event).exclude(what__in=rules.asked(event)).delete()
    if not event.asks_meal:
        MealLink.objects.filter(event=event).delete()
