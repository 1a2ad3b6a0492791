"""Who is still to come, and how the waiting list moves: what the live desk says beside its figures. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.models import Attendance
from events.registration.models import PlaceOffer, Registration, Seat

#: What counts as the last day of the waiting list.
LAST_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ToCome:
    """Seats whose holder is still expected; parties of which some are in and some are ``missing``; seats that wait for a
    guardian's word."""

    expected: int
    parties: int
    missing: int
    guardian: int


def expected_seats(event: Event, sitting: Sitting | None = None) -> QuerySet[Seat]:
    """Seats whose holder has not come yet; at a sitting, whoever was at another one is expected like the others."""
    if sitting is None:
        return Seat.objects.expected().filter(event=event)
    there = Attendance.objects.filter(seat=OuterRef("pk"), sitting=sitting)
    return Seat.objects.filter(~Exists(there), event=event, state__in=[Seat.State.EXPECTED, Seat.State.PRESENT])


def to_come(event: Event, sitting: Sitting | None = None) -> ToCome:
    """Cost: 1 query."""
    if sitting is None:
        there: QuerySet[Seat] = Seat.objects.present()
    else:
        there = Seat.objects.filter(Exists(Attendance.objects.filter(seat=OuterRef("pk"), sitting=sitting)))
    comes_apart = Q(registration__size__gt=1) & Q(Exists(there.filter(registration=OuterRef("registration"))))
    counted = expected_seats(event, sitting).aggregate(
        expected=Count("pk"),
        parties=Count("registration", distinct=True, filter=comes_apart),
        missing=Count("pk", filter=comes_apart),
        guardian=Count("pk", filter=Q(registration__awaits_guardian=True)),
    )
    return ToCome(**counted)


@dataclass(frozen=True)
class Flow:
    """The waiting list: who waits, what is offered and until when the first must answer, and the answers of the last day."""

    parties: int
    seats: int
    offers: int
    offered_seats: int
    deadline: datetime | None
    accepted: int
    declined: int
    expired: int

    @property
    def is_still(self) -> bool:
        """Nobody waits, and nobody did of late."""
        return not (self.parties or self.offers or self.accepted or self.declined or self.expired)


def flow(event: Event) -> Flow:
    """Cost: 2 queries."""
    waiting = Registration.objects.filter(event=event, state=Registration.State.WAITING)
    lately = Q(answered_at__gt=timezone.now() - LAST_DAY)
    is_open = Q(state=PlaceOffer.State.OPEN)
    counted = PlaceOffer.objects.filter(registration__event=event).aggregate(
        offers=Count("pk", filter=is_open),
        offered_seats=Sum("seats", filter=is_open, default=0),
        deadline=Min("expires_at", filter=is_open),
        accepted=Count("pk", filter=lately & Q(state=PlaceOffer.State.ACCEPTED)),
        declined=Count("pk", filter=lately & Q(state=PlaceOffer.State.DECLINED)),
        expired=Count("pk", filter=lately & Q(state=PlaceOffer.State.EXPIRED)),
    )
    who = waiting.aggregate(parties=Count("pk"), seats=Sum("size", default=0))
    return Flow(**who, **counted)
