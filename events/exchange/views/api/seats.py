"""At the door: somebody is let in, and that is taken back."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_noop

from core import audit
from core.guard import reach
from events.agenda.series import Sitting
from events.doors import actions
from events.doors.models import Scan
from events.exchange import shapes
from events.exchange.bearing import TokenRequest
from events.exchange.views.api.frame import LARGEST, event_run, operation
from events.registration.models import Seat


def seat_run(request: TokenRequest, event_id: int, seat_id: int) -> Seat:
    """The seat, if the token's owner runs its event; else 404. Cost: 3 queries."""
    event = event_run(request, event_id)
    return reach(request, event.seats.select_related("event", "registration").order_by(), pk=min(seat_id, LARGEST))


def _sitting(seat: Seat, number: int | None) -> Sitting | None:
    if number is None:
        return None
    found = seat.event.sittings_standing.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _told(request: TokenRequest, seat: Seat, scan: Scan, at: Any, door: str) -> dict[str, Any]:
    """Cost: 1 query."""
    values = {"what": scan.outcome, "seat": seat.pk}
    audit.record("exchange.used", request.token, by=request.user.person, values=values)
    return {
        "seat": seat.pk,
        "registration": seat.registration_id,
        "outcome": scan.outcome,
        "state": seat.state,
        "at": at,
        "door": door,
        "sitting": scan.sitting_id,
    }


@operation(
    "POST",
    name="check_in",
    summary=gettext_noop("Let the holder of a seat in. A second time answers when and at which door they came in."),
    answers={200: shapes.CheckInOut},
)
def check_in(request: TokenRequest, event_id: int, seat_id: int, body: shapes.CheckInIn) -> dict[str, Any]:
    """Cost: that of ``doors.actions.check_in``, and 4 queries."""
    seat = seat_run(request, event_id, seat_id)
    noted = actions.check_in(
        seat=seat, door=body.door, by=request.user.person, late=True, sitting=_sitting(seat, body.sitting)
    )
    return _told(request, seat, noted.scan, noted.at, noted.door)


@operation(
    "POST",
    name="undo",
    summary=gettext_noop("Take a check-in back"),
    answers={200: shapes.CheckInOut},
)
def undo(request: TokenRequest, event_id: int, seat_id: int, body: shapes.CheckInIn) -> dict[str, Any]:
    """Cost: that of ``doors.actions.undo``, and 4 queries."""
    seat = seat_run(request, event_id, seat_id)
    scan = actions.undo(seat=seat, door=body.door, by=request.user.person, sitting=_sitting(seat, body.sitting))
    return _told(request, seat, scan, scan.at, scan.door)
