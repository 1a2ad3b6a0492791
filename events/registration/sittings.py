"""What follows here when a sitting of a series is added, moved or called off: in its transaction, rows only."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from core import outbox
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.agenda.signals import Was
from events.registration import guarding, news, seating, timetable, waiting
from events.registration.models import Registration, Seat

#: Who is to come to what is left of a series: whoever was there once comes again.
COMING = (Seat.State.EXPECTED, Seat.State.PRESENT)


def sittings_added(event: Event, sittings: Sequence[Sitting], **_signal: Any) -> None:
    """New entries in the calendars. Cost: 5 queries, and 1 for each 200 mails."""
    timetable.sittings_added(event, sittings)
    _tell("sittings_added", event, sittings, method=news.REQUEST)


def sitting_moved(event: Event, sitting: Sitting, was: Was, **_signal: Any) -> None:
    """This entry moves in the calendars, and no other. Cost: 7 queries, 1 for each 200 mails, and what asking those again
    costs who would answer once the series has begun.
    """
    timetable.sitting_moved(event, sitting)
    waiting.sooner(event)
    guarding.sooner(event)
    zone = ZoneInfo(was.zone)
    start, end = (moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S") for moment in (was.starts_at, was.ends_at))
    _tell("sitting_moved", event, [sitting], method=news.REQUEST, was={"start": start, "end": end, "zone": was.zone})


def sitting_cancelled(event: Event, sitting: Sitting, **_signal: Any) -> None:
    """This entry leaves the calendars, the others stay. Cost: 5 queries, and 1 for each 200 mails."""
    timetable.sitting_cancelled(sitting)
    _tell("sitting_cancelled", event, [sitting], method=news.CANCEL)


def _tell(what: str, event: Event, sittings: Sequence[Sitting], *, method: str, **facts: Any) -> None:
    """One letter to each party that holds seats or waits for them; the calendars of the former follow."""
    seats = Seat.objects.filter(event=event)
    seats.filter(state__in=COMING, calendar_cancelled=False).update(sequence=F("sequence") + 1)
    registrations = list(Registration.objects.filter(event=event).active().order_by("pk"))
    leads = seating.leads_of(registrations)
    told = [seat for one in registrations if (seat := leads.get(one.pk)) and seat.state != Seat.State.ABSENT]
    now = timezone.now().isoformat()
    keys = [sitting.pk for sitting in sittings]
    outbox.post_all(
        news.about_seat(
            what,
            registration=seat.registration,
            seat=seat,
            event=event,
            fact=f"{'-'.join(map(str, keys))}:{now}",
            method=method if seat.state in COMING and not seat.registration.awaits_guardian else "",
            priority=outbox.BULK,
            sittings=keys,
            numbers=[sitting.number for sitting in sittings],
            sitting=keys[0],
            **facts,
        )
        for seat in told
    )
