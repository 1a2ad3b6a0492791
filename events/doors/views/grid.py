"""The organiser's table of a series: who was at which sitting, filled in from a paper list, taken away as a file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from core import access, audit, exports
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.doors import actions, rules
from events.doors.grid import HELD, PAGE_SIZE, Grid, export_header, export_rows, heading, keys_in
from events.doors.grid import grid as grid_of
from events.doors.views.door import whoever_asks
from events.doors.views.registrations import event_run, note_export
from events.registration.models import Seat


@require_http_methods(["GET", "POST"])
@access.roles(*rules.RUNNERS)
@no_store
def grid(request: HttpRequest, event_id: int) -> HttpResponse:
    """Cost: 3 queries, and the list's own where boxes changed."""
    event = event_run(request, event_id)
    found = grid_of(event)
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    if request.method == "POST":
        try:
            changed = _note(request, event, found)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            said = ngettext("%(number)d box was changed.", "%(number)d boxes were changed.", changed)
            messages.success(request, said % {"number": changed} if changed else _("Nothing had changed."))
        return redirect(f"{reverse('doors:grid', args=[event.pk])}?page={page.number}")
    context: dict[str, Any] = {
        "event": event,
        "page_obj": page,
        "total": len(found.rows),
        "columns": [
            (sitting, heading(sitting), number)
            for sitting, number in zip(found.sittings, found.totals or [0] * len(found.sittings), strict=True)
        ],
    }
    return render(request, "doors/grid.html", context)


def _note(request: HttpRequest, event: Event, found: Grid) -> int:
    """Apply what differs from what the page showed: what somebody else ticked meanwhile stays."""
    changed = keys_in(request.POST.getlist("came")) ^ keys_in(request.POST.getlist("was"))
    sittings = {sitting.pk: sitting for sitting in found.sittings}
    seats = Seat.objects.select_related("event", "registration").filter(event=event, state__in=HELD)
    held = seats.in_bulk({seat for seat, _sitting in changed})
    pairs = [(held[seat], sittings[key]) for seat, key in sorted(changed) if seat in held and key in sittings]
    ticked = keys_in(request.POST.getlist("came"))
    return actions.note_list(
        came=[pair for pair in pairs if (pair[0].pk, pair[1].pk) in ticked],
        left=[pair for pair in pairs if (pair[0].pk, pair[1].pk) not in ticked],
        door=_("Paper list"),
        by=whoever_asks(request),
    )


@require_GET
@access.roles(*rules.RUNNERS)
@access.fresh(gives_file=True)
@no_store
def export_grid(request: HttpRequest, event_id: int, form: str) -> HttpResponse:
    """The table as a file: audited, and noted as read of everybody on it."""
    event = event_run(request, event_id)
    found = grid_of(event)
    values = {"format": form, "rows": len(found.rows), "sittings": len(found.sittings)}
    audit.record("doors.exported", event, by=whoever_asks(request), values=values)
    note_export(request, event, {row.person for row in found.rows})
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    name, rows = f"{_('attendance')}-{event.pk}", export_rows(found, event.zone)
    return answer(name, export_header(found), rows, zone=event.zone)  # type: ignore[return-value]  # streamed: an answer too
