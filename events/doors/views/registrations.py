"""The organiser's registrations: the list, one registration, what is done on somebody's behalf, the exports."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, asked, audit, exports
from core.dates import local_of, moment_words
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.doors import actions, beside, rules
from events.doors.forms import ArrivalForm, WordsForm
from events.doors.grid import attended
from events.doors.history import history
from events.doors.listing import EXPORT_HEADER, MAIL_STATES, PAGE_SIZE, Listing, export_rows, listing, mail_states
from events.doors.models import Attendance, spoken
from events.doors.views.door import whoever_asks
from events.registration import actions as registering
from events.registration import told, waiting
from events.registration.models import Registration, Seat
from events.registration.rules import can_cancel
from people.accounts.models import Person
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry

#: Under which ``core.asked`` keeps the words of a search, with the number of the event.
SEARCH = "doors.registrations.%d"


def event_run(request: HttpRequest, event_id: int) -> Event:
    """The event, if the user runs it; else 404."""
    return get_object_or_404(Event.objects.run_by(request.user).select_related("venue", "terms"), pk=event_id)


def registration_run(request: HttpRequest, event_id: int, registration_id: int) -> Registration:
    """The registration, if the user runs its event; else 404."""
    mine = Registration.objects.run_by(request.user).select_related("event__venue", "contact", "organisation")
    return get_object_or_404(mine, event=event_id, pk=registration_id)


@require_GET
@access.roles(*rules.RUNNERS)
@no_store
def registrations(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    found = _asked(request, event)
    page = Paginator(found.lines, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {line.registration for line in page.object_list}
    states, marks = mail_states(shown), told.marks_on(event, shown)
    counts = attended(event) if event.is_series else {}
    rows = [
        (
            line,
            states.get(line.registration),
            MAIL_STATES.get(states.get(line.registration, "")),
            counts.get(line.seat, 0),
            marks.get(line.registration, ()),
        )
        for line in page
    ]
    context = {
        "event": event,
        "listing": found,
        "page_obj": page,
        "rows": rows,
        "words_form": WordsForm(initial={"words": found.words}),
        "columns": _columns(found),
        "kept": urlencode({"state": found.state, "sort": found.sort}),
        "kept_sort": urlencode({"sort": found.sort}),
        "tools": beside.tools_of("registrations", event, request.user),
        "lists": beside.lists_of(event),
    }
    return render(request, "doors/registrations.html", context)


@require_POST
@access.roles(*rules.RUNNERS)
@no_store
def search(request: HttpRequest, event_id: int) -> HttpResponse:
    """Keep the words to search by, or forget them when there are none."""
    event = event_run(request, event_id)
    form = WordsForm(request.POST)
    asked.keep(request, SEARCH % event.pk, form.cleaned_data["words"] if form.is_valid() else "")
    return redirect("doors:registrations", event.pk)


@require_GET
@access.roles(*rules.RUNNERS)
@no_store
def registration(request: HttpRequest, event_id: int, registration_id: int) -> HttpResponse:
    return _registration_page(request, registration_run(request, event_id, registration_id))


def _registration_page(request: HttpRequest, held: Registration, *, status: int = 200, **more: Any) -> HttpResponse:
    rank = waiting.rank(held) if held.is_waiting else None
    context = {
        "event": held.event,
        "registration": held,
        "rank": rank,
        "reference": spoken(held.reference),
        "seats": [(seat, _seat_tools(held, seat)) for seat in held.seats.all()],
        "attended": _attended(held),
        "told": told.sections_of(held),
        "history": history(held),
        "arrival_form": ArrivalForm(),
        "about": _about(held, rank),
        "can_cancel": can_cancel(held, held.event),
        "trail": _trail(held.event, spoken(held.reference)),
    }
    return render(request, "doors/registration.html", context | more, status=status)


@require_http_methods(["GET", "POST"])
@access.roles(*rules.RUNNERS)
@no_store
def cancel(request: HttpRequest, event_id: int, registration_id: int) -> HttpResponse:
    held = registration_run(request, event_id, registration_id)
    if request.method == "POST":
        try:
            registering.cancel(registration=held, by=whoever_asks(request))
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            said = _("The registration is cancelled, and the person was told by email.")
            messages.success(request, said if held.email else _("The registration is cancelled."))
        return redirect("doors:registration", event_id, held.pk)
    context = {"event": held.event, "registration": held, "reference": spoken(held.reference)}
    return render(request, "doors/cancel.html", context)


@require_POST
@access.roles(*rules.RUNNERS)
@no_store
def resend(request: HttpRequest, event_id: int, registration_id: int) -> HttpResponse:
    held = registration_run(request, event_id, registration_id)
    try:
        actions.send_ticket_again(registration=held, by=whoever_asks(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The ticket is on its way again, to the address of the registration."))
    return redirect("doors:registration", event_id, held.pk)


@require_POST
@access.roles(*rules.RUNNERS)
@no_store
def attendance(request: HttpRequest, event_id: int, registration_id: int) -> HttpResponse:
    """Note by hand that somebody came, also after the close, or take it back."""
    held = registration_run(request, event_id, registration_id)
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return _registration_page(request, held, status=422, arrival_form=form)
    seat = get_object_or_404(
        Seat.objects.select_related("event", "registration"), registration=held, pk=form.cleaned_data["seat"]
    )
    at, by = form.cleaned_data["door"], whoever_asks(request)
    try:
        if form.cleaned_data["came"]:
            actions.check_in(seat=seat, door=at, by=by, late=True)
            messages.success(request, _("%(person)s is noted present.") % {"person": seat.name})
        else:
            actions.undo(seat=seat, door=at, by=by)
            messages.success(request, _("%(person)s is no longer noted present.") % {"person": seat.name})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("doors:registration", event_id, held.pk)


@require_GET
@access.roles(*rules.RUNNERS)
@access.fresh(gives_file=True)
@no_store
def export(request: HttpRequest, event_id: int, form: str) -> HttpResponse:
    """The list as it is filtered and sorted on the page, as a file: audited, and noted as read of everybody on it."""
    event = event_run(request, event_id)
    found = _asked(request, event)
    audit.record(
        "doors.exported",
        event,
        by=whoever_asks(request),
        values={"format": form, "rows": len(found.lines), "state": found.state},
    )
    note_export(request, event, {line.person for line in found.lines} | {line.contact for line in found.lines})
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    name = f"{_('registrations')}-{event.pk}"
    more = told.columns_of(event, {line.registration for line in found.lines})
    header = [*EXPORT_HEADER, *(heading for columns in more for heading in columns.headings)]
    return answer(name, header, export_rows(found.lines, more), zone=event.zone)  # type: ignore[return-value]  # streamed: an answer too


@require_GET
@access.roles(*rules.RUNNERS)
@no_store
def paper(request: HttpRequest, event_id: int) -> HttpResponse:
    """The list to print for a door without network: by name, with a box to tick; noted as read of everybody on it."""
    event = event_run(request, event_id)
    expected = [line for line in listing(event, sort="name").lines if line.state in {"expected", "present"}]
    note_export(request, event, {line.person for line in expected})
    context = {"event": event, "lines": expected, "trail": _trail(event, _("List to print"))}
    return render(request, "doors/paper.html", context)


def note_export(request: HttpRequest, event: Event, people: Collection[int | None]) -> None:
    """Note that whoever asks takes away what a list says of these people. Cost: 2 queries, 1 more for each 500 people."""
    note_reads(
        by=whoever_asks(request),
        about=Person.objects.in_bulk([person for person in people if person]).values(),
        kind=ReadEntry.Kind.EXPORT,
        thing=event,
        organisation=event.organisation,
    )


def _asked(request: HttpRequest, event: Event) -> Listing:
    words = asked.words(request, SEARCH % event.pk)
    return listing(event, state=request.GET.get("state", ""), sort=request.GET.get("sort", ""), words=words)


def _columns(found: Listing) -> list[dict[str, Any]]:
    """Heads of the sortable columns: where a click leads, and how the list stands now."""
    titles = {"name": _("Name"), "state": _("State"), "made": _("Registered"), "arrival": _("Arrived")}
    columns = []
    for key, title in titles.items():
        now = {key: "ascending", f"-{key}": "descending"}.get(found.sort, "")
        columns.append({"key": key, "title": title, "now": now, "next": f"-{key}" if now == "ascending" else key})
    return columns


def _about(held: Registration, rank: int | None) -> list[tuple[str, Any]]:
    """What the registration itself says, as facts."""
    return [
        (_("Email"), held.email or _("None: no mail leaves")),
        (_("Language"), held.get_language_display()),
        (_("Comes for"), held.organisation),
        (_("Registered through"), held.get_source_display() if held.source != Registration.Source.FORM else ""),
        (_("Registered"), moment_words(local_of(held.made_at, held.event.zone), weekday=False)),
        (_("Place on the waiting list"), rank),
        (_("Wants a reminder"), _("Yes") if held.wants_reminder else _("No")),
    ]


def _seat_tools(held: Registration, seat: Seat) -> list[beside.Tool]:
    """For seats with a person who is expected or in. No query."""
    if seat.person_id is None or seat.state not in {Seat.State.EXPECTED, Seat.State.PRESENT}:
        return []
    return beside.seat_tools_of(held.event_id, seat.pk)


def _attended(held: Registration) -> list[Attendance]:
    """The sittings at which its seats were noted; none for an event held once. Cost: 1 query for a series."""
    if not held.event.is_series:
        return []
    found = Attendance.objects.filter(seat__registration=held).select_related("sitting__event")
    return list(found.order_by("sitting__number", "pk"))


def _trail(event: Event, here: str) -> list[tuple[str, str | None]]:
    return [(_("Registrations"), reverse("doors:registrations", args=[event.pk])), (here, None)]
