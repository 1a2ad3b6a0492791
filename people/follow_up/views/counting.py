"""What became of people, for those who answer for the programmes: figures, the list behind each, the plan of an edition."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.guard import reach
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.follow_up import actions, figures, rules
from people.follow_up.forms import FiguresForm, PlanForm
from people.follow_up.labels import LABELS
from people.follow_up.models import FollowUpPlan
from people.programmes.models import Edition

PAGE_SIZE = 50
counting = access.roles(*rules.COUNTING_ROLES)
planning = access.roles(*rules.PLANNING_ROLES)


def _which(request: PersonRequest) -> tuple[FiguresForm, dict[str, Any]]:
    """The form, and what it and the user's regions narrow the figures to."""
    regions = rules.regions_counted(request.user)
    form = FiguresForm(request.GET, regions=regions)
    said = form.cleaned_data if form.is_valid() else {}
    which = {name: said.get(name) for name in ("first", "last", "edition", "region")}
    return form, {**which, "regions": regions}


@counting
@no_store
@require_GET
def figures_page(request: PersonRequest) -> HttpResponse:
    form, which = _which(request)
    ranks = figures.by_months(**which)
    facts = {
        "form": form,
        "counted": [(name, LABELS[name], counted) for name, counted in figures.figures(**which).items()],
        "ranks": [(months, [ranks[months][name] for name in LABELS]) for months in ranks],
        "labels": list(LABELS.values()),
        "query": request.GET.urlencode(),
        "editions": Edition.objects.kept_by(request.user)
        .filter(state__in=["open", "closed"])
        .select_related("programme"),
        "may_plan": request.user.holds_any(*rules.PLANNING_ROLES),
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "follow_up/figures.html", facts)


@counting
@no_store
@require_GET
def behind(request: PersonRequest, name: str) -> HttpResponse:
    """The list behind a figure: file numbers, never names."""
    if name not in LABELS:
        raise Http404
    form, which = _which(request)
    page = Paginator(figures.behind(name, **which), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"form": form, "page_obj": page, "label": LABELS[name], "name": name, "query": request.GET.urlencode()}
    return render(request, "follow_up/behind.html", facts)


@planning
@no_store
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """When people of an edition are followed up."""
    edition = reach(request, Edition.objects.kept_by(request.user).select_related("programme"), pk=pk)
    there = FollowUpPlan(edition=edition)
    if hasattr(edition, "follow_up_plan"):
        there = edition.follow_up_plan
    form = PlanForm(request.POST or None, instance=there)
    if request.method == "POST" and form.is_valid():
        actions.set_plan(edition=edition, by=request.user.person, **form.cleaned_data)
        messages.success(request, _("The follow-ups of this edition are planned this way from now on."))
        return redirect("follow_up:figures")
    return render(request, "follow_up/plan.html", {"form": form, "edition": edition})
