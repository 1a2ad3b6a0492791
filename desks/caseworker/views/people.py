"""The people whom one's organisation follows: found, narrowed, taken away as a file."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from core import access, asked, audit, exports
from core.pages import no_store
from desks.caseworker.forms import KeepFilterForm, Narrowing, WordsForm
from desks.caseworker.views.filters import form_of
from people.accounts.http import PersonRequest
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry
from people.participants import listing, rules
from people.participants.models import CaseFile, SavedFilter

PAGE_SIZE = 50
#: Under which ``core.asked`` keeps the words of a search.
SEARCH = "caseworker.people"

working = access.roles(*rules.WORKING_ROLES)


def words_of(request: PersonRequest) -> str:
    return str(asked.words(request, SEARCH))


def found_by(request: PersonRequest) -> tuple[Narrowing, QuerySet[CaseFile]]:
    """The form of the address and the files it finds, with the words that the session keeps. No query of the list itself."""
    form = form_of(request, SavedFilter.List.PEOPLE, request.GET)
    mine = CaseFile.objects.visible_to(request.user)
    files = mine.closed() if form.by.get("standing") == "closed" else mine.open()
    if words := words_of(request):
        files = files.named(words)
    return form, listing.narrow(files, form.by)


@working
@no_store
@require_GET
def people(request: PersonRequest) -> HttpResponse:
    """The list by name. Cost: 5 queries beside the form's and the frame's, however long."""
    form, files = found_by(request)
    page: Any = Paginator(listing.keys_by_name(files), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = listing.lines_of(page)
    words, query = words_of(request), urlencode(form.query)
    context: dict[str, Any] = {
        "form": form,
        "words_form": WordsForm(initial={"words": words}),
        "words": words,
        "page_obj": page,
        "rows": [(file, listing.card_of(file), listing.oral_of(file)) for file in page],
        "narrowed": bool(query or words),
        "query": query,
        "saved": SavedFilter.objects.visible_to(request.user).of_list(SavedFilter.List.PEOPLE),
        "keep_form": KeepFilterForm(initial={"list": "people", "query": query}),
    }
    return render(request, "caseworker/people.html", context)


@working
@no_store
@require_POST
def search(request: PersonRequest) -> HttpResponse:
    """Keep the words to search by, or forget them when there are none."""
    form = WordsForm(request.POST)
    asked.keep(request, SEARCH, form.cleaned_data["words"] if form.is_valid() else "")
    query = form_of(request, SavedFilter.List.PEOPLE, request.POST).query
    response = redirect("caseworker:people")
    if query:
        response["Location"] += f"?{urlencode(query)}"
    return response


@require_GET
@working
@access.fresh(gives_file=True)
@no_store
def export(request: PersonRequest, form: str) -> HttpResponseBase:
    """The list as it is narrowed, as a file. Noted as read of everybody on it. Cost: 7 queries for 500 people, and 5."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    _narrowing, files = found_by(request)
    for organisation in rules.organisations_of(request.user):
        theirs = list(files.filter(organisation=organisation).select_related("person"))
        audit.record(
            "people.exported", organisation, by=request.user.person, values={"format": form, "rows": len(theirs)}
        )
        note_reads(
            by=request.user.person,
            about=[file.person for file in theirs],
            kind=ReadEntry.Kind.EXPORT,
            thing=organisation,
            organisation=organisation,
        )
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    header = [str(head) for head in listing.EXPORT_HEADER]
    return answer(pgettext("file name", "people"), header, listing.export_rows(files))
