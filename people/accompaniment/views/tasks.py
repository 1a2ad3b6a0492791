"""Tasks: one's own and the organisation's, overdue first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accompaniment import actions, rules
from people.accompaniment.forms import TaskFilter, TaskForm
from people.accompaniment.models import Task
from people.accompaniment.views.staff import back_to, file_of, working
from people.accounts.http import PersonRequest

PAGE = 50


@working
@no_store
@require_GET
def tasks(request: PersonRequest) -> HttpResponse:
    """Mine unless asked otherwise. Cost: about 7 queries, whatever the rows."""
    person, form = request.user.person, TaskFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    whose, state = asked.get("whose") or "mine", asked.get("state") or "open"
    rows = Task.objects.editable_by(request.user).select_related("case_file__person", "assignee", "done_by")
    if whose == "mine":
        rows = rows.of_assignee(person)
    elif whose == "free":
        rows = rows.filter(assignee=None)
    narrowed = {
        "open": rows.open().by_day(),
        "overdue": rows.overdue().by_day(),
        "done": rows.done().order_by("-done_at", "-pk"),
    }
    page = Paginator(narrowed[state], PAGE).get_page(request.GET.get("page"))
    mine = Task.objects.editable_by(request.user).of_assignee(person)
    context = {
        "page_obj": page,
        "whose": whose,
        "state": state,
        "form": TaskFilter(initial={"whose": whose, "state": state}),
        "overdue": mine.overdue().count(),
        "for_today": mine.open().filter(due_on=timezone.localdate()).count(),
        "free": Task.objects.editable_by(request.user).open().filter(assignee=None).count(),
        "has_digest": hasattr(person, "task_digest"),
    }
    return render(request, "accompaniment/tasks.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    """A task about nobody in particular, of one's organisation."""
    organisation = rules.organisations_of(request.user).first()
    if organisation is None:
        raise Http404
    start = {"assignee": request.user.person_id, "due_on": timezone.localdate()}
    form = TaskForm(request.POST or None, organisation=organisation.pk, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_task(organisation=organisation, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The task is noted."))
            return redirect("accompaniment:tasks")
    return render(request, "accompaniment/task.html", {"form": form})


@working
@no_store
@require_http_methods(["GET", "POST"])
def add_about(request: PersonRequest, reference: str) -> HttpResponse:
    """A task about somebody; ``origin`` says that it comes from a note."""
    found = file_of(request, reference)
    start = {"assignee": request.user.person_id, "due_on": timezone.localdate()}
    form = TaskForm(request.POST or None, organisation=found.organisation_id, initial=start)
    if request.method == "POST" and form.is_valid():
        origin = Task.Origin.NOTE if request.GET.get("from") == "note" else Task.Origin.HAND
        try:
            actions.add_task(case_file=found, by=request.user.person, origin=origin, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The task is noted."))
            return back_to(found, "tasks")
    return render(request, "accompaniment/task.html", {"form": form, "case_file": found})


@working
@no_store
@require_http_methods(["GET", "POST"])
def task(request: PersonRequest, pk: int) -> HttpResponse:
    """One task, to change or to mark as done."""
    rows = Task.objects.editable_by(request.user).select_related("case_file__person", "assignee", "added_by", "done_by")
    found = reach(request, rows, pk=pk)
    file = file_of(request, found.case_file.reference) if found.case_file else None
    form = TaskForm(request.POST or None, organisation=found.organisation_id, task=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_task(task=found, by=request.user.person, seen=form.seen, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return back_to(file, "tasks") if file else redirect("accompaniment:tasks")
    return render(request, "accompaniment/task.html", {"form": form, "task": found, "case_file": file})


@working
@require_POST
def task_state(request: PersonRequest, pk: int) -> HttpResponse:
    """Done, or not done after all."""
    found = reach(request, Task.objects.editable_by(request.user).select_related("case_file"), pk=pk)
    if request.POST.get("state") == "open":
        actions.reopen_task(task=found, by=request.user.person)
    else:
        actions.finish_task(task=found, by=request.user.person)
        messages.success(request, _("Done."))
    if request.POST.get("from") == "file" and found.case_file:
        return back_to(found.case_file, "tasks")
    return redirect("accompaniment:tasks")


@working
@require_POST
def digest(request: PersonRequest) -> HttpResponse:
    """The morning letter, wished or no more."""
    wanted = request.POST.get("wanted") == "1"
    actions.set_digest(person=request.user.person, wanted=wanted)
    messages.success(
        request,
        _("You get the letter on working mornings.") if wanted else _("You get no letter in the morning any more."),
    )
    return redirect("accompaniment:tasks")
