"""Templates of plans: the house's and those of one's organisation."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from people.accompaniment import actions, rules
from people.accompaniment.forms import TemplateForm, TemplateSteps
from people.accompaniment.models import PlanTemplate
from people.accounts.http import PersonRequest

PAGE = 25
keeping = access.roles(*rules.TEMPLATE_ROLES)


@keeping
@no_store
@require_GET
def templates(request: PersonRequest) -> HttpResponse:
    """Those a plan may begin from, and which of them one keeps. Cost: 4 queries."""
    rows = PlanTemplate.objects.open_to(request.user).select_related("organisation", "edition__programme")
    page = Paginator(rows.annotate(number=Count("steps")).order_by("name_fr", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    kept = set(
        PlanTemplate.objects.kept_by(request.user).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True)
    )
    facts = {"page_obj": page, "kept": kept, "may_write": _may_write(request)}
    return render(request, "accompaniment/templates.html", facts)


def _may_write(request: PersonRequest) -> bool:
    return rules.keeps_house_templates(request.user) or rules.organisations_of(request.user).exists()


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def template_new(request: PersonRequest) -> HttpResponse:
    return _written(request, None)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def template(request: PersonRequest, pk: int) -> HttpResponse:
    return _written(request, reach(request, PlanTemplate.objects.kept_by(request.user), pk=pk))


def _written(request: PersonRequest, kept: PlanTemplate | None) -> HttpResponse:
    start: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    if kept is not None:
        start = {name: getattr(kept, name) for name in ("name_fr", "name_en", "organisation", "edition")}
        rows = [dict(step) for step in kept.steps.values("title_fr", "title_en", "who", "offset_days")]
    form = TemplateForm(request.POST or None, user=request.user, initial=start)
    steps = TemplateSteps(request.POST or None, initial=rows, prefix="steps")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        filled = [row.cleaned_data for row in steps if row.is_filled]
        actions.write_template(template=kept, details=form.cleaned_data, steps=filled, by=request.user.person)
        messages.success(request, _("The template is kept. Plans begun from it before stay as they are."))
        return redirect("accompaniment:templates")
    return render(request, "accompaniment/template.html", {"form": form, "steps": steps, "template": kept})


@keeping
@require_POST
def template_state(request: PersonRequest, pk: int) -> HttpResponse:
    """Offered no more, or again."""
    kept = reach(request, PlanTemplate.objects.kept_by(request.user), pk=pk)
    if request.POST.get("state") == "in_use":
        actions.restore_template(template=kept, by=request.user.person)
    else:
        actions.archive_template(template=kept, by=request.user.person)
    return redirect("accompaniment:templates")
