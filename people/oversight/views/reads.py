"""« Qui a vu mon dossier », and the whole log for those who watch over privacy."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from core import access, asked, audit
from core.exports import csv_response
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.oversight import rules
from people.oversight.forms import SearchForm, day_begins, day_ends
from people.oversight.models import OVERSEERS, ReadEntry

PAGE_SIZE = 50
#: Lines of an export whose people are looked up at once.
BATCH = 500
#: Under which ``core.asked`` keeps what the log is searched by.
SEARCH = "oversight.reads"

overseeing = access.roles(*OVERSEERS)


@access.signed_in
@no_store
@require_GET
def who_read_mine(request: PersonRequest) -> HttpResponse:
    """Who opened what about me, newest first. Cost: 4 queries beside the frame's."""
    reads = ReadEntry.objects.of_person(request.user.person).select_related("organisation")
    page = Paginator(reads, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "oversight/mine.html", {"page_obj": page, "lines": rules.lines_of(page.object_list)})


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def read_log(request: PersonRequest) -> HttpResponse:
    """POST keeps what to search by; GET shows the reads it finds."""
    if request.method == "POST":
        form = SearchForm({} if "all" in request.POST else request.POST)
        if form.is_valid():
            asked.keep(request, SEARCH, form.kept)
            return redirect("oversight:read_log")
    else:
        form = SearchForm(asked.words(request, SEARCH, {}))
    found = _found(request, form)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"form": form, "page_obj": page, "lines": rules.lines_of(page.object_list)}
    return render(request, "oversight/reads.html", facts | {"narrowed": any(form.kept.values())})


@overseeing
@access.fresh(gives_file=True)
@require_GET
def read_log_export(request: PersonRequest) -> HttpResponse:
    """What the search finds, as CSV: itself noted in the audit."""
    found = _found(request, SearchForm(asked.words(request, SEARCH, {})))
    audit.record("read_log.exported", request.user, by=request.user.person, values={"lines": found.count()})
    header = [
        _("When"),
        _("Read by"),
        _("No."),
        _("For the organisation"),
        _("What was read"),
        _("About whom"),
        _("No."),
    ]
    return csv_response(pgettext("file name", "read-log"), header, _rows(found))  # type: ignore[return-value]  # streamed: an answer too


def _rows(found: QuerySet[ReadEntry]) -> Any:
    batch: list[ReadEntry] = []
    for entry in found.iterator(BATCH):
        batch.append(entry)
        if len(batch) == BATCH:
            yield from map(_row, rules.lines_of(batch))
            batch = []
    yield from map(_row, rules.lines_of(batch))


def _row(line: rules.Line) -> list[Any]:
    entry = line.entry
    return [
        entry.at,
        line.reader.name if line.reader else "",
        entry.reader,
        entry.organisation.name if entry.organisation else "",
        entry.get_kind_display(),
        line.subject.name if line.subject else "",
        entry.subject,
    ]


def _found(request: PersonRequest, form: SearchForm) -> QuerySet[ReadEntry]:
    """Reads the form asks for; none while it is wrong."""
    reads = ReadEntry.objects.visible_to(request.user).select_related("organisation")
    if not form.is_valid():
        return reads.none()
    typed = form.cleaned_data
    if typed["subject"]:
        reads = reads.about_people(rules.people_named(typed["subject"]))
    if typed["reader"]:
        reads = reads.by_people(rules.people_named(typed["reader"]))
    if typed["organisation"]:
        reads = reads.filter(organisation=typed["organisation"])
    if typed["kind"]:
        reads = reads.filter(kind=typed["kind"])
    return reads.between(day_begins(typed["since"]), day_ends(typed["until"]))
