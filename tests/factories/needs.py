"""Events that ask what people need, people with a seat there, and what they wish."""

from typing import Any

from django.db.models import Model

from core.personal import of
from events.agenda.models import Event
from events.needs import actions
from events.needs.models import Wish
from events.needs.purposes import EVENT_NEEDS
from events.registration.models import Seat
from people.accounts.models import Person
from people.consent.forms import Agreed
from tests.factories import canaries
from tests.factories.registration import open_event, registered, seat_of

AGREED = Agreed(EVENT_NEEDS.code, EVENT_NEEDS.current.version, "fr")


def asking(**fields: Any) -> Event:
    """An event to come, in ten days unless said otherwise, that asks what people need and what they eat."""
    return open_event(**{"days": 10, "asks_access_needs": True, "asks_meal": True} | fields)


def wishing(event: Event, *what: str, name: str = "", person: Person | None = None, **words: str) -> Seat:
    """Somebody with a seat, who wishes this and agrees that it is read; ``words``: ``access_other="…"``."""
    seat = seat_of(registered(event, name, **({"person": person} if person else {})))
    actions.answer(seat=seat, wishes=dict.fromkeys(what, "") | words, agreed=AGREED)
    return seat


@canaries.maker(Wish)
def _wish(person: Person, _sing: canaries.Canaries) -> Model:
    assert of(Wish)
    return Wish.objects.get(seat=wishing(asking(), person=person, name=person.name, access_other="x"))
