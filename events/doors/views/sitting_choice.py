"""The sitting a browser stands at: the one that is on, unless another was chosen there today."""

from django.http import HttpRequest
from django.utils import timezone

from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors import rules, sittings
from events.doors.forms import SittingForm
from events.doors.refusals import NotPresent

#: In the session: event -> sitting and the day it was chosen on. Next week's arrivals never land on last week's.
KEPT = "sittings"


def form_for(request: HttpRequest, event: Event, *, fresh: bool = False) -> SittingForm | None:
    """The choice of a series; None for an event held once. ``fresh``: not bound to what was sent. Cost: 2 queries."""
    if not event.is_series:
        return None
    choices = sittings.choices(event, all_of_them=rules.runs(request.user, event))
    if fresh:
        return SittingForm(initial={"sitting": _number(request, event)}, sittings=choices)
    return SittingForm(request.POST, sittings=choices)


def keep(request: HttpRequest, event: Event, sitting: int | None) -> None:
    kept = {**request.session.get(KEPT, {}), str(event.pk): [sitting, timezone.localdate().isoformat()]}
    request.session[KEPT] = kept


def chosen(request: HttpRequest, event: Event) -> Sitting | None:
    """The sitting chosen today, None for the one that is on. Cost: none, 1 query where one was chosen."""
    number = _number(request, event)
    return None if number is None else event.sittings_standing.filter(pk=number).first()


def to_take_back(request: HttpRequest, event: Event, key: str) -> Sitting | None:
    """The sitting that a button names; None for an event held once. Who stands at a door reaches those around now alone.

    Cost: 2 queries at a series. Raises NotPresent.
    """
    if not event.is_series:
        return None
    reached = sittings.choices(event, all_of_them=rules.runs(request.user, event))
    found = next((one for one in reached if str(one.pk) == key), None)
    if found is None:
        raise NotPresent
    return found


def at_the_door(request: HttpRequest, event: Event) -> Sitting | None:
    """What the page of the door is about: the sitting chosen, else the one that is on; None between two. Cost: 1 query at a series."""
    if not event.is_series:
        return None
    return chosen(request, event) or sittings.sitting_at(event, timezone.now())


def counted(request: HttpRequest, event: Event) -> Sitting | None:
    """Whose figures the door shows: between two sittings, those of the last that began. Cost: up to 3 queries at a series."""
    return at_the_door(request, event) or (sittings.shown(event) if event.is_series else None)


def _number(request: HttpRequest, event: Event) -> int | None:
    if not event.is_series:
        return None
    number, day = request.session.get(KEPT, {}).get(str(event.pk), (None, ""))
    return number if day == timezone.localdate().isoformat() else None
