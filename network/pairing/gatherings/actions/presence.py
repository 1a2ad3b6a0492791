"""Who was there: noted by the host or by staff, on a phone at the door or afterwards, and put right as often as needed."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from core import audit
from core.folding import fold
from network.pairing.gatherings import refusals, reminders, telling
from network.pairing.gatherings.actions.holding import hold
from network.pairing.gatherings.models import ADMITTED, Gathering, Place, Presence, State
from network.pairing.gatherings.signals import gathering_held
from network.pairing.requests.models import Request
from people.accounts.models import Person
from people.participants.models import CaseFile


@transaction.atomic
def note_presence(*, gathering: Gathering, present: Collection[int], by: Person) -> Gathering:
    """``present``: keys of the places whose people are there; the others of those who have one did not come, and are told kindly.

    Cost: 8 queries, and 4 for each who did not come. Raises NotBegunYet, MovedOn for one that was called off.
    """
    held = _begun(gathering)
    places = list(Place.objects.filter(gathering=held).taken().with_people().order_by("pk"))
    there = [place for place in places if place.pk in present]
    missing = [place for place in places if place.pk not in present]
    mistaken = [place.pk for place in missing if place.is_walk_in]
    Place.objects.filter(pk__in=[place.pk for place in there]).update(presence=Presence.PRESENT)
    Place.objects.filter(pk__in=[place.pk for place in missing if not place.is_walk_in]).update(
        presence=Presence.ABSENT
    )
    # Who was let in by mistake never was there.
    Place.objects.filter(pk__in=mistaken).update(
        state=Place.State.GIVEN_BACK, is_walk_in=False, presence=Presence.UNKNOWN
    )
    is_first = held.state != State.HELD
    held.state, held.came, held.noted_at = State.HELD, len(there), held.noted_at or timezone.now()
    held.save(update_fields=["state", "came", "noted_at"])
    audit.record("gathering.presence_noted", held, by=by, values={"came": len(there)})
    for place in missing:
        if not place.is_walk_in:
            telling.tell(place, "absent")
    reminders.drop(held)
    if is_first:
        gathering_held.send(sender=Gathering, gathering=held, by=by)
    return held


@transaction.atomic
def walk_in(*, gathering: Gathering, reference: str, name: str, by: Person) -> Place:
    """Somebody of the edition came without a place. The number of their file and their name, as they give them at the door.

    Twice is once. Cost: about 8 queries. Raises NotBegunYet, MovedOn, NobodyOfThatNumber.
    """
    held = _begun(gathering)
    request = _request_of(held, reference, name)
    place, is_new = Place.objects.get_or_create(
        gathering=held,
        request=request,
        defaults={"state": Place.State.TAKEN, "is_walk_in": True, "presence": Presence.PRESENT, "by": by},
    )
    if not is_new and place.presence != Presence.PRESENT:
        place.is_walk_in = place.is_walk_in or not place.is_taken
        place.state, place.presence = Place.State.TAKEN, Presence.PRESENT
        place.save(update_fields=["state", "presence", "is_walk_in"])
        is_new = True
    if is_new:
        audit.record("group_place.walked_in", place, by=by)
        if held.state == State.HELD:
            held.came = Place.objects.filter(gathering=held, presence=Presence.PRESENT).count()
            held.save(update_fields=["came"])
    return place


def _request_of(gathering: Gathering, reference: str, name: str) -> Request:
    """Both must be right, so that nobody learns a name by trying numbers."""
    files = CaseFile.objects.open().filter(reference=reference.strip().upper().replace(" ", ""))
    file = files.select_related("person").first()
    words = set(fold(name).split())
    if file is None or not words or not words <= set(file.person.folded.split()):
        raise refusals.NobodyOfThatNumber
    found = Request.objects.live().filter(
        candidacy__case_file=file, candidacy__edition=gathering.offer.edition_id, candidacy__state__in=ADMITTED
    )
    request = found.order_by("-pk").first()
    if request is None:
        raise refusals.NobodyOfThatNumber
    return request


def _begun(gathering: Gathering) -> Gathering:
    held = hold(gathering)
    if held.is_cancelled:
        raise refusals.MovedOn
    if not held.has_started:
        raise refusals.NotBegunYet
    return held
