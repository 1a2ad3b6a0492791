"""A place is taken or waited for, and given back. The last one goes to one person: one conditional UPDATE decides."""

from django.db import transaction
from django.utils import timezone

from core import audit
from network.pairing.gatherings import refusals, rules, telling
from network.pairing.gatherings.actions import filling, timing
from network.pairing.gatherings.actions.holding import hold
from network.pairing.gatherings.models import Gathering, Place
from people.accounts.models import Person


@transaction.atomic
def take(*, gathering: Gathering, person: Person, by: Person) -> Place:
    """A place, or one in the waiting list where all are taken; asking twice keeps one. Cost: about 20 queries.

    Raises NotBookable, NotAsking, and Clash (people.timetable) where the person is expected elsewhere at that time.
    """
    held = hold(gathering, [person.pk])
    request = rules.request_for(person, held)
    if request is None:
        raise refusals.NotAsking
    place = Place.objects.filter(gathering=held, request=request).first()
    if place is not None and place.is_live:
        return place
    if not held.is_bookable:
        raise refusals.NotBookable
    has_one = Gathering.objects.take(held.pk)
    now = timezone.now()
    place = place or Place(gathering=held, request=request, sequence=-1)
    place.gathering, place.request = held, request
    place.state = Place.State.TAKEN if has_one else Place.State.WAITING
    place.asked_at = place.state_since = now
    place.by = by if by.pk != person.pk else None
    place.sequence += 1
    place.save()
    if has_one:
        timing.hold_person(held, person, strict=True)
    audit.record("group_place.taken" if has_one else "group_place.waited_for", place, by=by)
    telling.tell(place, "taken" if has_one else "waiting", by_other=place.by_id is not None)
    return place


@transaction.atomic
def give_back(*, place: Place, by: Person) -> Place:
    """By the person, or by their caseworker; who waits longest has it at once. Twice is once. Cost: about 15 queries.

    Raises TooLate once it has begun.
    """
    held = hold(place.gathering, [place.person.pk])
    found = _held(place)
    if not found.is_live:
        return found
    if held.has_started:
        raise refusals.TooLate
    _release(held, found, by)
    filling.promote(held)
    return found


@transaction.atomic(savepoint=False)
def let_go(*, place: Place) -> None:
    """What it hangs on has ended: the request, the file, the person's own wish to be forgotten. Twice is once.

    Whoever calls holds other rows already: the next one gets the place in a transaction of its own. Cost: about 10 queries.
    """
    held = Gathering.objects.select_for_update(of=("self",)).select_related("offer").get(pk=place.gathering_id)
    found = _held(place)
    if not found.is_live or held.has_started or held.is_cancelled:
        return
    _release(held, found, None)
    filling.later(held)


def _held(place: Place) -> Place:
    return Place.objects.select_for_update(of=("self",)).with_people().get(pk=place.pk)


def _release(held: Gathering, place: Place, by: Person | None) -> None:
    had_one = place.is_taken
    place.state, place.state_since = Place.State.GIVEN_BACK, timezone.now()
    place.sequence += 1
    place.save(update_fields=["state", "state_since", "sequence"])
    if had_one:
        Gathering.objects.give_back(held.pk)
        timing.let_go(held, place.person)
    audit.record("group_place.given_back", place, by=by)
    by_other = by is not None and by.pk != place.person.pk
    if had_one and not held.is_cancelled:
        telling.tell(place, "given_back", by_other=by_other)
    elif by_other:
        telling.tell(place, "off_the_list")
