"""The register and the operator's inventory; the retention schedule, its decisions and its proof."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, exports, personal
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.accounts.models import User
from people.privacy import inventory, retention
from people.privacy.forms import RetentionRuleForm
from people.privacy.models import GUARDIANS, RetentionRule, RetentionRun

guarding = access.roles(*GUARDIANS)


@guarding
@no_store
@require_GET
def register(request: PersonRequest) -> HttpResponse:
    """Everything the house holds about people, as its rooms declare it: read off the code, so never out of date. Cost: 1 query."""
    return render(request, "privacy/register.html", {"kinds": inventory.kinds()})


@guarding
@no_store
@require_GET
def take_inventory(request: PersonRequest, ending: str) -> HttpResponse:
    """The register as a table to take away, one line a field."""
    name, header, rows = _("data-inventory"), inventory.header(), inventory.lines()
    if ending not in {"csv", "xlsx"}:
        raise Http404
    answer = exports.csv_response if ending == "csv" else exports.xlsx_response
    return answer(name, header, rows)  # type: ignore[return-value]  # streamed: an answer too


@guarding
@no_store
@require_GET
def schedule(request: PersonRequest) -> HttpResponse:
    """Each class: how long, since when, who keeps it otherwise, and what the last night did. Cost: 3 queries."""
    return render(request, "privacy/schedule.html", {"classes": list(_classes(request.user))})


def _classes(user: User) -> Iterator[dict[str, object]]:
    """A class with its line for all and those of organisations. Cost: 2 queries."""
    latest: dict[str, RetentionRun] = {}
    codes = [keep.code for keep in personal.schedule()]
    # As many runs as two nights may leave, newest first: the latest of each class is among them.
    runs = RetentionRun.objects.visible_to(user).filter(is_dry=False, organisation=None, code__in=codes)
    recent = runs[: 3 * len(codes)]
    for run in recent:
        latest.setdefault(run.code, run)
    lines = retention.lines()
    for keep in personal.schedule():
        own = [line for line in lines if line.keep.code == keep.code]
        yield {"keep": keep, "line": own[0], "apart": own[1:], "run": latest.get(keep.code)}


@guarding
@no_store
@require_http_methods(["GET", "POST"])
def decide(request: PersonRequest, code: str) -> HttpResponse:
    """Keep a class for another time, for all or in one organisation."""
    keep = personal.keep_of(code)
    if keep is None:
        raise Http404
    form = RetentionRuleForm(request.POST if request.method == "POST" else None, keep=keep, initial={"days": keep.days})
    if request.method == "POST" and form.is_valid():
        facts = {"organisation": None} | form.cleaned_data
        try:
            retention.decide(code=code, by=request.user.person, **facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The schedule is changed, from tonight on."))
            return redirect("privacy:schedule")
    rules_now = (
        RetentionRule.objects.visible_to(request.user).filter(code=code).select_related("organisation", "set_by")
    )
    context = {"form": form, "keep": keep, "rules": rules_now}
    return render(request, "privacy/decide.html", context, status=422 if form.errors else 200)


@guarding
@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    rule = reach(request, RetentionRule.objects.visible_to(request.user), pk=pk)
    retention.undo(rule=rule, by=request.user.person)
    messages.success(request, _("Back to the schedule’s own days."))
    return redirect("privacy:schedule")


@guarding
@no_store
@require_GET
def tonight(request: PersonRequest) -> HttpResponse:
    """The dry run: what is past its time now, class by class; and the proof of nights before, 50 a page.

    Cost: 1 query a line of the schedule, and 4.
    """
    lines = [(line, line.rows().count()) for line in retention.lines()]
    runs = RetentionRun.objects.visible_to(request.user).select_related("organisation")
    if request.GET.get("show") == "some":
        runs = runs.filter(rows__gt=0)
    page = Paginator(runs, 50).get_page(request.GET.get("page"))
    labels = {keep.code: keep.label for keep in personal.schedule()}
    proofs = [(run, labels.get(run.code, run.code)) for run in page]
    context = {"lines": lines, "page_obj": page, "proofs": proofs, "some": request.GET.get("show") == "some"}
    return render(request, "privacy/tonight.html", context)
