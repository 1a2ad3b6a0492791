"""Events in bulk: an organiser's file brought in, in three steps, and their events as a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, audit, calendars, exports
from core.pages import no_store
from core.refusals import Refusal
from events.agenda import exporting, rules, worklist
from events.agenda.forms.importing import ChoicesForm, FileForm
from events.agenda.importing import carrying_out
from events.agenda.importing.plan import Verdict
from events.agenda.importing.readers import Table, UnreadableFile
from events.agenda.models import Event, WaitingFile
from events.agenda.views.manage import asks, working
from people.accounts.http import PersonRequest


def waiting_of(request: PersonRequest) -> WaitingFile | None:
    """What this person sent within the hour. Cost: 1 query."""
    return WaitingFile.objects.kept_by(request.user).select_related("organisation", "region").first()


def nothing_waits(request: PersonRequest) -> HttpResponse:
    messages.info(request, _("No file of yours waits: a file is kept for an hour at most. Choose it again."))
    return redirect("agenda:import")


@working
@access.fresh()
@no_store
@asks
def bring(request: PersonRequest) -> HttpResponse:
    """Step 1: the file, and whose events they are where it does not say."""
    if not rules.organisations_for(request.user).exists():
        return render(request, "agenda/manage/no_organisation.html")
    form = FileForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("organisation", "region", "kind")}
        carrying_out.keep(content=form.content, by=request.user, **given)
        return redirect("agenda:import_plan")
    return render(request, "agenda/manage/import.html", {"form": form, "waiting": waiting_of(request)})


@working
@no_store
@asks
def plan(request: PersonRequest) -> HttpResponse:
    """Step 2: what will happen, line by line; nothing is done yet. Cost: 8 queries, and some 4 per organisation named."""
    waiting = waiting_of(request)
    if waiting is None:
        return nothing_waits(request)
    if waiting.outcome is not None:
        return redirect("agenda:import_done")
    now = {"organisation": waiting.organisation_id, "region": waiting.region_id, "kind": waiting.kind}
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=now, user=request.user)
    if request.method == "POST" and form.is_valid():
        carrying_out.choose(waiting=waiting, by=request.user, **form.cleaned_data)
        return redirect("agenda:import_plan")
    try:
        table = _table(waiting)
    except UnreadableFile as trouble:
        return unreadable(request, trouble)
    found = carrying_out.seen(waiting, table, request.user)
    context: dict[str, Any] = {
        "form": form,
        "waiting": waiting,
        "notes": table.notes,
        "counts": found.counts,
        "digest": found.digest,
        "groups": _groups(found.plan.lines),
        "does": found.counts["create"] + found.counts["update"],
    }
    return render(request, "agenda/manage/import_plan.html", context)


def _table(waiting: WaitingFile) -> Table:
    """Raises UnreadableFile."""
    with waiting.file.open("rb") as file:
        return carrying_out.table_of(file.read())


def unreadable(request: PersonRequest, trouble: UnreadableFile) -> HttpResponse:
    """It was read before it was kept: the workshop is busy, and says so."""
    messages.error(request, str(trouble))
    return redirect("agenda:import")


def _groups(lines: list[Any]) -> list[tuple[str, list[Any]]]:
    """Lines by what would be done, trouble first; groups of none are left out."""
    named = {
        Verdict.REFUSE: _("In trouble: not brought in"),
        Verdict.UPDATE: _("Changed"),
        Verdict.CREATE: _("New drafts"),
        Verdict.SKIP: _("Left as they are"),
    }
    groups = [(label, [line for line in lines if line.verdict is verdict]) for verdict, label in named.items()]
    return [(label, found) for label, found in groups if found]


@working
@no_store
@require_POST
def carry_out(request: PersonRequest) -> HttpResponse:
    """Do what was shown; refused whole if something changed meanwhile."""
    waiting = waiting_of(request)
    if waiting is None or waiting.outcome is not None:
        return nothing_waits(request)
    try:
        table = _table(waiting)
    except UnreadableFile as trouble:
        return unreadable(request, trouble)
    try:
        digest = request.POST.get("digest", "")
        carrying_out.carry_out(waiting=waiting, table=table, digest=digest, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("agenda:import_plan")
    return redirect("agenda:import_done")


@working
@no_store
@require_GET
def done(request: PersonRequest) -> HttpResponse:
    """Step 3: what became of each line, with links. Cost: 3 queries."""
    waiting = waiting_of(request)
    if waiting is None or waiting.outcome is None:
        return nothing_waits(request)
    numbers = [*waiting.outcome["create"], *waiting.outcome["update"]]
    events = Event.objects.run_by(request.user).filter(pk__in=numbers).select_related("venue", "region")
    made = set(waiting.outcome["create"])
    context = {
        "outcome": waiting.outcome,
        "made": [event for event in events if event.pk in made],
        "changed": [event for event in events if event.pk not in made],
    }
    return render(request, "agenda/manage/import_done.html", context)


@working
@require_GET
def model(request: PersonRequest, form: str) -> HttpResponseBase:
    """A file to fill in: headings in both languages, and a line that shows how."""
    header, rows = exporting.template()
    name = pgettext("file name", "events-to-fill-in")
    if form == "csv":
        return exports.csv_response(name, header, rows)
    if form == "xlsx":
        return exports.xlsx_response(name, header, rows)
    raise Http404


@working
@access.fresh(gives_file=True)
@no_store
@require_http_methods(["GET"])
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """The events of the list, as it is filtered, in a file that the import reads back. Cost: 4 queries."""
    if form not in exporting.FORMATS:
        raise Http404
    tab = worklist.tab_named(request.GET.get("tab", ""))
    mine = Event.objects.run_by(request.user).with_words(request.GET.get("q", "").strip()[:80])
    events = worklist.under(tab, mine).select_related(*exporting.RELATED).prefetch_related(*exporting.PREFETCHED)
    person = request.user.person
    audit.record("agenda.exported", person, by=person, values={"format": form, "rows": len(events), "tab": tab.name})
    name = pgettext("file name", "events")
    if form == "ics":
        response = HttpResponse(exporting.calendar(events), content_type=calendars.content_type())
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.ics") or "attachment"
        return response
    rows = exporting.rows(events, for_csv=form == "csv")
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    return answer(name, exporting.header(), rows)
