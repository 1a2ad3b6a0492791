"""The caseworker's page of what they do with one person, and the plan in it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accompaniment import actions, overview
from people.accompaniment.forms import BeginPlanForm, ShiftForm, StepForm
from people.accompaniment.models import ActionPlan, PlanStep
from people.accompaniment.views.staff import back_to, file_of, whole_file_url, working
from people.accounts.http import PersonRequest
from people.participants.models import CaseFile


@working
@no_store
@require_GET
def file(request: PersonRequest, reference: str) -> HttpResponse:
    """Plan, appointments, referrals and tasks of one person. Cost: about 12 queries, whatever the rows."""
    found = file_of(request, reference)
    context = {
        "case_file": found,
        "whole_file_url": whole_file_url(found),
        **overview.plan_of(found),
        **overview.appointments_of(found),
        **overview.referrals_of(found),
        **overview.tasks_of(found),
    }
    return render(request, "accompaniment/file.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def begin(request: PersonRequest, reference: str) -> HttpResponse:
    found = file_of(request, reference)
    form = BeginPlanForm(request.POST or None, case_file=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin_plan(case_file=found, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan has begun: the person sees it in their space."))
            return back_to(found, "plan")
    return render(request, "accompaniment/plan_begin.html", {"form": form, "case_file": found})


def _open_plan(found: CaseFile) -> ActionPlan:
    plan = found.plans.open().select_related("organisation").first()
    if plan is None:
        raise Http404
    return plan


@working
@no_store
@require_GET
def plan_print(request: PersonRequest, reference: str) -> HttpResponse:
    """The plan on paper, for whoever has no e-mail."""
    found = file_of(request, reference)
    plan = _open_plan(found)
    return render(
        request, "accompaniment/plan_print.html", {"plan": plan, "case_file": found, **overview.steps_of(plan)}
    )


@working
@no_store
@require_http_methods(["GET", "POST"])
def shift(request: PersonRequest, reference: str) -> HttpResponse:
    """Another day to count from: what is to do moves along."""
    found = file_of(request, reference)
    plan = _open_plan(found)
    form = ShiftForm(request.POST or None, initial={"begun_on": plan.begun_on})
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.shift_plan(plan=plan, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Steps moved: %(number)d") % {"number": moved})
            return back_to(found, "plan")
    return render(request, "accompaniment/plan_shift.html", {"form": form, "case_file": found, "plan": plan})


@working
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, reference: str) -> HttpResponse:
    """GET asks, POST ends the plan."""
    found = file_of(request, reference)
    plan = _open_plan(found)
    if request.method == "POST":
        with refusal_told(request):
            actions.end_plan(plan=plan, by=request.user.person)
        return back_to(found, "plan")
    return render(request, "accompaniment/plan_end.html", {"case_file": found, "plan": plan})


@working
@no_store
@require_http_methods(["GET", "POST"])
def step_add(request: PersonRequest, reference: str) -> HttpResponse:
    found = file_of(request, reference)
    plan = _open_plan(found)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_step(plan=plan, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The step is in the plan."))
            return back_to(found, "plan")
    return render(request, "accompaniment/step.html", {"form": form, "case_file": found})


def _step(request: PersonRequest, pk: int) -> PlanStep:
    steps = PlanStep.objects.editable_by(request.user).select_related("plan__case_file__person")
    return reach(request, steps, pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, pk: int) -> HttpResponse:
    """Another day, other words, somebody else."""
    held = _step(request, pk)
    found = file_of(request, held.plan.case_file.reference)
    form = StepForm(request.POST or None, step=held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_step(step=held, by=request.user.person, seen=form.seen, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return back_to(found, "plan")
    return render(request, "accompaniment/step.html", {"form": form, "case_file": found, "step": held})


@working
@require_POST
def step_state(request: PersonRequest, pk: int) -> HttpResponse:
    """Done, taken up again, or dropped."""
    held = _step(request, pk)
    act = {"done": actions.tick_step, "todo": actions.untick_step, "dropped": actions.drop_step}
    with refusal_told(request):
        act.get(request.POST.get("state", ""), actions.tick_step)(step=held, by=request.user.person)
    return back_to(held.plan.case_file, "plan")
