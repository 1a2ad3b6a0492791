"""Somebody who has no registration stands at the door: they are registered on the spot and are in at once."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core import audit
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.actions import CheckIn, check_in_party
from events.doors.refusals import ChosenByReview, NoSeatLeft, StillWaiting
from events.registration import actions as registering
from events.registration import refusals, rules
from events.registration.guarding import Named
from events.registration.models import Registration, Seat, Terms
from events.registration.seating import Companion
from people.accounts.models import Person


@transaction.atomic
def walk_in(
    *,
    event: Event,
    name: str,
    email: str,
    language: str,
    companions: Sequence[Companion] = (),
    is_guardian: bool = False,
    key: str,
    door: str,
    by: Person,
    runs: bool,
    sitting: Sitting | None = None,
) -> list[CheckIn]:
    """Register somebody, and whoever comes along, on free seats, and let them in; one answer a seat, the lead's first.

    The same ``key`` again, or somebody who holds a seat under this name and address, is let in on what there is: nobody
    counts twice. Without an address no mail leaves. ``runs``: only those who run the event may note somebody after its end,
    and pass somebody whom its audience would keep out. ``is_guardian``: the person named answers for the minors.
    Cost: some 16 queries, and 4 a seat.

    Raises EventOver or AudienceNotMet (not for those who run it), ChosenByReview, NoSeatLeft, StillWaiting, GuardianMissing,
    and what ``register`` and ``check_in`` raise; nothing is kept then.
    """
    if not runs:
        if event.ends_at <= timezone.now():
            raise refusals.EventOver
        rules.refuse_person(event, None)
    if Terms.of(event).is_by_review:
        raise ChosenByReview
    registration = registering.register(
        event=event,
        name=name,
        email=email,
        language=language,
        idempotency_key=key,
        wants_reminder=False,
        companions=companions,
        guardian=Named() if is_guardian else None,
        source=Registration.Source.DOOR,
    )
    if registration.state != Registration.State.CONFIRMED:
        raise NoSeatLeft if registration.idempotency_key == key else StillWaiting
    party = Seat.objects.of_party(registration).select_related("event", "registration")
    answers = check_in_party(seats=list(party), door=door, by=by, sitting=sitting)
    if registration.source == Registration.Source.DOOR and answers[0].is_first:
        values = {"door": answers[0].scan.door, "seats": registration.size}
        audit.record("doors.walked_in", registration, by=by, values=values)
    return answers
