"""The organiser's pages of applications: the list to decide in, one application to read, the grid."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.pages import no_store
from core.refusals import Refusal
from core.versions import SeenWhole, print_whole
from events.agenda.models import Event
from events.registration.models import Registration
from events.selection import actions, reading, refusals, releasing, rules
from events.selection.forms import DecisionForm, GridForm, ScoreForm
from events.selection.models import Criterion, Results
from events.selection.sections import sections_of
from events.selection.views.reach import event_run, frame, registration_run, working
from people.accounts.http import PersonRequest

#: Applications on a page of the list: as many as one decides at a time.
PAGE = 50


@working
@no_store
@require_GET
def applications(request: PersonRequest, event_id: int) -> HttpResponse:
    """Who applied, what readers found, what is decided; to decide on several at once. Cost: 7 queries, however many apply."""
    return _list(request, event_run(request, event_id), asked=request.GET, form=DecisionForm())


def _list(
    request: PersonRequest, event: Event, *, asked: Any, form: DecisionForm, status: int = 200, **more: Any
) -> HttpResponse:
    narrowed_to, sort = asked.get("show", ""), asked.get("sort", "")
    found = reading.listing(event, me=request.user.person, narrowed_to=narrowed_to, sort=sort)
    page = Paginator(found.lines, PAGE).get_page(asked.get("page"))
    criteria = list(Criterion.objects.run_by(request.user).filter(event=event))
    context = frame(event) | {
        "listing": found,
        "page_obj": page,
        "form": form,
        "criteria": criteria,
        "most": sum(one.most for one in criteria),
        "sorts": reading.SORTS.items(),
        "asked": {"show": found.chosen_filter, "sort": found.sort, "page": page.number},
        "can_decide": not Results.of(event).are_told,
        "ticked": set(),
        "clashes": (),
    }
    return render(request, "selection/manage/applications.html", context | more, status=status)


@working
@no_store
@require_POST
def decide(request: PersonRequest, event_id: int) -> HttpResponse:
    """Decide on those ticked; what keeps it from being decided is said above the same list."""
    event = event_run(request, event_id)
    form = DecisionForm(request.POST)
    ticked = {int(key) for key in request.POST.getlist("ticked") if key.isdecimal()}
    clashes: tuple[int, ...] = ()
    if form.is_valid():
        seen = {key: request.POST.get(f"mark-{key}", "") for key in ticked}
        try:
            decided = actions.decide(event=event, by=request.user, seen=seen, **form.decision)
        except refusals.DecidedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            clashes, ticked = refusal.registrations, ticked - set(refusal.registrations)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _decided_words(len(decided)))
            asked = {name: request.POST.get(name, "") for name in ("show", "sort", "page")}
            return redirect(f"{reverse('selection:applications', args=[event.pk])}?{urlencode(asked)}")
    return _list(request, event, asked=request.POST, form=form, status=422, ticked=ticked, clashes=clashes)


def _decided_words(number: int) -> str:
    words = ngettext(
        "The decision on %(number)s application is kept. Nobody is told yet.",
        "The decision on %(number)s applications is kept. Nobody is told yet.",
        number,
    )
    return words % {"number": number}


@working
@no_store
@require_http_methods(["GET", "POST"])
def application(request: PersonRequest, event_id: int, registration_id: int) -> HttpResponse:
    """One application: what it says, my points, then what others found. Cost: 9 queries, and that of the sections."""
    event = event_run(request, event_id)
    held = registration_run(request, event, registration_id)
    criteria = list(Criterion.objects.run_by(request.user).filter(event=event))
    found, readers = reading.found_in(held, criteria, request.user.person)
    form = ScoreForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.score(registration=held, by=request.user, points=form.points)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your points are kept. Below is what others found."))
            return redirect("selection:application", event.pk, held.pk)
    return _application(request, held, form, readers, DecisionForm(initial=_decided(held)), 422 if form.errors else 200)


def _application(
    request: PersonRequest, held: Registration, form: ScoreForm, readers: int, decision: DecisionForm, status: int
) -> HttpResponse:
    event, me = held.event, request.user.person
    told = Results.of(event).are_told
    verdict = getattr(held, "verdict", None)
    context = frame(event) | {
        "registration": held,
        "party": held.party,
        "sections": sections_of(held),
        "form": form,
        "readers": readers,
        "is_read_by_me": any(one.mine is not None for one in form.found),
        "mean": sum(one.mean for one in form.found if one.mean is not None),
        "most": sum(one.criterion.most for one in form.found),
        "decision": decision,
        "verdict": verdict,
        "mark": verdict.mark if verdict else "",
        "is_mine": rules.is_in_it(me, held),
        "can_read": held.is_applied and not told,
        "can_decide": held.is_applied,
        "next": reading.next_unread(event, me, after=held),
    }
    return render(request, "selection/manage/application.html", context, status=status)


def _decided(held: Registration) -> dict[str, str]:
    verdict = getattr(held, "verdict", None)
    if verdict is None:
        return {}
    return {"outcome": verdict.outcome, "reason_fr": verdict.reason_fr, "reason_en": verdict.reason_en}


@working
@no_store
@require_POST
def decide_one(request: PersonRequest, event_id: int, registration_id: int) -> HttpResponse:
    """Decide on one application: as a draft, or at once for one that came after everybody was told."""
    event = event_run(request, event_id)
    held = registration_run(request, event, registration_id)
    decision, mark = DecisionForm(request.POST), request.POST.get("mark", "")
    if decision.is_valid():
        try:
            if Results.of(event).are_told:
                releasing.decide_late(registration=held, by=request.user, mark=mark, **decision.decision)
                messages.success(request, _("It is decided, and the person is told."))
            else:
                actions.decide(event=event, by=request.user, seen={held.pk: mark}, **decision.decision)
                messages.success(request, _decided_words(1))
        except Refusal as refusal:
            decision.add_error(None, str(refusal))
        else:
            return redirect("selection:application", event.pk, held.pk)
    criteria = list(Criterion.objects.run_by(request.user).filter(event=event))
    found, readers = reading.found_in(held, criteria, request.user.person)
    return _application(request, held, ScoreForm(found=found), readers, decision, 422)


@working
@no_store
@require_http_methods(["GET", "POST"])
def grid(request: PersonRequest, event_id: int) -> HttpResponse:
    """The criteria, to write until somebody has given points. Cost: 6 queries."""
    event = event_run(request, event_id)
    criteria = list(Criterion.objects.run_by(request.user).filter(event=event))
    form = GridForm(request.POST if request.method == "POST" else None, criteria=criteria)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_grid(
                event=event, by=request.user, rows=form.criteria, seen=SeenWhole(request.POST.get("shown", ""))
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The grid is kept."))
            return redirect("selection:grid", event.pk)
    context = frame(event) | {
        "form": form,
        "criteria": criteria,
        "most": sum(one.most for one in criteria),
        "is_settled": any(one.scores.exists() for one in criteria[:1]) or Results.of(event).are_told,
        "shown": print_whole(actions.GRID, actions.grid_of(event)),
        "has_english": all(one.label_en for one in criteria),
    }
    return render(request, "selection/manage/grid.html", context, status=422 if form.errors else 200)
