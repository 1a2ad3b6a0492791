"""The queue as staff see it, and requests that caseworkers make and change on behalf."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.requests import actions, rules, standing
from network.pairing.requests.actions.writing import pairs
from network.pairing.requests.forms import EndForm, QueueForm, StaffRestForm
from network.pairing.requests.models import Request
from network.pairing.requests.views import writing
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants.models import Candidacy, caseworker_scopes

PAGE = 50
working = access.roles(*rules.WORKING_ROLES)
watching = access.roles(*rules.WATCHING_ROLES)


def _seen(request: PersonRequest) -> Any:
    """Of files one's organisation follows, and of editions one keeps."""
    return Request.objects.worked_on_by(request.user) | Request.objects.coordinated_by(request.user)


def _one(request: PersonRequest, pk: int) -> Request:
    found = Request.objects.worked_on_by(request.user).select_related(*writing.RELATED)
    return reach(request, found, pk=pk)


@watching
@no_store
@require_GET
def queue(request: PersonRequest) -> HttpResponse:
    """Who waits longest first. Names stand on lines of people whom one's organisation follows. Cost: 6 queries, whatever the rows."""
    found = _seen(request)
    form = QueueForm(request.GET, editions=standing.editions_of(found))
    rows = (
        found.narrowed(form.by)
        .select_related(*writing.RELATED)
        .prefetch_related("occupations__major_group__broad_category")
    )
    page = Paginator(rows.by_waiting(), PAGE).get_page(request.GET.get("page"))
    scopes = set(caseworker_scopes(request.user))
    lines = [(asked, standing.is_followed_in(asked, scopes)) for asked in page]
    facts = {"form": form, "page_obj": page, "lines": lines, "narrowed": bool(form.by)}
    return render(request, "requests/list.html", facts)


@working
@no_store
@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One request: what it says, where it stands, what moved it, what can be done. Cost: about 15 queries."""
    asked = _one(request, pk)
    file = asked.candidacy.case_file
    note_read(
        by=request.user.person, about=file.person, kind=ReadEntry.Kind.FILE, thing=asked, organisation=file.organisation
    )
    steps = asked.steps.select_related("by").order_by("-at", "-pk")
    facts = {"asked": asked, "steps": steps, **standing.of(asked), **rules.what_may_be_done(asked)}
    return render(request, "requests/request.html", facts)


@working
@require_POST
def begin(request: PersonRequest, pk: int) -> HttpResponse:
    """Of a candidacy that one's organisation follows: the draft, filled from the card."""
    candidacy = reach(request, Candidacy.objects.visible_to(request.user), pk=pk)
    try:
        made = actions.begin(candidacy=candidacy, by=request.user.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("requests:list")
    return redirect("requests:staff_write", made.pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, pk: int) -> HttpResponse:
    asked = _one(request, pk)
    if not rules.may_write(asked):
        return redirect("requests:staff", asked.pk)
    form = writing.form_of(request, asked)
    if request.method == "POST" and writing.is_kept(request, asked, form):
        return redirect("requests:staff", asked.pk)
    facts = {
        "back_url": reverse("requests:staff", args=[asked.pk]),
        "reach_url": reverse("requests:staff_reach", args=[asked.pk]),
        "may_send": rules.may_send(asked),
        "pairs_now": pairs(asked.candidacy.edition),
    }
    return writing.page(request, "requests/staff_write.html", asked, form, facts)


@working
@no_store
@require_POST
def count(request: PersonRequest, pk: int) -> HttpResponse:
    return writing.counted(request, _one(request, pk))


@working
@no_store
@require_http_methods(["GET", "POST"])
def rest(request: PersonRequest, pk: int) -> HttpResponse:
    asked, form = _one(request, pk), StaffRestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = _("The request is put aside, and the person is told.")
        return _moved(request, asked, actions.rest, words, reason=form.cleaned_data["reason"], tell=True)
    return render(request, "requests/staff_rest.html", {"asked": asked, "form": form})


@working
@require_POST
def take_up(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, _one(request, pk), actions.take_up, _("A match is looked for again."))


@working
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks why; the person reads it."""
    asked, form = _one(request, pk), EndForm(request.POST or None)
    if not rules.may_end(asked):
        messages.error(request, _("A match is under way: it ends on its own page."))
        return redirect("requests:staff", asked.pk)
    if request.method == "POST" and form.is_valid():
        words = _("The request has ended, and the person is told.")
        return _moved(request, asked, actions.end, words, reason=form.cleaned_data["reason"])
    return render(request, "requests/staff_end.html", {"asked": asked, "form": form})


@working
@require_POST
def bring_back(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, _one(request, pk), actions.bring_back, _("The request stands again, with the days waited."))


def _moved(
    request: PersonRequest, asked: Request, action: Callable[..., Request], words: str, **said: Any
) -> HttpResponse:
    with refusal_told(request):
        action(request=asked, by=request.user.person, **said)
        messages.success(request, words)
    return redirect("requests:staff", asked.pk)
