"""The live desk: the day's figures, arrivals against the forecast, who is to come, doors and devices, the waiting list, the latest scans."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from core import access
from core.dates import local_of, moment_words, time_words
from core.pages import no_store
from events.agenda.models import Event
from events.doors import beside, desk, rules
from events.doors.coming import Flow, ToCome
from events.doors.forecast import Forecast
from events.doors.listing import GUARDIAN, SOME_IN, WALK_IN
from events.doors.picture import pictures
from events.doors.views.door import event_at_door

#: A scan younger than this has just arrived on the screen.
JUST_NOW = timedelta(seconds=4)
Figure = dict[str, Any]


@require_GET
@access.roles(*rules.AT_A_DOOR)
@no_store
def live(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_at_door(request, event_id)
    tools = beside.tools_of("desk", event, request.user)
    return render(request, "doors/live.html", {**shown(event, request.user), "tools": tools})


@require_GET
@access.roles(*rules.AT_A_DOOR)
@no_store
def live_part(request: HttpRequest, event_id: int) -> HttpResponse:
    """What moves, alone: the same markup as inside the page."""
    event = event_at_door(request, event_id)
    return render(request, "doors/_desk.html", shown(event, request.user))


def picture_words(seen: desk.Desk) -> str:
    """The curve in a sentence, for those who do not see it."""
    if not seen.curve.arrived:
        return _("Nobody has arrived yet.")
    facts = {
        "start": time_words(seen.curve.begins),
        "end": time_words(seen.curve.until),
        "present": seen.figures.present,
        "registered": seen.figures.registered,
    }
    return (
        _("Arrivals added up, from %(start)s to %(end)s: %(present)s people present of %(registered)s registered.")
        % facts
    )


def forecast_words(counted: desk.Figures, forecast: Forecast) -> str:
    """How far the arrivals are from the forecast, now; before anybody should be in, what is to come; at the end, what came."""
    if forecast.is_over:
        facts = {"number": counted.present, "expected": forecast.in_all}
        said = ngettext(
            "%(number)s person came in all; about %(expected)s were forecast.",
            "%(number)s people came in all; about %(expected)s were forecast.",
            counted.present,
        )
        return said % facts
    if not forecast.expected and not counted.present:
        return ngettext(
            "%(number)s person is forecast in all.", "%(number)s people are forecast in all.", forecast.in_all
        ) % {"number": forecast.in_all}
    facts = {"number": abs(counted.present - forecast.expected), "expected": forecast.expected}
    if counted.present < forecast.expected:
        said = ngettext(
            "%(number)s fewer than forecast: about %(expected)s should be in by now.",
            "%(number)s fewer than forecast: about %(expected)s should be in by now.",
            facts["number"],
        )
    elif counted.present > forecast.expected:
        said = ngettext(
            "%(number)s more than forecast: about %(expected)s should be in by now.",
            "%(number)s more than forecast: about %(expected)s should be in by now.",
            facts["number"],
        )
    else:
        said = _("As many as forecast by now.")
    return said % facts


def source_words(forecast: Forecast, event: Event) -> str:
    """What the forecast rests on."""
    if not forecast.learned_from:
        return _("The forecast follows a usual course: fewer than three past events of this kind tell of another.")
    if event.is_series:
        return ngettext(
            "The forecast follows the arrivals at the last sitting of this kind.",
            "The forecast follows the arrivals at the last %(number)s sittings of this kind.",
            forecast.learned_from,
        ) % {"number": forecast.learned_from}
    return ngettext(
        "The forecast follows the arrivals at the last event of this kind.",
        "The forecast follows the arrivals at the last %(number)s events of this kind.",
        forecast.learned_from,
    ) % {"number": forecast.learned_from}


class Links:
    """Addresses of the lists behind the figures: those who run the event open them, at a door there are none."""

    def __init__(self, event: Event, *, opens: bool) -> None:
        self.event, self.opens = event, opens

    def to(self, name: str, query: str = "") -> str:
        return f"{reverse(name, args=[self.event.pk])}{query}" if self.opens else ""

    def seats(self, query: str) -> str:
        """Of a series it is the table of sittings that tells who was at which."""
        return self.to("doors:grid") if self.event.is_series else self.to("doors:registrations", query)


def _figure(value: int, label: str, url: str, note: str = "") -> Figure:
    return {"value": value, "label": label, "url": url, "note": note}


def day_figures(counted: desk.Figures, links: Links) -> list[Figure]:
    unannounced = _figure(counted.walk_ins, _("without a registration"), links.seats(f"?state={WALK_IN}"))
    return [
        _figure(counted.present, pgettext("people", "present"), links.seats("?state=present")),
        _figure(counted.registered, pgettext("people", "registered"), links.to("doors:registrations")),
        _figure(counted.lately, _("in the last half hour"), links.seats("?state=present&sort=-arrival")),
        _figure(counted.waiting, pgettext("people", "on the waiting list"), links.to("registration:line")),
        *([unannounced] if counted.walk_ins else []),
    ]


def to_come_figures(coming: ToCome, links: Links) -> list[Figure]:
    missing = ngettext("%(number)s person missing", "%(number)s people missing", coming.missing)
    return [
        _figure(coming.expected, _("people still expected"), links.seats("?state=expected")),
        _figure(
            coming.parties,
            ngettext("party with somebody missing", "parties with somebody missing", coming.parties),
            links.seats(f"?state={SOME_IN}"),
            missing % {"number": coming.missing} if coming.parties else "",
        ),
        _figure(
            coming.guardian,
            pgettext("people", "whose guardian has not answered"),
            links.to("doors:registrations", f"?state={GUARDIAN}"),
        ),
    ]


def flow_figures(flow: Flow, event: Event, links: Links) -> list[Figure]:
    line = links.to("registration:line")
    seats = ngettext("%(number)s seat", "%(number)s seats", flow.seats) % {"number": flow.seats}
    until = ""
    if flow.deadline:
        until = _("The next answer is due by %(moment)s") % {
            "moment": moment_words(local_of(flow.deadline, event.zone), weekday=False, year=False)
        }
    return [
        _figure(
            flow.parties,
            ngettext("registration that waits", "registrations that wait", flow.parties),
            line,
            seats if flow.parties else "",
        ),
        _figure(
            flow.offers, ngettext("place offer to be answered", "place offers to be answered", flow.offers), line, until
        ),
        _figure(flow.accepted, _("accepted in the last day"), line),
        _figure(flow.declined, _("declined in the last day"), line),
        _figure(flow.expired, _("not answered in time in the last day"), line),
    ]


def shown(event: Event, user: Any) -> dict[str, Any]:
    """Cost: 8 queries, however many came, and those of the rooms above; up to 13 for a series."""
    seen = desk.desk(event)
    counted = seen.figures
    links = Links(event, opens=rules.runs(user, event))
    is_still = seen.flow.is_still
    return {
        "event": event,
        "desk": seen,
        "numbers": day_figures(counted, links),
        "forecast_said": forecast_words(counted, seen.forecast) if counted.registered else "",
        "forecast_from": source_words(seen.forecast, event) if counted.registered else "",
        # Whoever did not come to what is over is not to come any more.
        "to_come": [] if seen.forecast.is_over else to_come_figures(seen.to_come, links),
        "flow": [] if is_still else flow_figures(seen.flow, event, links),
        "devices": beside.devices_of(event),
        "runs": links.opens,
        "said": picture_words(seen),
        "pictures": pictures(seen.curve, counted.registered, seen.forecast),
        "notes": beside.notes_of(event),
        "new_since": timezone.now() - JUST_NOW,
    }
