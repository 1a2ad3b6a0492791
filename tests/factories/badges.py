"""People with a seat who have said what stands on their badge."""

from typing import Any

from django.db.models import Model

from events.agenda.models import Event
from events.badges import actions
from events.badges.models import BadgeWish
from events.registration.models import Seat
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories.registration import open_event, registered, seat_of

SAID: dict[str, Any] = {
    "name": "ليلى بن علي",
    "pronunciation": "LAÏ-la ben a-LI",
    "languages": ["fr", "ar"],
    "other_language": "Pulaar",
    "shows_organisation": True,
}


def wearing(event: Event | None = None, name: str = "", *, person: Person | None = None, **said: Any) -> Seat:
    """Somebody with a seat who has said it; ``said``: otherwise than :data:`SAID`."""
    seat = seat_of(registered(event or open_event(), name, **({"person": person} if person else {})))
    actions.wish(seat=seat, **SAID | said, by=None)
    return Seat.objects.select_related("registration__organisation", "badge", "event").get(pk=seat.pk)


@canaries.maker(BadgeWish)
def _wish(person: Person, _sing: canaries.Canaries) -> Model:
    return BadgeWish.objects.get(seat=wearing(name=person.name, person=person))
