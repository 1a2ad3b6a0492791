"""A place that is free goes to who waits longest, at once."""

from django.db import transaction
from django.utils import timezone

from core import audit, clock
from network.pairing.gatherings import telling
from network.pairing.gatherings.actions import timing
from network.pairing.gatherings.actions.holding import hold
from network.pairing.gatherings.models import Gathering, Place

KIND = "gatherings.fill"


@transaction.atomic
def fill(*, gathering: Gathering) -> int:
    """Give free places to the waiting list; how many. Cost: 4 queries, and about 12 for each."""
    return promote(hold(gathering))


def promote(held: Gathering) -> int:
    """Of a session that is held with the first of its waiting list. Whoever is not held yet gets it in a transaction of its own."""
    done = 0
    if not held.is_to_come:
        return done
    held.refresh_from_db(fields=["taken", "capacity"])
    for place in list(Place.objects.filter(gathering=held).waiting().with_people()[: held.free]):
        if place.person.pk not in held.held_people:
            later(held)
            break
        if not Gathering.objects.take(held.pk):
            break
        place.state, place.state_since, place.sequence = Place.State.TAKEN, timezone.now(), place.sequence + 1
        place.save(update_fields=["state", "state_since", "sequence"])
        timing.hold_person(held, place.person, strict=False)
        audit.record("group_place.promoted", place, by=None)
        telling.tell(place, "promoted")
        done += 1
    held.refresh_from_db(fields=["taken"])
    return done


def later(gathering: Gathering) -> None:
    """In a transaction of its own, as soon as the clock looks. Cost: 1 query."""
    clock.schedule(KIND, str(gathering.pk), due_at=timezone.now(), payload={"gathering": gathering.pk})
